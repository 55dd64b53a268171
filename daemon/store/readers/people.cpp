// The people to be told, one by one.
#include <algorithm>
#include <boost/describe/enum_from_string.hpp>

#include "store/readers/reader_impl.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::store {

namespace {

#define BREACHD_PEOPLE                                                                        \
    "SELECT s.id, s.state, s.state_version, s.told_version, s.changed_at, s.sealed, s.proof " \
    "FROM subjects s JOIN imports i ON i.import = s.import AND i.state = 'finished' "

json::object person_item(Statement& read, const Opener* opener) {
    auto number = subject_number(read.integer(0));
    json::object item;
    item["subject"] = number;
    item["code"] = opener != nullptr ? json::value(reference_code(*opener, number)) : json::value(nullptr);
    item["state"] = read.text(1);
    item["version"] = read.integer(2);
    item["told_version"] = read.integer(3);
    item["changed_at"] = moment_or_null(read.maybe_instant(4));
    return item;
}

}  // namespace

Result<Slice> Reader::subjects(std::string_view incident, std::string_view state, std::string_view cursor,
                               std::size_t limit) {
    std::int64_t after = 0;
    if (!cursor.empty()) {
        auto parts = cursor_parts(cursor, 1);
        auto number = parts ? cursor_number(parts->front()) : std::nullopt;
        if (!number) return bad_cursor();
        after = *number;
    }
    SubjectState known{};
    if (!state.empty() && !boost::describe::enum_from_string(std::string(state).c_str(), known))
        return Error{ErrorCode::invalid, "is not a state of a person", "state"};
    Snapshot snapshot(impl_->connection);
    Statement run(impl_->connection, "SELECT run FROM runs WHERE incident = ?");
    if (!run.bind(incident).step()) return Slice{};
    auto first = subject_row(run.integer(0), 0), end = subject_row(run.integer(0) + 1, 0);
    auto opener = impl_->vault.opener(incident);
    Statement read(impl_->connection,
                   BREACHD_PEOPLE "WHERE s.id > ? AND s.id < ? AND (? = '' OR s.state = ?) ORDER BY s.id LIMIT ?");
    read.bind(std::max(first, after)).bind(end).bind(state).bind(state).bind(rows_wanted(limit));
    return slice_of(
        read, limit, [&](Statement& row) { return person_item(row, opener.get()); },
        [](Statement& row) { return cursor_of({std::to_string(row.integer(0))}); });
}

Result<json::object> Reader::subject(std::string_view incident, std::int64_t number) {
    Error missing{ErrorCode::not_found, "the list has no such person", std::string(incident)};
    Snapshot snapshot(impl_->connection);
    Statement run(impl_->connection, "SELECT run FROM runs WHERE incident = ?");
    if (number <= 0 || !run.bind(incident).step()) return missing;
    Statement read(impl_->connection, BREACHD_PEOPLE "WHERE s.id = ?");
    if (!read.bind(subject_row(run.integer(0), number)).step()) return missing;
    auto opener = impl_->vault.opener(incident);
    auto item = person_item(read, opener.get());
    auto plain = impl_->vault.open(incident, read.blob(5), subject_place(incident, number));
    auto person = plain ? parse_json(*plain) : plain.error();
    if (!person || !person->is_object())
        return Error{ErrorCode::unavailable, "this person's data cannot be opened", std::to_string(number)};
    for (const auto& member : person->get_object())
        item[member.key() == "ref" ? "subject_ref" : member.key()] = member.value();
    item["proof"] = nullptr;
    if (!read.is_null(6)) {
        auto proof = impl_->vault.open(incident, read.blob(6), proof_place(incident, number));
        if (proof) item["proof"] = *proof;
    }
    return item;
}

}  // namespace breachd::store
