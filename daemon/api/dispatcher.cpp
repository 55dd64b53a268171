#include "api/dispatcher.hpp"

#include <fmt/chrono.h>

#include <chrono>

#include "api/access/front_door.hpp"
#include "api/routes/handlers.hpp"
#include "api/vietnamese.hpp"
#include "http/head.hpp"

namespace breachd::api {

http::Application::Admission Dispatcher::admit(const CallPtr& call) {
    call->began = context_.steady();
    bool vietnamese = wants_vietnamese(call->request);
    if (vietnamese)
        call->respond = [respond = std::move(call->respond)](Response response) {
            respond(in_vietnamese(std::move(response)));
        };
    auto refuse = [vietnamese](Response response) {
        return Admission{vietnamese ? in_vietnamese(std::move(response)) : std::move(response), 0, false, nullptr};
    };
    call->request.peer = http::client_address(call->request, context_.options);
    auto match = http::match_route(routes(), call->request.method, call->request.path);
    if (!match) return refuse(problem(match.error()));
    if (match->route == nullptr && match->allow.empty()) match->route = route_of_console(call->request);
    if (match->route == nullptr) {
        if (match->allow.empty()) return refuse(problem(404, "there is nothing at this address"));
        return refuse(problem(405, "this address takes " + match->allow).with("Allow", match->allow));
    }
    const Route& route = *match->route;
    call->route = &route;
    call->parts = std::move(match->parts);
    Admission out;
    out.body_bytes_max = route.body_bytes_max;
    out.packed = route.packed;
    if (route.admit != nullptr) {
        auto limit = route.admit(context_, *call);
        if (!limit) return refuse(problem(limit.error()));
        out.body_bytes_max = *limit;
    } else if (route.roles != 0) {
        auto caller = authorise(context_, call->request, route.roles);
        if (!caller) return refuse(problem(caller.error()));
        if (route.step_up && !may_act_for_good(context_, *caller)) return refuse(step_up_needed());
        call->caller = std::move(*caller);
    }
    if (route.open_sink != nullptr) out.sink = route.open_sink(context_, call);
    return out;
}

// Every route of a call comes out of the table.
void Dispatcher::handle(const CallPtr& call) { static_cast<const Route*>(call->route)->handle(context_, call); }

Response Dispatcher::overload(const Call& call) {
    bool of_alerts = call.caller && call.caller->role == Role::source;
    return of_alerts ? overload_alerts(context_, call) : problem(503, "too many bodies are under way; try again");
}

const std::string& Dispatcher::date() {
    std::int64_t second = to_ms(context_.now()) / 1000;
    if (second != date_second_) {
        date_second_ = second;
        date_ = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(static_cast<std::time_t>(second)));
    }
    return date_;
}

void Dispatcher::answered(const Call* call, int status) {
    const http::Route* route = call == nullptr ? nullptr : call->route;
    if (status == 413 && call != nullptr && call->caller && call->caller->role == Role::source)
        ++context_.counters.intake.refused[{call->caller->name, "size"}];
    auto& answers = context_.counters.answers[{route, status}];
    ++answers.count;
    if (route == nullptr) return;
    if (!answers.seconds)
        answers.seconds = context_.counters.request_seconds.with(
            {{"method", route->method}, {"route", route->pattern}, {"class", std::to_string(status / 100) + "xx"}});
    answers.seconds->observe(context_.steady() - call->began);
}

}  // namespace breachd::api
