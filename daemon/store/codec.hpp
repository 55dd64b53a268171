// How rows of breachd.db are written and read, in one place for the writer (Store) and the readers (Reader).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.hpp"
#include "store/store.hpp"

namespace breachd::store {

// --- ids: a letter and the row's number, zero-padded so that text sorts as numbers do ---
inline constexpr std::string_view kAlertPrefix = "A-";
inline constexpr std::string_view kQuarantinePrefix = "Q-";
inline constexpr std::string_view kImportPrefix = "I-";
std::string numbered_id(std::string_view prefix, std::int64_t number);
std::optional<std::int64_t> number_in_id(std::string_view prefix, std::string_view id);

// --- states ---
std::string_view state_name(SendState state);
SendState send_state_from(std::string_view name);  // an unknown word is a corrupt database
std::string_view state_name(SubjectState state);
SubjectState subject_state_from(std::string_view name);
inline bool waits(SendState state) { return state == SendState::queued || state == SendState::retrying; }

// A waiting row without a moment may go at once; it is stored as 0, so that it comes first in the order of moments.
void bind_next_at(Query& query, SendState state, std::optional<Instant> next_at);
std::optional<Instant> next_at_in(Query& query, int column);

const char* proof_name(SenderProof proof);
SenderProof proof_from(const std::string& name);  // an unknown word is a corrupt database

// --- journal ---
Digest digest_from(std::string_view bytes);
// Columns seq, at, incident, actor, kind, data from `column` on. Throws StoreError(corrupt) when they cannot be read.
Entry entry_in(Query& query);
// The leaf's canonical bytes as they were hashed when the row was written (same columns).
std::string leaf_bytes_in(Query& query);

// --- what alerts and quarantine seal ---
inline constexpr std::string_view kIndexScope = "index";                  // keyed hashes of alerts
std::string alert_scope(std::string_view incident, Instant received_at);  // the incident's, or "alerts-2026-11" (UTC)
std::string alert_place(std::int64_t number);                             // associated data
std::string alert_update_place(std::int64_t number, std::int64_t update);
std::string quarantine_place(std::int64_t number);
std::string quarantine_headers_place(std::int64_t number);
std::string subject_place(std::string_view incident, std::int64_t number);

struct AlertContent {
    std::string alert_json, reason, raw;
};
// The alert without its empty members; a reader puts those back from Alert{}.
std::string alert_json(const Alert& alert);
void pack_into(std::string& out, std::string_view alert_json, std::string_view reason, std::string_view raw);
std::optional<AlertContent> unpack(std::string_view plain);

// --- subjects: run * 2^32 + number ---
inline std::int64_t subject_row(std::int64_t run, std::int64_t number) { return run << 32 | number; }
inline std::int64_t subject_number(std::int64_t row) { return row & 0xffffffff; }

// Columns of deliveries that make a DeliveryRow, and the row. `incident` is the run's.
#define BREACHD_DELIVERY_COLUMNS \
    "id, subject, channel, state, attempts, version, key, next_at, code, words, provider_id, updated_at"
DeliveryRow delivery_in(Query& query, std::string_view incident);

#define BREACHD_DOCUMENT_COLUMNS "sha256, incident, kind, name, media_type, at"
std::vector<Document> read_documents(Connection& connection, std::string_view incident, bool with_bytes);
std::optional<Document> read_document(Connection& connection, std::string_view sha256);

#define BREACHD_PAGE_COLUMNS "id, incident, person, channel, why, state, attempts, created_at, next_at, code, words"
PageRow page_in(Query& query);

}  // namespace breachd::store
