#include "core/telling/released_notice.hpp"

#include "core/telling/notice_groups.hpp"
#include "core/telling/short_text.hpp"

namespace breachd {

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
                                             const Incident& incident, int version, std::string_view or_else) {
    auto notice = std::make_shared<ReleasedNotice>();
    const auto* cover = incident.cover_of(version);
    bool up = incident.content_page_url && incident.content_page_version == version;
    bool was_up = !up && cover != nullptr && cover->whole_text_at.starts_with("http");
    auto address = up ? *incident.content_page_url : was_up ? cover->whole_text_at : std::string(or_else);
    auto one = [&](const json::object& texts, const char* language, NoticeText& text) {
        const auto& o = texts.at(language).as_object();
        text = {std::string(o.at("subject").as_string()), std::string(o.at("body").as_string()),
                with_content_url(std::string(o.at("short").as_string()), address)};
    };
    notice->incident = incident.id;
    notice->version = version;
    notice->drill = incident.drill;
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

}  // namespace breachd
