-- What is being written and is not saved in the knowledge base yet: one text for each article, and one for each new one.
CREATE TABLE writing (
    kb   TEXT NOT NULL,
    -- The article's id; for a new one a name of its own that no id has.
    key  TEXT NOT NULL,
    text TEXT NOT NULL,
    at   INTEGER NOT NULL,
    PRIMARY KEY (kb, key)
) STRICT, WITHOUT ROWID;
