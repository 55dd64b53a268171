#include "bounces/reply.hpp"

#include <re2/re2.h>

#include <memory>
#include <vector>

#include "base/text.hpp"
#include "bounces/mime.hpp"
#include "core/telling/reply.hpp"

namespace breachd::bounces {

namespace {

constexpr std::size_t kIdsMax = 50;  // of References

struct Free {
    void operator()(char* text) const { g_free(text); }
    void operator()(GMimeReferences* ids) const { g_mime_references_free(ids); }
};

std::string sender_of(GMimeMessage* message) {
    InternetAddressList* from = g_mime_message_get_from(message);
    InternetAddress* first = from != nullptr && internet_address_list_length(from) > 0
                                 ? internet_address_list_get_address(from, 0)
                                 : nullptr;
    if (first == nullptr || !INTERNET_ADDRESS_IS_MAILBOX(first)) return "";
    const char* address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first));
    return address != nullptr ? std::string(trim(address)) : "";
}

bool is_a_servers(std::string_view sender) {
    auto local = sender.substr(0, sender.find('@'));
    return sender.empty() || same_word(local, "mailer-daemon") || same_word(local, "postmaster");
}

// The last id that is a key of ours: of the letter that is answered, or of one earlier in the thread.
std::string key_in_header(GMimeMessage* message, const char* name) {
    const char* value = g_mime_object_get_header(GMIME_OBJECT(message), name);
    if (value == nullptr) return "";
    std::unique_ptr<GMimeReferences, Free> ids(g_mime_references_parse(nullptr, value));
    std::string found;
    auto count = static_cast<std::size_t>(ids ? g_mime_references_length(ids.get()) : 0);
    for (std::size_t i = 0; i < count && i < kIdsMax; ++i)
        if (const char* id = g_mime_references_get_message_id(ids.get(), static_cast<int>(i)))
            if (auto key = key_in(id); !key.empty()) found = key;
    return found;
}

std::string plain_of_html(std::string html) {
    static const RE2 kUnseen(R"((?is)<(?:style|script|head)\b[^>]*>.*?</(?:style|script|head)\s*>)");
    static const RE2 kQuoted(R"((?is)<blockquote\b.*)");
    static const RE2 kBreaks(R"((?i)<br\b[^>]*>|</(?:p|div|li|tr|h[1-6])\s*>)");
    static const RE2 kTags(R"((?s)<[^>]*>)");
    RE2::GlobalReplace(&html, kUnseen, "");
    RE2::GlobalReplace(&html, kQuoted, "");
    RE2::GlobalReplace(&html, kBreaks, "\n");
    RE2::GlobalReplace(&html, kTags, "");
    for (const auto& [written, meant] :
         {std::pair{"&nbsp;", " "}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
        RE2::GlobalReplace(&html, written, meant);
    return html;
}

// The first part of that kind, in the order of the mail; attached mails are not looked into.
GMimeObject* text_part(GMimeObject* object, const char* subtype, int depth) {
    if (object == nullptr || depth > kPartsDepthMax) return nullptr;
    bool is = g_mime_content_type_is_type(g_mime_object_get_content_type(object), "text", subtype);
    if (GMIME_IS_TEXT_PART(object) && is) return object;
    if (!GMIME_IS_MULTIPART(object)) return nullptr;
    auto* many = GMIME_MULTIPART(object);
    for (int i = 0; i < g_mime_multipart_get_count(many); ++i)
        if (auto* found = text_part(g_mime_multipart_get_part(many, i), subtype, depth + 1)) return found;
    return nullptr;
}

std::string words_of(GMimeMessage* message) {
    GMimeObject* top = g_mime_message_get_mime_part(message);
    GMimeObject* body = text_part(top, "plain", 0);
    if (body == nullptr) body = text_part(top, "html", 0);
    if (body == nullptr) return "";
    std::unique_ptr<char, Free> text(g_mime_text_part_get_text(GMIME_TEXT_PART(body)));
    if (!text) return "";
    bool html = g_mime_content_type_is_type(g_mime_object_get_content_type(body), "text", "html");
    return own_words(html ? plain_of_html(text.get()) : std::string(text.get()));
}

}  // namespace

std::optional<PersonsMail> read_persons_mail(std::string_view mail, const BounceReport& report) {
    if (report.kind != MailKind::unreadable) return std::nullopt;
    auto message = message_in(mail);
    GMimeObject* top = message ? g_mime_message_get_mime_part(message.get()) : nullptr;
    if (top == nullptr) return std::nullopt;
    if (g_mime_content_type_is_type(g_mime_object_get_content_type(top), "multipart", "report")) return std::nullopt;
    auto sender = sender_of(message.get());
    if (is_a_servers(sender)) return std::nullopt;
    PersonsMail out;
    out.words = Pii(words_of(message.get()));
    if (out.words.reveal().empty()) return std::nullopt;
    out.sender = Pii(std::move(sender));
    const char* id = g_mime_message_get_message_id(message.get());
    out.message_id = id != nullptr ? id : "";
    out.answers = key_in_header(message.get(), "In-Reply-To");
    if (out.answers.empty()) out.answers = key_in_header(message.get(), "References");
    return out;
}

}  // namespace breachd::bounces
