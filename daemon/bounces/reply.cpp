#include "bounces/reply.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <memory>

#include "base/text.hpp"
#include "bounces/html_text.hpp"
#include "bounces/mime.hpp"
#include "bounces/writer.hpp"
#include "core/telling/reply.hpp"

namespace breachd::bounces {

namespace {

constexpr int kIdsMax = 50;  // of References; ours is among the first, where the thread begins

struct Free {
    void operator()(char* text) const { g_free(text); }
    void operator()(GMimeReferences* ids) const { g_mime_references_free(ids); }
};

// Ids of mail programs may look like keys of ours: all of them are candidates, those at the end of the thread first.
void add_keys(GMimeMessage* message, const char* name, std::vector<std::string>& out) {
    const char* value = g_mime_object_get_header(GMIME_OBJECT(message), name);
    if (value == nullptr) return;
    std::unique_ptr<GMimeReferences, Free> ids(g_mime_references_parse(nullptr, value));
    for (int i = ids ? std::min(g_mime_references_length(ids.get()), kIdsMax) - 1 : -1; i >= 0; --i) {
        const char* id = g_mime_references_get_message_id(ids.get(), i);
        if (auto key = id != nullptr ? key_in(id) : ""; !key.empty()) out.push_back(std::move(key));
    }
}

// A part with the name of a file is one, although it is shown within the mail.
bool is_a_file(GMimeObject* object) {
    GMimeContentDisposition* disposition = g_mime_object_get_content_disposition(object);
    if (disposition != nullptr && g_mime_content_disposition_is_attachment(disposition)) return true;
    return GMIME_IS_PART(object) && g_mime_part_get_filename(GMIME_PART(object)) != nullptr;
}

// Of the first part of that kind that has any; files are not looked into.
std::string words_in(GMimeMessage* message, const char* subtype) {
    bool html = std::string_view(subtype) == "html";
    for (GMimeObject* part : parts_of(message)) {
        bool is = g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text", subtype);
        if (!is || !GMIME_IS_TEXT_PART(part) || is_a_file(part)) continue;
        std::unique_ptr<char, Free> text(g_mime_text_part_get_text(GMIME_TEXT_PART(part)));
        if (!text) continue;
        auto words = own_words(html ? plain_of_html(text.get()) : std::string(text.get()));
        if (!words.empty()) return words;
    }
    return "";
}

// Not the one of the letter that is answered.
std::string own_subject(GMimeMessage* message) {
    const char* value = g_mime_message_get_subject(message);
    std::string subject(value != nullptr ? trim(value) : "");
    static const RE2 kAnswers(R"((?i)^(re|fwd?|tr|aw|sv|tl|trả lời|chuyển tiếp)\s*(\[\d+\])?\s*:)");
    return RE2::PartialMatch(subject, kAnswers) ? "" : own_words(subject);
}

std::string words_of(GMimeMessage* message) {
    auto words = words_in(message, "plain");
    if (words.empty()) words = words_in(message, "html");
    return words.empty() ? own_subject(message) : words;
}

}  // namespace

std::optional<PersonsMail> read_persons_mail(std::string_view mail, const BounceReport& report) {
    if (report.kind != MailKind::unreadable) return std::nullopt;
    auto message = message_in(mail);
    if (!message || g_mime_message_get_mime_part(message.get()) == nullptr) return std::nullopt;
    if (writer_of(message.get()) != Writer::person) return std::nullopt;
    PersonsMail out;
    out.words = Pii(words_of(message.get()));
    out.sender = Pii(sender_of(message.get()));
    const char* id = g_mime_message_get_message_id(message.get());
    out.message_id = id != nullptr ? id : "";
    add_keys(message.get(), "In-Reply-To", out.answers);
    add_keys(message.get(), "References", out.answers);
    return out;
}

}  // namespace breachd::bounces
