#include "report/public_notice.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "core/telling/notice.hpp"
#include "core/telling/template.hpp"
#include "core/words/words.hpp"
#include "report/text.hpp"

namespace breachd::report {

namespace {

// Contrast at least 7:1 on white; scales with the reader's font size; prints black on white.
constexpr std::string_view kStyle = R"(
:root{color-scheme:light}
body{margin:0;background:#fff;color:#1a1a1a;font:1.0625rem/1.6 "Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
header,main,footer{max-width:46rem;margin:0 auto;padding:0 1.25rem}
header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1.5rem;padding-top:1.25rem;padding-bottom:.75rem;border-bottom:3px solid #0b3d6e}
header strong{color:#0b3d6e}
h1{font-size:1.75rem;line-height:1.25;margin:1.75rem 0 .75rem;color:#0b3d6e}
h2{font-size:1.1875rem;line-height:1.35;margin:1.75rem 0 .5rem}
p,ul{margin:.5rem 0}
address{font-style:normal}
a{color:#0b4a8f}
a:focus-visible{outline:3px solid #b34700;outline-offset:2px}
.meta{color:#404040;font-size:.9375rem}
.open{font-style:italic}
.drill{margin:0;padding:.75rem 1.25rem;background:#8a1200;color:#fff;font-weight:700;text-align:center;font-size:1.25rem}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem 1rem}
footer{margin-top:2.5rem;padding-top:.75rem;padding-bottom:2rem;border-top:1px solid #8c8c8c;font-size:.9375rem;color:#404040}
@media print{body{font-size:11pt;color:#000}.skip,nav{display:none}h1,header strong{color:#000}header{border-color:#000}h2{break-after:avoid}
.drill{background:#fff;color:#000;border:2px solid #000}}
)";

constexpr std::string_view kPage = R"(<!DOCTYPE html>
<html lang="{{language}}" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="referrer" content="no-referrer"/>
<title>{{title}}</title>
<link rel="alternate" hreflang="vi" href="index.html"/>
<link rel="alternate" hreflang="en" href="en.html"/>
<link rel="alternate" type="application/atom+xml" title="Atom" href="feed.atom"/>
<style>{{{style}}}</style>
</head>
<body>
<a class="skip" href="#main">{{skip}}</a>
{{#drill}}<p class="drill" role="note">{{drill}}</p>
{{/drill}}
<header><strong>{{organisation}}</strong><nav aria-label="{{languages}}"><a href="{{other_page}}" lang="{{other_language}}" hreflang="{{other_language}}">{{other_name}}</a></nav></header>
<main id="main">
{{{main}}}</main>
<footer><p>{{organisation}}{{#address}}<br/>{{address}}{{/address}}</p></footer>
</body>
</html>
)";

constexpr std::string_view kFeed = R"(<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">
<id>{{feed_id}}</id>
<title>{{organisation}}: {{feed_title}}</title>
<updated>{{updated_utc}}</updated>
<author><name>{{organisation}}</name></author>
<link rel="self" href="{{url}}feed.atom"/>
<link rel="alternate" href="{{url}}"/>
<entry>
<id>{{entry_id}}</id>
<title>{{title}}</title>
<published>{{published_utc}}</published>
<updated>{{updated_utc}}</updated>
<link rel="alternate" type="text/html" hreflang="vi" href="{{url}}"/>
<link rel="alternate" type="text/html" hreflang="en" href="{{url}}en.html"/>
<summary>{{summary}}</summary>
</entry>
</feed>
)";

json::array lines(std::string_view text) {
    json::array out;
    for (auto& line : lines_of(text)) out.push_back(json::object{{"line", line}});
    return out;
}

// The host of the base URL for tag: URIs (RFC 4151); they never change, whatever else of the URL does.
std::string host_of(std::string_view url) {
    if (auto at = url.find("://"); at != std::string_view::npos) url = url.substr(at + 3);
    url = url.substr(0, url.find_first_of("/:"));
    return url.empty() ? "localhost" : std::string(url);
}

class NoticePages {
  public:
    explicit NoticePages(const PublicNoticeInput& input)
        : input_(input),
          incident_(input.incident),
          settings_(input.settings),
          published_(incident_.public_notice.published_at.value_or(input.at)),
          drill_(incident_.drill || settings_.mode == Mode::drill),
          url_(fmt::format("{}/{}/", input.base_url, incident_.id)) {}

    std::vector<PublicFile> files() const {
        std::vector<PublicFile> out;
        out.push_back({public_notice_page(incident_), page("vi")});
        out.push_back({incident_.id + "/en.html", page("en")});
        out.push_back({incident_.id + "/notice.json", notice_json(hex(sha256(out.front().bytes)))});
        out.push_back({incident_.id + "/feed.atom", feed()});
        return out;
    }

  private:
    std::string fact(std::string_view name, std::string_view language) const {
        return clean_text(fact_text(incident_, settings_, name, language));
    }

    json::value or_nothing(std::string text) const {
        return text.empty() ? json::value(false) : json::value(std::move(text));
    }

    std::string organisation() const { return clean_text(settings_.organisation.name); }

    std::string title(std::string_view language) const {
        std::string out = drill_ ? std::string(kDrillMark) + ": " : "";
        return out +
               std::string(pick(language, "Thông báo về sự cố dữ liệu cá nhân", "Notice of a personal data incident"));
    }

    std::string summary(std::string_view language) const {
        auto kinds = fact("kinds", language);
        if (kinds.empty()) kinds = pick(language, "đang xác minh", "being established");
        return fmt::format("{}{}. {}: {}.", pick(language, "Phát hiện ", "Detected "),
                           time_text(incident_.detected_at, language),
                           pick(language, "Loại dữ liệu bị ảnh hưởng", "Kinds of data affected"), kinds);
    }

    // Only facts about the event; who was involved is named to the authority, not to the public.
    json::object facts(std::string_view language) const {
        json::object out = times(language);
        out["id"] = incident_.id;
        out["version"] = std::to_string(incident_.version);
        out["organisation"] = organisation();
        for (std::string_view name :
             {"detected_how", "description", "severity_and_risks", "consequences", "measures", "guidance"})
            out[name] = lines(fact(name, language));
        out["act"] = fact("act", language);
        out["place"] = or_nothing(fact("place", language));
        out["has_risks"] = incident_.severity_and_risks.has_value() || incident_.consequences.has_value();
        json::array kinds;
        const auto* edition = settings_.edition_of(incident_.edition);
        for (const auto& count : incident_.kinds)
            kinds.push_back(json::object{{"line", clean_text(kind_label(count.kind, edition, language))}});
        out["has_kinds"] = !kinds.empty();
        out["kinds"] = std::move(kinds);
        out["data_protection_officer"] = or_nothing(fact("organisation.data_protection_officer", language));
        out["incident_desk"] = or_nothing(fact("organisation.incident_desk", language));
        const auto& run = incident_.notice_run;
        out["progress"] = run.subjects == 0
                              ? json::value(false)
                              : json::value(json::object{{"told", count_text(run.told, language)},
                                                         {"subjects", count_text(run.subjects, language)}});
        return out;
    }

    json::object times(std::string_view language) const {
        return {{"published", time_text(published_, language)},
                {"published_utc", format_rfc3339(published_)},
                {"updated", time_text(input_.at, language)},
                {"updated_utc", format_rfc3339(input_.at)},
                {"detected_at", time_text(incident_.detected_at, language)},
                {"occurred", or_nothing(fact("occurred_from", language))},
                {"remedied", or_nothing(fact("remedied_at", language))}};
    }

    std::string main_part(std::string_view language) const {
        auto name = fmt::format("public.{}", language);
        auto data = facts(language);
        auto text = render_template(template_text(settings_.templates.texts, name), data, TemplateKind::html);
        // A template that cannot be read is refused when the configuration is loaded; the built-in one always can.
        return text ? *text : *render_template(default_template(name), data, TemplateKind::html);
    }

    std::string page(std::string_view language) const {
        json::object data{{"language", language},
                          {"title", title(language) + " - " + organisation()},
                          {"style", kStyle},
                          {"skip", pick(language, "Đi thẳng tới nội dung", "Skip to the content")},
                          {"languages", pick(language, "Ngôn ngữ", "Language")},
                          {"organisation", organisation()},
                          {"address", or_nothing(clean_text(settings_.organisation.address))},
                          {"other_page", pick(language, "en.html", "index.html")},
                          {"other_language", pick(language, "en", "vi")},
                          {"other_name", pick(language, "English", "Tiếng Việt")},
                          {"main", main_part(language)}};
        data["drill"] =
            drill_ ? json::value(fmt::format("{}{}", kDrillMark,
                                             pick(language, " - không phải sự cố thật", " - not a real incident")))
                   : json::value(false);
        return *render_template(kPage, data, TemplateKind::html);
    }

    std::string_view status() const {
        if (incident_.state == IncidentState::dismissed) return "withdrawn";
        return published_ == input_.at ? "active" : "updated";
    }

    // What an app shows as a banner; the same shape for every incident.
    std::string notice_json(std::string page_sha256) const {
        json::object out{{"schema", 1},
                         {"id", incident_.id},
                         {"version", incident_.version},
                         {"status", status()},
                         {"drill", drill_},
                         {"severity", incident_.severity},
                         {"organisation", organisation()},
                         {"published_at", format_rfc3339(published_)},
                         {"updated_at", format_rfc3339(input_.at)},
                         {"expires_at", nullptr},
                         {"title", json::object{{"vi", title("vi")}, {"en", title("en")}}},
                         {"summary", json::object{{"vi", summary("vi")}, {"en", summary("en")}}},
                         {"url", url_},
                         {"url_en", url_ + "en.html"},
                         {"sha256", std::move(page_sha256)}};
        return canonical_json(out) + "\n";
    }

    std::string feed() const {
        auto data = times("vi");
        auto host = host_of(input_.base_url);
        auto year = int(local_date(published_).year());
        data["feed_id"] = fmt::format("tag:{},{}:breach-notices/{}", host, year, incident_.id);
        data["entry_id"] = fmt::format("tag:{},{}:breach-notices/{}/notice", host, year, incident_.id);
        data["feed_title"] = "thông báo sự cố dữ liệu cá nhân";
        data["organisation"] = organisation();
        data["title"] = title("vi");
        data["summary"] = summary("vi");
        data["url"] = url_;
        return *render_template(kFeed, data, TemplateKind::html);
    }

    const PublicNoticeInput& input_;
    const Incident& incident_;
    const Settings& settings_;
    Instant published_;
    bool drill_;
    std::string url_;
};

}  // namespace

std::vector<PublicFile> public_notice_files(const PublicNoticeInput& input) { return NoticePages(input).files(); }

std::string public_notice_page(const Incident& incident) { return incident.id + "/index.html"; }

}  // namespace breachd::report
