#include "api/answers.hpp"

#include <string>

#include "api/context.hpp"
#include "core/incident/view.hpp"
#include "core/words/causes.hpp"

namespace breachd::api {

namespace {

Response of_incident(const engine::IncidentPtr& incident, json::object body, int status = 200) {
    auto out = json_response(body, status);
    out.with("ETag", quoted_etag(std::to_string(incident->version_by_people)));
    return out;
}

// Ids are ours and need no escapes.
void say(std::string& out, const engine::TakenAlert& alert) {
    out.append(R"({"alert_id":")").append(alert.alert_id).append(R"(","incident_id":)");
    if (alert.incident.empty())
        out += "null";
    else
        out.append("\"").append(alert.incident).append("\"");
    out.append(R"(,"duplicate":)").append(alert.duplicate ? "true" : "false");
    if (alert.updated) out.append(R"(,"updated":true)");
    out += '}';
}

Response taken(const std::vector<engine::TakenAlert>& alerts, const std::vector<std::string>& quarantined, int status,
               std::int64_t not_alerts = 0) {
    Response out;
    out.status = status;
    out.content_type = "application/json";
    out.body = R"({"accepted":[)";
    for (const auto& alert : alerts) {
        if (&alert != &alerts.front()) out.body += ',';
        say(out.body, alert);
    }
    out.body += ']';
    if (!quarantined.empty()) out.body += R"(,"quarantined":)" + json::serialize(to_json(quarantined));
    if (not_alerts > 0) out.body += R"(,"not_alerts":)" + std::to_string(not_alerts);
    out.body += '}';
    return out;
}

Response shown(const engine::Done&) { return json_response(json::object{}); }
Response shown(const engine::Accepted& a) { return taken(a.alerts, a.quarantined, 202, a.not_alerts); }
Response shown(const engine::Replayed& a) { return taken(a.alerts, {}, 200); }
Response shown(const engine::Unreadable& a) {
    json::object body{{"title", "Unreadable alert"},
                      {"status", 422},
                      {"detail", "the alert could not be read; it is kept whole in quarantine: " + a.why},
                      {"errors", json::array{json::object{{"pointer", a.where}, {"detail", a.why}}}}};
    if (!a.quarantine_id.empty()) body["quarantine_id"] = a.quarantine_id;
    auto out = json_response(body, 422);
    out.content_type = "application/problem+json";
    return out;
}
Response shown(const engine::Discarded& a) {
    return json_response(json::object{{"quarantine_id", a.quarantine_id}, {"outcome", "discarded"}});
}
// 202: it is recorded, and waits for a second person.
Response shown(const engine::Changed& a) {
    return of_incident(a.incident, incident_view(*a.incident, a.at), a.waits ? 202 : 200);
}
Response shown(const engine::Decided& a) {
    json::array items;
    for (const auto& each : a.items)
        items.push_back({{"incident_id", each.incident},
                         {"done", each.refused.empty()},
                         {"detail", each.refused.empty() ? json::value(nullptr) : json::value(each.refused)}});
    return json_response(json::object{{"items", std::move(items)}});
}
Response shown(const engine::Conflicting& a) {
    Response out = problem(
        412, "somebody else changed the same facts meanwhile: the incident is at version " + std::to_string(a.version));
    auto body = parse_json(out.body);
    if (!body || !body->is_object()) return out;
    body->get_object()["conflicts"] = to_json(a.conflicts);
    out.body = json::serialize(*body);
    return out.with("ETag", quoted_etag(std::to_string(a.version)));
}
Response shown(const engine::Opened& a) {
    auto out = of_incident(a.incident, incident_view(*a.incident, a.at), 201);
    out.with("Location", "/api/v1/incidents/" + a.incident->id);
    return out;
}
Response shown(const engine::ImportBegun&) { return json_response(json::object{}); }
Response shown(const engine::ImportStaged&) { return json_response(json::object{}); }
Response shown(const engine::Imported& a, json::object list = {}) {
    auto body = incident_view(*a.incident, a.at);
    if (!a.import_id.empty()) list["id"] = a.import_id;
    list["subjects"] = a.rows + a.known;
    list["new"] = a.rows;
    list["updated"] = a.updated;
    list["reopened"] = a.reopened;
    list["duplicates"] = a.duplicates;
    list["unreachable"] = a.unreachable;
    list["reachable"] = to_json(a.reachable);
    list["kinds_missing"] = to_json(a.kinds_missing);
    list["imported_at"] = a.imported_at ? json::value(format_rfc3339(*a.imported_at)) : json::value(nullptr);
    if (a.imported_at) list["duplicates"] = list["rows"];
    body["import"] = std::move(list);
    return of_incident(a.incident, std::move(body));
}
Response shown(const engine::Kept& a) { return json_response(json::object{{"sha256", a.sha256}}); }
Response shown(const engine::Overridden& a) { return json_response(to_json(a.turn), 201); }
Response shown(const engine::Tested& a) {
    return json_response(json::object{{"result", to_json(a.result)},
                                      {"code", a.code},
                                      {"cause", cause_word(a.cause)},
                                      {"words", words::cause(a.cause, "vi")}});
}
Response shown(const engine::Signed& a) { return json_response(json::object{{"note", a.note}}); }

}  // namespace

Response imported_response(const engine::Answer& answer, json::object list) {
    if (const auto* imported = std::get_if<engine::Imported>(&answer)) return shown(*imported, std::move(list));
    return response_of(answer);
}

Response response_of(const Result<engine::Answer>& answer) {
    if (!answer) return problem(answer.error());
    return std::visit([](const auto& each) { return shown(each); }, *answer);
}

}  // namespace breachd::api
