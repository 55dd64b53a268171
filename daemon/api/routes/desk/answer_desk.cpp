// The answer desk: somebody calls with the code of a letter. Who is looked up stands in the journal; what is shown is
// masked until the person is opened (routes/subjects.cpp).
#include "api/routes/body.hpp"
#include "api/routes/desk/desk_file.hpp"
#include "api/routes/handlers.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kQueryBytesMax = 256;

struct Found {
    json::array items;
    bool complete = true;
};

// Each of them is journalled with its incident, one after the other; then all are shown.
void show_found(Context& context, const CallPtr& call, const std::shared_ptr<Found>& found, std::size_t next) {
    if (next == found->items.size()) {
        call->respond(json_response(
            json::object{{"items", std::move(found->items)}, {"next", nullptr}, {"complete", found->complete}}));
        return;
    }
    const auto& item = found->items[next].get_object();
    context.shown(call, std::string(item.at("incident_id").as_string()),
                  {item.at("subject").as_int64(), ShownHow::looked_up},
                  [&context, call, found, next] { show_found(context, call, found, next + 1); });
}

}  // namespace

void find_subjects(Context& context, const CallPtr& call) {
    auto q = std::string(call->request.query_value("q"));
    if (q.empty()) return call->respond(problem(Error{ErrorCode::invalid, "is required", "q"}));
    if (q.size() > kQueryBytesMax) return call->respond(problem(Error{ErrorCode::invalid, "may have 256 bytes", "q"}));
    context.read_then<Found>(
        [q](store::Reader& reader) -> Result<Found> {
            auto found = reader.subjects_anywhere(q);
            return Found{std::move(found.items), found.complete};
        },
        [&context, call](Result<Found> found) {
            if (!found) return call->respond(problem(found.error()));
            show_found(context, call, std::make_shared<Found>(std::move(*found)), 0);
        });
}

void get_subject_messages(Context& context, const CallPtr& call) {
    context.read(call, [call, settings = context.services.settings()](store::Reader& reader) {
        auto number = subject_in(call);
        auto file = desk_file(reader, *settings, call->part(0), number, false);
        if (!file) return problem(file.error());
        (*file)["incident_id"] = call->part(0);
        (*file)["subject"] = number;
        return json_response(std::move(*file));
    });
}

void send_again(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [&](http::Members& in) {
        return engine::SendAgain{subject_in(call), in.needed("channel"), in.needed("reason")};
    });
}

void note_reply(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [&](http::Members& in) {
        engine::NoteReply out;
        out.subject = subject_in(call);
        in.needed("kind");
        out.kind = in.one_of<ReplyKind>("kind",
                                        {{"question", ReplyKind::question},
                                         {"complaint", ReplyKind::complaint},
                                         {"wrong_person", ReplyKind::wrong_person},
                                         {"no_more", ReplyKind::no_more},
                                         {"other", ReplyKind::other}},
                                        ReplyKind::other);
        out.way = in.one_of<ReplyWay>("way",
                                      {{"telephone", ReplyWay::telephone},
                                       {"email", ReplyWay::email},
                                       {"sms", ReplyWay::sms},
                                       {"in_person", ReplyWay::in_person},
                                       {"letter", ReplyWay::letter},
                                       {"other", ReplyWay::other}},
                                      ReplyWay::telephone);
        out.text = in.text("text");
        return out;
    });
}

}  // namespace breachd::api
