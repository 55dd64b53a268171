// Splunk's alert action "webhook": {result, sid, results_link, search_name, owner, app}. Only the first result row is
// sent; all its values are texts.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

// One run of a search has one sid, but an alert "for each result" posts every row under it: the row is part of the key.
std::string key_of(std::string_view sid, const json::value* row) {
    if (row == nullptr) return fmt::format("splunk:{}", sid);
    return fmt::format("splunk:{}:{}", sid, hex(sha256(json::serialize(*row))).substr(0, 16));
}

void read_row(const json::object& row, Alert& alert) {
    alert.occurred_at = time_of(find(row, "_time"));
    add_paths(alert.hosts, row,
              {"host", "orig_host", "dest", "dest_host", "dest_nt_host", "dest_ip", "ComputerName", "Computer", "src",
               "src_host", "src_nt_host", "srcip", "src_ip"});
    add_paths(alert.users, row, {"user", "username", "src_user", "dest_user", "USER", "Account_Name"});
    // A risk notable of Enterprise Security is about an object of a named type.
    auto risk = text_view(find(row, "risk_object_type"));
    if (same_word(risk, "user")) add_each(alert.users, find(row, "risk_object"));
    if (same_word(risk, "system")) add_each(alert.hosts, find(row, "risk_object"));
    add_paths(alert.tags, row, {"sourcetype", "index", "eventtype", "tag", "tag::eventtype"});
    add_paths(alert.tables, row, {"table", "object", "file_path"});
    // Columns that a search may add for us; docs/alert-formats.md names them.
    add_kind_labels(alert.data_kinds, find(row, "data_kind"));
    alert.records = integer_of(find(row, "records"));
    if (!alert.records) alert.records = integer_of(find(row, "count"));
    for (auto name : {"severity", "urgency"}) {
        const auto* word = find(row, name);
        auto value = is_absent_word(text_view(word)) ? std::nullopt : severity_of_any_word(text_view(word));
        if (!value && !alert.severity_native.empty()) continue;
        set_severity(alert, word, value);
        if (value) break;
    }
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const json::object& in = **object;
    const auto* row = find(in, "result");
    auto sid = clean_text(text_of(find(in, "sid")));
    auto search = clean_title(text_of(find(in, "search_name")));
    if (sid.empty() && search.empty() && row == nullptr)
        return not_this_format(element, "a Splunk alert: it has none of sid, search_name, result");
    Alert alert;
    alert.title = search;
    alert.rule_id = clean_text(search);
    if (const auto* fields = object_of(row)) read_row(*fields, alert);
    if (!sid.empty()) alert.external_id = key_of(sid, row);
    finish(alert, "Splunk alert");
    return std::optional(std::move(alert));
}

}  // namespace

Result<Parsed> parse_splunk(const Body& body) { return read_alerts(body.bytes, {}, read_one); }

}  // namespace breachd::ingest
