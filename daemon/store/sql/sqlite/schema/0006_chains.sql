R"sql(
-- The chain of each incident (core/journal/chain.hpp): how many entries, and the running hash over them; as it is, and
-- as of the newest head. `place`: in the order of first entries. Filled by the daemon's next start.
CREATE TABLE journal_chains (
    place        INTEGER PRIMARY KEY,
    incident     TEXT NOT NULL UNIQUE,
    count        INTEGER NOT NULL,
    root         BLOB NOT NULL,
    signed_count INTEGER NOT NULL DEFAULT 0,
    signed_root  BLOB NOT NULL DEFAULT x''
) STRICT;

-- Roots of the Merkle trees over 256 chains each, as of the newest head. `dirty`: a chain of it has moved on since.
CREATE TABLE journal_chain_blocks (
    block INTEGER PRIMARY KEY,
    root  BLOB,  -- NULL: no head has it yet
    dirty INTEGER NOT NULL
) STRICT;
)sql"
