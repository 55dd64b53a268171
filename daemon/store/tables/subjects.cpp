#include "store/tables/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>
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

std::string reference_code(const Opener& opener, std::int64_t number) {
    constexpr char kLetters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    auto tag = opener.tag(fmt::format("code|{}", number));
    std::string code;
    for (std::size_t i = 0; i < kReferenceCodeLetters; ++i) code += kLetters[tag[i] % 32];
    return code;
}

std::string proof_place(std::string_view incident, std::int64_t number) {
    return fmt::format("proof|{}|{}", incident, number);
}

std::string subject_place(std::string_view incident, std::int64_t number) {
    std::string out = "subject|";
    return out.append(incident).append("|").append(std::to_string(number));
}

std::string Subjects::sealed(std::string_view incident, std::int64_t number) {
    const Run* run = runs_.find(incident);
    if (!run || number <= 0) return "";
    Statement read(connection_,
                   "SELECT sealed FROM subjects WHERE id = ? AND state <> 'removed' "
                   "AND (SELECT state FROM imports WHERE imports.import = subjects.import) = 'finished'");
    return read.bind(subject_row(run->number(), number)).step() ? read.blob(0) : "";
}

Result<Subject> Subjects::find(std::string_view incident, std::int64_t number) {
    Error missing{ErrorCode::not_found, "no subject of this number", std::string(incident)};
    auto bytes = sealed(incident, number);
    if (bytes.empty()) return missing;
    auto plain = vault_.open(incident, bytes, subject_place(incident, number));
    if (!plain) return plain.error();
    return deserialise_subject(*plain);
}

std::int64_t Subjects::last_number(std::string_view incident) {
    const Run* run = runs_.find(incident);
    return run ? run->last_number() : 0;
}

namespace {

// How a person stands. `told_version`: by which version last, 0 for none.
struct Standing {
    SubjectState state = SubjectState::pending;
    int state_version = 0, told_version = 0;
    std::string kinds = {};  // of one's own
    bool operator==(const Standing&) const = default;
};

void count(Run& run, const Standing& standing, std::int64_t by) {
    auto of = [&](SubjectState state, int version) {
        run.count_people(state_name(state), version, standing.kinds, by);
    };
    if (standing.told_version > 0) of(SubjectState::told, standing.told_version);
    if (standing.state == SubjectState::removed) of(standing.state, 0);
    if (standing.state == SubjectState::by_hand) of(standing.state, standing.told_version);
    if (standing.state != SubjectState::told && standing.state != SubjectState::by_hand &&
        standing.state != SubjectState::pending && standing.state != SubjectState::removed)
        of(standing.state, standing.state_version);
}

Standing standing_of(Connection& connection, std::int64_t row) {
    Statement read(connection, "SELECT state, state_version, told_version, kinds FROM subjects WHERE id = ?");
    BREACHD_CHECK(read.bind(row).step());
    return {subject_state_from(read.text(0)), static_cast<int>(read.integer(1)), static_cast<int>(read.integer(2)),
            read.text(3)};
}

bool is_settled(const Standing& standing, int version) {
    return version <= standing.told_version || standing.state == SubjectState::removed ||
           (standing.state == SubjectState::pointed && version == standing.state_version);
}

// Rows that were accepted are in flight until they are settled.
void count_accepted(Connection& connection, Run& run, std::int64_t row, const Standing& before, const Standing& now) {
    Statement accepted(connection,
                       "SELECT version, channel FROM deliveries WHERE subject = ? AND state = 'accepted' ORDER BY id");
    accepted.bind(row);
    while (accepted.step()) {
        int version = static_cast<int>(accepted.integer(0));
        int change = int{is_settled(now, version)} - int{is_settled(before, version)};
        if (change != 0) run.count_told(version, accepted.text(1), change);
    }
}

void uncount(Connection& connection, Run& run, std::int64_t row, const std::string& kinds) {
    Statement read(connection, "SELECT reach FROM subjects WHERE id = ?");
    BREACHD_CHECK(read.bind(row).step());
    ReachCounts one;
    one.add(static_cast<Reach>(read.integer(0)), -1);
    run.add_reach(one);
    if (!kinds.empty()) run.count_people(kListed, 0, kinds, -1);
}

bool change(Connection& connection, Run& run, std::int64_t row, const Standing& old, Standing now, Instant at) {
    now.kinds = old.kinds;
    if (now == old || old.state == SubjectState::removed) return false;
    Statement(connection,
              "UPDATE subjects SET state = ?, state_version = ?, told_version = ?, changed_at = ? WHERE id = ?")
        .bind(state_name(now.state))
        .bind(now.state_version)
        .bind(now.told_version)
        .bind(at)
        .bind(row)
        .run();
    count(run, old, -1);
    count(run, now, 1);
    if (now.state == SubjectState::removed) uncount(connection, run, row, now.kinds);
    run.note_change(fmt::format("subject {}|{}", subject_number(row), state_name(now.state)));
    if (now.state == SubjectState::pending) run.set_unplanned(subject_number(row));
    count_accepted(connection, run, row, old, now);
    return true;
}

Standing next_standing(const Standing& old, SubjectState state, int version, int since) {
    // A letter of an earlier version got through at last, or did not: of the present one the subject stands as before.
    bool tried_since = old.state != SubjectState::pending && old.state_version > version;
    switch (state) {
        case SubjectState::pending:
            return {state, 0, 0};
        case SubjectState::told: {
            bool told_already = old.state == SubjectState::told || old.state == SubjectState::by_hand;
            if (told_already && version <= old.told_version) return old;
            if (tried_since && version < since)
                return {old.state, old.state_version, std::max(version, old.told_version)};
            return {state, version, std::max(version, old.told_version)};
        }
        case SubjectState::by_hand:
            return {state, version, std::max(version, old.told_version)};
        case SubjectState::unreachable:
        case SubjectState::pointed:
            if (old.told_version >= since || old.state == SubjectState::impossible || tried_since) return old;
            return {state, version, old.told_version};
        case SubjectState::impossible:
        case SubjectState::removed:
            return {state, version, 0};
    }
    return old;
}

}  // namespace

