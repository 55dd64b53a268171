#include "engine/letter.hpp"

#include <fmt/format.h>

#include "core/telling/notice_groups.hpp"
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
    const auto& text = notice.text_for(*subject);
    auto code = store::reference_code(*letter.opener, letter.subject);
    auto addressed = address_notice(text, subject->language, subject->name.reveal(), code, notice.drill);
    Message message;
    message.reference = std::move(code);
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
    message.in_doubt = letter.in_doubt;
    message.at = letter.at;
    if (letter.delivery != 0) message.return_token = return_token(*letter.opener, letter.delivery);
    return message;
}

std::string return_token(const store::Opener& opener, std::int64_t delivery) {
    constexpr std::size_t kLetters = 16;
    return fmt::format("{}-{}", delivery, hex(opener.tag(fmt::format("return|{}", delivery))).substr(0, kLetters));
}

const NoticeText& ReleasedNotice::text_for(const Subject& subject) const {
    auto own = by_kinds.find(group_in(subject.kinds, kinds));
    bool english = subject.language == "en";
    if (own != by_kinds.end()) return english ? own->second.en : own->second.vi;
    return english ? en : vi;
}

json::object frozen_by_kinds(const Incident& incident, const Settings& settings) {
    json::object out;
    for (const auto& [kinds, draft] : drafts_by_kinds(incident, settings)) out[kinds] = frozen(draft);
    return out;
}

json::object frozen(const NoticeDraft& draft) {
    auto one = [](const NoticeText& t) {
        return json::object{{"subject", t.subject}, {"body", t.body}, {"short", t.short_text}};
    };
    return {{"vi", one(draft.vi)}, {"en", one(draft.en)}};
}

std::shared_ptr<const ReleasedNotice> thawed(const json::object& document, const json::object& by_kinds,
                                             const Incident& incident, std::string_view or_else) {
    auto notice = std::make_shared<ReleasedNotice>();
    bool up = incident.content_page_url && incident.content_page_version == incident.notice_version;
    auto address = up ? *incident.content_page_url : std::string(or_else);
    auto one = [&](const json::object& texts, const char* language, NoticeText& text) {
        const auto& o = texts.at(language).as_object();
        text = {std::string(o.at("subject").as_string()), std::string(o.at("body").as_string()),
                with_content_url(std::string(o.at("short").as_string()), address)};
    };
    notice->incident = incident.id;
    notice->version = incident.notice_version;
    notice->drill = incident.drill;
    const auto* cover = incident.cover_of(incident.notice_version);
    notice->short_text_tells = cover != nullptr && cover->short_text_tells();
    if (cover != nullptr) notice->kinds = cover->kinds;
    one(document, "vi", notice->vi);
    one(document, "en", notice->en);
    for (const auto& [kinds, texts] : by_kinds) {
        auto& own = notice->by_kinds[std::string(kinds)];
        one(texts.as_object(), "vi", own.vi);
        one(texts.as_object(), "en", own.en);
    }
    return notice;
}

}  // namespace breachd::engine
