R"sql(
-- provider_id is a keyed tag of the provider's own name for the message: a receipt is matched by it.
UPDATE deliveries SET provider_id = '' WHERE provider_id <> '';
CREATE INDEX deliveries_provider ON deliveries (provider_id) WHERE provider_id <> '';
-- What providers said in their own words is kept no longer.
UPDATE deliveries SET words = '' WHERE words <> '';
UPDATE pages SET words = '' WHERE words <> '';
)sql"
