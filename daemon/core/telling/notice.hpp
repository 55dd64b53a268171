// The notice to a data subject: a pure function of facts and templates (mustache, logic-less), per language. The same
// facts give the same bytes. Nothing from alerts' free text ever gets in; the only personal data is the addressee's
// name and reference code, put in at the last moment by address_notice() of addressed_notice.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/incident/incident.hpp"
#include "settings/settings.hpp"

namespace breachd {

// A content item that the law wants and the draft lacks.
struct MissingItem {
    std::string id;  // ContentItem::id
    std::string citation;
    Bilingual label;
    std::vector<std::string> facts;  // names of the facts: to be given (PATCH members), or that the text does not say
    std::string language;            // of the text that does not say what is known; "": the facts are not known
};

// Something else for which a text may not be sent.
struct TextFault {
    std::string where;  // "/vi/body"
    std::string what;
};

// An item that a letter nobody demands leaves out, since there is nothing to say of it.
struct EmptyItem {
    std::string id;  // ContentItem::id
    Bilingual label;
};

struct NoticeText {
    std::string subject;  // of the e-mail
    std::string body;     // plain text; holds {{name}} and {{code}} for address_notice()
    // a pointer for SMS and the like: what happened, one action, where to read; no link unless allowed
    // and the full content behind {{content_url}}, for with_content_url() of core/telling/short_text.hpp
    std::string short_text;
};

// A short text for which there was no room: of whose words some are left out. What its template can give up in whole
// parts is not counted.
struct ShortCut {
    enum What { name, sentence };
    std::string language;
    What what;
};

struct NoticeDraft {
    NoticeText vi, en;
    std::vector<MissingItem> missing;  // of the facts, and of the texts as they would leave
    std::vector<TextFault> faults;
    std::vector<ShortCut> cuts;
    bool demanded = true;          // a duty towards subjects wants items of it
    std::vector<EmptyItem> empty;  // only where none does
    std::string whole_text_at;  // every short text names this place, where all items can be read; "": they only point
    std::string sha256;         // over both languages; what is approved is what is sent
    bool complete() const { return missing.empty() && faults.empty(); }
};

// Items required by all contents that apply (29.2 and/or 28.1), each once, in the law's order, whose facts are unknown.
std::vector<MissingItem> missing_items(const Incident& incident, const Settings& settings);

// From the templates "notice.vi" and "notice.en" (fields subject, body, short_text), then incident.notice_overrides
// ("vi.body" etc., edited by hand) replace whole fields; {{kinds}} in them becomes the labels of the affected kinds.
// Every item is looked for in the text itself: what the law wants is in the letter, or the item is missing.
NoticeDraft draft_notice(const Incident& incident, const Settings& settings);

// The first placeholder that is not {{name}}, {{code}} or {{kinds}}; "" when there is none.
std::string unknown_placeholder(std::string_view text);

// Where people can read every item, as a short text may name it: the content page, else the published public notice;
// where links are forbidden, the place in the organisation's own application. "" when there is none.
std::string whole_text_place(const Incident& incident, const Settings& settings);

// The content items that the law wants of a letter about this incident: their ids.
std::vector<std::string> items_wanted(const Incident& incident, const Settings& settings);

// What stands in a short text while the content page has no address: the organisation's site, or its telephone.
std::string without_content_url(const Settings& settings);

inline constexpr std::string_view kDrillMark = "DIỄN TẬP / DRILL";

// "vị trí của cá nhân được xác định qua dịch vụ định vị, sinh trắc học": labels of the affected kinds.
std::string kinds_text(const Incident& incident, const Edition& edition, std::string_view language);
// A fact in words for documents: a time in Vietnamese local form, "" when unknown.
std::string fact_text(const Incident& incident, const Settings& settings, std::string_view fact,
                      std::string_view language);

}  // namespace breachd
