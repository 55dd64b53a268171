// Table subjects: the people of an incident who must be told, each one sealed. The telling desk changes their state and
// plans messages to them; imports bring them in (tables/imports.hpp).
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
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
BOOST_DESCRIBE_ENUM(SubjectState, pending, told, unreachable)
std::string_view state_name(SubjectState state);
SubjectState subject_state_from(const std::string& name);  // an unknown word is a corrupt database

class Subjects {
  public:
    Subjects(Connection& connection, Vault& vault, Runs& runs) : connection_(connection), vault_(vault), runs_(runs) {}

    Result<Subject> find(std::string_view incident, std::int64_t number);
    std::int64_t last_number(std::string_view incident);  // 0: nobody was imported
    void set_state(std::string_view incident, std::int64_t number, SubjectState state, Instant at);
    // What the choice of a next channel needs; no subject is opened for it.
    struct Way {
        SubjectState state = SubjectState::pending;
        Reach contacts = 0;
        std::string destinations;  // kDestinationLetters for each kind of contact

        std::string destination(Reach contact) const;  // one bit
    };
    std::optional<Way> way_to(std::string_view incident, std::int64_t number);

  private:
    Connection& connection_;
    Vault& vault_;
    Runs& runs_;
};

// The same for the tables; `row` is subjects.id. True when it was another state.
bool set_subject_state(Connection& connection, Run& run, std::int64_t row, SubjectState state, Instant at);

inline constexpr std::size_t kDestinationLetters = 8;

std::string subject_place(std::string_view incident, std::int64_t number);  // associated data

}  // namespace breachd::store
