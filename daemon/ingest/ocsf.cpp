// OCSF findings (2001 Security, 2004 Detection, 2006 Data Security Finding) of any version, and AWS Security Hub's ASFF,
// which arrives over the same pipes. `time` is meant to be ms and is met as s, µs and text; `*_dt` the other way round.
#include <fmt/format.h>

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

std::optional<int> severity_of(const json::object& in) {
    if (auto id = integer_of(find(in, "severity_id")); id && *id >= 0) {
        constexpr int kScale[] = {50, 10, 30, 50, 75, 90, 100};
        return *id <= 6 ? kScale[*id] : 50;
    }
    return severity_of_word(text_view(find(in, "severity")));
}

AlertStatus status_of(const json::object& in) {
    auto status = integer_of(find(in, "status_id")).value_or(0);
    if (status == 4 || integer_of(find(in, "activity_id")) == 3) return AlertStatus::resolved;
    if (status == 3) return AlertStatus::closed;
    return status == 2 ? AlertStatus::acknowledged : AlertStatus::open;
}

void read_classifications(const json::value* list, Alert& alert) {
    const auto* items = array_of(list);
    if (items == nullptr) return;
    for (const auto& item : *items) {
        bool known = false;
        if (const auto* details = array_of(find(&item, "discovery_details")))
            for (const auto& detail : *details) {
                known = add_detector(alert.data_kinds, text_view(find(&detail, "type"))) || known;
                add_count(alert.records, find(&detail, "count"));
            }
        if (known) continue;
        auto category = text_view(find(&item, "category"));
        // category_id 1 is personal; 3 financial.
        auto id = integer_of(find(&item, "category_id")).value_or(0);
        add_category(alert.data_kinds, !category.empty() ? category : id == 1 ? "Personal" : id == 3 ? "Financial" : "");
    }
}

void read_data(const json::object& in, Alert& alert) {
    read_classifications(dig(in, "databucket.file.data_classifications"), alert);
    read_classifications(dig(in, "databucket.data_classifications"), alert);
    read_classifications(find(in, "data_classifications"), alert);
    read_classifications(dig(in, "data_security.data_classifications"), alert);
    if (!alert.data_kinds.empty()) return;
    add_category(alert.data_kinds, text_view(dig(in, "data_security.category")));
    if (alert.data_kinds.empty() && !alert.rule_id.empty() && starts_with_word(alert.rule_id, "SensitiveData:"))
        add_category(alert.data_kinds, std::string_view(alert.rule_id).substr(alert.rule_id.rfind('/') + 1));
}

void read_places(const json::object& in, Alert& alert) {
    if (const auto* resources = array_of(find(in, "resources")))
        for (const auto& resource : *resources)
            if (const auto* object = object_of(&resource)) add(alert.hosts, first_text(*object, {"uid", "name"}));
    if (const auto* resource = object_of(find(in, "resource"))) add(alert.hosts, first_text(*resource, {"uid", "name"}));
    add_paths(alert.hosts, in, {"device.hostname", "device.name", "device.ip", "databucket.name", "database.name"});
    add_paths(alert.tables, in, {"databucket.file.path", "databucket.file.name", "table.name"});
    add_paths(alert.users, in, {"actor.user.name", "user.name"});
    if (const auto* evidences = array_of(find(in, "evidences")))
        for (const auto& evidence : *evidences) {
            add_each(alert.users, dig(&evidence, "actor.user.name"));
            add_each(alert.hosts, dig(&evidence, "dst_endpoint.hostname"));
        }
}

Alert read_finding(const json::object& in) {
    Alert alert;
    const auto* info = object_of(find(in, "finding_info"));
    if (info == nullptr) info = object_of(find(in, "finding"));  // class 2001
    static const json::object kNothing;
    if (info == nullptr) info = &kNothing;
    alert.rule_id = first_text(*info, {"types"});
    alert.title = first_text(*info, {"title"});
    if (alert.title.empty()) alert.title = first_text(in, {"message"});
    if (alert.title.empty()) alert.title = alert.rule_id;
    const auto* native = find(in, "severity_id");
    set_severity(alert, native != nullptr ? native : find(in, "severity"), severity_of(in));
    alert.detected_at = first_time({find(in, "time_dt"), find(in, "time")});
    alert.occurred_at = first_time({find(*info, "first_seen_time_dt"), find(*info, "first_seen_time"),
                                    find(*info, "created_time_dt"), find(*info, "created_time")});
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    read_places(in, alert);
    read_data(in, alert);
    add_each(alert.tags, find(*info, "types"));
    add_paths(alert.tags, in, {"class_name", "metadata.product.name"});
    alert.status = status_of(in);
    auto id = first_text(*info, {"uid"});
    if (id.empty()) id = first_text(in, {"metadata.uid"});
    if (!id.empty()) alert.external_id = fmt::format("ocsf:{}", id);
    finish(alert, "OCSF finding");
    return alert;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    json::value keep;
    const json::object& in = *unwrap_aws(**object, keep);
    if (find(in, "class_uid") != nullptr || find(in, "finding_info") != nullptr) return std::optional(read_finding(in));
    if (find(in, "AwsAccountId") != nullptr || find(in, "ProductArn") != nullptr) return read_asff(element, in);
    return not_this_format(element, "an OCSF finding (class_uid, finding_info) or an ASFF one");
}

// Security Hub through EventBridge holds its findings one level deeper: {"detail": {"findings": […]}}.
Result<void> read_element(const Element& element, Parsed& out) {
    const auto* nested = array_of(dig(&element.value, "detail.findings"));
    if (nested == nullptr) {
        auto taken = read_one(element);
        if (!taken) return taken.error();
        if (*taken) out.items.push_back({std::move(**taken), std::string(element.raw)});
        return {};
    }
    for (std::size_t i = 0; i < nested->size() && i < kBatchMax; ++i) {
        auto raw = json::serialize((*nested)[i]);
        auto taken = read_one({(*nested)[i], raw, element.raw, "detail/findings", i, false});
        if (!taken)
            out.rejected.push_back({raw, taken.error()});
        else if (*taken)
            out.items.push_back({std::move(**taken), raw});
    }
    return {};
}

}  // namespace

Result<Parsed> parse_ocsf(const Body& body) { return for_each_element(body.bytes, {"Findings", "findings", "events"}, read_element); }

}  // namespace breachd::ingest
