R"sql(
-- The answer desk. A letter that was sent once more to somebody whom a notice told: no delivery of a run, so that
-- nobody is counted twice.
CREATE TABLE repeats (
    id          INTEGER PRIMARY KEY,
    incident    TEXT NOT NULL,
    subject     INTEGER NOT NULL,  -- the number within the incident
    channel     TEXT NOT NULL,
    version     INTEGER NOT NULL,  -- of the notice
    key         TEXT NOT NULL UNIQUE,
    state       TEXT NOT NULL,
    attempts    INTEGER NOT NULL,
    next_at     INTEGER,
    code        TEXT NOT NULL,
    cause       TEXT NOT NULL,
    provider_id TEXT NOT NULL,     -- a tag of it
    asked_at    INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX repeats_subject ON repeats (incident, subject, id);
CREATE INDEX repeats_due ON repeats (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX repeats_provider ON repeats (provider_id) WHERE provider_id <> '';
-- What people said about a notice. Sealed: their words.
CREATE TABLE replies (
    id       INTEGER PRIMARY KEY,
    incident TEXT NOT NULL,
    subject  INTEGER NOT NULL,     -- the number within the incident
    kind     TEXT NOT NULL,
    way      TEXT NOT NULL,
    at       INTEGER NOT NULL,
    actor    TEXT NOT NULL,        -- who noted it
    origin   TEXT NOT NULL,        -- a tag of the mail that it came with; "": it was noted by a person
    sealed   BLOB NOT NULL
) STRICT;
CREATE INDEX replies_subject ON replies (incident, subject, id);
CREATE UNIQUE INDEX replies_origin ON replies (origin) WHERE origin <> '';
)sql"
