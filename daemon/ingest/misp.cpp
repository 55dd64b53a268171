// MISP events: {"Event": …}, {"response": [{"Event": …}]}, or a bare event. It is threat intelligence, rarely our own
// breach, so the tag "misp" goes with it for triage rules to tell it by. Fragments without uuid or info are no events.
#include <fmt/format.h>

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

// threat_level_id, as text or number.
std::optional<int> severity_of(const json::value* level) {
    auto number = integer_of(level);
    if (!number) return std::nullopt;
    return *number == 1 ? 85 : *number == 2 ? 55 : *number == 3 ? 30 : 40;
}

// Attribute types that are personal data by themselves; most others describe the attack ("email-src", "link").
bool is_personal_type(std::string_view type) {
    for (auto known : {"iban", "bic", "bank-account-nr", "aba-rtn", "bin", "cc-number", "prtn", "passport-number",
                       "identity-card-number", "phone-number", "date-of-birth", "gender", "nationality", "first-name",
                       "last-name", "full-name", "visa-number", "issue-date-of-the-visa"})
        if (type == known) return true;
    return false;
}

bool is_personal_object(std::string_view name) {
    for (auto known : {"credential", "bank-account", "credit-card", "person", "leaked-document", "passport"})
        if (name == known) return true;
    return false;
}

void read_attributes(const json::value* list, Alert& alert) {
    const auto* items = array_of(list);
    if (items == nullptr) return;
    for (const auto& item : *items) {
        if (flag_of(find(&item, "deleted"))) continue;
        auto type = text_view(find(&item, "type"));
        if (is_personal_type(type)) add_detector(alert.data_kinds, type);
        if (type == "target-machine") add_each(alert.hosts, find(&item, "value"));
        if (type == "target-user" || type == "target-email") add_each(alert.users, find(&item, "value"));
    }
}

void read_contents(const json::object& in, Alert& alert) {
    read_attributes(find(in, "Attribute"), alert);
    if (const auto* objects = array_of(find(in, "Object")))
        for (const auto& object : *objects) {
            if (auto name = text_view(find(&object, "name")); is_personal_object(name))
                add_detector(alert.data_kinds, name);
            read_attributes(find(&object, "Attribute"), alert);
        }
    add(alert.tags, "misp");
    if (const auto* tags = array_of(find(in, "Tag")))
        for (const auto& tag : *tags) {
            auto name = text_view(find(&tag, "name"));
            add(alert.tags, name);
            if (contains_word(name, "gdpr:special-categories")) add_detector(alert.data_kinds, name);
        }
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const auto* inner = object_of(find(**object, "Event"));
    const json::object& in = inner != nullptr ? *inner : **object;
    auto uuid = first_text(in, {"uuid"});
    auto info = first_text(in, {"info"});
    if (uuid.empty() && info.empty()) return std::optional<Alert>{};
    Alert alert;
    alert.title = info;
    set_severity(alert, find(in, "threat_level_id"), severity_of(find(in, "threat_level_id")));
    alert.occurred_at = first_time({find(in, "date"), find(in, "timestamp")});
    alert.detected_at = first_time({find(in, "timestamp"), find(in, "publish_timestamp")});
    read_contents(in, alert);
    if (!uuid.empty()) alert.external_id = fmt::format("misp:{}", uuid);
    finish(alert, "MISP event");
    return std::optional(std::move(alert));
}

}  // namespace

Result<Parsed> parse_misp(const Body& body) { return read_alerts(body.bytes, {"response"}, read_one); }

}  // namespace breachd::ingest
