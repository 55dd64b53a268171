// The people to be told: how far it has come, and every delivery. Their import is import.cpp.
#include <charconv>

#include "api/lists.hpp"
#include "api/routes/body.hpp"
#include "api/routes/handlers.hpp"

namespace breachd::api {

void get_subjects_status(Context& context, const CallPtr& call) {
    auto now = context.services.channels_now ? context.services.channels_now() : nullptr;
    context.read(call, [call, now](store::Reader& reader) {
        if (!reader.incident(call->part(0))) return problem(404, "there is no such incident");
        auto status = reader.subjects_status(call->part(0));
        status["channels_now"] = now ? json::value(*now) : json::value(json::object());
        return json_response(std::move(status));
    });
}

void list_deliveries(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    std::string_view state = call->request.query_value("state");
    store::SendState known{};
    if (!state.empty() && !boost::describe::enum_from_string(std::string(state).c_str(), known))
        return call->respond(problem(Error{ErrorCode::invalid, "is not a state of a delivery", "state"}));
    context.read(call, [call, window = *window](store::Reader& reader) {
        if (!reader.incident(call->part(0))) return problem(404, "there is no such incident");
        const Request& request = call->request;
        return list_response(reader.deliveries(call->part(0), request.query_value("state"),
                                               request.query_value("channel"), window.cursor, window.limit),
                             window);
    });
}

namespace {

// The person's number within the incident, as lists show it; 0 (nobody) for anything else.
std::int64_t subject_in(const CallPtr& call) {
    const auto& text = call->part(1);
    std::int64_t number = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc{} && end == text.data() + text.size() ? number : 0;
}

}  // namespace

void list_subjects(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    context.read(call, [call, window = *window](store::Reader& reader) {
        if (!reader.incident(call->part(0))) return problem(404, "there is no such incident");
        auto slice = reader.subjects(call->part(0), call->request.query_value("state"), window.cursor, window.limit);
        if (!slice) return problem(slice.error());
        return list_response(std::move(slice), window);
    });
}

void get_subject(Context& context, const CallPtr& call) {
    context.read(call, [call](store::Reader& reader) {
        auto subject = reader.subject(call->part(0), subject_in(call));
        return subject ? json_response(*subject) : problem(subject.error());
    });
}

void state_list_complete(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0),
                 [](http::Members& in) { return engine::StateListComplete{in.needed("reason")}; });
}

void tell_by_hand(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [&](http::Members& in) {
        auto how = in.one_of<ToldHow>("how",
                                      {{"telephone", ToldHow::telephone},
                                       {"letter", ToldHow::letter},
                                       {"in_person", ToldHow::in_person},
                                       {"other", ToldHow::other}},
                                      ToldHow::other);
        in.needed("how");
        auto told_at = in.time("told_at");
        return engine::TellByHand{subject_in(call), how, told_at, in.needed("proof")};
    });
}

void mark_impossible(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [&](http::Members& in) {
        return engine::MarkImpossible{subject_in(call), in.needed("reason")};
    });
}

void remove_subject(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [&](http::Members& in) {
        return engine::RemoveSubject{subject_in(call), in.needed("reason")};
    });
}

}  // namespace breachd::api
