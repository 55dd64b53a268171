// The first screen in one call, and what would happen if a breach came now.
#include "api/routes/handlers.hpp"
#include "api/shared_answer.hpp"
#include "api/views/health.hpp"
#include "api/views/vocabulary.hpp"
#include "api/views/waiting_words.hpp"
#include "core/readiness/readiness.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kShownMax = 50;  // of each sort of matter
constexpr std::size_t kLookedAtMax = 1000;

// How often and whom: without their addresses.
void put_calls(json::object& item, store::Reader& reader) {
    auto calls = reader.calls(text_member(item, "incident"));
    item["pages"] = calls.count;
    item["people"] = to_json(calls.people);
    item["last_page_at"] = to_json(calls.last);
}

json::array unanswered(store::Reader& reader, const Settings& settings) {
    json::array out;
    for (const auto& row : reader.waiting({{WaitingFor::acknowledgement}, {}, {}}, kShownMax)) {
        auto item = waiting_item(row.as_object(), settings);
        put_calls(item, reader);
        out.push_back(std::move(item));
    }
    return out;
}

// Runs under way with their forecast against the deadline; in_time null: no forecast is honest now.
json::array runs(store::Reader& reader) {
    json::array out;
    store::IncidentQuery query;
    query.light = true;
    query.waits = "run";
    query.sort = store::IncidentSort::due;
    auto rows = reader.incidents(query, "", kShownMax);
    if (!rows) return out;
    std::map<std::string, json::value> due;
    for (const auto& item : reader.waiting({{WaitingFor::run}, {}, {}}, kLookedAtMax))
        due[text_member(item.as_object(), "incident_id")] = item.at("due_at");
    for (auto& row : rows->items) {
        const auto& light = row.as_object();
        json::object item{{"incident", light.at("id")},
                          {"title", light.at("title")},
                          {"drill", light.at("drill")},
                          {"state", light.at("run")},
                          {"people", light.at("people")},
                          {"forecast_end", light.at("forecast_end")},
                          {"owner", light.at("owner")},
                          {"due_at", due[text_member(light, "id")]},
                          {"in_time", nullptr}};
        if (item["forecast_end"].is_string() && item["due_at"].is_string())
            item["in_time"] = item["forecast_end"].get_string() <= item["due_at"].get_string();
        out.push_back(std::move(item));
    }
    return out;
}

json::array waiting_of(store::Reader& reader, const Settings& settings, WaitingFor kind, bool overdue_only) {
    json::array out;
    for (const auto& row : reader.waiting({{kind}, {}, {}}, kLookedAtMax)) {
        if (out.size() == kShownMax) break;
        if (overdue_only && !row.at("overdue").as_bool()) continue;
        out.push_back(waiting_item(row.as_object(), settings));
    }
    return out;
}

json::array clocks(store::Reader& reader, Instant now) {
    auto slice = reader.clocks("", kShownMax);
    if (!slice) return {};
    for (auto& item : slice->items) put_clock_words(item.as_object(), now);
    return std::move(slice->items);
}

ReadinessFacts facts_of(const Settings& settings, const Health& health, const AccessBook& book, store::Reader& reader) {
    ReadinessFacts out;
    out.last_sent = reader.last_sent();
    out.channels_down = health.channels_down;
    for (const auto& [name, sender] : reader.senders())
        if (sender.silent_since) out.silent_sources.push_back(name);
    out.verified_at = health.verified_at;
    out.damaged_places = health.damaged_places;
    out.restored = health.restored;
    out.clock_in_doubt = health.clock_in_doubt;
    out.clock_synchronised = health.clock_synchronised;
    out.mailbox = health.mailbox;
    // Who left the configuration signs in no more.
    for (const auto& [person, account] : book.accounts)
        if (settings.sign_in.password && settings.person(person)) out.accounts[person] = account.role;
    return out;
}

json::object both(const Bilingual& text) { return bilingual(text.vi, text.en); }

}  // namespace

void get_now(Context& context, const CallPtr& call) {
    auto settings = context.services.in_effect();
    auto on_call = context.services.on_call(context.now());
    auto health = context.services.health();
    // Hundreds of consoles ask again after each change, and all get the same.
    context.first_screen.give(context, call, [settings, on_call, health, now = context.now()](store::Reader& reader) {
        return json_response(json::object{{"now", to_json(now)},
                                          {"mode", settings->mode == Mode::drill ? "drill" : "live"},
                                          {"clocks", clocks(reader, now)},
                                          {"unanswered", unanswered(reader, *settings)},
                                          {"on_call", on_call},
                                          {"runs", runs(reader)},
                                          {"reports", waiting_of(reader, *settings, WaitingFor::report, false)},
                                          {"tasks", waiting_of(reader, *settings, WaitingFor::task, true)},
                                          {"channels", channel_states(*settings, health, reader.last_sent())},
                                          {"counts", reader.incident_counts({})},
                                          {"health", health_view(health)}});
    });
}

void get_readiness(Context& context, const CallPtr& call) {
    auto settings = context.services.in_effect();
    auto health = context.services.health();
    auto book = context.services.access();
    context.read(call, [settings, health, book, now = context.now()](store::Reader& reader) {
        json::array items;
        std::map<std::string, int> counts{{"ok", 0}, {"warn", 0}, {"bad", 0}, {"unknown", 0}};
        for (const auto& row : readiness(*settings, facts_of(*settings, health, *book, reader), now)) {
            auto state = std::string(to_json(row.state).as_string());
            ++counts[state];
            items.push_back(
                json::object{{"id", row.id}, {"state", state}, {"what", both(row.what)}, {"do", both(row.todo)}});
        }
        return json_response(json::object{
            {"now", to_json(now)}, {"counts", to_json(counts)}, {"items", std::move(items)}, {"next", nullptr}});
    });
}

}  // namespace breachd::api