bool is_settled(Connection& connection, std::int64_t row, int version) {
    return is_settled(standing_of(connection, row), version);
}

bool set_subject_state(Connection& connection, Run& run, std::int64_t row, SubjectState state, Instant at,
                       int version) {
    auto old = standing_of(connection, row);
    return change(connection, run, row, old, next_standing(old, state, version, run.since()), at);
}

void note_corrected(Connection& connection, std::int64_t row, Reach kinds) {
    if (kinds == 0) return;
    Statement(connection,
              "UPDATE subjects SET corrected_kinds = corrected_kinds | ?, corrected_after = "
              "(SELECT coalesce(max(d.id), 0) FROM deliveries d WHERE d.subject = subjects.id) WHERE id = ?")
        .bind(static_cast<std::int64_t>(kinds))
        .bind(row)
        .run();
}

namespace {

// An earlier version reached nobody, and a message of the present one is out or waits: what comes of it decides.
bool is_tried_now(Connection& connection, const Run& run, std::int64_t row, const Standing& standing) {
    if (standing.state_version >= run.latest_version()) return false;
    Statement read(connection,
                   "SELECT 1 FROM deliveries WHERE subject = ? AND version = ? AND state NOT IN ('failed', "
                   "'cancelled') LIMIT 1");
    return read.bind(row).bind(run.latest_version()).step();
}

}  // namespace

bool tell_anew(Connection& connection, Run& run, std::int64_t row, Instant at) {
    auto old = standing_of(connection, row);
    if (old.state != SubjectState::unreachable && old.state != SubjectState::pointed) return false;
    if (is_tried_now(connection, run, row, old)) return false;
    Statement(connection,
              "UPDATE subjects SET anew_after = (SELECT coalesce(max(d.id), 0) FROM deliveries d WHERE d.subject = ?) "
              "WHERE id = ?")
        .bind(row)
        .bind(row)
        .run();
    return change(connection, run, row, old, {SubjectState::pending, 0, old.told_version}, at);
}

void move_to_kinds(Connection& connection, Run& run, std::int64_t row, const std::string& kinds) {
    auto standing = standing_of(connection, row);
    count(run, standing, -1);
    if (!standing.kinds.empty()) run.count_people(kListed, 0, standing.kinds, -1);
    standing.kinds = kinds;
    Statement(connection, "UPDATE subjects SET kinds = ? WHERE id = ?").bind(kinds).bind(row).run();
    count(run, standing, 1);
    if (!kinds.empty()) run.count_people(kListed, 0, kinds, 1);
}

void Subjects::set_state(std::string_view incident, std::int64_t number, SubjectState state, Instant at, int version) {
    BREACHD_CHECK(connection_.in_transaction());
    Run* run = runs_.find(incident);
    BREACHD_CHECK(run != nullptr);
    set_subject_state(connection_, *run, subject_row(run->number(), number), state, at, version);
}

