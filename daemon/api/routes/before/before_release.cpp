// GET …/notice/readiness: all that a person should know before a release sends anything. Writes nothing.
#include "core/telling/before/release_plan.hpp"

#include <algorithm>

#include "api/routes/before/warnings.hpp"
#include "api/routes/handlers.hpp"
#include "base/search_text.hpp"
#include "core/law/obligation.hpp"
#include "core/telling/addressed_notice.hpp"
#include "core/telling/masked.hpp"
#include "core/telling/public_page.hpp"
#include "core/telling/released_notice.hpp"
#include "core/telling/short_text.hpp"
#include "core/telling/ways.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kPreviewed = 10;

// What the channels have sent today and how they do, as the engine said a moment ago.
RunLoad load_of(const std::shared_ptr<const json::object>& now, const Settings& settings) {
    RunLoad out;
    if (!now) return out;
    for (const auto& channel : settings.channels) {
        const auto* own = now->if_contains(channel.name);
        if (own == nullptr || !own->is_object()) continue;
        const auto& is = own->get_object();
        if (const auto* state = is.if_contains("state"); state && state->is_string() && state->get_string() == "down")
            out.channels_down.insert(channel.name);
        const auto* left = is.if_contains("quota_left");
        if (channel.daily_quota && left && left->is_int64())
            out.sent_today[channel.name] = *channel.daily_quota - left->get_int64();
        if (const auto* pace = is.if_contains("observed_per_second"); pace && pace->is_double())
            out.pace[channel.name] = pace->get_double();
    }
    return out;
}

json::value quota_left(const std::shared_ptr<const json::object>& now, const std::string& channel) {
    const auto* own = now ? now->if_contains(channel) : nullptr;
    const auto* left = own && own->is_object() ? own->get_object().if_contains("quota_left") : nullptr;
    return left ? *left : json::value(nullptr);
}

json::object size_json(const std::string& text) {
    auto size = sms_size(text);
    return {{"text", text},
            {"alphabet", size.alphabet == SmsAlphabet::gsm7 ? "gsm7" : "ucs2"},
            {"units", size.units},
            {"parts", size.parts}};
}

json::object channel_json(const ChannelPlan& plan, const Channel& channel,
                          const std::shared_ptr<const json::object>& now) {
    json::object out;
    out["channel"] = plan.channel;
    out["type"] = channel.type;
    out["can_reach"] = plan.can_reach;
    out["first"] = plan.first;
    out["short"] = plan.short_text;
    out["parts"] = plan.parts;
    out["daily_quota"] = to_json(channel.daily_quota);
    out["quota_left"] = quota_left(now, plan.channel);
    out["price_vnd"] = to_json(channel.price_vnd);
    out["cost_vnd"] = to_json(plan.cost_vnd);
    out["end"] = to_json(plan.end);
    out["limit"] = plan.limit && plan.end ? json::value(limit_word(*plan.limit)) : json::value(nullptr);
    out["late"] = plan.late;
    return out;
}

// The content page's address gets its letters at the release; what it costs in a text message is known before.
std::string content_url_foreseen(const Settings& settings) {
    if (!content_page_possible(settings)) return without_content_url(settings);
    auto url = settings.public_notice.first_for_files()->url;
    return url + (url.ends_with('/') ? "" : "/") + std::string(kContentFolderLetters, 'x') + "/";
}

// The draft as a release would freeze it now.
std::shared_ptr<ReleasedNotice> as_released(const Incident& incident, const Settings& settings,
                                            const NoticeDraft& draft) {
    auto made = thawed(frozen(draft), frozen_by_kinds(incident, settings), incident, incident.notice_version + 1,
                       content_url_foreseen(settings));
    auto out = std::make_shared<ReleasedNotice>(*made);
    for (const auto& each : incident.kinds) out->kinds.push_back(each.kind);
    return out;
}

json::object preview_of(const store::Reader::SamplePerson& each, const ReleasedNotice& notice, const Settings& settings,
                        bool opened) {
    const auto& person = each.person;
    auto shown = [&](const std::string& text) { return opened ? text : masked(text); };
    auto child = shown(person.guardian_of.reveal());
    auto text = address_notice(notice.text_for(person), person.language, shown(person.name.reveal()), each.code,
                               notice.drill, child);
    auto channel = next_channel(settings, each.reach, {});
    const auto* found = settings.channel(channel);
    json::object out;
    out["subject"] = each.number;
    out["code"] = each.code;
    out["name"] = shown(person.name.reveal());
    out["guardian_of"] = child.empty() ? json::value(nullptr) : json::value(child);
    out["language"] = person.language;
    out["channel"] = channel.empty() ? json::value(nullptr) : json::value(channel);
    out["address"] =
        found ? json::value(shown(address_for(person, contacts_of(*found)).reveal())) : json::value(nullptr);
    out["email"] = json::object{{"subject", text.subject}, {"text", text.text}, {"html", text.html}};
    auto sms = size_json(text.short_text);
    sms["without_marks"] = size_json(without_marks(text.short_text));
    out["sms"] = std::move(sms);
    return out;
}

