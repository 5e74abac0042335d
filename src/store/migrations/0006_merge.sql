-- Articles that were held beside each other, and that somebody found to be no duplicates: named by the smaller number first.
CREATE TABLE kept_apart (
    one   INTEGER NOT NULL REFERENCES article (number),
    other INTEGER NOT NULL REFERENCES article (number),
    by    TEXT NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (one, other),
    CHECK (one < other)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_merged ON article (merged_into) WHERE merged_into IS NOT NULL;
-- A merged article's id leads on for good.
CREATE TRIGGER merged_stays BEFORE UPDATE OF merged_into ON article
WHEN old.merged_into IS NOT NULL AND new.merged_into IS NOT old.merged_into
BEGIN SELECT raise(ABORT, 'a merged article stays merged'); END;
CREATE TRIGGER merged_into_what_is_there BEFORE UPDATE OF merged_into ON article
WHEN (SELECT merged_into FROM article WHERE number = new.merged_into) IS NOT NULL
BEGIN SELECT raise(ABORT, 'the article is merged itself'); END;
