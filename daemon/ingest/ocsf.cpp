// OCSF findings (2001 Security, 2004 Detection, 2006 Data Security and their like) of any version, and AWS Security
// Hub's ASFF, which arrives over the same pipes. `time` is meant to be ms and is met as s, µs and text; `*_dt` the
// other way round.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

constexpr int kScale[] = {50, 10, 30, 50, 75, 90, 100};  // unknown, informational, low, medium, high, critical, fatal

std::optional<int> severity_of(const json::object& in) {
    // 0 is unknown and 99 is other: the word beside them may say more.
    auto id = integer_of(find(in, "severity_id"));
    if (id && *id >= 1 && *id <= 6) return kScale[*id];
    constexpr std::string_view kWords[] = {"unknown", "informational", "low", "medium", "high", "critical", "fatal"};
    for (std::size_t i = 0; i < std::size(kWords); ++i)
        if (same_word(text_view(find(in, "severity")), kWords[i])) return kScale[i];
    if (auto value = is_absent_word(text_view(find(in, "severity")))
                         ? std::nullopt
                         : severity_of_any_word(text_view(find(in, "severity"))))
        return value;
    return id && *id >= 0 ? std::optional(50) : std::nullopt;
}

// 1 new, 2 in progress, 3 suppressed, 4 resolved, 5 archived, 6 deleted; older events have only the word.
AlertStatus status_of(const json::object& in) {
    auto status = integer_of(first_of(in, {"status_id", "state_id"})).value_or(0);  // `state` in version 1.0
    auto word = text_view(first_of(in, {"status", "state"}));
    // A check that found nothing wrong.
    if (same_word(text_view(find(in, "status_code")), "PASS") || integer_of(dig(in, "compliance.status_id")) == 1)
        return AlertStatus::resolved;
    auto is = [&](std::int64_t id, std::string_view name) {
        return status == id || (status == 0 && same_word(word, name));
    };
    if (is(4, "Resolved") || integer_of(find(in, "activity_id")) == 3) return AlertStatus::resolved;
    if (is(3, "Suppressed") || is(5, "Archived") || is(6, "Deleted")) return AlertStatus::closed;
    return is(2, "In Progress") || is(2, "InProgress") ? AlertStatus::acknowledged : AlertStatus::open;
}

// category_id 1 is personal, 3 financial, 6 security: passwords, keys and the like.
void add_data_category(std::string_view word, std::int64_t id, Alert& alert) {
    if (word.empty()) word = id == 1 ? "Personal" : id == 3 ? "Financial" : id == 6 ? "Security" : "";
    add_category(alert.data_kinds, same_word(word, "Security") ? "Credentials" : word);
}

void read_classifications(const json::value* list, Alert& alert) {
    json::array single;  // before version 1.4 there was one
    if (list != nullptr && list->is_object()) single.push_back(*list);
    const auto* items = single.empty() ? array_of(list) : &single;
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
        auto id = integer_of(find(&item, "category_id")).value_or(0);
        add_data_category(category, id, alert);
    }
}

// Macie's own counts, where Security Hub leaves them.
void add_total_counts(const json::value& in, Alert& alert) {
    if (const auto* items = array_of(&in))
        for (const auto& item : *items) add_total_counts(item, alert);
    const auto* object = object_of(&in);
    if (object == nullptr) return;
    for (const auto& member : *object) {
        if (member.key() == "total_count" || member.key() == "totalCount")
            add_count(alert.records, &member.value());
        else
            add_total_counts(member.value(), alert);
    }
}

