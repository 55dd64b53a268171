R"sql(
-- Public halves of the keys of people's devices. A passkey is known by the id that the device gave.
CREATE TABLE passkeys (
    id         BLOB PRIMARY KEY,
    person     TEXT NOT NULL,
    name       TEXT NOT NULL,
    public_key BLOB NOT NULL,
    kind       INTEGER NOT NULL, -- COSE's number of the algorithm
    count      INTEGER NOT NULL,
    made_at    INTEGER NOT NULL,
    used_at    INTEGER
) STRICT;
)sql"
