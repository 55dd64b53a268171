#include "store/codec.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/json_text.hpp"

namespace breachd::store {

namespace {

constexpr std::size_t kIdDigits = 12;

[[noreturn]] void corrupt(const std::string& what) {
    throw StoreError(StoreError::Cause::corrupt, "database: " + what);
}

void append_length(std::string& out, std::size_t length) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(length >> shift & 0xff);
}

bool is_empty(const std::string& text) { return text.empty(); }
bool is_empty(const std::vector<std::string>& texts) { return texts.empty(); }
bool is_empty(bool flag) { return !flag; }
bool is_empty(int) { return false; }  // a severity of 0 says something
bool is_empty(AlertStatus) { return false; }
template <class T>
bool is_empty(const std::optional<T>& value) {
    return !value;
}

// Takes a length and that many bytes off the front.
std::optional<std::string_view> take_part(std::string_view& plain) {
    if (plain.size() < 4) return std::nullopt;
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
        length |= static_cast<std::size_t>(static_cast<unsigned char>(plain[i])) << 8 * i;
    if (plain.size() - 4 < length) return std::nullopt;
    auto part = plain.substr(4, length);
    plain.remove_prefix(4 + length);
    return part;
}

}  // namespace

std::string numbered_id(std::string_view prefix, std::int64_t number) {
    std::string digits = std::to_string(number);
    std::string out(prefix);
    out.append(digits.size() < kIdDigits ? kIdDigits - digits.size() : 0, '0');
    return out.append(digits);
}

std::optional<std::int64_t> number_in_id(std::string_view prefix, std::string_view id) {
    if (id.substr(0, prefix.size()) != prefix) return std::nullopt;
    id.remove_prefix(prefix.size());
    std::int64_t number = 0;
    auto [end, failed] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (failed != std::errc() || end != id.data() + id.size() || number <= 0) return std::nullopt;
    return number;
}

std::string_view state_name(SendState state) { return boost::describe::enum_to_string(state, "?"); }

SendState send_state_from(std::string_view name) {
    SendState out{};
    if (!boost::describe::enum_from_string(std::string(name).c_str(), out)) corrupt("unknown state of a message");
    return out;
}

const char* proof_name(SenderProof proof) { return boost::describe::enum_to_string(proof, "?"); }

SenderProof proof_from(const std::string& name) {
    SenderProof out{};
    if (!boost::describe::enum_from_string(name.c_str(), out)) corrupt("unknown proof of a sender");
    return out;
}

std::string_view state_name(SubjectState state) {
    switch (state) {
        case SubjectState::pending:
            return "pending";
        case SubjectState::told:
            return "told";
        case SubjectState::unreachable:
            return "unreachable";
    }
    return "?";
}

SubjectState subject_state_from(std::string_view name) {
    for (auto state : {SubjectState::pending, SubjectState::told, SubjectState::unreachable})
        if (name == state_name(state)) return state;
    corrupt("unknown state of a subject");
}

void bind_next_at(Query& query, SendState state, std::optional<Instant> next_at) {
    if (!next_at && waits(state)) next_at = Instant{};
    query.bind(next_at);
}

std::optional<Instant> next_at_in(Query& query, int column) {
    auto at = query.maybe_instant(column);
    return at == Instant{} ? std::nullopt : at;
}

