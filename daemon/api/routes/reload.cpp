// POST /-/reload: the configuration is read again on a thread of its own; the answer waits for it.
#include <algorithm>

#include "api/routes/handlers.hpp"

namespace breachd::api {

namespace {

// One fault a line: "file:line:column: what".
std::vector<Fault> faults_of(std::string_view text) {
    std::vector<Fault> faults;
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        auto colon = line.find(": ");
        if (colon == line.npos)
            faults.push_back({"", std::string(line)});
        else
            faults.push_back({std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
    }
    return faults;
}

Response reload_response(const Reloaded& done) {
    if (!done) {
        // 500 for every cause: the old configuration is still in force.
        auto text = done.error().text();
        return problem(500, text, faults_of(text));
    }
    return json_response(json::object{{"reloaded", true}, {"warnings", to_json(*done)}});
}

}  // namespace

void post_reload(Context& context, const CallPtr& call) {
    bool begun = context.services.reload([call, way_back = context.loop](Reloaded done) {
        way_back->post([call, done = std::move(done)] { call->respond(reload_response(done)); });
    });
    if (!begun) call->respond(problem(409, "a reload is under way"));
}

}  // namespace breachd::api
