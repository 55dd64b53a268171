R"sql(
-- breachd.db. This file is a raw string literal: store/sql/sqlite/schema.cpp includes it as text.
-- Moments are milliseconds since 1970 in UTC. Columns named `sealed` hold what store/vault/vault.hpp made; nothing else
-- in this file may hold personal data. Words in `state` columns are the names of enums in store/tables.

-- Small named values: mode, last number of the year's incidents, the daemon's own.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The one truth: leaves of the Merkle log, 1, 2, ... without gaps. `data` is canonical JSON, `leaf` its leaf hash.
CREATE TABLE journal (
    seq      INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    incident TEXT NOT NULL,
    actor    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    data     TEXT NOT NULL,
    leaf     BLOB NOT NULL
) STRICT;
CREATE INDEX journal_incident ON journal (incident, seq);

-- Signed heads of the journal.
CREATE TABLE heads (
    size INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL,
    root BLOB NOT NULL,
    note TEXT NOT NULL
) STRICT;

-- Projection of the journal for lists and searches; `doc` is what the API answers.
CREATE TABLE incidents (
    id           TEXT PRIMARY KEY,
    version      INTEGER NOT NULL,
    state        TEXT NOT NULL,
    severity     INTEGER NOT NULL,
    opened_at    INTEGER NOT NULL,
    next_due     INTEGER,           -- earliest running obligation
    earliest_due INTEGER,           -- earliest running or overdue obligation
    clocks       INTEGER NOT NULL,  -- obligations running or overdue; 0 when the incident is not live
    doc          TEXT NOT NULL
) STRICT;
CREATE INDEX incidents_opened ON incidents (opened_at, id);
CREATE INDEX incidents_state ON incidents (state, opened_at, id);
CREATE INDEX incidents_clocks ON incidents (id) WHERE clocks > 0;

CREATE TABLE incident_kinds (
    incident TEXT NOT NULL,
    kind     TEXT NOT NULL,
    PRIMARY KEY (incident, kind)
) STRICT;

