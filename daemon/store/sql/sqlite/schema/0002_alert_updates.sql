R"sql(
-- What later messages say about an alert that is known, replays from quarantine, and how senders are heard.

-- Why it ended where it did (core/journal/reason.hpp), how its sender was proven, and how often it changed.
ALTER TABLE alerts ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN proof TEXT NOT NULL DEFAULT 'token';
ALTER TABLE alerts ADD COLUMN updates INTEGER NOT NULL DEFAULT 0;

-- A later message with the same id that brought something new. `sealed` as in alerts.
CREATE TABLE alert_updates (
    alert       INTEGER NOT NULL,
    k           INTEGER NOT NULL,  -- 1, 2, ... of the alert
    received_at INTEGER NOT NULL,
    sealed      BLOB NOT NULL,
    PRIMARY KEY (alert, k)
) STRICT;

-- How the sender was proven; headers the format needs beside the body (CloudEvents in binary mode) as sealed JSON,
-- empty for none; and what became of the row: replayed or discarded, '' while it waits.
ALTER TABLE quarantine ADD COLUMN proof TEXT NOT NULL DEFAULT 'token';
ALTER TABLE quarantine ADD COLUMN sealed_headers BLOB NOT NULL DEFAULT x'';
ALTER TABLE quarantine ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE quarantine ADD COLUMN settled_at INTEGER;
CREATE INDEX quarantine_waiting ON quarantine (source, n) WHERE outcome = '';

-- Senders: expected since (first seen in the configuration, or heard), last heard to a minute (NULL: never), and since
-- when the duty roster knows that it is silent.
CREATE TABLE sources (
    name           TEXT PRIMARY KEY,
    expected_since INTEGER NOT NULL,
    last_heard_at  INTEGER,
    silent_since   INTEGER
) STRICT;
)sql"
