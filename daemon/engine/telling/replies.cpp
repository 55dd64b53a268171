// What people say about the notice: noted by an agent, or come as a mail to the return path of a letter.
#include <tuple>

#include "base/text.hpp"
#include "core/telling/ways.hpp"
#include "engine/letter.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

bool is_from(Step& step, const std::string& incident, std::int64_t subject,
             const std::vector<Pii<std::string>>& senders) {
    auto person = step.store.subjects().find(incident, subject);
    if (!person) return false;
    for (const auto& contact : person->contacts)
        if (is_among(senders, contact.address)) return true;
    return false;
}

std::string mail_tag(Step& step, const std::string& message_id) {
    if (message_id.empty()) return "";
    return hex(step.store.vault().tag("index", "reply|" + message_id)).substr(0, 32);
}

}  // namespace

void Telling::keep_reply(Step& step, const std::string& actor, store::ReplyRow row) {
    auto words_sha256 = hex(sha256(row.words.reveal()));
    row.at = step.now;
    row.actor = actor;
    step.store.replies().add(row);
    step.ledger.append(row.incident, actor, ReplyNoted{row.subject, row.kind, row.way, words_sha256});
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const NoteReply& command) {
    if (!step.store.vault().has(incident.id))
        return Error{ErrorCode::conflict, "this person's data have been destroyed", ""};
    if (command.text.size() > kReplyBytesMax)
        return Error{ErrorCode::unprocessable, "is longer than 4000 bytes", "/text"};
    if (command.text.empty() && (command.kind == ReplyKind::other || command.kind == ReplyKind::question))
        return Error{ErrorCode::unprocessable, "is required", "/text"};
    if (!step.store.subjects().way_to(incident.id, command.subject))
        return Error{ErrorCode::not_found, "the list has no such person", std::to_string(command.subject)};
    store::ReplyRow row;
    row.incident = incident.id;
    row.subject = command.subject;
    row.kind = command.kind;
    row.way = command.way;
    row.words = Pii(command.text);
    keep_reply(step, envelope.actor, std::move(row));
    return Answer(Changed{std::make_shared<const Incident>(incident), step.now, false});
}

std::optional<Telling::Whose> Telling::whose_by_token(Step& step, const std::string& token) {
    if (auto letter = by_return_token(step, token)) return Whose(letter->incident, letter->subject);
    if (auto again = repeats_.by_token(step, token)) return Whose(again->incident, again->subject);
    return {};
}

std::optional<Telling::Whose> Telling::whose_by_key(Step& step, const std::vector<std::string>& keys) {
    for (const auto& key : keys) {
        if (auto letter = step.store.deliveries().by_key(key)) return Whose(letter->incident, letter->subject);
        if (auto again = step.store.repeats().by_key(key)) return Whose(again->incident, again->subject);
    }
    return {};
}

// Whatever it names, a mail from elsewhere is not the person's: mail servers answer under many names, and an id can be
// guessed. A human reads it.
Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const MailReply& command) {
    auto by_token = whose_by_token(step, command.token);
    auto whose = by_token ? by_token : whose_by_key(step, command.keys);
    if (!whose) return Error{ErrorCode::not_found, "no delivery has this key", ""};
    if (!step.store.vault().has(whose->first)) return Answer(Done{});  // nobody is left whom it could be noted for
    bool vouched = command.by_provider && by_token;
    if (!vouched && !is_from(step, whose->first, whose->second, command.senders))
        return Error{ErrorCode::conflict, "it comes from no address of the person whom the letter went to", ""};
    if (command.automatic) return Answer(Done{});
    if (command.text.reveal().empty()) return Error{ErrorCode::unprocessable, "it has no words that can be read", ""};
    store::ReplyRow row;
    std::tie(row.incident, row.subject) = *whose;
    row.origin = mail_tag(step, command.message_id);
    if (step.store.replies().knows(row.origin)) return Answer(Done{});  // the same mail again
    row.kind = command.kind;
    row.way = ReplyWay::email;
    row.words = command.text;
    if (step.ledger.find(row.incident) == nullptr) return Answer(Done{});
    keep_reply(step, envelope.actor, std::move(row));
    return Answer(Done{});
}

}  // namespace breachd::engine
