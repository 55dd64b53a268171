R"sql(
-- Changed rows of a run that no entry of the journal binds yet: how many, and the SHA-256 chained over the changes of
-- each transaction. Written with the changes themselves, so a start after a crash finds both or neither.
ALTER TABLE runs ADD COLUMN unbound_rows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN unbound_sha256 TEXT NOT NULL DEFAULT '';
CREATE INDEX runs_unbound ON runs (run) WHERE unbound_rows > 0;

-- Eight letters for each kind of contact: a keyed hash of the mail domain or the telephone operator, blanks for none.
ALTER TABLE subjects ADD COLUMN destinations TEXT NOT NULL DEFAULT '';
-- Of the contact that the row uses.
ALTER TABLE deliveries ADD COLUMN destination TEXT NOT NULL DEFAULT '';

-- A row that has a moment goes at that moment: queued, to be tried again, or of unknown outcome and to be sent once
-- more.
DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (run, channel, next_at, id) WHERE next_at IS NOT NULL;

-- What a channel has sent today, over all runs.
CREATE INDEX accepted_counts_slot ON accepted_counts (slot, channel);
)sql"
