#include "store/schema.hpp"

#include <vector>

namespace breachd::store {

namespace {

constexpr const char* kMain0001 =
#include "store/schema/0001_initial.sql"
    ;
constexpr const char* kMain0002 =
#include "store/schema/0002_alert_updates.sql"
    ;
constexpr const char* kMain0003 =
#include "store/schema/0003_tables.sql"
    ;
constexpr const char* kMain0004 =
#include "store/schema/0004_runs.sql"
    ;
constexpr const char* kKeys0001 =
#include "store/schema/keys_0001.sql"
    ;

struct Schema {
    const char* file;                // as people know it
    std::int64_t application_id;     // in the file's header, shown by file(1)
    std::vector<const char*> steps;  // step n leads to user_version n
};

const Schema kMain{"breachd.db", 0x62726463 /* "brdc" */, {kMain0001, kMain0002, kMain0003, kMain0004}};
const Schema kKeys{"keys.db", 0x6272646b /* "brdk" */, {kKeys0001}};

[[noreturn]] void refuse(const std::string& why) { throw StoreError(StoreError::Cause::not_ours, "database: " + why); }

std::int64_t number(Connection& connection, const char* pragma) {
    Query query(connection, pragma);
    query.step();
    return query.integer(0);
}

bool empty(Connection& connection) { return number(connection, "SELECT count(*) FROM sqlite_schema") == 0; }

void check_is_ours(Connection& connection, const Schema& schema) {
    std::string file = schema.file;
    if (number(connection, "PRAGMA application_id") != schema.application_id)
        refuse("this file is not a " + file + " of breachd");
    auto version = number(connection, "PRAGMA user_version");
    auto known = static_cast<std::int64_t>(schema.steps.size());
    if (version > known)
        refuse(file + " has schema " + std::to_string(version) + ", this breachd knows up to " + std::to_string(known) +
               ": it was written by a newer breachd; install that one, or restore the backup made before the upgrade");
}

void step_forward(Connection& connection, const Schema& schema) {
    auto version = static_cast<std::size_t>(number(connection, "PRAGMA user_version"));
    for (; version < schema.steps.size(); ++version) {
        connection.begin();
        try {
            connection.execute(schema.steps[version]);
            connection.execute(("PRAGMA application_id=" + std::to_string(schema.application_id)).c_str());
            connection.execute(("PRAGMA user_version=" + std::to_string(version + 1)).c_str());
            connection.commit();
        } catch (...) {
            connection.rollback();
            throw;
        }
    }
}

void prepare(Connection& connection, const Schema& schema) {
    bool fresh = empty(connection) && number(connection, "PRAGMA user_version") == 0;
    bool writer = connection.kind() == Connection::Kind::writer;
    if (!fresh) check_is_ours(connection, schema);
    if (writer) return step_forward(connection, schema);
    if (number(connection, "PRAGMA user_version") != static_cast<std::int64_t>(schema.steps.size()))
        refuse(std::string(schema.file) + " has an older schema; the daemon's start moves it forward");
}

}  // namespace

void prepare_main_schema(Connection& connection, const std::string& mode) {
    prepare(connection, kMain);
    Query read(connection, "SELECT value FROM meta WHERE key = 'mode'");
    if (read.step()) {
        std::string theirs = read.text(0);
        if (theirs != mode)
            refuse("this database belongs to mode " + theirs + "; the configuration says mode " + mode +
                   ". Use another storage.directory for mode " + mode);
        return;
    }
    if (connection.kind() == Connection::Kind::reader) refuse("breachd.db has no mode; the daemon's start sets it");
    Query(connection, "INSERT INTO meta (key, value) VALUES ('mode', ?)").bind(mode).run();
}

void prepare_keys_schema(Connection& connection) { prepare(connection, kKeys); }

}  // namespace breachd::store
