R"sql(
-- People who sign in. Cookies and tokens of invitations are known by their SHA-256; what a person proves with (the
-- password's hash, the secret of the codes) is sealed under the vault's scope "accounts".
CREATE TABLE accounts (
    person    TEXT PRIMARY KEY,
    role      TEXT NOT NULL,
    made_at   INTEGER NOT NULL,
    totp_step INTEGER NOT NULL, -- the newest that was taken: each counts once
    sealed    BLOB NOT NULL
) STRICT;
CREATE TABLE invitations (
    person       TEXT PRIMARY KEY,
    token_sha256 BLOB NOT NULL,
    role         TEXT NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE TABLE sessions (
    cookie_sha256 BLOB PRIMARY KEY,
    person        TEXT NOT NULL,
    began_at      INTEGER NOT NULL,
    seen_at       INTEGER NOT NULL,
    stepped_up_at INTEGER NOT NULL
) STRICT;
)sql"
