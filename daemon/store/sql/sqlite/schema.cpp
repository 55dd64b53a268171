#include "store/sql/sqlite/schema.hpp"

#include <string>
#include <vector>

#include "store/sql/sqlite/errors.hpp"

namespace breachd::store::sqlite {

namespace {

constexpr const char* kMain0001 =
#include "store/sql/sqlite/schema/0001_initial.sql"
    ;
constexpr const char* kMain0002 =
#include "store/sql/sqlite/schema/0002_alert_updates.sql"
    ;
constexpr const char* kMain0003 =
#include "store/sql/sqlite/schema/0003_tables.sql"
    ;
constexpr const char* kMain0004 =
#include "store/sql/sqlite/schema/0004_runs.sql"
    ;
constexpr const char* kMain0005 =
#include "store/sql/sqlite/schema/0005_telling.sql"
    ;
constexpr const char* kMain0006 =
#include "store/sql/sqlite/schema/0006_chains.sql"
    ;
constexpr const char* kMain0007 =
#include "store/sql/sqlite/schema/0007_receipts.sql"
    ;
constexpr const char* kMain0008 =
#include "store/sql/sqlite/schema/0008_lists.sql"
    ;
constexpr const char* kMain0009 =
#include "store/sql/sqlite/schema/0009_accounts.sql"
    ;
constexpr const char* kMain0010 =
#include "store/sql/sqlite/schema/0010_quarantine_repeats.sql"
    ;
constexpr const char* kMain0011 =
#include "store/sql/sqlite/schema/0011_passkeys.sql"
    ;
constexpr const char* kMain0012 =
#include "store/sql/sqlite/schema/0012_channels.sql"
    ;
constexpr const char* kMain0013 =
#include "store/sql/sqlite/schema/0013_lists.sql"
    ;
constexpr const char* kMain0014 =
#include "store/sql/sqlite/schema/0014_answer_desk.sql"
    ;
constexpr const char* kMain0015 =
#include "store/sql/sqlite/schema/0015_post.sql"
    ;
constexpr const char* kMain0016 =
#include "store/sql/sqlite/schema/0016_addresses.sql"
    ;
constexpr const char* kKeys0001 =
#include "store/sql/sqlite/schema/keys_0001.sql"
    ;
constexpr const char* kKeys0002 =
#include "store/sql/sqlite/schema/keys_0002.sql"
    ;

struct Schema {
    const char* file;                // as people know it
    std::int64_t application_id;     // in the file's header, shown by file(1)
    std::vector<const char*> steps;  // step n leads to user_version n
    std::size_t oldest;              // what is in a file of an older version cannot be read
};

const Schema kMain{"breachd.db",
                   0x62726463 /* "brdc" */,
                   {kMain0001, kMain0002, kMain0003, kMain0004, kMain0005, kMain0006, kMain0007, kMain0008, kMain0009,
                    kMain0010, kMain0011, kMain0012, kMain0013, kMain0014, kMain0015, kMain0016},
                   3};
const Schema kKeys{"keys.db", 0x6272646b /* "brdk" */, {kKeys0001, kKeys0002}, 1};

[[noreturn]] void refuse(const std::string& why) { throw StoreError(StoreError::Cause::not_ours, "database: " + why); }

std::size_t version_of(sqlite3* handle) { return static_cast<std::size_t>(number_of(handle, "PRAGMA user_version")); }

void check_is_ours(sqlite3* handle, const Schema& schema) {
    std::string file = schema.file;
    if (number_of(handle, "PRAGMA application_id") != schema.application_id)
        refuse("this file is not a " + file + " of breachd");
    if (version_of(handle) > schema.steps.size())
        refuse(file + " has schema " + std::to_string(version_of(handle)) + ", this breachd knows up to " +
               std::to_string(schema.steps.size()) +
               ": it was written by a newer breachd; install that one, or restore the backup made before the upgrade");
    // A file whose making was cut short holds no entry, and goes on from where it is.
    if (version_of(handle) < schema.oldest && number_of(handle, "SELECT EXISTS (SELECT 1 FROM journal)") == 1)
        refuse(file + " has schema " + std::to_string(version_of(handle)) +
               ": its journal was written before reasons were codes, and this breachd does not convert it; begin with "
               "an empty storage.directory, and keep the old one beside its own breachd");
}

void step_forward(sqlite3* handle, const Schema& schema) {
    for (std::size_t version = version_of(handle); version < schema.steps.size(); ++version) {
        execute(handle, "BEGIN IMMEDIATE");
        try {
            execute(handle, schema.steps[version]);
            execute(handle, ("PRAGMA application_id=" + std::to_string(schema.application_id)).c_str());
            execute(handle, ("PRAGMA user_version=" + std::to_string(version + 1)).c_str());
            execute(handle, "COMMIT");
        } catch (...) {
            sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr);
            throw;
        }
    }
}

}  // namespace

void prepare_schema(sqlite3* handle, Database which, Access access) {
    const Schema& schema = which == Database::main ? kMain : kKeys;
    bool fresh = number_of(handle, "SELECT count(*) FROM sqlite_schema") == 0 && version_of(handle) == 0;
    if (!fresh) check_is_ours(handle, schema);
    if (access == Access::onlooker) return;
    if (access == Access::writer) return step_forward(handle, schema);
    if (version_of(handle) != schema.steps.size())
        refuse(std::string(schema.file) + " has an older schema; the daemon's start moves it forward");
}

}  // namespace breachd::store::sqlite