void read_data(const json::object& in, Alert& alert) {
    for (auto place : {"databucket.file", "databucket", "", "data_security", "file", "database", "table"}) {
        const auto* holder = *place == '\0' ? &in : object_of(dig(in, place));
        if (holder == nullptr) continue;
        for (auto name : {"data_classifications", "data_classification"})
            read_classifications(find(*holder, name), alert);
    }
    if (const auto* resources = array_of(find(in, "resources")); resources != nullptr && alert.data_kinds.empty())
        for (const auto& resource : *resources) read_classifications(find(&resource, "data_classifications"), alert);
    if (!alert.records)
        if (const auto* details = dig(in, "unmapped.classification_details")) add_total_counts(*details, alert);
    if (!alert.data_kinds.empty()) return;
    add_data_category(text_view(dig(in, "data_security.category")),
                      integer_of(dig(in, "data_security.category_id")).value_or(0), alert);
    if (alert.data_kinds.empty() && !alert.rule_id.empty() && starts_with_word(alert.rule_id, "SensitiveData:"))
        add_category(alert.data_kinds, std::string_view(alert.rule_id).substr(alert.rule_id.rfind('/') + 1));
}

void read_user(const json::value* user, Alert& alert) {
    if (const auto* object = object_of(user)) add(alert.users, first_text(*object, {"name", "email_addr", "uid"}));
}

// Its id, which is what the cloud's inventories go by; a mere number says less than the name.
std::string resource_name(const json::object& resource) {
    auto uid = first_text(resource, {"uid", "name"});
    auto name = first_text(resource, {"name"});
    return !name.empty() && uid.find_first_not_of("0123456789") == std::string::npos ? name : uid;
}

void read_places(const json::object& in, Alert& alert) {
    if (const auto* resources = array_of(find(in, "resources")))
        for (const auto& resource : *resources)
            if (const auto* object = object_of(&resource)) add(alert.hosts, resource_name(*object));
    if (const auto* resource = object_of(find(in, "resource"))) add(alert.hosts, resource_name(*resource));
    add_paths(alert.hosts, in, {"device.hostname", "device.name", "device.ip", "databucket.name", "database.name"});
    add_paths(alert.hosts, in, {"container.name", "device.container.name", "container.pod_uuid"});
    add_paths(alert.tables, in, {"databucket.file.path", "databucket.file.name", "file.path", "table.name"});
    read_user(dig(in, "actor.user"), alert);
    read_user(find(in, "user"), alert);
    const auto* evidences = array_of(find(in, "evidences"));
    if (evidences == nullptr) return;
    bool unplaced = alert.hosts.empty();  // the far end of a connection, when nothing of ours is named
    for (const auto& evidence : *evidences) {
        for (auto path : {"actor.user", "user", "process.user", "actor.process.user"})
            read_user(dig(&evidence, path), alert);
        add_each(alert.tables, dig(&evidence, "file.path"));
        add_each(alert.hosts, dig(&evidence, "device.hostname"));
        add_each(alert.hosts, dig(&evidence, "dst_endpoint.hostname"));
        if (unplaced)
            for (auto path : {"dst_endpoint.ip", "src_endpoint.hostname", "src_endpoint.ip"})
                add_each(alert.hosts, dig(&evidence, path));
    }
}

// One moment, as text and as epoch beside it.
std::optional<Instant> time_at(const json::object& in, const std::string& name) {
    return same_time({find(in, name + "_dt"), find(in, name)});
}

bool ends(std::string_view text, std::initializer_list<std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](auto ending) { return text.ends_with(ending); });
}

// What the finding names again in one flat list, by its place in the event; for findings that have nothing else.
// Addresses and resources only when no host is named: the attacker's stand there, too.
void read_observables(const json::object& in, Alert& alert) {
    const auto* list = array_of(find(in, "observables"));
    if (list == nullptr) return;
    constexpr std::int64_t kHostName = 1, kAddress = 2, kUserName = 4, kEmail = 5, kUser = 21, kResource = 10;
    std::vector<std::string> others;
    bool nobody = alert.users.empty();
    for (const auto& item : *list) {
        auto value = text_view(find(&item, "value"));
        auto name = lower(text_view(find(&item, "name")));
        auto type = integer_of(find(&item, "type_id")).value_or(0);
        if (type == kHostName || ends(name, {"hostname", "device.name", "container.name", "pod.name"}))
            add(alert.hosts, value);
        else if (nobody && (type == kUserName || type == kUser || ends(name, {"user.name", "username"})))
            add(alert.users, value);
        else if (nobody && (type == kEmail || ends(name, {"email_addr", "email.to"})))
            add(alert.users, value);
        else if (type == kAddress || type == kResource || ends(name, {".ip", "resource.uid", "resources.uid"}))
            add(others, value);
    }
    if (alert.hosts.empty()) alert.hosts = std::move(others);
}

