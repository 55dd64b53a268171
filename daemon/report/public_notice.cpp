#include "report/public_notice.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "core/telling/notice.hpp"
#include "core/telling/outside.hpp"
#include "core/telling/public_page.hpp"
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
{{#listed}}<link rel="alternate" type="application/atom+xml" title="Atom" href="feed.atom"/>
{{/listed}}
{{^listed}}<meta name="robots" content="noindex, nofollow, noarchive"/>
{{/listed}}
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

constexpr std::string_view kFeedOfAll = R"(<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">
<id>{{feed_id}}</id>
<title>{{organisation}}: thông báo sự cố dữ liệu cá nhân</title>
<updated>{{updated_utc}}</updated>
<author><name>{{organisation}}</name></author>
<link rel="self" href="{{base_url}}/feed.atom"/>
{{#entries}}<entry>
<id>{{entry_id}}</id>
<title>{{title}}</title>
<published>{{published_utc}}</published>
<updated>{{updated_utc}}</updated>
<link rel="alternate" type="text/html" href="{{url}}"/>
<summary>{{summary}}</summary>
</entry>
{{/entries}}</feed>
)";

json::value or_nothing(std::string text) { return text.empty() ? json::value(false) : json::value(std::move(text)); }

// The host of the base URL for tag: URIs (RFC 4151); they never change, whatever else of the URL does.
std::string host_of(std::string_view url) {
    if (auto at = url.find("://"); at != std::string_view::npos) url = url.substr(at + 3);
    url = url.substr(0, url.find_first_of("/:"));
    return url.empty() ? "localhost" : std::string(url);
}

// What stands around the text of a page.
struct Frame {
    const Settings& settings;
    std::string_view language;
    std::string main;  // HTML
    bool drill = false;
    bool listed = true;  // search engines and feeds may know it
};

std::string framed(const Frame& frame) {
    const auto& organisation = frame.settings.organisation;
    auto language = frame.language;
    auto name = clean_text(organisation.name), address = clean_text(organisation.address);
    auto title = (frame.drill ? std::string(kDrillMark) + ": " : "") + public_title(language);
    json::object data{{"language", language},
                      {"title", title + " - " + name},
                      {"style", kStyle},
                      {"skip", pick(language, "Đi thẳng tới nội dung", "Skip to the content")},
                      {"languages", pick(language, "Ngôn ngữ", "Language")},
                      {"organisation", name},
                      {"address", or_nothing(std::move(address))},
                      {"other_page", pick(language, "en.html", "index.html")},
                      {"other_language", pick(language, "en", "vi")},
                      {"other_name", pick(language, "English", "Tiếng Việt")},
                      {"listed", frame.listed},
                      {"main", frame.main},
                      {"drill", false}};
    auto mark = pick(language, " - không phải sự cố thật", " - not a real incident");
    if (frame.drill) data["drill"] = fmt::format("{}{}", kDrillMark, mark);
    return *render_template(kPage, data, TemplateKind::html);
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
        if (input_.sign) out.push_back({incident_.id + "/notice.json.sig", input_.sign(out.back().bytes)});
        out.push_back({incident_.id + "/feed.atom", feed()});
        if (input_.all) out.push_back({"feed.atom", feed_of_all()});
        return out;
    }

    PublicNoticeBody body() const {
        auto mark = [&](std::string_view language) {
            auto what = pick(language, " - không phải sự cố thật", " - not a real incident");
            return drill_ ? fmt::format("<p><strong>{}{}</strong></p>\n", kDrillMark, what) : std::string();
        };
        return {title("vi"), fmt::format("<div lang=\"vi\">\n{}{}</div>\n<hr/>\n<div lang=\"en\">\n{}{}</div>\n",
                                         mark("vi"), html("vi"), mark("en"), html("en"))};
    }

  private:
    std::string fact(std::string_view name, std::string_view language) const {
        return clean_text(outside_text(incident_, settings_, name, language, Outside::page));
    }

    std::string organisation() const { return clean_text(settings_.organisation.name); }

    std::string title(std::string_view language) const {
        return (drill_ ? std::string(kDrillMark) + ": " : "") + public_title(language);
    }

    std::string summary(std::string_view language) const {
        if (public_notice_withdrawn(incident_))
            return std::string(pick(language, "Thông báo đã được rút lại.", "This notice was withdrawn."));
        auto kinds = fact("kinds", language);
        if (kinds.empty()) kinds = pick(language, "đang xác minh", "being established");
        return fmt::format("{}{}. {}: {}.", pick(language, "Phát hiện ", "Detected "),
                           time_text(incident_.detected_at, language),
                           pick(language, "Loại dữ liệu bị ảnh hưởng", "Kinds of data affected"), kinds);
    }

    json::object times(std::string_view language) const {
        return {{"published", time_text(published_, language)},
                {"published_utc", format_rfc3339(published_)},
                {"updated", time_text(input_.at, language)},
                {"updated_utc", format_rfc3339(input_.at)}};
    }

    std::string page(std::string_view language) const {
        auto text = public_page(incident_, settings_, PageText::released, language, input_.at);
        return framed({settings_, language, clean_text(text), drill_, true});
    }

    std::string_view status() const {
        if (public_notice_withdrawn(incident_)) return "withdrawn";
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
                         {"html", json::object{{"vi", html("vi")}, {"en", html("en")}}},
                         {"contacts", contacts()},
                         {"sha256", std::move(page_sha256)}};
        if (input_.sign) {
            out["signature"] = url_ + "notice.json.sig";
            out["public_key"] = base64(input_.public_key);
        }
        return canonical_json(out) + "\n";
    }

    std::string html(std::string_view language) const {
        return clean_text(public_page(incident_, settings_, PageText::released, language, input_.at));
    }

    json::array contacts() const {
        json::array out;
        const auto& ours = settings_.organisation;
        for (const auto& [role, at] : {std::pair{"data_protection_officer", &ours.data_protection_officer},
                                       std::pair{"incident_desk", &ours.incident_desk}})
            if (!at->phone.empty() || !at->email.empty())
                out.push_back(json::object{{"role", role},
                                           {"name", clean_text(at->name)},
                                           {"phone", clean_text(at->phone)},
                                           {"email", clean_text(at->email)}});
        return out;
    }

    // One of the feed of all; the tag is that of the notice's own feed.
    json::object entry_of(const PublishedNotice& notice) const {
        auto host = host_of(input_.base_url);
        auto title = (notice.drill ? std::string(kDrillMark) + ": " : "") + public_title("vi");
        return {{"entry_id", fmt::format("tag:{},{}:breach-notices/{}/notice", host,
                                         int(local_date(notice.first_at).year()), notice.incident)},
                {"title", title},
                {"published_utc", format_rfc3339(notice.first_at)},
                {"updated_utc", format_rfc3339(notice.last_at)},
                {"url", fmt::format("{}/{}/", input_.base_url, notice.incident)},
                {"summary", notice.withdrawn ? "Thông báo đã được rút lại." : notice.incident}};
    }

    // Withdrawn notices stay in it. This one stands first: it is the one that changes now.
    std::string feed_of_all() const {
        json::array entries;
        auto own = entry_of({incident_.id, published_, input_.at, public_notice_withdrawn(incident_), drill_});
        own["summary"] = summary("vi");
        entries.push_back(std::move(own));
        for (const auto& notice : *input_.all)
            if (notice.incident != incident_.id) entries.push_back(entry_of(notice));
        json::object data{{"feed_id", fmt::format("tag:{},2026:breach-notices", host_of(input_.base_url))},
                          {"organisation", organisation()},
                          {"updated_utc", format_rfc3339(input_.at)},
                          {"base_url", input_.base_url},
                          {"entries", std::move(entries)}};
        return *render_template(kFeedOfAll, data, TemplateKind::html);
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

PublicNoticeBody public_notice_body(const PublicNoticeInput& input) { return NoticePages(input).body(); }

std::string public_notice_page(const Incident& incident) { return incident.id + "/index.html"; }

std::string public_notice_look(const Incident& incident, const Settings& settings, PageText text,
                               std::string_view language) {
    auto inner = public_page(incident, settings, text, language, {});
    return framed({settings, language, clean_text(inner), incident.drill || settings.mode == Mode::drill, true});
}

std::vector<PublicFile> content_page_files(const ContentPageInput& input) {
    auto page = [&](std::string_view language, const NoticeText& text) {
        bool drill = input.drill || input.settings.mode == Mode::drill;
        return framed({input.settings, language, clean_text(content_page(text, language)), drill, false});
    };
    return {{input.token + "/index.html", page("vi", input.vi)}, {input.token + "/en.html", page("en", input.en)}};
}

}  // namespace breachd::report
