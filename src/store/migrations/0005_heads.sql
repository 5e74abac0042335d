-- What a row of a result list shows of an answer. The answers themselves are large, so their tree is deep: with twenty rows
-- for each key, reading them there was most of what a key cost the database.
CREATE TABLE head (
    revision INTEGER PRIMARY KEY REFERENCES revision (number),
    -- The article's id, which never changes.
    id       TEXT NOT NULL,
    -- The first line to show: a lead, else the beginning of a body.
    lead     TEXT NOT NULL,
    -- Whether the customer text lags the internal one; NULL where only the texts can say it.
    drifted  INTEGER CHECK (drifted IN (0, 1)),
    -- Most articles apply everywhere.
    scoped   INTEGER NOT NULL CHECK (scoped IN (0, 1))
) STRICT;

INSERT INTO head (revision, id, lead, drifted, scoped)
SELECT r.number, a.id,
       substr(coalesce(nullif(trim(c.lead, s.blank), ''), nullif(trim(i.lead, s.blank), ''),
                       nullif(trim(substr(c.body, 1, 1000), s.blank), ''), nullif(trim(substr(i.body, 1, 1000), s.blank), ''), ''),
              1, 200),
       CASE WHEN c.based_on IS NOT NULL
                 OR EXISTS (SELECT 1 FROM rendering WHERE revision = r.number AND based_on IS NOT NULL)
            THEN NULL ELSE 0 END,
       EXISTS (SELECT 1 FROM scope WHERE revision = r.number)
FROM revision r JOIN article a ON a.number = r.article JOIN (SELECT ' ' || char(9, 10, 13, 12288) AS blank) s
LEFT JOIN answer c ON c.revision = r.number AND c.face = 'customer'
LEFT JOIN answer i ON i.revision = r.number AND i.face = 'internal';

CREATE TRIGGER head_is_immutable BEFORE UPDATE ON head
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER head_stays BEFORE DELETE ON head
BEGIN SELECT raise(ABORT, 'a revision is immutable'); END;
