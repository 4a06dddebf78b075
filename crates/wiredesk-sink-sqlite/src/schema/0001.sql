-- The first version of the schema.
--
-- Every span is `start`, `stop` in Unicode code points of `articles.text`:
--     substr(text, start + 1, stop - start)
-- are the words. Lists that are read with their article rather than searched stand as JSON in the
-- article's row; a view of the layer's name shows each as rows. Columns mean what the field of the
-- same name means in `wiredesk.record/1`.

CREATE TABLE articles (
    n                   INTEGER PRIMARY KEY,      -- what the other tables call `article`
    id                  TEXT NOT NULL UNIQUE,     -- 32 hex digits, as in the record
    source              TEXT NOT NULL,
    key                 TEXT NOT NULL,
    url                 TEXT,
    title               TEXT,
    published           TEXT,                     -- ISO 8601, UTC
    published_from      TEXT,
    fetched             TEXT NOT NULL,
    language            TEXT,
    language_confidence REAL,
    duplicate_of        TEXT,                     -- articles.id
    story               TEXT,
    authors             TEXT NOT NULL,            -- JSON: ["name", …]
    removed             TEXT NOT NULL,            -- JSON: [{"text": …, "reason": …}, …]
    sentences           TEXT NOT NULL,            -- JSON: [[start, stop], …]
    keywords            TEXT NOT NULL,            -- JSON: [{"text": …, "score": …}, …]
    problems            TEXT NOT NULL,            -- JSON: [{"stage": …, "code": …, "message": …}, …]
    provenance          INTEGER NOT NULL REFERENCES provenances,
    text                TEXT NOT NULL
);

CREATE INDEX articles_published ON articles (published);

-- What made a record: one row for many articles.
CREATE TABLE provenances (
    n        INTEGER PRIMARY KEY,
    pipeline TEXT NOT NULL,
    wiredesk TEXT NOT NULL,
    stages   TEXT NOT NULL,                       -- JSON: {"extractor": "version", …}
    UNIQUE (pipeline, wiredesk, stages)
);

CREATE TABLE entities (
    article     INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    n           INTEGER NOT NULL,                 -- 1 for the record's `e1`
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    age         INTEGER,
    nationality TEXT,
    gender      TEXT,
    born_in     INTEGER,                          -- n of an entity of the same article
    country     TEXT,
    confidence  REAL NOT NULL,
    mentions    TEXT NOT NULL,                    -- JSON: [[start, stop, form, confidence], …]
    PRIMARY KEY (article, n)
) WITHOUT ROWID;

CREATE INDEX entities_people ON entities (name) WHERE kind = 'person';

CREATE TABLE quotes (
    article       INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    n             INTEGER NOT NULL,
    start         INTEGER NOT NULL,
    stop          INTEGER NOT NULL,
    text          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    speaker       INTEGER,                        -- n of an entity of the same article
    speaker_start INTEGER,
    speaker_stop  INTEGER,
    speaker_text  TEXT,
    cue_start     INTEGER,
    cue_stop      INTEGER,
    cue           TEXT,
    confidence    REAL NOT NULL,
    rule          TEXT NOT NULL,
    PRIMARY KEY (article, n)
) WITHOUT ROWID;

CREATE TABLE times (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    start   INTEGER NOT NULL,
    stop    INTEGER NOT NULL,
    text    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    value   TEXT NOT NULL,                        -- TIMEX3
    PRIMARY KEY (article, n)
) WITHOUT ROWID;

CREATE TABLE quantities (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    start   INTEGER NOT NULL,
    stop    INTEGER NOT NULL,
    text    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    value   REAL NOT NULL,
    unit    TEXT,
    PRIMARY KEY (article, n)
) WITHOUT ROWID;

CREATE TABLE roles (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    person  INTEGER NOT NULL,                     -- n of an entity of the same article
    title   TEXT NOT NULL,
    of      INTEGER,                              -- n of an entity of the same article
    status  TEXT NOT NULL,
    start   INTEGER NOT NULL,
    stop    INTEGER NOT NULL,
    since   TEXT,
    until   TEXT,
    PRIMARY KEY (article, n)
) WITHOUT ROWID;

CREATE TABLE relations (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    subject INTEGER NOT NULL,                     -- n of an entity of the same article
    object  INTEGER NOT NULL,                     -- n of an entity of the same article
    start   INTEGER NOT NULL,
    stop    INTEGER NOT NULL,
    rule    TEXT NOT NULL,
    PRIMARY KEY (article, n)
) WITHOUT ROWID;

CREATE TABLE events (
    article       INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    n             INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_stop  INTEGER NOT NULL,
    trigger_text  TEXT NOT NULL,
    actors        TEXT NOT NULL,                  -- JSON: [n of an entity, …]
    recipients    TEXT NOT NULL,                  -- JSON: [n of an entity, …]
    place         INTEGER,                        -- n of an entity of the same article
    time          TEXT,                           -- TIMEX3
    negated       INTEGER NOT NULL,
    start         INTEGER NOT NULL,
    stop          INTEGER NOT NULL,
    PRIMARY KEY (article, n)
) WITHOUT ROWID;

