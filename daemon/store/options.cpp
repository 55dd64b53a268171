#include "store/options.hpp"

#include "store/sql/connection.hpp"
#include "store/tables/meta.hpp"

namespace breachd::store {

namespace {

[[noreturn]] void refuse(const std::string& why) { throw StoreError(StoreError::Cause::not_ours, "database: " + why); }

}  // namespace

bool check_mode(Connection& connection, const std::string& mode) {
    auto theirs = Meta(connection).get("mode");
    if (theirs && !mode.empty() && *theirs != mode)
        refuse("this database belongs to mode " + *theirs + "; the configuration says mode " + mode +
               ". Use another storage.directory for mode " + mode);
    return theirs.has_value();
}

void prepare_main(Connection& connection, const std::string& mode) {
    connection.migrate(Database::main);
    if (check_mode(connection, mode)) return;
    if (connection.kind() == Connection::Kind::reader) refuse("breachd.db has no mode; the daemon's start sets it");
    Meta(connection).set("mode", mode);
}

}  // namespace breachd::store
