-- When the next publication begins or ends is asked at every start and after every commit.
CREATE INDEX publication_from ON publication (from_ms) WHERE closed IS NULL;
CREATE INDEX publication_until ON publication (until_ms) WHERE closed IS NULL;

-- 热点: what editors pin to the top of every desk, for a period.
CREATE TABLE hot (
    article   TEXT PRIMARY KEY,
    place     INTEGER NOT NULL,
    from_day  TEXT NOT NULL,
    until_day TEXT,
    made      INTEGER NOT NULL,
    CHECK (until_day IS NULL OR from_day < until_day)
) STRICT, WITHOUT ROWID;

-- What desks hand over, and what an editor makes of it.
CREATE TABLE feedback (
    uuid     TEXT PRIMARY KEY,
    at       INTEGER NOT NULL,
    os_user  TEXT NOT NULL,
    agent_no TEXT,
    what     TEXT NOT NULL CHECK (what IN ('wrong', 'outdated', 'unclear', 'other', 'gap', 'fix', 'add')),
    -- Ids and UUIDs and not numbers: a desk may have seen another copy of the KB.
    article  TEXT,
    revision TEXT,
    text     TEXT NOT NULL,
    decision TEXT CHECK (decision IN ('done', 'declined')),
    reply    TEXT,
    decided  INTEGER,
    decider  TEXT,
    CHECK ((decision IS NULL) = (decided IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_article ON feedback (article) WHERE article IS NOT NULL;

CREATE INDEX revision_until ON revision (valid_until) WHERE valid_until IS NOT NULL;
