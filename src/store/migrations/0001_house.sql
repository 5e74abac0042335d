-- The whole data model. Instants are milliseconds since 1970 (UTC); dates are ISO 8601 text in the KB's zone.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Category, region and product trees; customer types are a flat tree.
CREATE TABLE node (
    number INTEGER PRIMARY KEY,
    tree   TEXT NOT NULL CHECK (tree IN ('category', 'region', 'product', 'customer')),
    parent INTEGER REFERENCES node (number),
    name   TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX node_place ON node (tree, coalesce(parent, 0), name);

CREATE TABLE article (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    made        INTEGER NOT NULL,
    -- A merged article's id leads to the one that took it in.
    merged_into INTEGER REFERENCES article (number) CHECK (merged_into <> number)
) STRICT;

CREATE TABLE revision (
    number       INTEGER PRIMARY KEY,
    uuid         TEXT NOT NULL UNIQUE,
    article      INTEGER NOT NULL REFERENCES article (number),
    ordinal      INTEGER NOT NULL CHECK (ordinal >= 1),
    based_on     INTEGER REFERENCES revision (number),
    hash         TEXT NOT NULL,
    stage        TEXT NOT NULL CHECK (stage IN ('draft', 'in_review', 'approved', 'published', 'withdrawn', 'archived')),
    author       TEXT NOT NULL,
    made         INTEGER NOT NULL,
    batch        INTEGER REFERENCES import_batch (number),
    kind         TEXT CHECK (kind IN ('tariff', 'promotion', 'procedure', 'fault', 'policy', 'script')),
    confidence   TEXT CHECK (confidence IN ('wip', 'not_validated', 'validated')),
    question     TEXT NOT NULL CHECK (trim(question) <> ''),
    category     INTEGER REFERENCES node (number),
    owner        TEXT,
    valid_from   TEXT,
    valid_until  TEXT,
    review_by    TEXT,
    sale_until   TEXT,
    study_from   TEXT,
    source_class TEXT CHECK (source_class IN ('internal', 'external', 'case', 'regulation', 'web')),
    source_ref   TEXT,
    source_author  TEXT,
    source_date    TEXT,
    source_licence TEXT,
    UNIQUE (article, ordinal),
    CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from < valid_until)
) STRICT;

CREATE TABLE answer (
    revision INTEGER NOT NULL REFERENCES revision (number),
    face     TEXT NOT NULL CHECK (face IN ('internal', 'customer')),
    lead     TEXT NOT NULL,
    body     TEXT NOT NULL,
    based_on TEXT,
    PRIMARY KEY (revision, face)
) STRICT, WITHOUT ROWID;

