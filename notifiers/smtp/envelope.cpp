#include "notifiers/smtp/envelope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "notifiers/smtp/message.hpp"

namespace breachd {

namespace {

constexpr std::size_t kEnvidBytesMax = 100;  // RFC 3461, 4.4
constexpr std::size_t kOrcptBytesMax = 500;  // RFC 3461, 4.2

bool beyond_ascii(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// RFC 3461, 4: printable ASCII but for + and =, the rest as +XX.
std::string xtext(std::string_view text) {
    std::string out;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (byte < 0x21 || byte > 0x7e || c == '+' || c == '=')
            out += fmt::format("+{:02X}", byte);
        else
            out += c;
    }
    return out;
}

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> out;
    std::string word;
    for (char c : line) {
        if (c != ' ' && c != '\t' && c != '=') {
            word += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        } else if (!word.empty()) {
            out.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) out.push_back(std::move(word));
    return out;
}

void read_size(const std::vector<std::string>& words, Extensions& out) {
    out.size = true;
    std::uint64_t most = 0;
    if (words.size() < 2) return;
    auto [end, failed] = std::from_chars(words[1].data(), words[1].data() + words[1].size(), most);
    if (failed == std::errc{} && most > 0) out.size_max = most;
}

}  // namespace

Extensions read_extensions(const std::vector<std::string>& lines) {
    Extensions out;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        auto words = words_of(lines[i]);
        if (words.empty()) continue;
        const auto& name = words.front();
        out.pipelining |= name == "PIPELINING";
        out.starttls |= name == "STARTTLS";
        out.eight_bit |= name == "8BITMIME";
        out.smtputf8 |= name == "SMTPUTF8";
        out.dsn |= name == "DSN";
        if (name == "SIZE") read_size(words, out);
        if (name != "AUTH") continue;  // also in the old form, AUTH=PLAIN
        out.auth_plain |= std::find(words.begin(), words.end(), "PLAIN") != words.end();
        out.auth_login |= std::find(words.begin(), words.end(), "LOGIN") != words.end();
    }
    return out;
}

std::string wire_form(std::string_view mail) {
    std::string out;
    out.reserve(mail.size() + mail.size() / 64 + 8);
    for (std::size_t at = 0; at < mail.size();) {
        auto end = mail.find('\n', at);
        end = end == mail.npos ? mail.size() : end + 1;
        if (mail[at] == '.') out += '.';
        out += mail.substr(at, end - at);
        at = end;
    }
    if (!out.ends_with("\r\n")) out += "\r\n";
    return out + ".\r\n";
}

std::variant<Mail, Outcome> write_mail(const MailRelay& relay, const Message& message) {
    auto to = mail_address(message.to.reveal());
    auto from = envelope_address(relay.from);
    if (!to) return Outcome{SendResult::rejected, Blame::recipient, "", Cause::address_malformed, "", {}};
    if (!from) return Outcome{SendResult::retry, Blame::channel, "", Cause::sender_refused, "", {}};
    auto bytes = build_mail(message, *from, to->text, relay.drill, {relay.from_name, relay.reply_to});
    Mail out;
    out.from = return_path(relay.bounce_address, *from, message.return_token);
    out.to = std::move(to->text);
    out.utf8 = to->utf8;
    out.key = message.key;
    out.size = bytes.size();
    out.wire = wire_form(bytes);
    return out;
}

std::optional<Outcome> cannot_take(const Mail& mail, const Extensions& server) {
    if (mail.utf8 && !(server.smtputf8 && server.eight_bit))
        return Outcome{SendResult::rejected, Blame::recipient, "", Cause::address_malformed, "", {}};
    if (server.size_max && mail.size > *server.size_max)
        return Outcome{SendResult::rejected, Blame::content, "", Cause::too_large, "", {}};
    return {};
}

std::string mail_command(const Mail& mail, const Extensions& server) {
    auto out = "MAIL FROM:<" + mail.from + ">";
    if (server.size) out += fmt::format(" SIZE={}", mail.size);
    if (mail.utf8) out += " BODY=8BITMIME SMTPUTF8";
    if (auto id = xtext(mail.key); server.dsn && !id.empty() && id.size() <= kEnvidBytesMax)
        out += " RET=HDRS ENVID=" + id;
    return out + "\r\n";
}

std::string rcpt_command(const Mail& mail, const Extensions& server) {
    auto out = "RCPT TO:<" + mail.to + ">";
    if (!server.dsn) return out + "\r\n";
    out += " NOTIFY=FAILURE,DELAY";
    auto original = xtext(mail.to);
    if (!beyond_ascii(mail.to) && original.size() <= kOrcptBytesMax) out += " ORCPT=rfc822;" + original;
    return out + "\r\n";
}

}  // namespace breachd
