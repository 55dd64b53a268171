#include "store/tables/subjects.hpp"

#include <fmt/format.h>

#include "base/check.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"

namespace breachd::store {

std::string_view state_name(SubjectState state) {
    switch (state) {
        case SubjectState::pending:
            return "pending";
        case SubjectState::told:
            return "told";
        case SubjectState::unreachable:
            return "unreachable";
    }
    return "?";
}

SubjectState subject_state_from(std::string_view name) {
    for (auto state : {SubjectState::pending, SubjectState::told, SubjectState::unreachable})
        if (name == state_name(state)) return state;
    refuse_row("unknown state of a subject");
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

void Subjects::set_state(std::string_view incident, std::int64_t number, SubjectState state, Instant at) {
    BREACHD_CHECK(connection_.in_transaction());
    Run* run = runs_.find(incident);
    BREACHD_CHECK(run != nullptr);
    std::int64_t row = subject_row(run->number(), number);
    Statement read(connection_, "SELECT state FROM subjects WHERE id = ?");
    BREACHD_CHECK(read.bind(row).step());
    SubjectState old = subject_state_from(read.text(0));
    if (old == state) return;
    Statement(connection_, "UPDATE subjects SET state = ?, changed_at = ? WHERE id = ?")
        .bind(state_name(state))
        .bind(at)
        .bind(row)
        .run();
    run->count_subjects((state == SubjectState::told) - (old == SubjectState::told),
                        (state == SubjectState::unreachable) - (old == SubjectState::unreachable));
    if (state == SubjectState::pending) run->set_unplanned(number);
    if (state != SubjectState::told && old != SubjectState::told) return;
    Statement accepted(connection_,
                       "SELECT version, channel FROM deliveries WHERE subject = ? AND state = 'accepted' ORDER BY id");
    accepted.bind(row);
    while (accepted.step())
        run->count_told(static_cast<int>(accepted.integer(0)), accepted.text(1), state == SubjectState::told ? 1 : -1);
}

// Walks from the first subject that was unplanned last time; what lies before it cannot have become so without
// Run::set_unplanned().
std::vector<Subjects::Unplanned> Subjects::unplanned(std::string_view incident, int version, std::size_t most) {
    Run* run = runs_.find(incident);
    if (!run) return {};
    std::int64_t& from = run->unplanned_from(version);
    std::vector<Unplanned> out;
    Statement read(connection_,
                   "SELECT id, reach FROM subjects WHERE id >= ? AND id < ? AND state = 'pending' "
                   "AND (SELECT state FROM imports WHERE imports.import = subjects.import) = 'finished' "
                   "AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.subject = subjects.id AND version = ?) "
                   "ORDER BY id LIMIT ?");
    read.bind(subject_row(run->number(), from)).bind(subject_row(run->number() + 1, 0)).bind(version);
    read.bind(static_cast<std::int64_t>(most));
    while (read.step()) out.push_back({subject_number(read.integer(0)), static_cast<Reach>(read.integer(1))});
    if (most > 0) from = out.empty() ? run->last_number() + 1 : out.front().number;
    return out;
}

}  // namespace breachd::store
