// Who I am and what waits for me; the words that all answers hold.
#include <algorithm>

#include "api/access/handlers.hpp"
#include "api/routes/handlers.hpp"
#include "api/views/operations.hpp"
#include "api/views/vocabulary.hpp"
#include "api/views/waiting_words.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kMineMax = 200;  // of each sort of matter

json::value person_of(const Settings& settings, const std::string& name) {
    auto known = settings.known_person(name);
    const auto* person = known ? settings.person(*known) : nullptr;
    if (!person) return nullptr;
    return json::object{{"id", person->id}, {"name", person->name}};
}

// The names under which entries may hold this caller.
std::vector<std::string> names_of(const Settings& settings, const Caller& caller) {
    std::vector<std::string> out{caller.who()};
    auto add = [&](const std::string& name) {
        if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
    };
    add(caller.name);
    if (auto known = settings.known_person(caller.who())) add(*known);
    return out;
}

// Soonest first; matters without a moment come last.
void by_moment(json::array& items) {
    auto moment = [](const json::value& item) {
        const auto& due = item.as_object().at("due_at");
        return due.is_string() ? std::string(due.get_string()) : std::string("~");
    };
    std::stable_sort(items.begin(), items.end(),
                     [&](const json::value& a, const json::value& b) { return moment(a) < moment(b); });
}

json::array waiting_for(store::Reader& reader, const Settings& settings, const Caller& caller) {
    json::array out;
    if (!caller.any_of(Role::responder | Role::dpo)) return out;
    auto mine = names_of(settings, caller);
    bool dpo = caller.role == Role::dpo;
    auto add = [&](const store::WaitingQuery& query) {
        for (const auto& item : reader.waiting(query, kMineMax)) {
            const auto& row = item.as_object();
            if (dpo || !row.at("needs_dpo").as_bool()) out.push_back(waiting_item(row, settings));
        }
    };
    add({{WaitingFor::acknowledgement}, {}, {}});
    add({{std::begin(kForASecondPerson), std::end(kForASecondPerson)}, {}, mine});
    add({{WaitingFor::report, WaitingFor::task}, mine, {}});
    by_moment(out);
    return out;
}

json::array pages_for(store::Reader& reader, const Settings& settings, const std::string& name) {
    auto known = settings.known_person(name);
    return known && settings.person(*known) ? reader.open_pages(*known, kMineMax) : json::array();
}

}  // namespace

void get_vocabulary(Context& context, const CallPtr& call) {
    auto settings = context.services.settings();
    auto made = vocabulary(*settings, call->request.query_value("edition"), context.now());
    if (!made) return call->respond(problem(made.error()));
    auto body = json::serialize(*made);
    auto tag = quoted_etag(hex(sha256(body)).substr(0, 16));
    Response out;
    if (call->request.header("if-none-match") == tag) {
        out.status = 304;
    } else {
        out.content_type = "application/json";
        out.body = std::move(body);
    }
    out.with("ETag", tag).with("Cache-Control", "no-cache");
    call->respond(std::move(out));
}

void get_me(Context& context, const CallPtr& call) {
    auto session = session_view(context, *call->caller);
    auto settings = context.services.settings();
    context.read(call, [call, session, settings, now = context.now()](store::Reader& reader) {
        const auto& caller = *call->caller;
        return json_response(json::object{{"actor", caller.actor()},
                                          {"name", caller.name},
                                          {"person", person_of(*settings, caller.who())},
                                          {"role", role_name(caller.role)},
                                          {"mode", settings->mode == Mode::drill ? "drill" : "live"},
                                          {"session", session},
                                          {"now", to_json(now)},
                                          {"pages", pages_for(reader, *settings, caller.who())},
                                          {"waiting", waiting_for(reader, *settings, caller)},
                                          {"can", operations_of(caller.role)}});
    });
}

}  // namespace breachd::api
