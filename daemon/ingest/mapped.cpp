#include "ingest/mapped.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ingest/fields.hpp"
#include "ingest/found_fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/loose.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

const json::value* at(const json::value& in, const std::string& pointer) {
    if (pointer.empty()) return nullptr;
    boost::system::error_code failed;
    const auto* found = in.find_pointer(json::string_view(pointer.data(), pointer.size()), failed);
    return found == nullptr || found->is_null() ? nullptr : found;
}

// The first place that says something.
const json::value* at(const json::value& in, const Places& places) {
    for (const auto& pointer : places) {
        const auto* found = at(in, pointer);
        if (found == nullptr || (!found->is_structured() && is_absent_word(trim(text_of(found))))) continue;
        if (const auto* list = array_of(found); list != nullptr && list->empty()) continue;
        return found;
    }
    return nullptr;
}

const json::value* first_item(const json::value* in) {
    const auto* list = array_of(in);
    return list != nullptr && !list->empty() ? &list->front() : in;
}

std::optional<int> severity_of(const MappedFields& fields, const json::value* native) {
    auto word = lower(trim(text_of(native)));
    if (auto found = fields.severities.find(word); found != fields.severities.end()) return found->second;
    if (auto number = number_of(native); number && fields.severity_top > 0)
        return static_cast<int>(std::lround(std::clamp(*number / fields.severity_top, 0.0, 1.0) * 100));
    return severity_of_any_word(word);
}

void read_severity(const MappedFields& fields, const json::value& in, Alert& alert) {
    const json::value* native = nullptr;
    for (const auto& pointer : fields.severity) {
        const auto* found = first_item(at(in, pointer));
        if (found == nullptr) continue;
        if (native == nullptr) native = found;
        if (is_absent_word(trim(text_of(found))) && !fields.severities.contains(lower(trim(text_of(found))))) continue;
        if (auto value = severity_of(fields, found)) return set_severity(alert, found, value);
    }
    if (native != nullptr) set_severity(alert, native, std::nullopt);
}

std::string title_of(const MappedFields& fields, const json::value& in) {
    std::string first;
    for (const auto& pointer : fields.title) {
        auto title = clean_title(text_of(first_item(at(in, pointer))));
        if (!says_nothing(title)) return title;
        if (first.empty()) first = title;
    }
    return first.empty() || !fields.title_default.empty() ? clean_title(fields.title_default) : first;
}

std::optional<Instant> moment(const json::value& in, const Places& places) {
    Certain out;
    for (const auto& pointer : places) out.add(moment_of(at(in, pointer)));
    return out.at();
}

bool is_other_record(const AlertsOnly& only, const json::value& in) {
    if (only.pointer.empty()) return false;
    const auto* found = at(in, only.pointer);
    auto word = text_of(found);
    return found != nullptr && std::none_of(only.values.begin(), only.values.end(),
                                            [&](const auto& value) { return same_word(value, word); });
}

Taken read_one(const MappedFields& fields, const json::value& in, const std::string& where) {
    if (!in.is_object()) return Error{ErrorCode::unprocessable, "must be an object", where};
    if (is_other_record(fields.only, in)) return std::optional<Alert>{};
    Alert alert;
    alert.title = title_of(fields, in);
    if (alert.title.empty())
        return Error{ErrorCode::unprocessable, "no title here",
                     where + (fields.title.empty() ? std::string() : fields.title.front())};
    read_severity(fields, in, alert);
    alert.occurred_at = moment(in, fields.occurred_at);
    alert.detected_at = moment(in, fields.detected_at);
    for (const auto& pointer : fields.hosts) add_each(alert.hosts, at(in, pointer));
    for (const auto& pointer : fields.users) add_each(alert.users, at(in, pointer));
    for (const auto& pointer : fields.tables) add_each(alert.tables, at(in, pointer));
    for (const auto& pointer : fields.tags) add_each(alert.tags, at(in, pointer));
    for (const auto& pointer : fields.kinds) add_kind_labels(alert.data_kinds, at(in, pointer));
    alert.records = integer_of(at(in, fields.records));
    alert.status = status_of_any_word(text_of(at(in, fields.status)));
    alert.test = flag_of(at(in, fields.test));
    alert.rule_id = clean_text(text_of(first_item(at(in, fields.rule))));
    alert.external_id = text_of(at(in, fields.id));
    finish(alert, "Alert");
    return std::optional(std::move(alert));
}

Result<void> read_list(const MappedFields& fields, const Element& element, Parsed& out) {
    const auto* list = array_of(at(element.value, fields.alerts));
    if (list == nullptr)
        return Error{ErrorCode::unprocessable, "must be an array of alerts", element.where() + fields.alerts};
    return read_nested(
        element, *list, std::string_view(fields.alerts).substr(1),
        [&](const Element& item) { return read_one(fields, item.value, item.where()); }, out);
}

}  // namespace

Result<void> check_mapped(const MappedFields& fields) {
    auto wrong = [](const std::string& pointer) {
        return Error{ErrorCode::invalid, "not a JSON Pointer: it starts with / and has only ~0 and ~1 after ~",
                     pointer};
    };
    for (const auto* pointer : {&fields.alerts, &fields.only.pointer})
        if (!is_json_pointer(*pointer)) return wrong(*pointer);
    for (const auto* list : {&fields.id, &fields.title, &fields.severity, &fields.occurred_at, &fields.detected_at,
                             &fields.status, &fields.test, &fields.rule, &fields.records})
        for (const auto& pointer : *list)
            if (!is_json_pointer(pointer)) return wrong(pointer);
    for (const auto* list : {&fields.hosts, &fields.users, &fields.kinds, &fields.tables, &fields.tags})
        for (const auto& pointer : *list)
            if (!is_json_pointer(pointer)) return wrong(pointer);
    if (fields.title.empty() && fields.title_default.empty())
        return Error{ErrorCode::invalid, "needs `title` or `title_default`", ""};
    return {};
}

Result<Parsed> parse_mapped(const MappedFields& fields, const Body& body) {
    if (!fields.alerts.empty() && fields.alerts.find('/', 1) != std::string::npos)
        return for_each_element(body.bytes, {},
                                [&](const Element& element, Parsed& out) { return read_list(fields, element, out); });
    // One step: the elements keep the bytes they came with.
    auto key = fields.alerts.empty() ? std::string_view("\x01") : std::string_view(fields.alerts).substr(1);
    return read_alerts(body.bytes, {key},
                       [&](const Element& element) { return read_one(fields, element.value, element.where()); });
}

Result<Parsed> parse_mapped_default(const Body& body) {
    MappedFields fields;
    fields.id = "/id";
    fields.title = "/title";
    fields.severity = "/severity";
    fields.occurred_at = "/occurred_at";
    fields.detected_at = "/timestamp";
    fields.hosts = {"/host", "/hosts"};
    fields.users = {"/user", "/users"};
    fields.status = "/status";
    fields.title_default = "Alert";
    return parse_mapped(fields, body);
}

}  // namespace breachd::ingest
