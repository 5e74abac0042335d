-- A hash of what the softphone calls a contact (which may be a customer's number), so that it can still end it after a crash; and how long the customer was on hold, in ms.
ALTER TABLE contact ADD COLUMN told TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN held_ms INTEGER NOT NULL DEFAULT 0;
