#include "store/tables/subjects.hpp"

#include <fmt/format.h>

#include <bit>
#include <boost/describe/enum_to_string.hpp>

#include "base/check.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"

namespace breachd::store {

std::string_view state_name(SubjectState state) { return boost::describe::enum_to_string(state, "?"); }

SubjectState subject_state_from(const std::string& name) {
    return enum_in_row<SubjectState>(name, "unknown state of a subject");
}

std::string subject_place(std::string_view incident, std::int64_t number) {
    return fmt::format("subject|{}|{}", incident, number);
}

Result<Subject> Subjects::find(std::string_view incident, std::int64_t number) {
    const Run* run = runs_.find(incident);
    Error missing{ErrorCode::not_found, "no subject of this number", std::string(incident)};
    if (!run || number <= 0) return missing;
    Statement read(connection_,
                   "SELECT sealed FROM subjects WHERE id = ? "
                   "AND (SELECT state FROM imports WHERE imports.import = subjects.import) = 'finished'");
    if (!read.bind(subject_row(run->number(), number)).step()) return missing;
    auto plain = vault_.open(incident, read.blob(0), subject_place(incident, number));
    if (!plain) return plain.error();
    return deserialise_subject(*plain);
}

std::int64_t Subjects::last_number(std::string_view incident) {
    const Run* run = runs_.find(incident);
    return run ? run->last_number() : 0;
}

bool set_subject_state(Connection& connection, Run& run, std::int64_t row, SubjectState state, Instant at) {
    Statement read(connection, "SELECT state FROM subjects WHERE id = ?");
    BREACHD_CHECK(read.bind(row).step());
    SubjectState old = subject_state_from(read.text(0));
    if (old == state) return false;
    Statement(connection, "UPDATE subjects SET state = ?, changed_at = ? WHERE id = ?")
        .bind(state_name(state))
        .bind(at)
        .bind(row)
        .run();
    run.count_subjects((state == SubjectState::told) - (old == SubjectState::told),
                       (state == SubjectState::unreachable) - (old == SubjectState::unreachable));
    run.note_change(fmt::format("subject {}|{}", subject_number(row), state_name(state)));
    if (state == SubjectState::pending) run.set_unplanned(subject_number(row));
    if (state != SubjectState::told && old != SubjectState::told) return true;
    Statement accepted(connection,
                       "SELECT version, channel FROM deliveries WHERE subject = ? AND state = 'accepted' ORDER BY id");
    accepted.bind(row);
    while (accepted.step())
        run.count_told(static_cast<int>(accepted.integer(0)), accepted.text(1), state == SubjectState::told ? 1 : -1);
    return true;
}

void Subjects::set_state(std::string_view incident, std::int64_t number, SubjectState state, Instant at) {
    BREACHD_CHECK(connection_.in_transaction());
    Run* run = runs_.find(incident);
    BREACHD_CHECK(run != nullptr);
    set_subject_state(connection_, *run, subject_row(run->number(), number), state, at);
}

std::optional<Subjects::Way> Subjects::way_to(std::string_view incident, std::int64_t number) {
    const Run* run = runs_.find(incident);
    if (!run) return {};
    Statement read(connection_, "SELECT state, reach, destinations FROM subjects WHERE id = ?");
    if (!read.bind(subject_row(run->number(), number)).step()) return {};
    return Way{subject_state_from(read.text(0)), static_cast<Reach>(read.integer(1)), read.text(2)};
}

std::string Subjects::Way::destination(Reach contact) const {
    auto at = static_cast<std::size_t>(std::countr_zero(contact)) * kDestinationLetters;
    auto word = at < destinations.size() ? destinations.substr(at, kDestinationLetters) : "";
    return word.find_first_not_of(' ') == word.npos ? "" : word;
}

}  // namespace breachd::store
