// Table subjects: the people of an incident who must be told, each one sealed. The telling desk changes their state and
// plans messages to them; imports bring them in (tables/imports.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "core/telling/subject.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/runs.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

enum class SubjectState { pending, told, unreachable };
std::string_view state_name(SubjectState state);
SubjectState subject_state_from(std::string_view name);  // an unknown word is a corrupt database

class Subjects {
  public:
    Subjects(Connection& connection, Vault& vault, Runs& runs) : connection_(connection), vault_(vault), runs_(runs) {}

    Result<Subject> find(std::string_view incident, std::int64_t number);
    void set_state(std::string_view incident, std::int64_t number, SubjectState state, Instant at);
    // Pending subjects that have no delivery row of this version yet, in order of number.
    struct Unplanned {
        std::int64_t number = 0;
        Reach reach = 0;
    };
    std::vector<Unplanned> unplanned(std::string_view incident, int version, std::size_t most);

  private:
    Connection& connection_;
    Vault& vault_;
    Runs& runs_;
};

std::string subject_place(std::string_view incident, std::int64_t number);  // associated data

}  // namespace breachd::store
