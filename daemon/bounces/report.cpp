#include "bounces/report.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/text.hpp"
#include "bounces/mime.hpp"

namespace breachd::bounces {

namespace {

constexpr std::size_t kBlockBytesMax = 64 * 1024;

std::string header(GMimeObject* object, const char* name) {
    const char* value = g_mime_object_get_header(object, name);
    return value ? std::string(trim(value)) : "";
}

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
        if (kind == MailKind::unreadable || out.kind == MailKind::failed) continue;
        out.kind = kind;
        auto original = after_type(field("Original-Recipient"));
        out.recipient = Pii(original.empty() ? after_type(field("Final-Recipient")) : original);
        auto status = field("Status");
        out.code = code_of(status, field("Diagnostic-Code"));
        out.cause = kind == MailKind::failed ? cause_of(status) : Cause::none;
    }
}

// Message-ID of the letter that came back: its headers, or all of it, are the report's last part.
void read_original(const std::string& text, BounceReport& out) {
    auto end = text.find("\n\n");
    auto crlf = text.find("\r\n\r\n");
    auto fields = fields_in(std::string_view(text).substr(0, std::min(end, crlf)));
    if (!fields || !out.message_id.empty()) return;
    out.message_id = id_of(fields.get());
}

struct Walk {
    BounceReport report;
    bool has_status = false, read_receipt = false;

    void part(GMimeObject* object, int depth) {
        if (object == nullptr || depth > kPartsDepthMax) return;
        GMimeContentType* type = g_mime_object_get_content_type(object);
        auto is = [&](const char* media, const char* sub) {
            return type != nullptr && g_mime_content_type_is_type(type, media, sub);
        };
        read_receipt |= is("message", "disposition-notification");
        if (GMIME_IS_MESSAGE_PART(object)) {
            GMimeMessage* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
            if (inner == nullptr || !report.message_id.empty() || !has_status) return;
            report.message_id = id_of(GMIME_OBJECT(inner));
        } else if (GMIME_IS_MULTIPART(object)) {
            auto* many = GMIME_MULTIPART(object);
            for (int i = 0; i < g_mime_multipart_get_count(many); ++i)
                part(g_mime_multipart_get_part(many, i), depth + 1);
        } else if (GMIME_IS_PART(object)) {
            if (is("message", "delivery-status") || is("message", "global-delivery-status")) {
                has_status = true;
                read_status(content_of(GMIME_PART(object)), report);
            } else if (is("text", "rfc822-headers") || is("message", "rfc822") || is("message", "global-headers")) {
                read_original(content_of(GMIME_PART(object)), report);
            }
        }
    }
};

bool answers_by_itself(GMimeObject* mail) {
    auto submitted = header(mail, "Auto-Submitted");
    if (!submitted.empty() && !same_word(submitted.substr(0, submitted.find_first_of(" \t;")), "no")) return true;
    for (const char* name : {"X-Autoreply", "X-Autorespond", "X-Autogenerated", "X-Auto-Response-Suppress"})
        if (!header(mail, name).empty()) return true;
    auto precedence = header(mail, "Precedence");
    for (const char* word : {"auto_reply", "bulk", "junk", "list"})
        if (same_word(precedence, word)) return true;
    return false;
}

}  // namespace

BounceReport read_bounce(std::string_view mail) {
    auto message = message_in(mail);
    if (!message) return {};
    Walk walk;
    walk.part(g_mime_message_get_mime_part(message.get()), 0);
    auto out = std::move(walk.report);
    for (const char* name : {"X-Original-To", "Delivered-To", "Envelope-To", "To"})
        if (out.token.empty()) out.token = token_of(header(GMIME_OBJECT(message.get()), name));
    if (out.kind == MailKind::unreadable && !walk.has_status &&
        (walk.read_receipt || answers_by_itself(GMIME_OBJECT(message.get()))))
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
