#include "core/telling/notice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "core/law/obligation.hpp"
#include "core/telling/letter_html.hpp"
#include "core/telling/outside.hpp"
#include "core/telling/public_page.hpp"
#include "core/telling/short_text.hpp"
#include "core/telling/template.hpp"
#include "core/words/words.hpp"

namespace breachd {

namespace {

// The order in which the templates print the items; numbers are given only to those that apply.
constexpr std::array kItemOrder = {"when_how_detected",  "nature",   "kinds",    "consequences",
                                   "severity_and_risks", "measures", "guidance", "contacts"};

// A text message of four parts of concatenated UCS-2 (67 units each), less room for the drill mark in front and for a
// reference code that is longer than its placeholder.
constexpr std::size_t kShortUnitsMax = 4 * 67 - 20 - 16;
constexpr std::size_t kShortKindsUnitsMax = 60;

// Removes what a reader's program would turn into a link (Circular 50/2024/TT-NHNN Điều 17.3 forbids them to banks).
std::string without_links(std::string_view text, std::string_view language) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        auto rest = text.substr(at);
        bool link = rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("HTTP://") ||
                    rest.starts_with("HTTPS://") || rest.starts_with("www.");
        if (!link) {
            out += text[at++];
            continue;
        }
        while (at < text.size() && static_cast<unsigned char>(text[at]) > 0x20 && text[at] != ')' && text[at] != '>')
            ++at;
        out += pick(language, "trang thông tin điện tử chính thức của chúng tôi", "our official website");
    }
    return out;
}

std::string without_scheme(std::string_view url) {
    auto at = url.find("://");
    url = at == std::string_view::npos ? url : url.substr(at + 3);
    while (url.ends_with('/')) url.remove_suffix(1);
    return std::string(url);
}

// Sections that are left out leave their blank lines behind: never more than one of them in a row.
std::string without_gaps(std::string_view text) {
    std::string out;
    for (char c : text)
        if (c != '\n' || !out.ends_with("\n\n")) out += c;
    return out;
}

const std::string& hotline_of(const Settings& settings) {
    const auto& organisation = settings.organisation;
    for (const auto* phone : {&organisation.incident_desk.phone, &organisation.data_protection_officer.phone})
        if (!phone->empty()) return *phone;
    return organisation.phone;
}

std::vector<const Content*> contents_that_apply(const Incident& incident, const Edition& edition) {
    std::vector<const Content*> out;
    for (const auto& content : edition.contents) {
        bool wanted = std::any_of(incident.obligations.begin(), incident.obligations.end(), [&](const Obligation& o) {
            const auto* rule = edition.obligation(o.id);
            return rule && is_for_subjects(o) && o.state != ObligationState::not_applicable &&
                   rule->content == content.id;
        });
        if (wanted) out.push_back(&content);
    }
    return out;
}

// Each item once; the facts of items that two contents share are put together.
std::vector<ContentItem> items_that_apply(const Incident& incident, const Edition& edition) {
    std::vector<ContentItem> out;
    for (const auto* content : contents_that_apply(incident, edition)) {
        for (const auto& item : content->items) {
            auto same = std::find_if(out.begin(), out.end(), [&](const auto& i) { return i.id == item.id; });
            if (same == out.end()) {
                out.push_back(item);
                continue;
            }
            for (const auto& fact : item.facts)
                if (std::find(same->facts.begin(), same->facts.end(), fact) == same->facts.end())
                    same->facts.push_back(fact);
        }
    }
    return out;
}

std::string citations_text(const Incident& incident, const Edition* edition, std::string_view language) {
    std::string out;
    for (const auto& o : incident.obligations)
        if (is_for_subjects(o) && o.state != ObligationState::not_applicable &&
            out.find(o.citation) == std::string::npos)
            join(out, ", ", o.citation);
    if (out.empty())
        return std::string(
            pick(language, "pháp luật về bảo vệ dữ liệu cá nhân", "the law on personal data protection"));
    if (edition && !edition->name.empty()) out += fmt::format(" ({})", edition->name);
    constexpr std::string_view kArticle = "Điều ";
    for (std::size_t at; is_english(language) && (at = out.find(kArticle)) != std::string::npos;)
        out.replace(at, kArticle.size(), "Article ");
    return out;
}

class DraftWriter {
  public:
    DraftWriter(const Incident& incident, const Settings& settings)
        : incident_(incident), settings_(settings), edition_(settings.edition_of(incident.edition)) {
        if (edition_) items_ = items_that_apply(incident, *edition_);
    }

    NoticeText write(std::string_view language) const {
        auto values = data(language);
        NoticeText text;
        text.subject = field(language, "subject", values);
        text.body = field(language, "body", values) + "\n";
        text.short_text = field(language, "short", short_data(language, values, kShortKindsUnitsMax));
        shorten(text.short_text, language, values);
        return text;
    }