-- `tag`: keyed hash of source and external id. `sealed`: the alert, the reason of its decision and the raw body.
CREATE TABLE alerts (
    n              INTEGER PRIMARY KEY,  -- alert id A-<12 digits>
    tag            BLOB NOT NULL,
    source         TEXT NOT NULL,
    incident       TEXT NOT NULL,
    decision       TEXT NOT NULL,
    received_at    INTEGER NOT NULL,
    repeats        INTEGER NOT NULL DEFAULT 0,
    last_repeat_at INTEGER,
    sealed         BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX alerts_tag ON alerts (tag);
CREATE INDEX alerts_source ON alerts (source, n);
CREATE INDEX alerts_incident ON alerts (incident, n) WHERE incident <> '';

CREATE TABLE quarantine (
    n            INTEGER PRIMARY KEY,  -- quarantine id Q-<12 digits>
    source       TEXT NOT NULL,
    content_type TEXT NOT NULL,
    why          TEXT NOT NULL,
    place        TEXT NOT NULL,
    received_at  INTEGER NOT NULL,
    body_bytes   INTEGER NOT NULL,
    sealed       BLOB NOT NULL
) STRICT;

-- Pages to people on call: the outbox of the first lane.
CREATE TABLE pages (
    id         TEXT PRIMARY KEY,
    incident   TEXT NOT NULL,
    person     TEXT NOT NULL,
    channel    TEXT NOT NULL,
    why        TEXT NOT NULL,
    state      TEXT NOT NULL,
    attempts   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_at    INTEGER,
    code       TEXT NOT NULL,
    words      TEXT NOT NULL
) STRICT;
CREATE INDEX pages_state ON pages (state, created_at, id);
CREATE INDEX pages_incident ON pages (incident, created_at, id);

-- The people of one incident who must be told: number, counters. Rows below carry run * 2^32 + n as their id, so that
-- one incident's rows lie together in order of number.
CREATE TABLE runs (
    run                  INTEGER PRIMARY KEY,
    incident             TEXT NOT NULL UNIQUE,
    subjects             INTEGER NOT NULL DEFAULT 0,
    told                 INTEGER NOT NULL DEFAULT 0,
    unreachable          INTEGER NOT NULL DEFAULT 0,
    reachable_email      INTEGER NOT NULL DEFAULT 0,
    reachable_phone      INTEGER NOT NULL DEFAULT 0,
    reachable_zalo_id    INTEGER NOT NULL DEFAULT 0,
    reachable_push_token INTEGER NOT NULL DEFAULT 0,
    reachable_none       INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Rows of an import are seen only once its state is finished: that one word is the whole commit of a million rows.
CREATE TABLE imports (
    import               INTEGER PRIMARY KEY,  -- import id I-<12 digits>
    run                  INTEGER NOT NULL REFERENCES runs (run),
    state                TEXT NOT NULL,        -- staged | finished
    finished_before      INTEGER NOT NULL,     -- finished imports of this run when this one began or last caught up
    first_n              INTEGER,              -- lowest number given to a row
    subjects             INTEGER NOT NULL DEFAULT 0,
    duplicates           INTEGER NOT NULL DEFAULT 0,
    reachable_email      INTEGER NOT NULL DEFAULT 0,
    reachable_phone      INTEGER NOT NULL DEFAULT 0,
    reachable_zalo_id    INTEGER NOT NULL DEFAULT 0,
    reachable_push_token INTEGER NOT NULL DEFAULT 0,
    reachable_none       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX imports_run ON imports (run, state, import);
CREATE INDEX imports_state ON imports (state, import);

-- Keyed hashes of the organisation's references, 16 bytes each, one row a staged chunk: tag i belongs to number
-- first_n + i. An import reads them into memory to find duplicates; a unique index over random tags would rewrite
-- itself with every chunk (gigabytes for a million rows).
CREATE TABLE import_tags (
    import  INTEGER NOT NULL,
    first_n INTEGER NOT NULL,
    tags    BLOB NOT NULL,
    PRIMARY KEY (import, first_n)
) STRICT;

-- `reach`: bits of ContactKind.
CREATE TABLE subjects (
    id         INTEGER PRIMARY KEY,
    import     INTEGER NOT NULL,
    reach      INTEGER NOT NULL,
    state      TEXT NOT NULL,     -- pending | told | unreachable
    changed_at INTEGER,
    sealed     BLOB NOT NULL
) STRICT;

-- One row a subject, channel and version of the notice: the outbox of the notices' lane.
CREATE TABLE deliveries (
    id          INTEGER PRIMARY KEY,
    run         INTEGER NOT NULL,
    subject     INTEGER NOT NULL,  -- subjects.id
    version     INTEGER NOT NULL,
    channel     TEXT NOT NULL,
    state       TEXT NOT NULL,
    attempts    INTEGER NOT NULL,
    next_at     INTEGER,
    updated_at  INTEGER NOT NULL,
    key         TEXT NOT NULL,
    code        TEXT NOT NULL,
    words       TEXT NOT NULL,
    provider_id TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX deliveries_key ON deliveries (key);
CREATE INDEX deliveries_subject ON deliveries (subject, version, id);
CREATE INDEX deliveries_state ON deliveries (run, state, updated_at, id);
CREATE INDEX deliveries_due ON deliveries (run, channel, next_at, id) WHERE state IN ('queued', 'retrying');

-- How many deliveries are in each state, kept along with every change so that nobody has to count a million rows.
-- The word accepted_told counts those accepted rows whose subject is told.
CREATE TABLE delivery_counts (
    run     INTEGER NOT NULL,
    version INTEGER NOT NULL,
    channel TEXT NOT NULL,
    state   TEXT NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (run, version, channel, state)
) STRICT;

-- How many a channel has accepted in each quarter of an hour, for daily quotas.
CREATE TABLE accepted_counts (
    run     INTEGER NOT NULL,
    slot    INTEGER NOT NULL,  -- start of the quarter
    channel TEXT NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (run, slot, channel)
) STRICT;

-- Frozen bytes: reports, notices, records. No subject's personal data.
CREATE TABLE documents (
    sha256     TEXT NOT NULL,
    incident   TEXT NOT NULL,
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    at         INTEGER NOT NULL,
    bytes      BLOB NOT NULL,
    PRIMARY KEY (sha256, incident)
) STRICT;
CREATE INDEX documents_incident ON documents (incident, at, sha256);

CREATE TABLE idempotency (
    token       TEXT NOT NULL,
    key         TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    status      INTEGER NOT NULL,
    etag        TEXT NOT NULL,
    body        TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (token, key)
) STRICT;
CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE webhook_ids (
    integration TEXT NOT NULL,
    id          TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (integration, id)
) STRICT;
CREATE INDEX webhook_ids_at ON webhook_ids (at);
)sql"
