// Lists of people that came in, and what each of them left out.
#include "store/tables/imports.hpp"
#include "core/journal/event.hpp"
#include "store/readers/reader_impl.hpp"
#include "store/tables/ids.hpp"

namespace breachd::store {

namespace {

json::object import_item(Statement& read) {
    auto data = parse_json(read.text(2));
    auto event = data ? event_from("subjects_imported", *data) : data.error();
    json::object item{{"imported_at", format_rfc3339(read.instant(0))}, {"imported_by", read.text(1)}};
    if (!event) return item;
    const auto& list = std::get<SubjectsImported>(*event);
    item["id"] = text_or_null(list.import_id);
    item["new"] = list.rows;
    item["updated"] = list.updated;
    item["reopened"] = list.reopened;
    item["duplicates"] = list.duplicates;
    item["unreachable"] = list.unreachable;
    item["rejected"] = list.rejected;
    return item;
}

}  // namespace

json::array Reader::imports(std::string_view incident) {
    json::array out;
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection,
                   "SELECT at, actor, data FROM journal WHERE incident = ? AND kind = 'subjects_imported' "
                   "ORDER BY seq DESC");
    read.bind(incident);
    while (read.step()) out.push_back(import_item(read));
    return out;
}

Result<std::vector<std::string>> Reader::rejected_rows(std::string_view incident, std::string_view import_id) {
    Error missing{ErrorCode::not_found, "the incident has no such import", std::string(import_id)};
    auto number = number_in_id(kImportPrefix, import_id);
    Snapshot snapshot(impl_->connection);
    Statement import(impl_->connection,
                     "SELECT 1 FROM imports i JOIN runs r ON r.run = i.run WHERE i.import = ? AND r.incident = ? "
                     "AND i.state = 'finished'");
    if (!number || !import.bind(*number).bind(incident).step()) return missing;
    std::vector<std::string> out;
    Statement read(impl_->connection, "SELECT piece, sealed FROM import_rejected WHERE import = ? ORDER BY piece");
    read.bind(*number);
    while (read.step()) {
        auto plain = impl_->vault.open(incident, read.blob(1), rejected_place(*number, read.integer(0)));
        if (!plain) return Error{ErrorCode::unavailable, "this list cannot be opened", std::string(import_id)};
        out.push_back(std::move(*plain));
    }
    return out;
}

}  // namespace breachd::store
