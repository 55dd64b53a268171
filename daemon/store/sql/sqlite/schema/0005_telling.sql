R"sql(
-- By which version of the notice a person was told last (0: by none), of which version `state` speaks, and the sealed
-- proof of one who was told by hand. States: pending | told | unreachable | pointed | by_hand | impossible | removed.
ALTER TABLE subjects ADD COLUMN told_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subjects ADD COLUMN state_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subjects ADD COLUMN proof BLOB;
-- The person's own kinds of data, sorted and joined with +; '': all that the incident has.
ALTER TABLE subjects ADD COLUMN kinds TEXT NOT NULL DEFAULT '';

-- 1: the text that was sent last says only where to ask, not where the whole notice can be read.
ALTER TABLE deliveries ADD COLUMN only_points INTEGER NOT NULL DEFAULT 0;

-- Who was told by `since` or a later version need not be told by `version`, the present one.
ALTER TABLE runs ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN since INTEGER NOT NULL DEFAULT 1;

-- People by state, version and own kinds, kept along with every change. `told`: by told_version, those told by hand
-- included; `listed`: all who have these kinds of their own.
CREATE TABLE subject_counts (
    run     INTEGER NOT NULL,
    state   TEXT NOT NULL,
    version INTEGER NOT NULL,
    kinds   TEXT NOT NULL DEFAULT '',
    count   INTEGER NOT NULL,
    PRIMARY KEY (run, state, version, kinds)
) STRICT;
-- The same of a list on its way in.
CREATE TABLE import_kinds (
    import INTEGER NOT NULL,
    kinds  TEXT NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (import, kinds)
) STRICT;
UPDATE subjects SET told_version = 1, state_version = 1 WHERE state = 'told';
UPDATE subjects SET state_version =
    (SELECT coalesce(max(c.version), 1) FROM delivery_counts c WHERE c.run = (subjects.id >> 32))
    WHERE state = 'unreachable';
INSERT INTO subject_counts (run, state, version, count)
    SELECT id >> 32, state, state_version, count(*) FROM subjects WHERE state <> 'pending' GROUP BY 1, 2, 3;
)sql"
