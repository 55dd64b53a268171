R"sql(
-- What channels keep between messages. Sealed: a token under the vault's scope "channels"; a provider's id of a message
-- under the key of its incident.
CREATE TABLE channel_tokens (
    channel  TEXT PRIMARY KEY,
    sealed   BLOB NOT NULL,
    got_at   INTEGER,
    asked_at INTEGER,
    failures INTEGER NOT NULL
) STRICT;
CREATE TABLE polls (
    delivery INTEGER PRIMARY KEY,
    incident TEXT NOT NULL,
    channel  TEXT NOT NULL,
    sealed   BLOB NOT NULL,
    asked    INTEGER NOT NULL,
    next_at  INTEGER NOT NULL,
    until    INTEGER NOT NULL
) STRICT;
CREATE INDEX polls_next ON polls (next_at, delivery);
)sql"
