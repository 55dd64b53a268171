#include "notifiers/smtp/message.hpp"

#include <fmt/format.h>
#include <idn2.h>

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "base/in_quotes.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "notifiers/drill_mark.hpp"

namespace breachd {

namespace {

// 52 characters of base64 + 12 around them + "Subject: " stay within 76 a line
constexpr std::size_t kEncodedWordBytes = 39;

constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string mail_date(Instant at) {
    using namespace std::chrono;
    auto local = at + kVietnamOffset;
    auto day = floor<days>(local);
    year_month_day date{day};
    hh_mm_ss time{local - day};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0700", kDays[weekday{day}.c_encoding()],
                       unsigned(date.day()), kMonths[unsigned(date.month()) - 1], int(date.year()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string base64_lines(std::string_view text) {
    auto all = base64(text);
    std::string out;
    for (std::size_t at = 0; at < all.size(); at += 76) out += all.substr(at, 76) + "\r\n";
    return out;
}

std::string with_crlf(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out += '\r';
        out += text[i];
    }
    return out;
}

std::string part(std::string_view type, std::string_view text) {
    return fmt::format("Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", type) +
           base64_lines(with_crlf(text));
}

bool bad_in_envelope(char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || c == '<' || c == '>';
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::string encode_header(std::string_view raw) {
    auto text = without_controls(raw);
    if (is_ascii(text) && text.find("=?") == std::string::npos && text.size() < 70) return text;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(at + kEncodedWordBytes, text.size());
        while (end < text.size() && end > at && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
        if (end == at) end = std::min(at + kEncodedWordBytes, text.size());  // wrong UTF-8: no letter begins in here
        if (!out.empty()) out += "\r\n ";
        out += "=?UTF-8?B?" + base64(std::string_view(text).substr(at, end - at)) + "?=";
        at = end;
    }
    return out;
}

namespace {

// A display name (RFC 5322, 3.2.5): quoted, so that a comma or a full stop in it begins no second address.
std::string phrase(std::string_view name) {
    auto encoded = encode_header(name);
    return encoded.starts_with("=?") ? encoded : in_quotes(encoded);
}

}  // namespace

std::string return_path(const std::string& bounce_address, const std::string& from, std::string_view token) {
    auto ours = bounce_address.empty() ? Result<std::string>(from) : envelope_address(bounce_address);
    if (!ours) return from;
    if (bounce_address.empty() || token.empty()) return *ours;
    auto at = ours->rfind('@');
    return fmt::format("{}+{}{}", ours->substr(0, at), token, ours->substr(at));
}

Result<MailAddress> mail_address(std::string_view address) {
    auto at = address.rfind('@');
    if (address.empty() || address.size() > 254 || std::any_of(address.begin(), address.end(), bad_in_envelope) ||
        at == std::string_view::npos || at == 0 || at + 1 == address.size() || !is_utf8(address))
        return Error{ErrorCode::unprocessable, "not an address that may be sent to", ""};
    std::string domain(address.substr(at + 1));
    char* ascii = nullptr;
    if (idn2_to_ascii_8z(domain.c_str(), &ascii, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) != IDN2_OK)
        return Error{ErrorCode::unprocessable, "the domain is not valid", ""};
    MailAddress out{std::string(address.substr(0, at + 1)) + ascii, !is_ascii(address.substr(0, at))};
    idn2_free(ascii);
    return out;
}

Result<std::string> envelope_address(std::string_view address) {
    auto out = mail_address(address);
    if (!out) return out.error();
    if (out->utf8) return Error{ErrorCode::unprocessable, "not an address that may be sent to", ""};
    return std::move(out->text);
}

std::string build_mail(const Message& message, const std::string& from, const std::string& to, bool drill,
                       const MailHead& head) {
    auto domain = from.substr(from.rfind('@') + 1);
    auto boundary = "=_" + hex(sha256(message.key)).substr(0, 32);
    auto text = drill ? with_drill_mark(message.text.reveal(), "\n\n") : message.text.reveal();
    std::string mail;
    auto header = [&](std::string_view name, std::string_view value) {
        mail += fmt::format("{}: {}\r\n", name, value);
    };
    header("From", head.from_name.empty() ? "<" + from + ">" : phrase(head.from_name) + " <" + from + ">");
    if (!head.reply_to.empty()) header("Reply-To", "<" + head.reply_to + ">");
    header("To", "<" + to + ">");
    header("Subject", encode_header(drill ? with_drill_mark(message.subject) : message.subject));
    header("Date", mail_date(message.at));
    header("Message-ID", fmt::format("<{}@{}>", without_controls(message.key), domain));
    header("MIME-Version", "1.0");
    header("Auto-Submitted", "auto-generated");
    header("X-Auto-Response-Suppress", "All");
    header("Content-Language", without_controls(message.language));
    if (message.html.reveal().empty()) return mail + part("text/plain", text);
    header("Content-Type", fmt::format("multipart/alternative;\r\n boundary=\"{}\"", boundary));
    mail += "\r\n--" + boundary + "\r\n" + part("text/plain", text);
    mail += "\r\n--" + boundary + "\r\n" + part("text/html", message.html.reveal());
    return mail + "\r\n--" + boundary + "--\r\n";
}

}  // namespace breachd
