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

// A person as a list gives them: with the kinds of usable contacts, and a keyed hash for each one's destination.
struct ImportRow {
    Subject subject;
    Reach reach = 0;
    std::string destinations;  // as in Subjects::Way; "": none is known
};

// pointed: got a short text that does not say where the whole notice is. The last three are a person's word.
enum class SubjectState { pending, told, unreachable, pointed, by_hand, impossible, removed };
BOOST_DESCRIBE_ENUM(SubjectState, pending, told, unreachable, pointed, by_hand, impossible, removed)
std::string_view state_name(SubjectState state);
SubjectState subject_state_from(const std::string& name);  // an unknown word is a corrupt database

class Subjects {
  public:
    Subjects(Connection& connection, Vault& vault, Runs& runs) : connection_(connection), vault_(vault), runs_(runs) {}

    Result<Subject> find(std::string_view incident, std::int64_t number);
    std::string sealed(std::string_view incident, std::int64_t number);  // as it is kept; "": there is none
    std::int64_t last_number(std::string_view incident);                 // 0: nobody was imported
    // `version`: of the notice by which it came to be so.
    void set_state(std::string_view incident, std::int64_t number, SubjectState state, Instant at, int version = 1);
    // What told the person was nothing: told by that earlier version, or (0) by none.
    void take_back_told(std::string_view incident, std::int64_t number, int told_version, Instant at);
    // Waits once more, when they stand so: unreachable, and a channel came; pointed, and the short text came back. What
    // was tried stays.
    void wait_again(std::string_view incident, std::int64_t number, SubjectState from, Instant at);
    // The person as corrected; `readdressed`: kinds of which they have other addresses now. True when nothing had
    // reached them and the waterfall begins anew.
    bool correct(std::string_view incident, std::int64_t number, const ImportRow& person, Reach readdressed,
                 Instant at);
    void keep_proof(std::string_view incident, std::int64_t number, std::string_view proof);  // sealed
    // What the choice of a next channel needs; no subject is opened for it.
    struct Way {
        SubjectState state = SubjectState::pending;
        int state_version = 0, told_version = 0;
        Reach contacts = 0;
        std::string destinations;     // kDestinationLetters for each kind of contact
        std::int64_t anew_after = 0;  // rows of deliveries up to this id went to contacts that were corrected since
        Reach corrected_kinds = 0;    // of these kinds,
        std::int64_t corrected_after = 0;  // rows up to this id did, whatever has become of them

        std::string destination(Reach contact) const;  // one bit
    };
    std::optional<Way> way_to(std::string_view incident, std::int64_t number);

  private:
    Connection& connection_;
    Vault& vault_;
    Runs& runs_;
};

// The same for the tables; `row` is subjects.id. True when it changed. One who is told stays so for unreachable and
// pointed, one told by hand is not told again by the same version, and nothing happens to one who was removed.
bool set_subject_state(Connection& connection, Run& run, std::int64_t row, SubjectState state, Instant at, int version);

// Addresses of these kinds were corrected: what went to the old ones says nothing of the new ones.
void note_corrected(Connection& connection, std::int64_t row, Reach kinds);

// Contacts of somebody whom nothing reached were corrected: the waterfall begins anew. True when it does.
bool tell_anew(Connection& connection, Run& run, std::int64_t row, Instant at);
void move_to_kinds(Connection& connection, Run& run, std::int64_t row, const std::string& kinds);

// An accepted row of that version has nothing to wait for: the subject is told, or it could only point.
bool is_settled(Connection& connection, std::int64_t row, int version);

inline constexpr std::size_t kDestinationLetters = 8;
inline constexpr std::size_t kReferenceCodeLetters = 8;

// A short code that a person can quote from the letter; it says nothing about the person.
std::string reference_code(const Opener& opener, std::int64_t number);

std::string proof_place(std::string_view incident, std::int64_t number);
std::string subject_place(std::string_view incident, std::int64_t number);  // associated data

}  // namespace breachd::store
