-- What becomes of a revision between being written and being taken out of use.

-- Who is asked to review a revision: the newest asked.
CREATE TABLE assignment (
    revision INTEGER PRIMARY KEY REFERENCES revision (number),
    reviewer TEXT NOT NULL,
    by       TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT;

-- What editors and reviewers say to one another about a revision, without deciding anything.
CREATE TABLE comment (
    number   INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL REFERENCES revision (number),
    author   TEXT NOT NULL,
    at       INTEGER NOT NULL,
    text     TEXT NOT NULL CHECK (trim(text) <> '')
) STRICT;
CREATE INDEX comment_revision ON comment (revision);

-- A finding that may stay, and why. It holds for the article as long as the same rule finds the same words in the same part.
CREATE TABLE waiver (
    number   INTEGER PRIMARY KEY,
    article  INTEGER NOT NULL REFERENCES article (number),
    revision INTEGER NOT NULL REFERENCES revision (number),
    rule     TEXT NOT NULL,
    part     TEXT NOT NULL,
    text     TEXT NOT NULL,
    reason   TEXT NOT NULL CHECK (trim(reason) <> ''),
    by       TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX waiver_article ON waiver (article);

-- Why a text was taken out of use: what the desk says to whoever used it lately.
CREATE TABLE withdrawal (
    number   INTEGER PRIMARY KEY,
    article  INTEGER NOT NULL REFERENCES article (number),
    revision INTEGER NOT NULL REFERENCES revision (number),
    reason   TEXT NOT NULL CHECK (trim(reason) <> ''),
    by       TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX withdrawal_article ON withdrawal (article);

-- That somebody looked at a text and found it still right.
CREATE TABLE validation (
    number   INTEGER PRIMARY KEY,
    article  INTEGER NOT NULL REFERENCES article (number),
    revision INTEGER NOT NULL REFERENCES revision (number),
    by       TEXT NOT NULL,
    at       INTEGER NOT NULL,
    -- When somebody has to look again, if sooner or later than the text says.
    review_by TEXT
) STRICT;
CREATE INDEX validation_article ON validation (article);

-- 会签: categories whose articles, and those of all below them, need two reviewers.
CREATE TABLE second_review (
    category INTEGER PRIMARY KEY REFERENCES node (number),
    by       TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
-- A view, because a trigger can hold no recursion of its own.
CREATE VIEW category_of_two (category) AS
WITH RECURSIVE below (category) AS (
    SELECT category FROM second_review
    UNION SELECT n.number FROM below JOIN node n ON n.tree = 'category' AND coalesce(n.parent, 0) = below.category)
SELECT category FROM below;

CREATE INDEX review_revision ON review (revision);
-- What waits for somebody is few among many.
CREATE INDEX revision_waits ON revision (stage, article) WHERE stage IN ('in_review', 'approved');
CREATE INDEX publication_closed ON publication (article) WHERE closed IS NOT NULL;

-- The second lock behind the rules of review and publication.
CREATE TRIGGER review_is_append_only BEFORE UPDATE ON review
BEGIN SELECT raise(ABORT, 'a review is never changed'); END;
CREATE TRIGGER review_stays BEFORE DELETE ON review
BEGIN SELECT raise(ABORT, 'a review is never changed'); END;
CREATE TRIGGER review_is_of_others BEFORE INSERT ON review
WHEN new.decision = 'approve' AND new.reviewer = (SELECT author FROM revision WHERE number = new.revision)
BEGIN SELECT raise(ABORT, 'nobody approves their own text'); END;
CREATE TRIGGER review_while_in_review BEFORE INSERT ON review
WHEN (SELECT stage FROM revision WHERE number = new.revision) NOT IN ('in_review', 'approved')
BEGIN SELECT raise(ABORT, 'only what is in review is reviewed'); END;
-- Approvals from before it was sent back do not count.
CREATE TRIGGER approved_by_enough BEFORE UPDATE OF stage ON revision
WHEN new.stage = 'approved' AND old.stage = 'in_review' AND (
        SELECT count(DISTINCT v.reviewer) FROM review v
        WHERE v.revision = new.number AND v.decision = 'approve' AND v.number > coalesce(
            (SELECT max(number) FROM review WHERE revision = new.number AND decision = 'return'), 0))
    < CASE WHEN new.category IN (SELECT category FROM category_of_two) THEN 2 ELSE 1 END
BEGIN SELECT raise(ABORT, 'too few reviewers have approved it'); END;
CREATE TRIGGER publication_of_its_article BEFORE INSERT ON publication
WHEN new.article <> (SELECT article FROM revision WHERE number = new.revision)
BEGIN SELECT raise(ABORT, 'the revision belongs to another article'); END;
CREATE TRIGGER publication_of_the_published BEFORE INSERT ON publication
WHEN new.emergency = 0 AND (SELECT stage FROM revision WHERE number = new.revision) <> 'published'
BEGIN SELECT raise(ABORT, 'only a published revision is published'); END;
-- 临时口径: its author's, a day at most, and only while nobody has approved it.
CREATE TRIGGER emergency_is_its_authors BEFORE INSERT ON publication
WHEN new.emergency = 1 AND (new.until_ms - new.from_ms > 86400000
    OR new.by <> (SELECT author FROM revision WHERE number = new.revision)
    OR (SELECT stage FROM revision WHERE number = new.revision) <> 'in_review')
BEGIN SELECT raise(ABORT, 'an emergency wording is its author''s, for a day at most, and in review'); END;
CREATE TRIGGER an_admin_stays BEFORE UPDATE OF os_user, role ON role
WHEN old.role = 'admin' AND (new.role <> 'admin' OR new.os_user <> old.os_user)
    AND (SELECT count(*) FROM role WHERE role = 'admin') = 1
BEGIN SELECT raise(ABORT, 'the last admin stays'); END;
CREATE TRIGGER an_admin_is_not_deleted BEFORE DELETE ON role
WHEN old.role = 'admin' AND (SELECT count(*) FROM role WHERE role = 'admin') = 1
BEGIN SELECT raise(ABORT, 'the last admin stays'); END;
CREATE TRIGGER comment_is_append_only BEFORE UPDATE ON comment
BEGIN SELECT raise(ABORT, 'a comment is never changed'); END;
CREATE TRIGGER comment_stays BEFORE DELETE ON comment
BEGIN SELECT raise(ABORT, 'a comment is never changed'); END;
CREATE TRIGGER waiver_is_append_only BEFORE UPDATE ON waiver
BEGIN SELECT raise(ABORT, 'a waiver is never changed'); END;
CREATE TRIGGER waiver_stays BEFORE DELETE ON waiver
BEGIN SELECT raise(ABORT, 'a waiver is never changed'); END;
CREATE TRIGGER withdrawal_is_append_only BEFORE UPDATE ON withdrawal
BEGIN SELECT raise(ABORT, 'a withdrawal is never changed'); END;
CREATE TRIGGER withdrawal_stays BEFORE DELETE ON withdrawal
BEGIN SELECT raise(ABORT, 'a withdrawal is never changed'); END;
CREATE TRIGGER validation_is_append_only BEFORE UPDATE ON validation
BEGIN SELECT raise(ABORT, 'a validation is never changed'); END;
CREATE TRIGGER validation_stays BEFORE DELETE ON validation
BEGIN SELECT raise(ABORT, 'a validation is never changed'); END;
-- The golden queries of an article are asked whenever a text of it is published.
CREATE INDEX golden_query_article ON golden_query (article);
