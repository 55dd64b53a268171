R"sql(
-- Contacts as rows, clocks as rows, typed answers, and an edge of the journal to start from.

-- Subjects of a run and of an import by kind of contact, so that a new kind is no change of the schema.
CREATE TABLE run_reach (
    run     INTEGER NOT NULL,
    contact TEXT NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (run, contact)
) STRICT;
INSERT INTO run_reach (run, contact, count)
    SELECT run, 'email', reachable_email FROM runs UNION ALL SELECT run, 'phone', reachable_phone FROM runs
    UNION ALL SELECT run, 'zalo_id', reachable_zalo_id FROM runs
    UNION ALL SELECT run, 'push_token', reachable_push_token FROM runs;
ALTER TABLE runs DROP COLUMN reachable_email;
ALTER TABLE runs DROP COLUMN reachable_phone;
ALTER TABLE runs DROP COLUMN reachable_zalo_id;
ALTER TABLE runs DROP COLUMN reachable_push_token;

CREATE TABLE import_reach (
    import  INTEGER NOT NULL,
    contact TEXT NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (import, contact)
) STRICT;
INSERT INTO import_reach (import, contact, count)
    SELECT import, 'email', reachable_email FROM imports UNION ALL SELECT import, 'phone', reachable_phone FROM imports
    UNION ALL SELECT import, 'zalo_id', reachable_zalo_id FROM imports
    UNION ALL SELECT import, 'push_token', reachable_push_token FROM imports;
ALTER TABLE imports DROP COLUMN reachable_email;
ALTER TABLE imports DROP COLUMN reachable_phone;
ALTER TABLE imports DROP COLUMN reachable_zalo_id;
ALTER TABLE imports DROP COLUMN reachable_push_token;

-- Peaks of the Merkle tree over the first `size` leaves, 32 bytes each, largest subtree first. Only the newest is kept.
CREATE TABLE journal_edges (
    size  INTEGER PRIMARY KEY,
    peaks BLOB NOT NULL
) STRICT;

-- What was answered is a value of the engine (`kind`) with its members as JSON (`data`); HTTP is made of it.
DROP TABLE idempotency;
CREATE TABLE idempotency (
    token       TEXT NOT NULL,
    key         TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    kind        TEXT NOT NULL,
    data        TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (token, key)
) STRICT;
CREATE INDEX idempotency_at ON idempotency (at);

-- Obligations running or overdue of live incidents, part of the projection. `item` is what the API answers; `place` is
-- the obligation's among those of its incident. Filled by the daemon's next start, as is all of the projection.
CREATE TABLE clocks (
    incident TEXT NOT NULL,
    place    INTEGER NOT NULL,
    due_at   INTEGER NOT NULL,  -- the largest number for one that has no moment
    item     TEXT NOT NULL,
    PRIMARY KEY (incident, place)
) STRICT;
CREATE INDEX clocks_due ON clocks (due_at, incident, place);
DROP INDEX incidents_clocks;
ALTER TABLE incidents DROP COLUMN clocks;
DELETE FROM incidents;
DELETE FROM incident_kinds;
DELETE FROM meta WHERE key = 'projection';
)sql"
