R"sql(
-- What lists of incidents are sorted, searched and shown by: small rows beside the documents. `light` is the row of
-- core/incident/waiting.hpp, `search` its text without case and marks; `decided` is the version after which no person
-- and no fact has changed (the ETag), `changes` who set which fact when. Filled by the next start, as all of the
-- projection.
CREATE TABLE incident_rows (
    id         TEXT PRIMARY KEY,
    state      TEXT NOT NULL,
    state_rank INTEGER NOT NULL,
    severity   INTEGER NOT NULL,
    opened_at  INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,  -- the largest number for none
    keep_at    INTEGER NOT NULL,  -- the file is kept until then; as above
    held       INTEGER NOT NULL,  -- 1 while a legal hold is on
    owner      TEXT NOT NULL,
    decided    INTEGER NOT NULL,
    search     TEXT NOT NULL,
    light      TEXT NOT NULL,
    changes    TEXT NOT NULL
) STRICT;
CREATE INDEX incident_rows_opened ON incident_rows (opened_at, id);
CREATE INDEX incident_rows_in_state ON incident_rows (state, opened_at, id);
CREATE INDEX incident_rows_due ON incident_rows (due_at, id);
CREATE INDEX incident_rows_severity ON incident_rows (severity, id);
CREATE INDEX incident_rows_state ON incident_rows (state_rank, id);
CREATE INDEX incident_rows_keep ON incident_rows (keep_at, id);
CREATE INDEX incident_rows_owner ON incident_rows (owner, id);

-- What waits for people, incident by incident. `owner` and `first` are "" for nobody; `due_at` as above.
CREATE TABLE waiting (
    incident TEXT NOT NULL,
    place    INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    owner    TEXT NOT NULL,
    first    TEXT NOT NULL,
    due_at   INTEGER NOT NULL,
    item     TEXT NOT NULL,
    PRIMARY KEY (incident, place)
) STRICT;
CREATE INDEX waiting_due ON waiting (kind, due_at, incident, place);
CREATE INDEX waiting_incident ON waiting (incident, kind);
CREATE INDEX pages_person ON pages (person, created_at, id);
DELETE FROM incidents;
DELETE FROM incident_kinds;
DELETE FROM clocks;
DELETE FROM meta WHERE key = 'projection';
)sql"
