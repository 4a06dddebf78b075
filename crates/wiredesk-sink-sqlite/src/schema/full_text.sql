-- The full-text index, where the option `full_text` is on. Its words stand in `articles`:
--     SELECT * FROM articles WHERE n IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'harbour')

CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, content = 'articles', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2'
);

-- so that articles may be deleted by hand
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.n, old.title, old.text);
END;
