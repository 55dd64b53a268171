#include "core/telling/public_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "core/telling/addressed_notice.hpp"
#include "core/telling/letter_html.hpp"
#include "core/telling/outside.hpp"
#include "core/telling/template.hpp"
#include "core/telling/ways.hpp"
#include "core/words/words.hpp"

namespace breachd {

namespace {

// The frame of a letter that a person edited: in the place of the template public.vi and public.en.
constexpr std::string_view kEditedVi = R"(<h1>{{title}}</h1>
<p class="meta">Đăng lần đầu: <time datetime="{{published_utc}}">{{published}}</time>.<br/>
Cập nhật lần cuối: <time datetime="{{updated_utc}}">{{updated}}</time>{{#update}} (cập nhật lần {{update}}){{/update}}. Mã thông báo: {{id}}.</p>
{{{letter}}}{{#remedied}}<p>Sự cố đã được khắc phục xong: {{remedied}}.</p>
{{/remedied}}
<h2>Thông báo riêng tới từng người</h2>
{{#progress}}<p>Đã thông báo riêng cho {{told}} trên tổng số {{subjects}} người bị ảnh hưởng.{{#by_hand}} Ngoài ra, {{by_hand}} người đã được báo trực tiếp.{{/by_hand}}{{#impossible}} Không thể thông báo riêng cho {{impossible}} người.{{/impossible}}</p>
{{/progress}}
<p>Thông báo công khai này không thay thế thông báo riêng tới từng chủ thể dữ liệu cá nhân bị ảnh hưởng; người chưa được thông báo riêng sẽ được thông báo ngay khi điều kiện kỹ thuật cho phép.</p>
)";
constexpr std::string_view kEditedEn = R"(<h1>{{title}}</h1>
<p class="meta">First published: <time datetime="{{published_utc}}">{{published}}</time>.<br/>
Last updated: <time datetime="{{updated_utc}}">{{updated}}</time>{{#update}} (update {{update}}){{/update}}. Notice code: {{id}}.</p>
{{{letter}}}{{#remedied}}<p>The incident was remedied at {{remedied}}.</p>
{{/remedied}}
<h2>Individual notices</h2>
{{#progress}}<p>{{told}} of {{subjects}} people affected have been told individually.{{#by_hand}} Told directly by a person, besides these: {{by_hand}}.{{/by_hand}}{{#impossible}} Cannot be told individually: {{impossible}}.{{/impossible}}</p>
{{/progress}}
<p>This public notice does not replace the individual notices to the people affected; whoever has not been told individually will be told as soon as technical conditions allow.</p>
)";
constexpr std::string_view kWithdrawnVi = R"(<h1>Thông báo đã được rút lại</h1>
<p class="meta">Đăng lần đầu: <time datetime="{{published_utc}}">{{published}}</time>.<br/>
Rút lại: <time datetime="{{updated_utc}}">{{updated}}</time>. Mã thông báo: {{id}}.</p>
<p>{{organisation}} rút lại thông báo công khai đã đăng tại địa chỉ này. Nội dung trước đây của thông báo không còn hiệu lực.</p>
<h2>Thông tin liên hệ</h2>
<address>{{#incident_desk}}<p>{{{incident_desk_html}}}</p>
{{/incident_desk}}</address>
)";
constexpr std::string_view kWithdrawnEn = R"(<h1>This notice was withdrawn</h1>
<p class="meta">First published: <time datetime="{{published_utc}}">{{published}}</time>.<br/>
Withdrawn: <time datetime="{{updated_utc}}">{{updated}}</time>. Notice code: {{id}}.</p>
<p>{{organisation}} withdraws the public notice that stood at this address. What it said no longer holds.</p>
<h2>Contacts</h2>
<address>{{#incident_desk}}<p>{{{incident_desk_html}}}</p>
{{/incident_desk}}</address>
)";

constexpr std::string_view kCode = "{{code}}";

json::value or_nothing(std::string text) { return text.empty() ? json::value(false) : json::value(std::move(text)); }

json::array lines(std::string_view text) {
    json::array out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find('\n', at), text.size());
        auto line = trimmed(std::string(text.substr(at, end - at)));
        at = end + 1;
        if (auto from = line.find_first_not_of(' '); from != line.npos)
            out.push_back(json::object{{"line", line.substr(from)}});
    }
    return out;
}

// Without the sentences that ask for the reader's own code; to everybody where a name stands.
std::string for_everybody(std::string text, std::string_view language) {
    for (std::size_t at; (at = text.find(kCode)) != text.npos;) {
        auto line = text.rfind('\n', at), before = text.rfind(". ", at);
        auto from = std::max(line == text.npos ? 0 : line + 1, before == text.npos ? 0 : before + 2);
        auto stop = text.find(". ", at), end_of_line = std::min(text.find('\n', at), text.size());
        text.erase(from, (stop < end_of_line ? stop + 2 : end_of_line) - from);
    }
    return without_name(std::move(text), language);
}

class PageWriter {
  public:
    PageWriter(const Incident& incident, const Settings& settings, PageText text, std::string_view language,
               std::optional<Instant> put_up_at)
        : incident_(incident), settings_(settings), text_(text), language_(language), put_up_at_(put_up_at) {}

    std::string write() const {
        auto data = facts();
        if (public_notice_withdrawn(incident_)) return rendered(pick(language_, kWithdrawnVi, kWithdrawnEn), data);
        if (const auto* letter = edited_letter()) {
            data["letter"] = letter_html(for_everybody(*letter, language_));
            return rendered(pick(language_, kEditedVi, kEditedEn), data);
        }
        auto name = fmt::format("public.{}", language_);
        auto page = render_template(template_text(settings_.templates.texts, name), data, TemplateKind::html);
        // A template that cannot be read is refused when the configuration is loaded; the built-in one always can.
        return page ? *page : rendered(default_template(name), data);
    }

  private:
    static std::string rendered(std::string_view text, const json::object& data) {
        return *render_template(text, data, TemplateKind::html);
    }

    const std::string* edited_letter() const {
        const auto& edits = text_ == PageText::draft ? incident_.notice_overrides : incident_.notice_overrides_released;
        auto body = edits.find(fmt::format("{}.body", language_));
        return body == edits.end() ? nullptr : &body->second;
    }

    std::string fact(std::string_view name) const {
        return outside_text(incident_, settings_, name, language_, Outside::page);
    }

    void add_times(json::object& out) const {
        auto put = [&](const char* name, std::optional<Instant> at, std::string_view vi, std::string_view en) {
            out[name] = at ? time_text(*at, language_) : std::string(pick(language_, vi, en));
            out[fmt::format("{}_utc", name)] = at ? format_rfc3339(*at) : std::string();
        };
        const auto& notice = incident_.public_notice;
        auto first = put_up_at_ ? std::optional(notice.published_at.value_or(*put_up_at_)) : std::nullopt;
        put("published", first, "[thời điểm đăng]", "[moment of publication]");
        put("updated", put_up_at_, "[thời điểm đăng]", "[moment of publication]");
        bool again = put_up_at_ && notice.publications > 0;
        out["update"] = again ? json::value(std::to_string(notice.publications)) : json::value(false);
    }

    void add_progress(json::object& out) const {
        out["progress"] = false;
        if (!put_up_at_ || public_figures(incident_).empty()) return;
        const auto& run = incident_.notice_run;
        auto some = [&](std::int64_t count) { return or_nothing(count > 0 ? count_text(count, language_) : ""); };
        out["progress"] = json::object{{"told", count_text(run.told, language_)},
                                       {"subjects", count_text(run.subjects, language_)},
                                       {"by_hand", some(run.by_hand)},
                                       {"impossible", some(run.impossible)}};
    }

    json::object facts() const {
        json::object out;
        add_times(out);
        add_progress(out);
        out["id"] = incident_.id;
        out["title"] = public_title(language_);
        out["organisation"] = settings_.organisation.name;
        out["detected_at"] = fact("detected_at");
        out["occurred"] = or_nothing(fact("occurred_from"));
        out["remedied"] = or_nothing(fact("remedied_at"));
        for (const char* name :
             {"detected_how", "description", "severity_and_risks", "consequences", "measures", "guidance"})
            out[name] = lines(fact(name));
        out["act"] = fact("act");
        out["place"] = or_nothing(fact("place"));
        out["parties"] = or_nothing(fact("parties"));
        out["has_risks"] = incident_.severity_and_risks.has_value() || incident_.consequences.has_value();
        add_kinds(out);
        for (const char* name : {"data_protection_officer", "incident_desk"}) {
            auto text = fact(fmt::format("organisation.{}", name));
            out[fmt::format("{}_html", name)] = contact_html(text);
            out[name] = or_nothing(std::move(text));
        }
        return out;
    }

    void add_kinds(json::object& out) const {
        json::array kinds;
        const auto* edition = settings_.edition_of(incident_.edition);
        for (const auto& count : incident_.kinds)
            kinds.push_back(json::object{{"line", kind_label(count.kind, edition, language_)}});
        out["has_kinds"] = !kinds.empty();
        out["kinds"] = std::move(kinds);
    }

    const Incident& incident_;
    const Settings& settings_;
    PageText text_;
    std::string_view language_;
    std::optional<Instant> put_up_at_;
};

}  // namespace

std::string public_page(const Incident& incident, const Settings& settings, PageText text, std::string_view language,
                        std::optional<Instant> put_up_at) {
    return PageWriter(incident, settings, text, language, put_up_at).write();
}

std::string public_page_sha256(const Incident& incident, const Settings& settings, PageText text) {
    auto look = [&](std::string_view language) { return public_page(incident, settings, text, language, {}); };
    return hex(sha256(canonical_json(json::object{{"vi", look("vi")}, {"en", look("en")}})));
}

std::string public_figures(const Incident& incident) {
    const auto& run = incident.notice_run;
    if (run.state != RunState::done || run.subjects == 0) return "";
    auto out = fmt::format("{}/{}", run.told, run.subjects);
    if (run.by_hand > 0) out += fmt::format(" +{} by hand", run.by_hand);
    if (run.impossible > 0) out += fmt::format(" -{} impossible", run.impossible);
    return out;
}

std::string content_page(const NoticeText& text, std::string_view language) {
    return fmt::format("<h1>{}</h1>\n{}", escape_markup(public_title(language)),
                       letter_html(for_everybody(text.body, language)));
}

bool content_page_possible(const Settings& settings) {
    const auto& order = settings.notice.order;
    return settings.notice.links_allowed && settings.public_notice.first_for_files() != nullptr &&
           std::any_of(order.begin(), order.end(), [&](const auto& name) {
               const auto* channel = settings.channel(name);
               return channel && tells_in_short(*channel);
           });
}

bool content_page_wanted(const Incident& incident, const Settings& settings) {
    return incident.live() && incident.content_page_version < incident.notice_version &&
           content_page_possible(settings);
}

bool content_page_awaited(const Incident& incident, const Settings& settings, Instant now) {
    return content_page_wanted(incident, settings) && incident.notice_released_at &&
           now < *incident.notice_released_at + kContentPagePatience;
}

bool public_notice_withdrawn(const Incident& incident) {
    return incident.public_notice.withdrawn || incident.state == IncidentState::dismissed;
}

std::string public_title(std::string_view language) {
    return std::string(pick(language, "Thông báo về sự cố dữ liệu cá nhân", "Notice of a personal data incident"));
}

}  // namespace breachd