struct Asked {
    std::string incident;
    std::shared_ptr<const Settings> settings;
    std::shared_ptr<const json::object> now, dns;
    Instant at{};
    bool opened = false;
    bool previews = true;  // not for viewers, who see no shapes of people
};

Result<json::object> before_release(store::Reader& reader, const Asked& asked) {
    auto incident = facts_of(reader, asked.incident);
    if (!incident) return incident.error();
    const auto& settings = *asked.settings;
    auto draft = draft_notice(*incident, settings);
    auto notice = as_released(*incident, settings, draft);
    auto due = subjects_due(*incident);
    auto short_text = notice->vi.short_text;
    auto plan = plan_release(reader.reach_groups(asked.incident), settings, short_text, load_of(asked.now, settings),
                             due, asked.at);
    json::object out, reachable;
    json::array channels, previews;
    auto ages = reader.token_ages();
    for (const auto& each : plan.channels) {
        const auto& channel = *settings.channel(each.channel);
        channels.push_back(channel_json(each, channel, asked.now));
        channels.back().get_object()["token"] = token_json(token_state(channel, ages, settings, asked.at));
    }
    for (const auto& each : reader.sample_people(asked.incident, asked.previews ? kPreviewed : 0))
        previews.push_back(preview_of(each, *notice, settings, asked.opened));
    out["incident_id"] = asked.incident;
    out["people"] = plan.people;
    out["none"] = plan.none;
    out["channels"] = std::move(channels);
    out["cost_vnd"] = to_json(plan.cost_vnd);
    out["due_at"] = to_json(due);
    out["end"] = to_json(plan.end);
    out["late"] = plan.late;
    out["late_share"] =
        plan.people > plan.none ? static_cast<double>(plan.late) / static_cast<double>(plan.people - plan.none) : 0.0;
    out["sms"] = size_json(short_text);
    out["previews"] = std::move(previews);
    out["masked"] = !asked.opened;
    out["warnings"] = release_warnings(reader, *incident, settings, draft, plan, ages, asked.dns, asked.at);
    return out;
}

Asked asked_of(Context& context, const CallPtr& call, bool opened) {
    auto now = context.services.channels_now ? context.services.channels_now() : nullptr;
    auto dns = context.services.sender_dns ? context.services.sender_dns() : nullptr;
    return {call->part(0), context.services.settings(),       now, dns, context.now(),
            opened,        call->caller->role != Role::viewer};
}

void show(Context& context, const CallPtr& call, const Asked& asked) {
    context.read(call, [asked](store::Reader& reader) {
        auto made = before_release(reader, asked);
        return made ? json_response(std::move(*made)) : problem(made.error());
    });
}

// Whose letter is shown with name and address is journalled, one by one, before it is.
void journal_each(Context& context, const CallPtr& call, const std::shared_ptr<std::vector<std::int64_t>>& numbers,
                  std::size_t next) {
    if (next == numbers->size()) return show(context, call, asked_of(context, call, true));
    context.shown(call, call->part(0), {(*numbers)[next], ShownHow::opened},
                  [&context, call, numbers, next] { journal_each(context, call, numbers, next + 1); });
}

}  // namespace

void get_before_release(Context& context, const CallPtr& call) { show(context, call, asked_of(context, call, false)); }

void get_before_release_opened(Context& context, const CallPtr& call) {
    using Numbers = std::vector<std::int64_t>;
    context.read_then<Numbers>(
        [call](store::Reader& reader) -> Result<Numbers> {
            if (!reader.incident(call->part(0))) return Error{ErrorCode::not_found, "there is no such incident", ""};
            Numbers out;
            for (const auto& each : reader.sample_people(call->part(0), kPreviewed)) out.push_back(each.number);
            return out;
        },
        [&context, call](Result<Numbers> numbers) {
            if (!numbers) return call->respond(problem(numbers.error()));
            journal_each(context, call, std::make_shared<Numbers>(std::move(*numbers)), 0);
        });
}

}  // namespace breachd::api
