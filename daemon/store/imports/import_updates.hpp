// Table import_updates: what a list on its way in would change of people who are known already. For the table of
// imports only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "core/telling/subject.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/runs.hpp"
#include "store/tables/subjects.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

// The hashes of the contacts of `made`: from the row that was given, or else those that were known.
std::string destinations_of(const Subject& made, const ImportRow& given, std::string_view known);

class ImportUpdates {
  public:
    ImportUpdates(Connection& connection, Vault& vault) : connection_(connection), vault_(vault) {}

    struct Known {
        ImportRow person;
        int told_version = 0;
    };
    // As the person will be after this import; none: not opened.
    std::optional<Known> person(std::string_view incident, std::int64_t import, std::int64_t row);
    // `readdressed`: kinds of which the list brings other addresses.
    void put(std::string_view incident, std::int64_t import, std::int64_t row, const ImportRow& person,
             Reach readdressed);
    struct Applied {
        std::int64_t updated = 0, reopened = 0, reached = 0;
        std::map<std::string, std::int64_t> groups;  // own kinds -> more people who have only these, or fewer
        std::vector<std::int64_t> pointed;           // of the reopened, whose next message may wait already
    };
    // They become so now. Whom nothing reached and whose contacts changed is to be told anew.
    Applied apply(Run& run, std::int64_t import, Instant at);
    std::int64_t count(std::int64_t import);
    void remove(std::int64_t import);

  private:
    std::vector<std::int64_t> pointed_in(std::int64_t import);  // subjects.id, in order

    Connection& connection_;
    Vault& vault_;
};

}  // namespace breachd::store