// The members of a finding that say what was found; class 2001 and incidents (2005) have them under other names.
const json::object& info_of(const json::object& in) {
    static const json::object kNothing;
    for (auto name : {"finding_info", "finding"})
        if (const auto* info = object_of(find(in, name))) return *info;
    const auto* list = array_of(find(in, "finding_info_list"));
    const auto* first = list != nullptr && !list->empty() ? object_of(&list->front()) : nullptr;
    return first != nullptr ? *first : kNothing;
}

// Activity, authentication and the like share the pipe; the classes of findings are 2001 to 2999.
bool is_telemetry(const json::object& in) {
    auto class_uid = integer_of(find(in, "class_uid"));
    return class_uid && *class_uid / 1000 != 2 && find(in, "finding_info") == nullptr && !flag_of(find(in, "is_alert"));
}

Alert read_finding(const json::object& in) {
    Alert alert;
    const json::object& info = info_of(in);
    alert.rule_id = first_text(info, {"types"});
    alert.title = first_text(info, {"title"});
    if (alert.title.empty()) alert.title = first_text(in, {"message"});
    if (alert.title.empty()) alert.title = alert.rule_id;
    const auto* native = find(in, "severity_id");
    set_severity(alert, native != nullptr ? native : find(in, "severity"), severity_of(in));
    alert.detected_at = time_at(in, "time");
    if (!alert.detected_at) alert.detected_at = time_at(info, "created_time");
    for (const auto& [holder, name] :
         {std::pair(&info, "first_seen_time"), std::pair(&in, "start_time"), std::pair(&info, "created_time")})
        if (!alert.occurred_at) alert.occurred_at = time_at(*holder, name);
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    read_places(in, alert);
    read_observables(in, alert);
    read_data(in, alert);
    add_each(alert.tags, find(info, "types"));
    add_paths(alert.tags, in, {"class_name", "metadata.product.name"});
    alert.status = status_of(in);
    // An incident has no id but the event's; the findings in it have their own, and may be in another incident.
    bool incident = find(in, "finding_info_list") != nullptr;
    auto id = incident ? first_text(in, {"metadata.uid"}) : first_text(info, {"uid"});
    if (id.empty()) id = incident ? first_text(info, {"uid"}) : first_text(in, {"metadata.uid"});
    if (!id.empty()) alert.external_id = fmt::format("ocsf:{}", id);
    finish(alert, "OCSF finding");
    return alert;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    json::value keep;
    const json::object& in = *unwrap_aws(**object, keep);
    if (is_telemetry(in)) return std::optional<Alert>{};
    if (find(in, "class_uid") != nullptr || find(in, "finding_info") != nullptr) return std::optional(read_finding(in));
    if (find(in, "AwsAccountId") != nullptr || find(in, "ProductArn") != nullptr) return read_asff(element, in);
    return not_this_format(element, "an OCSF finding (class_uid, finding_info) or an ASFF one");
}

}  // namespace

// Security Hub through EventBridge holds its findings one level deeper: {"detail": {"findings": […]}}.
Result<Parsed> parse_ocsf(const Body& body) {
    return read_alerts(body.bytes, {"Findings", "findings", "events"}, {"detail.findings"}, read_one);
}

}  // namespace breachd::ingest
