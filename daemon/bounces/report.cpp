#include "bounces/report.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/search_text.hpp"
#include "base/text.hpp"
#include "bounces/mime.hpp"
#include "bounces/writer.hpp"

namespace breachd::bounces {

namespace {

constexpr std::size_t kBlockBytesMax = 64 * 1024;
constexpr std::size_t kRecipientsMax = 20;

// Without its brackets; "" when there is none.
std::string id_of(GMimeObject* object) {
    auto id = header(object, "Message-ID");
    return id.size() > 2 && id.front() == '<' ? id.substr(1, id.find('>') - 1) : "";
}

// The bytes of a part, decoded, up to a limit.
std::string content_of(GMimePart* part) {
    GMimeDataWrapper* content = g_mime_part_get_content(part);
    if (content == nullptr) return "";
    Held<GMimeStream> memory(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(content, memory.get());
    GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    if (bytes == nullptr || bytes->data == nullptr) return "";
    return {reinterpret_cast<const char*>(bytes->data), std::min<std::size_t>(bytes->len, kBlockBytesMax)};
}

Held<GMimeObject> fields_in(std::string_view block) {
    auto text = std::string(block) + "\n\n";
    Held<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(text.data(), text.size()));
    Held<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    return Held<GMimeObject>(g_mime_parser_construct_part(parser.get(), nullptr));
}

// Blocks of fields, parted by empty lines: the first is about the message, each other about one recipient.
std::vector<std::string> blocks_in(std::string_view text) {
    std::vector<std::string> out(1);
    while (!text.empty()) {
        auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (!trim(line).empty())
            out.back().append(line).push_back('\n');
        else if (!out.back().empty())
            out.emplace_back();
    }
    if (out.back().empty()) out.pop_back();
    return out;
}

// "rfc822; an@vidu.test" -> "an@vidu.test"
std::string after_type(const std::string& value) {
    auto at = value.find(';');
    return std::string(trim(at == value.npos ? std::string_view(value) : std::string_view(value).substr(at + 1)));
}

// "<an@vidu.test>" -> "an@vidu.test"
void add_recipient(std::string_view address, std::vector<Pii<std::string>>& out) {
    address = trim(address);
    if (address.starts_with('<') && address.ends_with('>')) address = address.substr(1, address.size() - 2);
    if (!address.empty() && out.size() < kRecipientsMax) out.emplace_back(std::string(address));
}

// The first "5.1.1" of a text, and the first "550" at its beginning.
std::string code_of(const std::string& status, const std::string& diagnostic) {
    auto enhanced = provider_code(status.substr(0, status.find_first_of(" \t(;")));
    auto words = after_type(diagnostic);
    auto reply = provider_code(words.substr(0, words.find_first_of(" -")));
    bool is_reply = reply.size() == 3 && reply.find('.') == reply.npos && reply.front() >= '4' && reply.front() <= '5';
    if (!is_reply) return enhanced;
    return enhanced.empty() || enhanced.front() != reply.front() ? reply : reply + " " + enhanced;
}

// By subject and detail of the enhanced code (RFC 3463).
Cause cause_of(std::string_view status) {
    struct Row {
        std::string_view code;  // without its class
        Cause cause;
    };
    static constexpr Row kRows[] = {
        {"1.3", Cause::address_malformed}, {"1.", Cause::address_unknown}, {"2.2", Cause::mailbox_full},
        {"2.3", Cause::too_large},         {"2.", Cause::mailbox_off},     {"3.4", Cause::too_large},
        {"4.7", Cause::timed_out},         {"4.", Cause::no_route},        {"5.", Cause::refused},
        {"6.", Cause::content_refused},    {"7.", Cause::blocked}};
    if (status.size() < 5) return Cause::came_back;
    auto code = status.substr(2, status.find_first_of(" \t(;") - 2);
    for (const auto& row : kRows)
        if (row.code.ends_with('.') ? code.starts_with(row.code) : code == row.code) return row.cause;
    return Cause::came_back;
}

void read_status(const std::string& text, BounceReport& out) {
    auto blocks = blocks_in(text);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        auto fields = fields_in(blocks[i]);
        if (!fields) continue;
        auto field = [&](const char* name) { return header(fields.get(), name); };
        if (auto id = field("Original-Envelope-Id"); !id.empty()) out.envelope_id = id;
        auto action = field("Action");
        action = action.substr(0, action.find_first_of(" \t(;"));
        auto kind = MailKind::unreadable;
        if (same_word(action, "failed")) kind = MailKind::failed;
        if (same_word(action, "delayed")) kind = MailKind::delayed;
        if (same_word(action, "delivered") || same_word(action, "relayed") || same_word(action, "expanded"))
            kind = MailKind::delivered;
        if (kind == MailKind::unreadable) continue;
        auto& recipients = kind == MailKind::failed ? out.recipients : out.spared;
        for (const char* name : {"Original-Recipient", "Final-Recipient"})
            add_recipient(after_type(field(name)), recipients);
        if (out.kind == MailKind::failed) continue;
        out.kind = kind;
        auto status = field("Status");
        out.code = code_of(status, field("Diagnostic-Code"));
        out.cause = kind == MailKind::failed ? cause_of(status) : Cause::none;
    }
}

// Feedback-Type by its registry: "not-spam" and the failures of signatures are no word of the person.
void read_feedback(const std::string& text, BounceReport& out) {
    auto fields = fields_in(text);
    if (!fields) return;
    auto type = header(fields.get(), "Feedback-Type");
    bool complains = false;
    for (const char* each : {"abuse", "fraud", "opt-out", "other", "virus"}) complains |= same_word(type, each);
    out.kind = complains ? MailKind::complaint : MailKind::auto_reply;
    add_recipient(header(fields.get(), "Original-Rcpt-To"), out.recipients);
    out.token = token_of(header(fields.get(), "Original-Mail-From"));
}

// What the head of the letter that came back says of it.
void read_original(GMimeObject* head, BounceReport& out) {
    if (head == nullptr || !out.message_id.empty()) return;
    out.message_id = id_of(head);
    if (out.token.empty()) out.token = token_of(header(head, "Return-Path"));
}

void read_original(const std::string& text, BounceReport& out) {
    auto end = text.find("\n\n");
    auto crlf = text.find("\r\n\r\n");
    read_original(fields_in(std::string_view(text).substr(0, std::min(end, crlf))).get(), out);
}

// What the parts of a mail say.
struct Parts {
    BounceReport report;
    bool has_status = false;
    std::string first_text;

