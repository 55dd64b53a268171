// What is sealed of an alert and of a quarantined message, under which key and bound to which place, and how it is
// packed. For the tables and the readers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "core/triage/alert.hpp"

namespace breachd::store {

inline constexpr std::string_view kIndexScope = "index";                  // keyed hashes of alerts
std::string alert_scope(std::string_view incident, Instant received_at);  // the incident's, or "alerts-2026-11" (UTC)
// Associated data.
std::string alert_place(std::int64_t number);
std::string alert_update_place(std::int64_t number, std::int64_t update);
std::string quarantine_place(std::int64_t number);
std::string quarantine_headers_place(std::int64_t number);

struct AlertContent {
    std::string alert_json, reason, raw;
};
// The alert without its empty members; a reader puts those back from Alert{}.
std::string alert_json(const Alert& alert);
void pack_into(std::string& out, std::string_view alert_json, std::string_view reason, std::string_view raw);
std::optional<AlertContent> unpack(std::string_view plain);

const char* proof_name(SenderProof proof);
SenderProof proof_from(const std::string& name);  // an unknown word is a corrupt database

}  // namespace breachd::store
