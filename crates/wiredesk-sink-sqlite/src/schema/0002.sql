-- The second version of the schema: the articles of a story and the copies of an article are found
-- without looking at every article.

CREATE INDEX articles_story ON articles (story) WHERE story IS NOT NULL;
CREATE INDEX articles_duplicate_of ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;
