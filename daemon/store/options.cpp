#include "store/options.hpp"

#include "store/sql/connection.hpp"
#include "store/tables/meta.hpp"

namespace breachd::store {

namespace {

[[noreturn]] void refuse(const std::string& why) { throw StoreError(StoreError::Cause::not_ours, "database: " + why); }

}  // namespace

void prepare_main(Connection& connection, const std::string& mode) {
    connection.migrate(Database::main);
    Meta meta(connection);
    if (auto theirs = meta.get("mode")) {
        if (*theirs == mode) return;
        refuse("this database belongs to mode " + *theirs + "; the configuration says mode " + mode +
               ". Use another storage.directory for mode " + mode);
    }
    if (connection.kind() == Connection::Kind::reader) refuse("breachd.db has no mode; the daemon's start sets it");
    meta.set("mode", mode);
}

}  // namespace breachd::store
