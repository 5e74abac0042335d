-- A text begins as a draft, or with a reviewer. One that is further than that when it comes was brought by an import, whose
-- person may publish; whoever has written it, nobody puts a text in use by writing it.
CREATE TRIGGER revision_begins_as_draft BEFORE INSERT ON revision
WHEN new.stage IN ('approved', 'published', 'withdrawn') AND NOT EXISTS (
        SELECT 1 FROM import_batch b JOIN role r ON r.os_user = b.os_user
        WHERE b.number = new.batch AND b.counts IS NULL AND r.role IN ('reviewer', 'admin'))
BEGIN SELECT raise(ABORT, 'a text begins as a draft'); END;
