-- One person's own data. Rows name KB, article id and revision; nothing here is shared.

-- What was searched, opened, copied; queries are masked of personal numbers before they are written.
CREATE TABLE history (
    uuid     TEXT PRIMARY KEY,
    at       INTEGER NOT NULL,
    kb       TEXT NOT NULL,
    contact  TEXT REFERENCES contact (uuid),
    what     TEXT NOT NULL CHECK (what IN ('search', 'open', 'copy', 'tell')),
    query    TEXT,
    article  TEXT,
    revision TEXT,
    face     TEXT,
    channel  TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX history_at ON history (at);

CREATE TABLE favourite (
    kb      TEXT NOT NULL,
    article TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (kb, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
    uuid    TEXT PRIMARY KEY,
    kb      TEXT NOT NULL,
    article TEXT,
    text    TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A call or a chat, from start to end.
CREATE TABLE contact (
    uuid    TEXT PRIMARY KEY,
    kb      TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- JSON, as in the exchange format.
    scope   TEXT NOT NULL,
    started INTEGER NOT NULL,
    ended   INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE trail (
    contact TEXT NOT NULL REFERENCES contact (uuid),
    place   INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    what    TEXT NOT NULL,
    article TEXT,
    revision TEXT,
    text    TEXT,
    PRIMARY KEY (contact, place)
) STRICT, WITHOUT ROWID;

-- Flags and proposals that wait until they can be handed to the KB.
CREATE TABLE feedback (
    uuid    TEXT PRIMARY KEY,
    at      INTEGER NOT NULL,
    kb      TEXT NOT NULL,
    article TEXT,
    revision TEXT,
    what    TEXT NOT NULL CHECK (what IN ('wrong', 'outdated', 'unclear', 'other', 'gap', 'fix', 'add')),
    text    TEXT NOT NULL,
    sent    INTEGER
) STRICT, WITHOUT ROWID;
