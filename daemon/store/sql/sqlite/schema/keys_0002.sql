R"sql(
-- Which database these keys belong to: one row, the same id as in breachd.db (store/pair.hpp).
CREATE TABLE instance (
    id TEXT PRIMARY KEY
) STRICT;
)sql"
