-- What comes from outside: batches that can be taken back, mappings with a name, questions that customers ask elsewhere.

-- A batch brings articles, or questions from outside. `undone` is when it was taken back.
ALTER TABLE import_batch ADD COLUMN kind TEXT NOT NULL DEFAULT 'import' CHECK (kind IN ('import', 'questions'));
ALTER TABLE import_batch ADD COLUMN undone INTEGER;
ALTER TABLE import_batch ADD COLUMN undone_by TEXT;
CREATE TRIGGER batch_is_undone_once BEFORE UPDATE OF undone ON import_batch WHEN old.undone IS NOT NULL
BEGIN SELECT raise(ABORT, 'a batch is undone once'); END;

-- That a revision was taken back with its batch: it stays in the history and counts as if it had never been made.
ALTER TABLE revision ADD COLUMN undone INTEGER;
CREATE TRIGGER revision_is_undone_once BEFORE UPDATE OF undone ON revision WHEN old.undone IS NOT NULL
BEGIN SELECT raise(ABORT, 'a revision is undone once'); END;
CREATE INDEX revision_undone ON revision (article) WHERE undone IS NOT NULL;
CREATE INDEX revision_batch ON revision (batch) WHERE batch IS NOT NULL;

-- Which batch a row was met in last, and what it said before that: NULL where it was new.
ALTER TABLE import_key ADD COLUMN batch INTEGER REFERENCES import_batch (number);
ALTER TABLE import_key ADD COLUMN was TEXT;

-- What the columns of somebody's tables mean.
CREATE TABLE import_mapping (
    name TEXT PRIMARY KEY,
    -- A JSON list of pairs: a heading, a field.
    pairs TEXT NOT NULL,
    by   TEXT NOT NULL,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- 外部问题: what customers ask elsewhere, until an editor decides what becomes of it.
CREATE TABLE outside_question (
    number   INTEGER PRIMARY KEY,
    -- The question as questions are compared: asked again it is the same one, also after a decision.
    key      TEXT NOT NULL UNIQUE,
    text     TEXT NOT NULL CHECK (trim(text) <> ''),
    -- The best answer that somebody gave; raw material and never an answer of the house.
    answer   TEXT NOT NULL,
    votes    INTEGER NOT NULL,
    times    INTEGER NOT NULL CHECK (times >= 1),
    first_day TEXT,
    last_day TEXT,
    source   TEXT NOT NULL,
    licence  TEXT,
    batch    INTEGER NOT NULL REFERENCES import_batch (number),
    decision TEXT CHECK (decision IN ('covered', 'near', 'gap', 'ignored')),
    article  INTEGER REFERENCES article (number),
    decided  INTEGER,
    decider  TEXT,
    CHECK ((decision IS NULL) = (decided IS NULL))
) STRICT;
CREATE INDEX outside_open ON outside_question (number) WHERE decision IS NULL;
