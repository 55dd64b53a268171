// The people to be told: how far it has come, and every delivery. Their import is import.cpp.
#include <algorithm>

#include "api/lists.hpp"
#include "api/routes/body.hpp"
#include "api/routes/desk/desk_file.hpp"
#include "api/routes/handlers.hpp"
#include "api/vietnamese.hpp"
#include "api/views/correction.hpp"
#include "api/views/csv.hpp"
#include "api/views/people_table.hpp"
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

std::string query_text(const Request& request, const char* name) { return std::string(request.query_value(name)); }

// The address of what follows: the filters of this call, and the cursor as a list gives it.
std::string following(const Request& request, const ListWindow& window, const std::string& next) {
    std::string out = "?cursor=" + percent_encoded(window.list + "." + next);
    for (const auto& [name, value] : request.query)
        if (name != "cursor") out += "&" + percent_encoded(name) + "=" + percent_encoded(value);
    return out;
}

struct Table {
    Response response;
    std::int64_t people = 0;
};

// Part by part, so that no more than a few people stand in memory twice.
Result<Table> people_table(store::Reader& reader, const Settings& settings, const Call& call,
                           const store::Reader::PeopleQuery& query, const ListWindow& window) {
    if (!reader.incident(call.part(0))) return Error{ErrorCode::not_found, "there is no such incident", ""};
    if (!query.channel.empty() && !settings.channel(query.channel) &&
        !reader.subjects_status(call.part(0)).at("channels").as_object().contains(query.channel))
        return Error{ErrorCode::invalid, "is not a channel", "channel"};  // it would stand in the journal as typed
    PeopleTable text(wants_vietnamese(call.request));
    Table out;
    auto next = window.cursor;
    for (std::size_t part = 0; part < kTableRowsMax / kListItemsMax; ++part) {
        auto slice = reader.subjects(call.part(0), query, next, kListItemsMax);
        if (!slice) return slice.error();
        out.people += static_cast<std::int64_t>(slice->items.size());
        text.add(std::move(slice->items));
        next = slice->next;
        if (next.empty()) break;
    }
    out.response = csv_response(text.take(), call.part(0) + "-people.csv");
    if (!next.empty()) out.response.with("Link", "<" + following(call.request, window, next) + ">; rel=\"next\"");
    return out;
}

Result<store::Reader::PeopleQuery> people_query(const Request& request) {
    store::Reader::PeopleQuery out{.state = query_text(request, "state"),
                                   .channel = query_text(request, "channel"),
                                   .cause = query_text(request, "cause"),
                                   .reply = query_text(request, "reply"),
                                   .q = query_text(request, "q")};
    if (out.q.size() > kQueryBytesMax) return Error{ErrorCode::invalid, "may have 256 bytes", "q"};
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
            context.shown(call, call->part(0), {subject, ShownHow::looked_up},
                          [call, window, found = std::move(*found)] {
                              call->respond(list_response(Result<store::Slice>(found), window));
                          });
        });
}

// Made first, so that the journal says whose data went out, and nothing of a table that was refused.
void send_table(Context& context, const CallPtr& call, store::Reader::PeopleQuery query, const ListWindow& window,
                engine::NoteShown shown) {
    query.listed_only = query.state.empty();
    for (auto [name, value] : {std::pair{"state", &query.state},
                               {"channel", &query.channel},
                               {"cause", &query.cause},
                               {"reply", &query.reply}})
        if (!value->empty()) shown.filter[name] = *value;
    context.read_then<Table>(
        [call, query, window, settings = context.services.settings()](store::Reader& reader) {
            return people_table(reader, *settings, *call, query, window);
        },
        [&context, call, shown = std::move(shown)](Result<Table> made) mutable {
            if (!made) return call->respond(problem(made.error()));
            shown.people = made->people;
            context.shown(call, call->part(0), std::move(shown),
                          [call, table = std::make_shared<Table>(std::move(*made))] {
                              call->respond(std::move(table->response));
                          });
        },
        Reads::papers);
}

// A filter that was mistyped would open more people than were asked for.
bool filters_are_known(const Request& request) {
    constexpr std::string_view kKnown[] = {"state", "channel", "cause", "reply", "cursor"};
    return std::all_of(request.query.begin(), request.query.end(), [&](const auto& each) {
        return std::find(std::begin(kKnown), std::end(kKnown), each.first) != std::end(kKnown);
    });
}

}  // namespace

void list_subjects(Context& context, const CallPtr& call) {
    const Request& request = call->request;
    auto window = list_window(request);
    if (!window) return call->respond(problem(window.error()));
    auto query = people_query(request);
    if (!query) return call->respond(problem(query.error()));
    bool named = call->caller->role != Role::viewer;
    if (named) query->shown = store::Reader::PeopleShown::shapes;
    bool table = wants_csv(request);
    if (!named && (table || !query->q.empty()))
        return call->respond(problem(403, "a viewer sees the list without references: no look-up and no table"));
    if (!query->q.empty()) return look_up(context, call, *query, *window);
    if (table) return send_table(context, call, *query, *window, {0, ShownHow::table});
    send_people(context, call, *query, *window);
}

void export_subjects(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    http::Members members(std::move(*body));
    engine::NoteShown shown{0, ShownHow::opened_table, members.needed("reason")};
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    if (!filters_are_known(call->request))
        return call->respond(problem(400, "an export is filtered by state, channel, cause and reply only"));
    auto window = list_window(call->request);
    if (!window) return call->respond(problem(window.error()));
    auto query = people_query(call->request);
    if (!query) return call->respond(problem(query.error()));
    query->shown = store::Reader::PeopleShown::opened;
    send_table(context, call, *query, *window, std::move(shown));
}

void list_imports(Context& context, const CallPtr& call) {
    context.read(call, [call](store::Reader& reader) {
        if (!reader.incident(call->part(0))) return problem(404, "there is no such incident");
        return json_response(json::object{{"items", reader.imports(call->part(0))}, {"next", nullptr}});
    });
}

void get_subject(Context& context, const CallPtr& call) {
    auto number = subject_in(call);
    if (number <= 0) return call->respond(problem(404, "the list has no such person"));
    context.shown(call, call->part(0), {number, ShownHow::opened}, [&context, call, number] {
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
    context.shown(call, call->part(0), {0, ShownHow::shared}, [&context, call, limit = window->limit] {
        auto work = [call, limit](store::Reader& reader) {
            return list_response(reader.shared_contacts(call->part(0), limit));
        };
        context.read(call, std::move(work), Reads::papers);
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
