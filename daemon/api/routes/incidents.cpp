// Incidents: the calls of the contract that read one or change its life. What is allowed when is the engine's to say.
#include "api/lists.hpp"
#include "api/routes/body.hpp"
#include "api/routes/handlers.hpp"
#include "api/views/waiting_words.hpp"
#include "core/incident/view.hpp"
#include "http/query.hpp"

namespace breachd::api {

namespace {

const std::string& incident_of(const CallPtr& call) { return call->part(0); }

Response no_such_incident() { return problem(404, "there is no such incident"); }

// A list that belongs to one incident: 404 for an unknown incident, then the slice.
template <class List>
void list_of_incident(Context& context, const CallPtr& call, List list) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    context.read(call, [call, window = *window, list](store::Reader& reader) {
        if (!reader.incident(incident_of(call))) return no_such_incident();
        return list_response(list(reader, incident_of(call), window), window);
    });
}

}  // namespace

void open_incident(Context& context, const CallPtr& call) {
    auto facts = http::body_object(call->request);
    if (!facts) return call->respond(problem(facts.error()));
    context.command_of_texts(call, "", engine::OpenIncident{*facts}, *facts);
}

namespace {

Result<store::IncidentQuery> incident_query(const Request& request) {
    store::IncidentQuery out;
    out.state = request.query_value("state");
    out.kind = request.query_value("kind");
    out.owner = request.query_value("owner");
    out.text = request.query_value("q");
    out.waits = request.query_value("waits");
    IncidentState known{};
    if (!out.state.empty() && !boost::describe::enum_from_string(out.state.c_str(), known))
        return Error{ErrorCode::invalid, "is not a state of an incident", "state"};
    std::string sort(request.query_value("sort")), view(request.query_value("view"));
    if (!sort.empty() && !boost::describe::enum_from_string(sort.c_str(), out.sort))
        return Error{ErrorCode::invalid, "must be one of opened, due, severity, state", "sort"};
    if (!view.empty() && view != "light" && view != "full")
        return Error{ErrorCode::invalid, "must be one of light, full", "view"};
    out.light = view == "light";
    auto due_before = http::query_time(request, "due_before");
    if (!due_before) return due_before.error();
    out.due_before = *due_before;
    return out;
}

// Labels are made when somebody reads the row: it is stored without words.
void put_words(json::object& row) {
    auto* duty = row["next_duty"].if_object();
    if (!duty) return;
    (*duty)["label"] = duty_label(text_member(*duty, "id"));
    (*duty)["next_step"] = next_step_label(text_member(*duty, "next_step"));
}

}  // namespace

void list_incidents(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    auto query = incident_query(call->request);
    if (!query) return call->respond(problem(query.error()));
    context.read(call, [call, window = *window, query = *query, now = context.now()](store::Reader& reader) {
        auto slice = reader.incidents(query, window.cursor, window.limit);
        if (!slice) return problem(slice.error());
        for (auto& item : slice->items) query.light ? put_words(item.as_object()) : add_lateness(item.as_object(), now);
        return list_response(std::move(slice), window, {{"counts", reader.incident_counts(query)}});
    });
}

void get_incident(Context& context, const CallPtr& call) {
    context.read(call, [call, now = context.now()](store::Reader& reader) {
        auto incident = reader.incident(incident_of(call));
        if (!incident) return no_such_incident();
        std::string tag;
        if (const auto* version = incident->if_contains("decided_version"))
            tag = quoted_etag(json::serialize(*version));
        add_lateness(*incident, now);
        return json_response(*incident).with("ETag", tag);
    });
}

void patch_incident(Context& context, const CallPtr& call) {
    auto patch = http::body_object(call->request);
    if (!patch) return call->respond(problem(patch.error()));
    context.command_of_texts(call, incident_of(call), engine::PatchIncident{*patch}, *patch);
}

void acknowledge(Context& context, const CallPtr& call) {
    const char* how = call->caller->cookie_sha256 ? "console" : "api";
    command_from(context, call, incident_of(call), [how](http::Members& in) {
        return engine::Acknowledge{"", how, in.text("note")};
    });
}

void confirm(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call), [](http::Members& in) { return engine::Confirm{in.text("note")}; });
}

void dismiss(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call), [](http::Members& in) {
        return engine::Dismiss{in.needed("reason"), in.text("duplicate_of")};
    });
}

void merge_incident(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call), [](http::Members& in) {
        return engine::Dismiss{in.needed("reason"), in.needed("duplicate_of")};
    });
}

void confirm_dismissals(Context& context, const CallPtr& call) {
    command_from(context, call, "", [](http::Members& in) {
        return engine::ConfirmDismissals{in.texts("incidents"), in.needed("reason")};
    });
}

void reopen(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call),
                 [](http::Members& in) { return engine::Reopen{in.needed("reason")}; });
}

void remedy(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call), [](http::Members& in) {
        auto at = in.time("remedied_at");
        auto reason = in.text("reason");  // of a correction, which may keep what was done
        return engine::Remedy{at, reason.empty() ? in.needed_as("what", "note") : in.text("what"), reason};
    });
}

void close_incident(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call), [](http::Members& in) { return engine::Close{in.text("note")}; });
}

void hold(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call), [](http::Members& in) {
        bool on = in.flag("on").value_or(true);
        return engine::Hold{on, in.text("hold_id"), in.needed("reason")};
    });
}

void announce_inspection(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call), [](http::Members& in) {
        InspectionOrder order;
        order.decision_number = in.needed("decision_number");
        order.scope = in.text("scope");
        order.received_at = in.time("received_at");
        order.at_once = in.flag("at_once").value_or(false);
        return engine::AnnounceInspection{std::move(order)};
    });
}

void mark_not_applicable(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call), [&](http::Members& in) {
        return engine::MarkNotApplicable{call->part(1), in.needed("reason"), in.flag("withdraw").value_or(false)};
    });
}

void complete_task(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call), [&](http::Members& in) {
        return engine::CompleteTask{call->part(1), in.text("note")};
    });
}

void reopen_task(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call), [&](http::Members& in) {
        return engine::ReopenTask{call->part(1), in.text("note")};
    });
}

void change_task(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call), [&](http::Members& in) {
        return engine::AssignTask{call->part(1), in.given("owner"), in.text("note")};
    });
}

void assign_incident(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call),
                 [](http::Members& in) { return engine::AssignIncident{in.given("owner").value_or("")}; });
}

void add_comment(Context& context, const CallPtr& call) {
    command_from(context, call, incident_of(call),
                 [](http::Members& in) { return engine::AddComment{in.needed("text")}; });
}

void list_pages(Context& context, const CallPtr& call) {
    list_of_incident(context, call, [](store::Reader& reader, const std::string& id, const ListWindow& window) {
        return reader.pages(id, window.cursor, window.limit);
    });
}

void list_clocks(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    context.read(call, [window = *window, now = context.now()](store::Reader& reader) {
        auto slice = reader.clocks(window.cursor, window.limit);
        if (!slice) return list_response(std::move(slice), window);
        for (auto& item : slice->items) put_clock_words(item.as_object(), now);
        return list_response(std::move(slice), window);
    });
}

}  // namespace breachd::api