Digest digest_from(std::string_view bytes) {
    Digest out{};
    if (bytes.size() != out.size()) corrupt("a hash has not 32 bytes");
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

Entry entry_in(Query& query) {
    Entry entry;
    entry.seq = query.integer(0);
    entry.at = query.instant(1);
    entry.incident_id = query.text(2);
    entry.actor = query.text(3);
    auto data = parse_json(query.text(5));
    if (!data) corrupt(fmt::format("journal entry {}: {}", entry.seq, data.error().text()));
    auto event = event_from(query.text(4), *data);
    if (!event) corrupt(fmt::format("journal entry {}: {}", entry.seq, event.error().text()));
    entry.event = std::move(*event);
    return entry;
}

std::string leaf_bytes_in(Query& query) {
    auto data = parse_json(query.text(5));
    if (!data) corrupt(fmt::format("journal entry {}: {}", query.integer(0), data.error().text()));
    return canonical_json(json::object{{"seq", query.integer(0)},
                                       {"at", format_rfc3339(query.instant(1))},
                                       {"incident", query.text(2)},
                                       {"actor", query.text(3)},
                                       {"kind", query.text(4)},
                                       {"data", *data}});
}

std::string alert_scope(std::string_view incident, Instant received_at) {
    if (!incident.empty()) return std::string(incident);
    return "alerts-" + format_rfc3339(received_at).substr(0, 7);
}

std::string alert_place(std::int64_t number) { return "alert|" + std::to_string(number); }
std::string alert_update_place(std::int64_t number, std::int64_t update) {
    return fmt::format("alert|{}|{}", number, update);
}
std::string quarantine_place(std::int64_t number) { return fmt::format("quarantine|{}", number); }
std::string quarantine_headers_place(std::int64_t number) { return fmt::format("quarantine|{}|headers", number); }
std::string subject_place(std::string_view incident, std::int64_t number) {
    return fmt::format("subject|{}|{}", incident, number);
}

std::string alert_json(const Alert& alert) {
    std::string out;
    out.reserve(512);
    out += '{';
    boost::mp11::mp_for_each<boost::describe::describe_members<Alert, boost::describe::mod_public>>([&](auto member) {
        const auto& value = alert.*member.pointer;
        if (is_empty(value)) return;
        if (out.size() > 1) out += ',';
        append_json_string(out, member.name);
        out += ':';
        append_json(out, value);
    });
    out += '}';
    return out;
}

void pack_into(std::string& out, std::string_view alert_json, std::string_view reason, std::string_view raw) {
    out.clear();
    append_length(out, alert_json.size());
    out.append(alert_json);
    append_length(out, reason.size());
    out.append(reason).append(raw);
}

std::optional<AlertContent> unpack(std::string_view plain) {
    auto alert = take_part(plain);
    auto reason = alert ? take_part(plain) : std::nullopt;
    if (!reason) return std::nullopt;
    return AlertContent{std::string(*alert), std::string(*reason), std::string(plain)};
}

DeliveryRow delivery_in(Query& query, std::string_view incident) {
    DeliveryRow row;
    row.id = query.integer(0);
    row.incident = incident;
    row.subject = subject_number(query.integer(1));
    row.channel = query.text(2);
    row.state = send_state_from(query.text(3));
    row.attempts = static_cast<int>(query.integer(4));
    row.version = static_cast<int>(query.integer(5));
    row.key = query.text(6);
    row.next_at = next_at_in(query, 7);
    row.code = query.text(8);
    row.words = query.text(9);
    row.provider_id = query.text(10);
    row.updated_at = query.instant(11);
    return row;
}

namespace {

// Without its bytes, which are column 6.
Document document_in(Query& query) {
    Document out;
    out.sha256 = query.text(0);
    out.incident = query.text(1);
    out.kind = query.text(2);
    out.name = query.text(3);
    out.media_type = query.text(4);
    out.at = query.instant(5);
    return out;
}

}  // namespace

std::vector<Document> read_documents(Connection& connection, std::string_view incident, bool with_bytes) {
    std::vector<Document> out;
    Query read(connection,
               "SELECT " BREACHD_DOCUMENT_COLUMNS ", bytes FROM documents WHERE incident = ? ORDER BY at, sha256");
    read.bind(incident);
    while (read.step()) {
        out.push_back(document_in(read));
        if (with_bytes) out.back().bytes = read.blob(6);
    }
    return out;
}

std::optional<Document> read_document(Connection& connection, std::string_view sha256) {
    Query read(connection,
               "SELECT " BREACHD_DOCUMENT_COLUMNS ", bytes FROM documents WHERE sha256 = ? ORDER BY incident LIMIT 1");
    if (!read.bind(sha256).step()) return std::nullopt;
    Document out = document_in(read);
    out.bytes = read.blob(6);
    return out;
}

PageRow page_in(Query& query) {
    PageRow page;
    page.id = query.text(0);
    page.incident = query.text(1);
    page.person = query.text(2);
    page.channel = query.text(3);
    page.why = query.text(4);
    page.state = send_state_from(query.text(5));
    page.attempts = static_cast<int>(query.integer(6));
    page.created_at = query.instant(7);
    page.next_at = next_at_in(query, 8);
    page.code = query.text(9);
    page.words = query.text(10);
    return page;
}

}  // namespace breachd::store