CREATE TABLE rendering (
    revision INTEGER NOT NULL REFERENCES revision (number),
    channel  TEXT NOT NULL,
    text     TEXT NOT NULL,
    based_on TEXT,
    PRIMARY KEY (revision, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE similar (
    revision INTEGER NOT NULL REFERENCES revision (number),
    place    INTEGER NOT NULL,
    text     TEXT NOT NULL,
    origin   TEXT NOT NULL CHECK (origin IN ('author', 'search', 'external', 'import')),
    PRIMARY KEY (revision, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE scope (
    revision INTEGER NOT NULL REFERENCES revision (number),
    axis     TEXT NOT NULL CHECK (axis IN ('region', 'product', 'customer')),
    place    INTEGER NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (revision, axis, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    revision INTEGER NOT NULL REFERENCES revision (number),
    place    INTEGER NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (revision, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE relation (
    revision INTEGER NOT NULL REFERENCES revision (number),
    place    INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('next', 'see_also', 'replaces', 'part_of')),
    -- An id and not a number: the other article may come later, or from another KB.
    target   TEXT NOT NULL,
    PRIMARY KEY (revision, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE action (
    revision INTEGER NOT NULL REFERENCES revision (number),
    place    INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('handle', 'ticket', 'transfer', 'escalate', 'self-service')),
    target   TEXT NOT NULL,
    -- A JSON list of strings.
    fields   TEXT NOT NULL,
    time_limit TEXT,
    PRIMARY KEY (revision, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment (
    revision INTEGER NOT NULL REFERENCES revision (number),
    place    INTEGER NOT NULL,
    name     TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    PRIMARY KEY (revision, place)
) STRICT, WITHOUT ROWID;

-- That a revision is the article's text from one instant to another. `closed` is when it was taken back.
CREATE TABLE publication (
    number    INTEGER PRIMARY KEY,
    article   INTEGER NOT NULL REFERENCES article (number),
    revision  INTEGER NOT NULL REFERENCES revision (number),
    from_ms   INTEGER NOT NULL,
    until_ms  INTEGER NOT NULL,
    by        TEXT NOT NULL,
    at        INTEGER NOT NULL,
    emergency INTEGER NOT NULL DEFAULT 0 CHECK (emergency IN (0, 1)),
    closed    INTEGER,
    CHECK (from_ms < until_ms)
) STRICT;
CREATE INDEX publication_article ON publication (article, from_ms, until_ms, emergency, revision) WHERE closed IS NULL;

CREATE TABLE term (
    number   INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL CHECK (kind IN ('term', 'forbidden', 'promise')),
    term     TEXT NOT NULL,
    customer TEXT NOT NULL,
    note     TEXT NOT NULL,
    UNIQUE (kind, term)
) STRICT;

CREATE TABLE announcement (
    id    TEXT PRIMARY KEY,
    level TEXT NOT NULL CHECK (level IN ('info', 'alert', 'must_read')),
    title TEXT NOT NULL,
    body  TEXT NOT NULL,
    -- JSON, as in the exchange format.
    scope TEXT NOT NULL,
    from_day  TEXT NOT NULL,
    until_day TEXT,
    made  INTEGER NOT NULL
) STRICT;

CREATE TABLE announcement_article (
    announcement TEXT NOT NULL REFERENCES announcement (id),
    place        INTEGER NOT NULL,
    article      TEXT NOT NULL,
    PRIMARY KEY (announcement, place)
) STRICT, WITHOUT ROWID;

-- A query that must find its article: what the findability gate asks.
CREATE TABLE golden_query (
    number  INTEGER PRIMARY KEY,
    text    TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article (number),
    scope   TEXT NOT NULL,
    made    INTEGER NOT NULL,
    UNIQUE (text, article, scope)
) STRICT;

CREATE TABLE role (
    os_user TEXT PRIMARY KEY,
    role    TEXT NOT NULL CHECK (role IN ('agent', 'editor', 'reviewer', 'admin'))
) STRICT, WITHOUT ROWID;

CREATE TABLE review (
    number   INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL REFERENCES revision (number),
    reviewer TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('approve', 'return')),
    note     TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT;

-- The audit trail: who did what when. Append-only.
CREATE TABLE event (
    uuid     TEXT PRIMARY KEY,
    at       INTEGER NOT NULL,
    os_user  TEXT NOT NULL,
    agent_no TEXT,
    what     TEXT NOT NULL,
    article  INTEGER REFERENCES article (number),
    revision INTEGER REFERENCES revision (number),
    -- JSON, or NULL.
    detail   TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX event_article ON event (article) WHERE article IS NOT NULL;

CREATE TABLE import_batch (
    number INTEGER PRIMARY KEY,
    file   TEXT NOT NULL,
    at     INTEGER NOT NULL,
    os_user TEXT NOT NULL,
    -- JSON counts, written when the batch ends; NULL for a batch that was cut off.
    counts TEXT
) STRICT;

-- Which article an imported row became, for rows without an id: so that a second import finds it again.
CREATE TABLE import_key (
    key     TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article (number),
    hash    TEXT NOT NULL,
    PRIMARY KEY (key, article)
) STRICT, WITHOUT ROWID;

-- Articles whose documents in the index are behind.
CREATE TABLE outbox (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES article (number)
) STRICT;

-- The second lock behind the rules of the life cycle: revisions and what belongs to them never change.
CREATE TRIGGER revision_is_immutable BEFORE UPDATE OF
    number, uuid, article, ordinal, based_on, hash, author, made, batch, kind, confidence, question, category, owner,
    valid_from, valid_until, review_by, sale_until, study_from,
    source_class, source_ref, source_author, source_date, source_licence ON revision
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER revision_stays BEFORE DELETE ON revision
BEGIN SELECT raise(ABORT, 'a revision is never deleted'); END;
CREATE TRIGGER revision_stage BEFORE UPDATE OF stage ON revision
WHEN (old.stage || '>' || new.stage) NOT IN (
    'draft>in_review', 'draft>archived', 'in_review>approved', 'in_review>draft', 'approved>draft',
    'approved>published', 'approved>archived', 'published>withdrawn', 'withdrawn>published', 'withdrawn>archived')
BEGIN SELECT raise(ABORT, 'no such step in the life of a revision'); END;
CREATE TRIGGER answer_is_immutable BEFORE UPDATE ON answer
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER answer_stays BEFORE DELETE ON answer
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER rendering_is_immutable BEFORE UPDATE ON rendering
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER rendering_stays BEFORE DELETE ON rendering
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER similar_is_immutable BEFORE UPDATE ON similar
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER similar_stays BEFORE DELETE ON similar
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER scope_is_immutable BEFORE UPDATE ON scope
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER scope_stays BEFORE DELETE ON scope
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER tag_is_immutable BEFORE UPDATE ON tag
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER tag_stays BEFORE DELETE ON tag
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER relation_is_immutable BEFORE UPDATE ON relation
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER relation_stays BEFORE DELETE ON relation
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER action_is_immutable BEFORE UPDATE ON action
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER action_stays BEFORE DELETE ON action
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER attachment_is_immutable BEFORE UPDATE ON attachment
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER attachment_stays BEFORE DELETE ON attachment
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER event_is_append_only BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER publication_only_closes BEFORE UPDATE OF number, article, revision, from_ms, until_ms, by, at, emergency ON publication
BEGIN SELECT raise(ABORT, 'a publication is closed, never changed'); END;
CREATE TRIGGER publication_closes_once BEFORE UPDATE OF closed ON publication WHEN old.closed IS NOT NULL
BEGIN SELECT raise(ABORT, 'a publication is closed, never changed'); END;
CREATE TRIGGER publication_stays BEFORE DELETE ON publication
BEGIN SELECT raise(ABORT, 'a publication is never deleted'); END;