void Subjects::take_back_told(std::string_view incident, std::int64_t number, int told_version, Instant at) {
    BREACHD_CHECK(connection_.in_transaction());
    Run* run = runs_.find(incident);
    BREACHD_CHECK(run != nullptr);
    auto row = subject_row(run->number(), number);
    auto old = standing_of(connection_, row);
    if (old.state == SubjectState::by_hand || old.told_version <= told_version) return;
    if (old.state != SubjectState::told)
        change(connection_, *run, row, old, {old.state, old.state_version, told_version}, at);
    else
        change(connection_, *run, row, old,
               {told_version > 0 ? SubjectState::told : SubjectState::pending, told_version, told_version}, at);
}

void Subjects::wait_again(std::string_view incident, std::int64_t number, SubjectState from, Instant at) {
    BREACHD_CHECK(connection_.in_transaction());
    Run* run = runs_.find(incident);
    BREACHD_CHECK(run != nullptr);
    auto row = subject_row(run->number(), number);
    auto old = standing_of(connection_, row);
    if (old.state == from) change(connection_, *run, row, old, {SubjectState::pending, 0, old.told_version}, at);
}

bool Subjects::correct(std::string_view incident, std::int64_t number, const ImportRow& person, Reach readdressed,
                       Instant at) {
    BREACHD_CHECK(connection_.in_transaction());
    Run* run = runs_.find(incident);
    BREACHD_CHECK(run != nullptr);
    auto row = subject_row(run->number(), number);
    {
        Statement read(connection_, "SELECT reach, kinds FROM subjects WHERE id = ?");
        BREACHD_CHECK(read.bind(row).step());
        ReachCounts change;
        change.add(static_cast<Reach>(read.integer(0)), -1);
        change.add(person.reach);
        run->add_reach(change);
        if (auto kinds = group_of(person.subject.kinds); kinds != read.text(1))
            move_to_kinds(connection_, *run, row, kinds);
    }
    auto sealed = vault_.seal(incident, serialise(person.subject), subject_place(incident, number));
    Statement(connection_, "UPDATE subjects SET reach = ?, destinations = ?, sealed = ? WHERE id = ?")
        .bind(static_cast<std::int64_t>(person.reach))
        .bind(person.destinations)
        .bind_blob(sealed)
        .bind(row)
        .run();
    note_corrected(connection_, row, readdressed);
    // A list on its way in was merged with what the person was before: who looked at the person knows better.
    Statement(connection_,
              "DELETE FROM import_updates WHERE subject = ? AND import IN "
              "(SELECT import FROM imports WHERE run = ? AND state = 'staged')")
        .bind(row)
        .bind(run->number())
        .run();
    return tell_anew(connection_, *run, row, at);
}

void Subjects::keep_proof(std::string_view incident, std::int64_t number, std::string_view proof) {
    Run* run = runs_.find(incident);
    BREACHD_CHECK(run != nullptr);
    Statement(connection_, "UPDATE subjects SET proof = ? WHERE id = ?")
        .bind_blob(vault_.seal(incident, std::string(proof), proof_place(incident, number)))
        .bind(subject_row(run->number(), number))
        .run();
}

std::optional<Subjects::Way> Subjects::way_to(std::string_view incident, std::int64_t number) {
    const Run* run = runs_.find(incident);
    if (!run || number <= 0) return {};
    Statement read(
        connection_,
        "SELECT state, state_version, told_version, reach, destinations, anew_after, corrected_kinds, corrected_after "
        "FROM subjects WHERE id = ? "
        "AND (SELECT state FROM imports WHERE imports.import = subjects.import) = 'finished'");
    if (!read.bind(subject_row(run->number(), number)).step()) return {};
    return Way{subject_state_from(read.text(0)),
               static_cast<int>(read.integer(1)),
               static_cast<int>(read.integer(2)),
               static_cast<Reach>(read.integer(3)),
               read.text(4),
               read.integer(5),
               static_cast<Reach>(read.integer(6)),
               read.integer(7)};
}

std::string Subjects::Way::destination(Reach contact) const {
    auto at = static_cast<std::size_t>(std::countr_zero(contact)) * kDestinationLetters;
    auto word = at < destinations.size() ? destinations.substr(at, kDestinationLetters) : "";
    return word.find_first_not_of(' ') == word.npos ? "" : word;
}

}  // namespace breachd::store