-- Layers of custom extractors.
CREATE TABLE extensions (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    layer   TEXT NOT NULL,
    n       INTEGER NOT NULL,
    start   INTEGER NOT NULL,
    stop    INTEGER NOT NULL,
    label   TEXT NOT NULL,
    value   TEXT,                                 -- JSON
    PRIMARY KEY (article, layer, n)
) WITHOUT ROWID;

-- How far each source has got; changed in the same transaction as the articles.
CREATE TABLE positions (
    sink      TEXT NOT NULL,
    source    TEXT NOT NULL,
    partition TEXT NOT NULL,
    version   TEXT NOT NULL,
    offset    INTEGER,                            -- null: the partition has been read to its end
    PRIMARY KEY (sink, source, partition)
) WITHOUT ROWID;

-- The lists inside rows, as rows.

CREATE VIEW authors AS
    SELECT a.n AS article, j.key + 1 AS n, j.value AS name
    FROM articles a, json_each(a.authors) j;

CREATE VIEW removed AS
    SELECT a.n AS article, j.key + 1 AS n, j.value ->> '$.text' AS text, j.value ->> '$.reason' AS reason
    FROM articles a, json_each(a.removed) j;

CREATE VIEW sentences AS
    SELECT s.article, s.n, s.start, s.stop, substr(s.text, s.start + 1, s.stop - s.start) AS text
    FROM (SELECT a.n AS article, j.key + 1 AS n, j.value ->> '$[0]' AS start, j.value ->> '$[1]' AS stop, a.text AS text
          FROM articles a, json_each(a.sentences) j) s;

CREATE VIEW keywords AS
    SELECT a.n AS article, j.key + 1 AS n, j.value ->> '$.text' AS text, j.value ->> '$.score' AS score
    FROM articles a, json_each(a.keywords) j;

CREATE VIEW problems AS
    SELECT a.n AS article, j.key + 1 AS n, j.value ->> '$.stage' AS stage, j.value ->> '$.code' AS code,
           j.value ->> '$.message' AS message
    FROM articles a, json_each(a.problems) j;

CREATE VIEW mentions AS
    SELECT m.article, m.entity, m.n, m.start, m.stop, substr(a.text, m.start + 1, m.stop - m.start) AS text,
           m.form, m.confidence
    FROM (SELECT e.article, e.n AS entity, j.key + 1 AS n, j.value ->> '$[0]' AS start, j.value ->> '$[1]' AS stop,
                 j.value ->> '$[2]' AS form, j.value ->> '$[3]' AS confidence
          FROM entities e, json_each(e.mentions) j) m
    JOIN articles a ON a.n = m.article;

CREATE VIEW event_actors AS
    SELECT v.article, v.n AS event, j.value AS entity FROM events v, json_each(v.actors) j;

CREATE VIEW event_recipients AS
    SELECT v.article, v.n AS event, j.value AS entity FROM events v, json_each(v.recipients) j;

-- For people who ask.

CREATE VIEW who_said_what AS
    SELECT a.published, coalesce(e.name, q.speaker_text) AS speaker, q.kind, q.text AS words, q.cue, a.title, a.url,
           q.confidence, a.id AS article
    FROM quotes q
    JOIN articles a ON a.n = q.article
    LEFT JOIN entities e ON e.article = q.article AND e.n = q.speaker;

CREATE VIEW office_holders AS
    SELECT p.name AS person, r.title, o.name AS of, r.status, r.since, r.until, a.published, a.title AS headline, a.url,
           a.id AS article
    FROM roles r
    JOIN articles a ON a.n = r.article
    JOIN entities p ON p.article = r.article AND p.n = r.person
    LEFT JOIN entities o ON o.article = r.article AND o.n = r.of;

CREATE VIEW people AS
    SELECT e.name, count(*) AS articles, sum(json_array_length(e.mentions)) AS mentions,
           max(e.nationality) AS nationality, max(e.age) AS age, min(a.published) AS first_published,
           max(a.published) AS last_published
    FROM entities e
    JOIN articles a ON a.n = e.article
    WHERE e.kind = 'person'
    GROUP BY e.name;

CREATE VIEW timeline AS
    SELECT coalesce(v.time, substr(a.published, 1, 10)) AS at, v.kind,
           (SELECT group_concat(e.name, ', ') FROM json_each(v.actors) j
            JOIN entities e ON e.article = v.article AND e.n = j.value) AS actors,
           v.trigger_text AS trigger,
           (SELECT group_concat(e.name, ', ') FROM json_each(v.recipients) j
            JOIN entities e ON e.article = v.article AND e.n = j.value) AS recipients,
           p.name AS place, v.negated, substr(a.text, v.start + 1, v.stop - v.start) AS words, a.title, a.url,
           a.id AS article
    FROM events v
    JOIN articles a ON a.n = v.article
    LEFT JOIN entities p ON p.article = v.article AND p.n = v.place;
