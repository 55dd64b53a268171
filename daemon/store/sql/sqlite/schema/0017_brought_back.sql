R"sql(
-- The list names somebody who was removed from an earlier one after a notice had told them: they come back as told.
ALTER TABLE import_updates ADD COLUMN back INTEGER NOT NULL DEFAULT 0;
)sql"
