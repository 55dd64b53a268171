#include "core/telling/notice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "core/telling/letter_data.hpp"
#include "core/telling/letter_items.hpp"
#include "core/telling/outside.hpp"
#include "core/telling/public_page.hpp"
#include "core/telling/short_text.hpp"
#include "core/telling/template.hpp"
#include "core/telling/wording.hpp"
#include "core/words/terms.hpp"
#include "core/words/words.hpp"

namespace breachd {

namespace {

// A text message of four parts of concatenated UCS-2 (67 units each), less room for the drill mark in front and for a
// reference code that is longer than its placeholder.
constexpr std::size_t kShortUnitsMax = 4 * 67 - 20 - 16;
constexpr std::size_t kShortKindsUnitsMax = 60;

const std::string& hotline_of(const Settings& settings) {
    const auto& organisation = settings.organisation;
    for (const auto* phone : {&organisation.incident_desk.phone, &organisation.data_protection_officer.phone})
        if (!phone->empty()) return *phone;
    return organisation.phone;
}

class DraftWriter {
  public:
    DraftWriter(const Incident& incident, const Settings& settings)
        : incident_(incident), settings_(settings), edition_(settings.edition_of(incident.edition)) {
        if (edition_) items_ = items_that_apply(incident, *edition_);
    }

    NoticeText write(std::string_view language, NoticeDraft& draft) const {
        auto values = data(language);
        NoticeText text;
        text.subject = field(language, "subject", values);
        text.body = field(language, "body", values) + "\n";
        text.short_text = field(language, "short", short_data(language, values, kShortKindsUnitsMax));
        shorten(text.short_text, language, values, draft);
        return text;
    }

    // What the text does not say of what is known and wanted, and what else is wrong with it.
    void check(const NoticeText& text, std::string_view language, NoticeDraft& draft) const {
        for (const auto& item : items_) {
            MissingItem missing{item.id, item.citation, item.label, {}, std::string(language)};
            for (const auto& fact : item.facts)
                if (!says_fact(text.body, fact, language)) missing.facts.push_back(fact);
            bool told = std::any_of(draft.missing.begin(), draft.missing.end(), [&](const MissingItem& each) {
                return each.id == missing.id && each.language == missing.language;
            });
            if (!missing.facts.empty() && !told) draft.missing.push_back(std::move(missing));
        }
        check_field(text.subject, language, "subject", draft);
        check_field(text.body, language, "body", draft);
        check_field(text.short_text, language, "short", draft);
    }

    // Where the law wants no letter: what this one has nothing to say of.
    void note_empty(NoticeDraft& draft) const {
        draft.demanded = !items_.empty();
        for (const auto& item : kLetterItems)
            if (!is_shown(item) && !draft.demanded)
                draft.empty.push_back({std::string(item.id), {std::string(item.vi), std::string(item.en)}});
    }

  private:
    bool says_fact(std::string_view body, std::string_view fact, std::string_view language) const {
        auto allowed = [&](const std::string& text) {
            return settings_.notice.links_allowed ? text : without_links(text, language);
        };
        if (fact != "kinds") return says(body, allowed(text_of(fact, language)));  // what is unknown is said already
        return std::all_of(incident_.kinds.begin(), incident_.kinds.end(), [&](const KindCount& each) {
            return says(body, allowed(kind_label(each.kind, edition_, language)));
        });
    }

    void check_field(std::string_view text, std::string_view language, std::string_view name,
                     NoticeDraft& draft) const {
        auto fault = [&](std::string what) {
            auto where = fmt::format("/{}/{}", language, name);
            auto same = [&](const TextFault& each) { return each.where == where && each.what == what; };
            if (std::none_of(draft.faults.begin(), draft.faults.end(), same))
                draft.faults.push_back({std::move(where), std::move(what)});
        };
        if (trimmed(std::string(text)).empty()) return fault("is empty");
        constexpr std::string_view kCode = "{{code}}";
        auto from = template_text(settings_.templates.texts, fmt::format("notice.{}.{}", language, name));
        if (from.find(kCode) != from.npos && text.find(kCode) == text.npos)
            fault("lacks {{code}}, by which a person who calls can be found");
        if (const auto* edited = edited_text(language, name))
            if (auto unknown = unknown_placeholder(*edited); !unknown.empty())
                fault(
                    fmt::format("holds {}, which nothing fills in; known are {{{{name}}}}, {{{{code}}}} and "
                                "{{{{kinds}}}}",
                                unknown));
    }

    const std::string* edited_text(std::string_view language, std::string_view name) const {
        const auto& overrides = incident_.notice_overrides;
        auto edited = overrides.find(fmt::format("{}.{}", language, name));
        if (edited == overrides.end() && name == "short")
            edited = overrides.find(fmt::format("{}.short_text", language));
        return edited == overrides.end() ? nullptr : &edited->second;
    }

