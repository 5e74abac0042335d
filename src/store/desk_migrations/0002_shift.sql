-- 必读: that an announcement was read, once.
CREATE TABLE receipt (
    kb           TEXT NOT NULL,
    announcement TEXT NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (kb, announcement)
) STRICT, WITHOUT ROWID;

-- A stretch of work without a long break. `since` is when the one before it ended.
CREATE TABLE shift (
    kb    TEXT PRIMARY KEY,
    began INTEGER NOT NULL,
    last  INTEGER NOT NULL,
    since INTEGER
) STRICT, WITHOUT ROWID;

-- What the softphone calls the contact, and what it is about; numbers are masked before they are written.
ALTER TABLE contact ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE trail ADD COLUMN channel TEXT;
