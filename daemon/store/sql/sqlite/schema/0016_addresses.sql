R"sql(
-- Of the subject's addresses of the kind that the row uses, which one: 0 is the first.
ALTER TABLE deliveries ADD COLUMN nth INTEGER NOT NULL DEFAULT 0;
-- Addresses of these kinds (bits) were corrected; rows of deliveries up to this id went to what they were before.
ALTER TABLE subjects ADD COLUMN corrected_kinds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subjects ADD COLUMN corrected_after INTEGER NOT NULL DEFAULT 0;
-- The kinds (bits) of which the list brings other addresses.
ALTER TABLE import_updates ADD COLUMN corrected_kinds INTEGER NOT NULL DEFAULT 0;
)sql"