    // The fact as a letter says it; "" when it is not known.
    std::string text_of(std::string_view fact, std::string_view language) const {
        return outside_text(incident_, settings_, fact, language, Outside::letter);
    }

    std::string field(std::string_view language, std::string_view name, const json::object& values) const {
        std::string text;
        if (const auto* edited = edited_text(language, name)) {
            text = with_kinds(*edited, edition_ ? kinds_text(incident_, *edition_, language) : "");
        } else {
            auto template_name = fmt::format("notice.{}.{}", language, name);
            auto rendered =
                render_template(template_text(settings_.templates.texts, template_name), values, TemplateKind::plain);
            // A template that cannot be read is refused when the configuration is loaded; the built-in one always can.
            if (!rendered) rendered = render_template(default_template(template_name), values, TemplateKind::plain);
            text = *rendered;
        }
        text = printable(trimmed(without_gaps(text))).text;
        if (!settings_.notice.links_allowed) text = without_links(text, language);
        return name == "short" ? safe_for_sms(text) : text;
    }

    bool wanted(std::string_view fact) const {
        return std::any_of(items_.begin(), items_.end(), [&](const ContentItem& item) {
            return std::find(item.facts.begin(), item.facts.end(), fact) != item.facts.end();
        });
    }

    // Unknown and wanted by the law: says so in the draft (which cannot be released then). Unknown and not wanted: left
    // out.
    json::value value_of(std::string_view fact, std::string_view language) const {
        auto text = text_of(fact, language);
        if (!text.empty()) return json::value(text);
        if (wanted(fact)) return json::value(std::string(pick(language, "[chưa có thông tin]", "[not known yet]")));
        return json::value(false);
    }

    json::object data(std::string_view language) const {
        json::object out;
        out["name"] = "{{name}}";
        out["code"] = "{{code}}";
        out["organisation"] = settings_.organisation.name;
        out["citations"] = citations_text(incident_, edition_, language);
        out["occurred"] = value_of("occurred_from", language);
        for (std::string_view fact : {"detected_at", "detected_how", "place", "act", "parties", "description"})
            out[fact] = value_of(fact, language);
        out["kinds_counted"] = value_of(incident_.kinds.empty() ? "kinds" : "kinds_counted", language);
        out["kinds_text"] = value_of("kinds", language);
        auto kinds = kinds_list(incident_, edition_, language);
        if (kinds.empty()) kinds.push_back(json::object{{"line", value_of("kinds", language)}});
        out["kinds_list"] = std::move(kinds);
        out["you"] = is_english(language) ? json::value("you") : json::value(settings_.notice.address);
        out["suffered"] = words::suffered(incident_.act, language);
        out["in_vietnamese"] = in_vietnamese(incident_);
        for (std::string_view fact : {"consequences", "severity_and_risks", "measures", "guidance"})
            out[std::string(fact) + "_text"] = value_of(fact, language);
        out["data_protection_officer"] = value_of("organisation.data_protection_officer", language);
        out["incident_desk"] = value_of("organisation.incident_desk", language);
        const auto& url = incident_.public_notice.url;
        out["public_url"] = url && settings_.notice.links_allowed ? json::value(*url) : json::value(false);
        out["content_url"] = content_page_possible(settings_) ? json::value(kContentUrl) : json::value(false);
        add_items(out);
        return out;
    }

    // Numbers are given only to the items that are shown: those that the law wants, and where it wants none, those
    // that have something to say.
    bool is_shown(const LetterItem& item) const {
        if (items_.empty()) return has_facts(item);
        return std::any_of(items_.begin(), items_.end(), [&](const auto& each) { return each.id == item.id; });
    }

    bool has_facts(const LetterItem& item) const {
        return std::any_of(item.facts.begin(), item.facts.end(),
                           [&](auto fact) { return !fact.empty() && !text_of(fact, "vi").empty(); });
    }

    void add_items(json::object& out) const {
        int number = 0;
        for (const auto& item : kLetterItems) {
            if (is_shown(item))
                out[item.id] = json::object{{"number", std::to_string(++number)}};
            else
                out[item.id] = false;
        }
    }

    json::object short_data(std::string_view language, json::object values, std::size_t kinds_units_max) const {
        std::string kinds;
        for (const auto& count : incident_.kinds) join(kinds, ", ", kind_short(count.kind, edition_, language));
        bool says_data = is_english(language) || kinds.starts_with("dữ liệu") || kinds.starts_with("Dữ liệu");
        auto named = says_data ? kinds : "dữ liệu " + kinds;
        if (kinds.empty() || utf16_units(named) > kinds_units_max)
            named = pick(language, "dữ liệu cá nhân", "personal data");
        values["kinds_short"] = named;
        values["advice"] = true;
        values["advice_brief"] = false;
        auto day = local_date(incident_.detected_at);
        values["detected_day"] =
            fmt::format("{:02}/{:02}/{}", unsigned(day.day()), unsigned(day.month()), int(day.year()));
        auto hotline = hotline_of(settings_);
        values["hotline"] = hotline.empty() ? json::value(false) : json::value(hotline);
        auto site = settings_.notice.links_allowed ? without_scheme(settings_.organisation.website) : "";
        values["site"] = site.empty() ? json::value(false) : json::value(site);
        auto whole = whole_text_place(incident_, settings_);
        values["whole_text"] = whole.empty() ? json::value(false) : json::value(whole);
        return values;
    }

