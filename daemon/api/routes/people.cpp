// Who is on call, who stands in, and who is calling.
#include "api/lists.hpp"
#include "api/routes/body.hpp"
#include "api/routes/handlers.hpp"
#include "http/query.hpp"

namespace breachd::api {

namespace {

constexpr Duration kGapsAhead = std::chrono::hours{24 * 31};

}  // namespace

void get_on_call(Context& context, const CallPtr& call) {
    auto at = http::query_time(call->request, "at");
    if (!at) return call->respond(problem(at.error()));
    call->respond(json_response(context.services.on_call(at->value_or(context.now()))));
}

void list_gaps(Context& context, const CallPtr& call) {
    auto from = http::query_time(call->request, "from");
    if (!from) return call->respond(problem(from.error()));
    auto to = http::query_time(call->request, "to");
    if (!to) return call->respond(problem(to.error()));
    auto begin = from->value_or(context.now());
    auto end = to->value_or(begin + kGapsAhead);
    if (end <= begin) return call->respond(problem(Error{ErrorCode::invalid, "must lie after from", "to"}));
    call->respond(json_response(context.services.on_call_gaps(begin, end)));
}

void list_overrides(Context& context, const CallPtr& call) {
    context.read(call, [](store::Reader& reader) {
        store::Slice slice;
        slice.items = to_json(reader.oncall_overrides()).as_array();
        return list_response(std::move(slice));
    });
}

void override_on_call(Context& context, const CallPtr& call) {
    command_from(context, call, "", [](http::Members& in) {
        engine::OverrideOnCall out;
        out.roster = in.needed("roster");
        out.person = in.needed("person");
        out.from = in.time("from");
        out.until = in.time("until");
        out.reason = in.text("reason");
        return out;
    });
}

void end_override(Context& context, const CallPtr& call) {
    command_from(context, call, "", [&](http::Members& in) {
        return engine::EndOverride{call->part(0), in.text("reason")};
    });
}

void get_whoami(Context& context, const CallPtr& call) {
    const char* mode = context.services.settings()->mode == Mode::drill ? "drill" : "live";
    call->respond(json_response(json::object{
        {"name", call->caller->name}, {"role", std::string(role_name(call->caller->role))}, {"mode", mode}}));
}

}  // namespace breachd::api