    void read(GMimeObject* part) {
        if (GMIME_IS_MESSAGE_PART(part)) {
            GMimeMessage* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
            if (inner != nullptr && has_status) read_original(GMIME_OBJECT(inner), report);
        } else if (GMIME_IS_PART(part)) {
            read_content(g_mime_object_get_content_type(part), content_of(GMIME_PART(part)));
        }
    }

    void read_content(GMimeContentType* type, std::string content) {
        auto is = [&](const char* media, const char* sub) { return g_mime_content_type_is_type(type, media, sub); };
        if (is("message", "delivery-status") || is("message", "global-delivery-status")) {
            has_status = true;
            read_status(content, report);
        } else if (is("message", "feedback-report")) {
            has_status = true;
            read_feedback(content, report);
        } else if (is("text", "rfc822-headers") || is("message", "rfc822") || is("message", "global-headers")) {
            read_original(content, report);
        } else if (is("text", "plain") && first_text.empty()) {
            first_text = std::move(content);
        }
    }
};

// Exim's report, and those that follow it: the recipients in the head, the server's words in the text. Gmail's old
// warning of a delay has the head, too. It names no letter, so that it counts by its token alone.
void read_failed_recipients(const std::string& recipients, const std::string& text, BounceReport& out) {
    static const RE2 kWords(R"(\b(5\d\d)[ -]#?(5\.\d{1,3}\.\d{1,3})?)");
    bool warns = folded_for_search(text).find("warning message only") != std::string::npos;
    out.kind = warns ? MailKind::delayed : MailKind::failed;
    out.message_id.clear();
    std::string_view rest = recipients;
    for (auto comma = rest.find(','); comma != rest.npos; comma = rest.find(',')) {
        add_recipient(rest.substr(0, comma), out.recipients);
        rest.remove_prefix(comma + 1);
    }
    add_recipient(rest, out.recipients);
    std::string reply, enhanced;
    (void)RE2::PartialMatch(text, kWords, &reply, &enhanced);
    out.code = code_of(enhanced, reply);
    out.cause = cause_of(enhanced);
}

// In a field of the head that says to whom the mail came; there may be several of that name.
std::string token_in_head(GMimeMessage* message) {
    GMimeHeaderList* fields = g_mime_object_get_header_list(GMIME_OBJECT(message));
    for (std::string_view name : {"X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To"})
        for (int i = 0; i < g_mime_header_list_get_count(fields); ++i) {
            GMimeHeader* field = g_mime_header_list_get_header_at(fields, i);
            const char* value = g_mime_header_get_value(field);
            if (value == nullptr || !same_word(g_mime_header_get_name(field), name)) continue;
            if (auto token = token_of(value); !token.empty()) return token;
        }
    return "";
}

}  // namespace

BounceReport read_bounce(std::string_view mail) {
    auto message = message_in(mail);
    if (!message) return {};
    Parts parts;
    for (GMimeObject* part : parts_of(message.get())) parts.read(part);
    auto out = std::move(parts.report);
    out.own_id = id_of(GMIME_OBJECT(message.get()));
    out.sender = Pii(sender_of(message.get()));
    if (auto token = token_in_head(message.get()); !token.empty()) out.token = token;
    if (parts.has_status) return out;
    if (auto recipients = header(GMIME_OBJECT(message.get()), "X-Failed-Recipients"); !recipients.empty())
        read_failed_recipients(recipients, parts.first_text, out);
    else if (writer_of(message.get()) == Writer::program)
        out.kind = MailKind::auto_reply;
    return out;
}

std::string token_of(std::string_view recipient) {
    static const RE2 kToken(R"(\+([0-9]{1,18}-[0-9a-fA-F]{16})@)");
    std::string token;
    if (!RE2::PartialMatch(re2::StringPiece(recipient.data(), recipient.size()), kToken, &token)) return "";
    std::transform(token.begin(), token.end(), token.begin(), [](unsigned char c) { return std::tolower(c); });
    return token;
}

std::string key_in(std::string_view message_id) {
    auto key = message_id.substr(0, message_id.rfind('@'));
    bool plain = !key.empty() && key.size() <= 200 && std::all_of(key.begin(), key.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '-' || c == '_' || c == '.';
    });
    return plain ? std::string(key) : "";
}

}  // namespace breachd::bounces
