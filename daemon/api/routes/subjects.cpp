// The people to be told: how far it has come, and every delivery. Their import is import.cpp.
#include <algorithm>

#include "api/lists.hpp"
#include "api/routes/body.hpp"
#include "api/routes/desk/desk_file.hpp"
#include "api/routes/handlers.hpp"
#include "api/views/correction.hpp"
#include "api/views/csv.hpp"
#include "base/percent.hpp"

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

constexpr std::size_t kTableRowsMax = 100'000;
constexpr std::size_t kQueryBytesMax = 256;

// Who somebody is is shown after the journal has heard of it.
void journalled(Context& context, const CallPtr& call, std::int64_t subject, ShownHow how, std::function<void()> then) {
    auto envelope = context.envelope(*call, call->part(0), engine::NoteShown{subject, how});
    if (!envelope) return call->respond(problem(envelope.error()));
    envelope->if_match.reset();
    context.submit(std::move(*envelope), [call, then = std::move(then)](const Result<engine::Answer>& answer) {
        answer ? then() : call->respond(problem(answer.error()));
    });
}

std::string query_text(const Request& request, const char* name) { return std::string(request.query_value(name)); }

// The address of what follows: the filters of this call, and the cursor as a list gives it.
std::string following(const Request& request, const ListWindow& window, const std::string& next) {
    std::string out = "?cursor=" + percent_encoded(window.list + "." + next);
    for (const auto& [name, value] : request.query)
        if (name != "cursor") out += "&" + percent_encoded(name) + "=" + percent_encoded(value);
    return out;
}

Response people_table(const Result<store::Slice>& slice, const Request& request, const ListWindow& window,
                      const std::string& incident) {
    if (!slice) return problem(slice.error());
    auto out = csv_response(
        slice->items,
        {"subject", "subject_ref", "code", "state", "told_version", "channel", "cause", "words", "changed_at"},
        incident + "-people.csv");
    if (!slice->next.empty()) out.with("Link", "<" + following(request, window, slice->next) + ">; rel=\"next\"");
    return out;
}

void send_people(Context& context, const CallPtr& call, const store::Reader::PeopleQuery& query,
                 const ListWindow& window) {
    context.read(call, [call, query, window](store::Reader& reader) {
        if (!reader.incident(call->part(0))) return problem(404, "there is no such incident");
        return list_response(reader.subjects(call->part(0), query, window.cursor, window.limit), window);
    });
}

// The answer desk: who was found is journalled, and then shown.
void look_up(Context& context, const CallPtr& call, const store::Reader::PeopleQuery& query, const ListWindow& window) {
    context.read_then<store::Slice>(
        [call, query](store::Reader& reader) -> Result<store::Slice> {
            if (!reader.incident(call->part(0))) return Error{ErrorCode::not_found, "there is no such incident", ""};
            return reader.subjects(call->part(0), query, "", kListItemsMax);
        },
        [&context, call, window](Result<store::Slice> found) {
            if (!found || found->items.empty()) return call->respond(list_response(std::move(found), window));
            auto subject = found->items.front().at("subject").as_int64();
            journalled(context, call, subject, ShownHow::looked_up, [call, window, found = std::move(*found)] {
                call->respond(list_response(Result<store::Slice>(found), window));
            });
        });
}

void send_table(Context& context, const CallPtr& call, const store::Reader::PeopleQuery& query,
                const ListWindow& window) {
    journalled(context, call, 0, ShownHow::table, [&context, call, query, window] {
        context.read(call, [call, query, window](store::Reader& reader) {
            return people_table(reader.subjects(call->part(0), query, window.cursor, kTableRowsMax), call->request,
                                window, call->part(0));
        });
    });
}

}  // namespace

void list_subjects(Context& context, const CallPtr& call) {
    const Request& request = call->request;
    auto window = list_window(request);
    if (!window) return call->respond(problem(window.error()));
    store::Reader::PeopleQuery query{query_text(request, "state"), query_text(request, "channel"),
                                     query_text(request, "cause"), query_text(request, "q"), false};
    if (query.q.size() > kQueryBytesMax)
        return call->respond(problem(Error{ErrorCode::invalid, "may have 256 bytes", "q"}));
    query.named = call->caller->role != Role::viewer;
    bool table = request.header("accept").starts_with("text/csv");
    if (!query.named && (table || !query.q.empty()))
        return call->respond(problem(403, "a viewer sees the list without references: no look-up and no table"));
    if (!query.q.empty()) return look_up(context, call, query, *window);
    table ? send_table(context, call, query, *window) : send_people(context, call, query, *window);
}

void get_subject(Context& context, const CallPtr& call) {
    auto number = subject_in(call);
    if (number <= 0) return call->respond(problem(404, "the list has no such person"));
    journalled(context, call, number, ShownHow::opened, [&context, call, number] {
        context.read(call, [call, number, settings = context.services.settings()](store::Reader& reader) {
            auto subject = reader.subject(call->part(0), number);
            if (!subject) return problem(subject.error());
            auto file = desk_file(reader, *settings, call->part(0), number, true);
            if (!file) return problem(file.error());
            for (auto& member : *file) (*subject)[member.key()] = std::move(member.value());
            return json_response(*subject);
        });
    });
}

void list_shared_contacts(Context& context, const CallPtr& call) {
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    journalled(context, call, 0, ShownHow::table, [&context, call, limit = window->limit] {
        context.read(call, [call, limit](store::Reader& reader) {
            return list_response(reader.shared_contacts(call->part(0), limit));
        });
    });
}

void correct_subject(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    auto read = read_correction(*body);
    if (!read.faults.empty()) return call->respond(problem(422, "the correction has faults", read.faults));
    read.command.subject = subject_in(call);
    context.command(call, call->part(0), std::move(read.command));
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
