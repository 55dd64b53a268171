#include "core/subject.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"

namespace breachd {

namespace {

constexpr std::size_t kEmailBytesMax = 254;       // RFC 5321 4.5.3.1.3
constexpr std::size_t kLocalPartBytesMax = 64;    // RFC 5321 4.5.3.1.1
constexpr std::size_t kTokenBytesMax = 4096;

constexpr std::array kAddresses = {Address::email, Address::phone, Address::zalo_id, Address::push_token};

// Mobile prefixes of 11-digit numbers and what they became in 2018 (plan of the Ministry of Information and Communications).
struct Moved {
    std::string_view from, to;
};
constexpr Moved kMoved[] = {{"162", "32"}, {"163", "33"}, {"164", "34"}, {"165", "35"}, {"166", "36"}, {"167", "37"}, {"168", "38"}, {"169", "39"},
                            {"120", "70"}, {"121", "79"}, {"122", "77"}, {"126", "76"}, {"128", "78"}, {"123", "83"}, {"124", "84"}, {"125", "85"},
                            {"127", "81"}, {"129", "82"}, {"186", "56"}, {"188", "58"}, {"199", "59"}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

Error bad(const char* what) {
    return {ErrorCode::invalid, what, ""};
}

bool bad_in_address(char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || c == '<' || c == '>' || c == '"' || c == ',' || c == ';' || c == ':' || c == '(' || c == ')' || c == '\\' || c == '[' || c == ']';
}

}  // namespace

std::string_view address_name(Address address) {
    switch (address) {
        case Address::email: return "email";
        case Address::phone: return "phone";
        case Address::zalo_id: return "zalo_id";
        case Address::push_token: return "push_token";
    }
    return "";
}

std::optional<Address> address_from(std::string_view name) {
    for (auto address : kAddresses)
        if (address_name(address) == name) return address;
    return {};
}

const Pii<std::string>& Subject::address(Address which) const {
    switch (which) {
        case Address::email: return email;
        case Address::phone: return phone;
        case Address::zalo_id: return zalo_id;
        case Address::push_token: break;
    }
    return push_token;
}

Result<std::string> normalise_email(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return std::string();
    if (text.size() > kEmailBytesMax) return bad("e-mail address is too long");
    if (std::any_of(text.begin(), text.end(), bad_in_address)) return bad("e-mail address holds a character that is not allowed");
    auto at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at > kLocalPartBytesMax || text.find('@') != at) return bad("not an e-mail address");
    auto local = text.substr(0, at), domain = text.substr(at + 1);
    if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos) return bad("not an e-mail address");
    if (domain.empty() || domain.find('.') == std::string_view::npos || domain.front() == '.' || domain.back() == '.' || domain.front() == '-' ||
        domain.find("..") != std::string_view::npos)
        return bad("e-mail address without a valid domain");
    std::string out(text);
    std::transform(out.begin() + static_cast<std::ptrdiff_t>(at), out.end(), out.begin() + static_cast<std::ptrdiff_t>(at),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

Result<std::string> normalise_phone(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return std::string();
    std::string digits;
    bool plus = text.front() == '+';
    if (plus) text.remove_prefix(1);
    for (char c : text) {
        if (is_digit(c)) digits += c;
        else if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')') return bad("telephone number holds a character that is not allowed");
    }
    if (!plus && digits.starts_with("00")) digits.erase(0, 2), plus = true;
    if (plus && !digits.starts_with("84")) {  // abroad: kept as it is
        if (digits.size() < 8 || digits.size() > 15) return bad("not a telephone number");
        return "+" + digits;
    }
    std::string national = digits;
    if (national.starts_with("84") && (plus || national.size() >= 11)) national.erase(0, 2);
    if (national.starts_with("0")) national.erase(0, 1);
    if (national.size() == 10)
        for (const auto& moved : kMoved)
            if (national.starts_with(moved.from)) {
                national.replace(0, 3, moved.to);
                break;
            }
    if (national.size() < 9 || national.size() > 10 || national.front() == '0') return bad("not a Vietnamese telephone number");
    if (national.size() == 10 && national.front() != '2') return bad("not a Vietnamese telephone number");  // land lines: 2xx + 7 or 8 digits
    return "+84" + national;
}

Reach normalise(Subject& subject) {
    Reach reach = 0;
    auto take = [&](Pii<std::string>& field, Result<std::string> value, Address which) {
        field = Pii<std::string>(value ? *value : std::string());
        if (value && !value->empty()) reach |= static_cast<Reach>(which);
    };
    take(subject.email, normalise_email(subject.email.reveal()), Address::email);
    take(subject.phone, normalise_phone(subject.phone.reveal()), Address::phone);
    auto token = [](const Pii<std::string>& field) -> Result<std::string> {
        auto text = trimmed(field.reveal());
        if (text.size() > kTokenBytesMax || std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })) return bad("not a token");
        return std::string(text);
    };
    take(subject.zalo_id, token(subject.zalo_id), Address::zalo_id);
    take(subject.push_token, token(subject.push_token), Address::push_token);
    if (subject.language != "en") subject.language = "vi";
    return reach;
}

std::string serialise(const Subject& subject) {
    return json::serialize(json::object{{"ref", subject.subject_ref.reveal()}, {"name", subject.name.reveal()}, {"email", subject.email.reveal()},
                                        {"phone", subject.phone.reveal()}, {"zalo_id", subject.zalo_id.reveal()},
                                        {"push_token", subject.push_token.reveal()}, {"language", subject.language}, {"kinds", to_json(subject.kinds)}});
}

Result<Subject> deserialise_subject(std::string_view text) {
    auto parsed = parse_json(text);
    if (!parsed) return parsed.error();
    if (!parsed->is_object()) return bad("not a sealed subject");
    const auto& o = parsed->get_object();
    auto get = [&](const char* name) {
        const auto* item = o.if_contains(name);
        return item && item->is_string() ? std::string(item->get_string()) : std::string();
    };
    Subject s;
    s.subject_ref = Pii(get("ref"));
    s.name = Pii(get("name"));
    s.email = Pii(get("email"));
    s.phone = Pii(get("phone"));
    s.zalo_id = Pii(get("zalo_id"));
    s.push_token = Pii(get("push_token"));
    s.language = get("language");
    if (const auto* kinds = o.if_contains("kinds")) (void)from_json(*kinds, s.kinds);
    return s;
}

}  // namespace breachd