    ShortRoom room() const {
        const auto* publisher = settings_.public_notice.first_for_files();
        return {kShortUnitsMax, (publisher ? publisher->url.size() : 0) + 2 + kContentFolderLetters};
    }

    // Gives up whole parts, in this order: the names of the kinds, the address of the site (or, where the place of the
    // whole notice is named, the telephone), the legal form in the organisation's name, the longer advice, what befell
    // the data, the advice (it stands in the whole notice). Only then are words left out, and that is told.
    void shorten(std::string& text, std::string_view language, const json::object& values, NoticeDraft& draft) const {
        const auto all = room();
        auto place = whole_text_place(incident_, settings_);
        auto tight = short_data(language, values, 0);
        auto name = without_legal_form(settings_.organisation.name);
        const json::object given_up[] = {
            {},
            {{"site", false}, {"hotline", place.empty() ? tight["hotline"] : json::value(false)}},
            {{"organisation", name}},
            {{"advice", false}, {"advice_brief", true}},
            {{"suffered", words::suffered("", language)}},
            {{"advice_brief", false}}};
        for (const auto& part : given_up) {
            if (all.fits(text)) return;
            for (const auto& value : part) tight[value.key()] = value.value();
            text = field(language, "short", tight);
        }
        if (all.fits(text)) return;
        auto named = with_name_cut(name, language, tight);
        text = named.empty() ? cut_to_end(text, place, all, language) : named;
        draft.cuts.push_back({std::string(language), named.empty() ? ShortCut::sentence : ShortCut::name});
    }

    // With the front of the name and "…" after it, at least half of it; "" where that is not enough.
    std::string with_name_cut(std::string_view name, std::string_view language, json::object values) const {
        for (auto front = without_last_word(name); utf16_units(front) * 2 >= utf16_units(name);
             front = without_last_word(front)) {
            values["organisation"] = std::string(front) + "…";
            if (auto text = field(language, "short", values); room().fits(text)) return text;
        }
        return "";
    }

    const Incident& incident_;
    const Settings& settings_;
    const Edition* edition_;
    std::vector<ContentItem> items_;
};

}  // namespace

std::vector<MissingItem> missing_items(const Incident& incident, const Settings& settings) {
    std::vector<MissingItem> out;
    const auto* edition = settings.edition_of(incident.edition);
    if (!edition) return out;
    for (const auto& item : items_that_apply(incident, *edition)) {
        MissingItem missing{item.id, item.citation, item.label, {}, ""};
        for (const auto& fact : item.facts)
            if (fact_text(incident, settings, fact, "vi").empty()) missing.facts.push_back(fact);
        if (!missing.facts.empty()) out.push_back(std::move(missing));
    }
    return out;
}

NoticeDraft draft_notice(const Incident& incident, const Settings& settings) {
    DraftWriter writer(incident, settings);
    NoticeDraft draft;
    draft.vi = writer.write("vi", draft);
    draft.en = writer.write("en", draft);
    draft.missing = missing_items(incident, settings);
    writer.note_empty(draft);
    writer.check(draft.vi, "vi", draft);
    writer.check(draft.en, "en", draft);
    auto place = whole_text_place(incident, settings);
    auto names = [&](const NoticeText& text) { return text.short_text.find(place) != std::string::npos; };
    if (!place.empty() && names(draft.vi) && names(draft.en)) draft.whole_text_at = place;
    auto fields = [](const NoticeText& text) {
        return json::object{{"subject", text.subject}, {"body", text.body}, {"short", text.short_text}};
    };
    draft.sha256 = hex(sha256(canonical_json(json::object{{"vi", fields(draft.vi)}, {"en", fields(draft.en)}})));
    return draft;
}

std::string without_content_url(const Settings& settings) {
    auto site = settings.notice.links_allowed ? without_scheme(settings.organisation.website) : "";
    return site.empty() ? hotline_of(settings) : site;
}

std::string whole_text_place(const Incident& incident, const Settings& settings) {
    if (!settings.notice.links_allowed) return settings.notice.in_app_place;
    if (content_page_possible(settings)) return std::string(kContentUrl);
    bool published = incident.public_notice.state == PublicNoticeState::published;
    return published ? incident.public_notice.url.value_or("") : "";
}

std::vector<std::string> items_wanted(const Incident& incident, const Settings& settings) {
    std::vector<std::string> out;
    if (const auto* edition = settings.edition_of(incident.edition))
        for (const auto& item : items_that_apply(incident, *edition)) out.push_back(item.id);
    return out;
}

}  // namespace breachd
