#include "engine/letter.hpp"

#include <fmt/format.h>

#include "core/telling/short_text.hpp"
#include "core/telling/ways.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::engine {

Result<Message> write_letter(const Letter& letter) {
    const auto& notice = *letter.notice;
    auto plain = letter.opener->open(letter.sealed, store::subject_place(notice.incident, letter.subject));
    if (!plain) return plain.error();
    auto subject = deserialise_subject(*plain);
    if (!subject) return Error{ErrorCode::failed, "the recipient's data cannot be read", letter.key};
    const auto& text = subject->language == "en" ? notice.en : notice.vi;
    auto addressed = address_notice(text, subject->language, subject->name.reveal(),
                                    store::reference_code(*letter.opener, letter.subject), notice.drill);
    Message message;
    message.key = letter.key;
    message.kind = "notice";
    message.incident = notice.incident;
    message.to = address_for(*subject, letter.contacts);
    message.to_name = subject->name;
    message.language = subject->language;
    message.subject = addressed.subject;
    message.text = Pii(std::move(addressed.text));
    message.html = Pii(std::move(addressed.html));
    message.short_text = Pii(std::move(addressed.short_text));
    message.data = {{"notice_version", notice.version}};
    message.drill = notice.drill;
    message.at = letter.at;
    return message;
}

json::object frozen(const NoticeDraft& draft) {
    auto one = [](const NoticeText& t) {
        return json::object{{"subject", t.subject}, {"body", t.body}, {"short", t.short_text}};
    };
    return {{"vi", one(draft.vi)}, {"en", one(draft.en)}};
}

std::shared_ptr<const ReleasedNotice> thawed(const json::object& document, const Incident& incident,
                                             std::string_view or_else) {
    auto notice = std::make_shared<ReleasedNotice>();
    bool up = incident.content_page_url && incident.content_page_version == incident.notice_version;
    auto address = up ? *incident.content_page_url : std::string(or_else);
    auto one = [&](const char* language, NoticeText& text) {
        const auto& o = document.at(language).as_object();
        text = {std::string(o.at("subject").as_string()), std::string(o.at("body").as_string()),
                with_content_url(std::string(o.at("short").as_string()), address)};
    };
    notice->incident = incident.id;
    notice->version = incident.notice_version;
    notice->drill = incident.drill;
    const auto* cover = incident.cover_of(incident.notice_version);
    notice->short_text_tells = cover != nullptr && cover->short_text_tells();
    one("vi", notice->vi);
    one("en", notice->en);
    return notice;
}

}  // namespace breachd::engine
