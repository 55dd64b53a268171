R"sql(
-- What a list that is on its way in would change of people who are known already: one row a person, as it will be.
CREATE TABLE import_updates (
    import       INTEGER NOT NULL,
    subject      INTEGER NOT NULL,  -- subjects.id
    reach        INTEGER NOT NULL,
    destinations TEXT NOT NULL,
    kinds        TEXT NOT NULL,
    sealed       BLOB NOT NULL,
    PRIMARY KEY (import, subject)
) STRICT;
-- The values of a list that cannot be used: their places, causes and shapes, sealed, a piece a row.
CREATE TABLE import_rejected (
    import INTEGER NOT NULL,
    piece  INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (import, piece)
) STRICT;
-- Known people of the list, those whose data changed or not.
ALTER TABLE imports ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
-- Rows of deliveries up to this id went to contacts that were corrected since: the waterfall began anew after them.
ALTER TABLE subjects ADD COLUMN anew_after INTEGER NOT NULL DEFAULT 0;
)sql"
