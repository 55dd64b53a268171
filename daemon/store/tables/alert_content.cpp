#include "store/tables/alert_content.hpp"

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"

namespace breachd::store {

namespace {

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

const char* proof_name(SenderProof proof) { return boost::describe::enum_to_string(proof, "?"); }

SenderProof proof_from(const std::string& name) { return enum_in_row<SenderProof>(name, "unknown proof of a sender"); }

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

}  // namespace breachd::store
