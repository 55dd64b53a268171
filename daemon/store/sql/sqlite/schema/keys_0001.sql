R"sql(
-- keys.db: nothing but keys, each sealed under the master key, so that destroying one leaves noise behind in
-- breachd.db and in its backups. This file is a raw string literal: store/sql/sqlite/schema.cpp includes it as text.

-- A destroyed key keeps its row (the number is in every value that it sealed) without its bytes.
CREATE TABLE data_keys (
    number  INTEGER PRIMARY KEY,
    scope   TEXT NOT NULL,
    wrapped BLOB
) STRICT;
CREATE UNIQUE INDEX data_keys_scope ON data_keys (scope) WHERE wrapped IS NOT NULL;

CREATE TABLE signing_keys (
    number     INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL,
    wrapped    BLOB NOT NULL
) STRICT;
)sql"
