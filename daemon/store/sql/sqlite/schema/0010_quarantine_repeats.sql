R"sql(
-- A body that cannot be read and comes again is counted at the entry that waits. `tag` is a keyed hash of source, proof
-- and body; entries of before have none and are found by nobody.
ALTER TABLE quarantine ADD COLUMN tag BLOB NOT NULL DEFAULT x'';
ALTER TABLE quarantine ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN last_repeat_at INTEGER;
CREATE INDEX quarantine_tag ON quarantine (tag) WHERE outcome = '';
)sql"