  private:
    std::string field(std::string_view language, std::string_view name, const json::object& values) const {
        auto key = fmt::format("{}.{}", language, name);
        auto edited = incident_.notice_overrides.find(key);
        if (edited == incident_.notice_overrides.end() && name == "short")
            edited = incident_.notice_overrides.find(key + "_text");
        std::string text;
        if (edited != incident_.notice_overrides.end()) {
            text = edited->second;
        } else {
            auto template_name = "notice." + key;
            auto rendered =
                render_template(template_text(settings_.templates.texts, template_name), values, TemplateKind::plain);
            // A template that cannot be read is refused when the configuration is loaded; the built-in one always can.
            if (!rendered) rendered = render_template(default_template(template_name), values, TemplateKind::plain);
            text = *rendered;
        }
        text = trimmed(without_gaps(text));
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
        auto text = outside_text(incident_, settings_, fact, language, Outside::letter);
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

    void add_items(json::object& out) const {
        int number = 0;
        for (std::string_view id : kItemOrder) {
            // Without a duty there is nothing to leave out: a preview shows every item that has facts.
            bool shown =
                items_.empty() || std::any_of(items_.begin(), items_.end(), [&](const auto& i) { return i.id == id; });
            if (shown)
                out[id] = json::object{{"number", std::to_string(++number)}};
            else
                out[id] = false;
        }
    }

    json::object short_data(std::string_view language, json::object values, std::size_t kinds_units_max) const {
        auto kinds = edition_ ? kinds_text(incident_, *edition_, language) : "";
        bool says_data = is_english(language) || kinds.starts_with("dữ liệu") || kinds.starts_with("Dữ liệu");
        auto named = says_data ? kinds : "dữ liệu " + kinds;
        if (kinds.empty() || utf16_units(named) > kinds_units_max)
            named = pick(language, "dữ liệu cá nhân", "personal data");
        values["kinds_short"] = named;
        auto day = local_date(incident_.detected_at);
        values["detected_day"] =
            fmt::format("{:02}/{:02}/{}", unsigned(day.day()), unsigned(day.month()), int(day.year()));
        auto hotline = hotline_of(settings_);
        values["hotline"] = hotline.empty() ? json::value(false) : json::value(hotline);
        auto site = settings_.notice.links_allowed ? without_scheme(settings_.organisation.website) : "";
        values["site"] = site.empty() ? json::value(false) : json::value(site);
        return values;
    }

    // As the recipient gets it: with the whole address.
    std::size_t units_of(const std::string& text) const {
        auto units = utf16_units(text);
        if (text.find(kContentUrl) == text.npos) return units;
        return units - kContentUrl.size() + settings_.public_notice.publishers.front().url.size() + 2 +
               kContentFolderLetters;
    }

    // Gives up, in this order: the names of the kinds, the address of the site, the tail of the organisation's name.
    void shorten(std::string& text, std::string_view language, const json::object& values) const {
        if (units_of(text) <= kShortUnitsMax) return;
        auto tight = short_data(language, values, 0);
        text = field(language, "short", tight);
        if (units_of(text) <= kShortUnitsMax) return;
        tight["site"] = false;
        text = field(language, "short", tight);
        auto over = units_of(text);
        if (over <= kShortUnitsMax) return;
        auto name_units = utf16_units(settings_.organisation.name);
        over -= kShortUnitsMax;
        if (name_units > over + 10) {
            tight["organisation"] = cut_units(settings_.organisation.name, name_units - over);
            text = field(language, "short", tight);
        }
        if (units_of(text) <= kShortUnitsMax) return;
        auto tail = std::string(" {{code}}");
        if (text.find(kContentUrl) != text.npos) tail += fmt::format(" {}", kContentUrl);
        text = cut_units(text, kShortUnitsMax - std::min(kShortUnitsMax / 2, units_of(tail) + 1)) + tail;
    }

    const Incident& incident_;
    const Settings& settings_;
    const Edition* edition_;
    std::vector<ContentItem> items_;
};

// One line, no control characters: a name from an import may not add lines or header fields.
std::string one_line(std::string_view text) { return trimmed(without_controls(text)); }

// Only these two names are known here, so that braces in a fact typed by somebody mean nothing.
std::string fill_in(std::string_view text, std::string_view name, std::string_view code) {
    constexpr std::string_view kName = "{{name}}", kCode = "{{code}}";
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with(kName)) {
            out += name;
            at += kName.size();
        } else if (text.substr(at).starts_with(kCode)) {
            out += code;
            at += kCode.size();
        } else {
            out += text[at++];
        }
    }
    return out;
}

std::string html_of(std::string_view text, std::string_view title, std::string_view language) {
    return fmt::format(
        "<!doctype html>\n<html lang=\"{0}\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{1}</title></head>\n"
        "<body style=\"font-family:Arial,sans-serif;font-size:16px;line-height:1.5;max-width:40em\">\n"
        "{2}</body></html>\n",
        is_english(language) ? "en" : "vi", escape_markup(title), letter_html(text));
}

}  // namespace

std::vector<MissingItem> missing_items(const Incident& incident, const Settings& settings) {
    std::vector<MissingItem> out;
    const auto* edition = settings.edition_of(incident.edition);
    if (!edition) return out;
    for (const auto& item : items_that_apply(incident, *edition)) {
        MissingItem missing{item.id, item.citation, item.label, {}};
        for (const auto& fact : item.facts)
            if (fact_text(incident, settings, fact, "vi").empty()) missing.facts.push_back(fact);
        if (!missing.facts.empty()) out.push_back(std::move(missing));
    }
    return out;
}

NoticeDraft draft_notice(const Incident& incident, const Settings& settings) {
    DraftWriter writer(incident, settings);
    NoticeDraft draft;
    draft.vi = writer.write("vi");
    draft.en = writer.write("en");
    draft.missing = missing_items(incident, settings);
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

AddressedNotice address_notice(const NoticeText& text, std::string_view language, std::string_view name,
                               std::string_view code, bool drill) {
    auto addressee = one_line(name);
    if (addressee.empty()) addressee = pick(language, "Quý khách", "customer");
    auto reference = one_line(code);
    AddressedNotice out;
    out.subject = one_line(fill_in(text.subject, addressee, reference));
    out.text = fill_in(text.body, addressee, reference);
    out.short_text = fill_in(text.short_text, addressee, reference);
    if (drill) {
        auto mark = std::string(kDrillMark);
        out.subject = mark + ": " + out.subject;
        out.text = mark + "\n\n" + out.text;
        out.short_text = mark + ": " + out.short_text;
    }
    out.html = html_of(out.text, out.subject, language);
    return out;
}

}  // namespace breachd
