#include "api/shared_answer.hpp"

#include <utility>

#include "api/events.hpp"

namespace breachd::api {

void SharedAnswer::give(const Context& context, const CallPtr& call, Make make) {
    auto second = std::chrono::floor<std::chrono::seconds>(context.wall()).time_since_epoch().count();
    State now{context.events.newest(), second, context.services.in_effect().get()};
    if (turn_ && turn_->state == now && turn_->made) return call->respond(Response(*turn_->made));
    if (turn_ && turn_->state == now && turn_->busy) return turn_->waiting.push_back(call);
    turn_ = std::make_shared<Turn>(Turn{now, true, {}, {call}});
    auto work = [make = std::move(make)](store::Reader& reader) -> Result<Response> { return make(reader); };
    context.read_then<Response>(std::move(work), [turn = turn_](Result<Response> made) {
        turn->busy = false;
        if (made) turn->made = std::move(*made);
        for (const auto& each : std::exchange(turn->waiting, {}))
            each->respond(turn->made ? Response(*turn->made) : problem(made.error()));
    });
}

}  // namespace breachd::api
