R"sql(
-- Letters on paper: which of them are posted together. No name and no address: those are in the letters' own files and
-- sealed in subjects.
CREATE TABLE postal_batches (
    id          INTEGER PRIMARY KEY,
    incident    TEXT NOT NULL,
    number      INTEGER NOT NULL,  -- within the incident
    channel     TEXT NOT NULL,
    opened_at   INTEGER NOT NULL,
    closes_at   INTEGER NOT NULL,  -- from then on it takes no further letters
    announced   INTEGER NOT NULL,  -- 1: people were called to post it
    posted_at   INTEGER,           -- as a person said, and
    recorded_at INTEGER,           -- when
    recorded_by TEXT NOT NULL,
    receipt     TEXT NOT NULL,     -- the post office's number
    UNIQUE (incident, number)
) STRICT;
CREATE INDEX postal_batches_quiet ON postal_batches (closes_at, id) WHERE announced = 0;
CREATE TABLE postal_letters (
    delivery    INTEGER PRIMARY KEY,
    batch       INTEGER NOT NULL,  -- postal_batches.id
    number      INTEGER NOT NULL,  -- within the batch
    written_at  INTEGER,           -- the last time
    returned_at INTEGER
) STRICT;
CREATE INDEX postal_letters_batch ON postal_letters (batch, number);
)sql"
