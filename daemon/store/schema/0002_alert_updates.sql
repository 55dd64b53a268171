R"sql(
-- What later messages say about an alert that is known, replays from quarantine, and how senders are heard.

-- Why it ended where it did (core/triage.hpp AlertReason), how its sender was proven, and how often it changed.
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

-- Headers the format needs beside the body (CloudEvents in binary mode), as JSON; and what became of the row.
ALTER TABLE quarantine ADD COLUMN headers TEXT NOT NULL DEFAULT '{}';
ALTER TABLE quarantine ADD COLUMN replayed_at INTEGER;
CREATE INDEX quarantine_waiting ON quarantine (source, n) WHERE replayed_at IS NULL;

-- When each sender was last heard, to a minute; silent_since: the duty roster was told that it fell silent.
CREATE TABLE sources (
    name          TEXT PRIMARY KEY,
    last_heard_at INTEGER NOT NULL,
    silent_since  INTEGER
) STRICT;
)sql"
