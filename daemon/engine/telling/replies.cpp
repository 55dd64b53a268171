// What people say about the notice: noted by an agent, or come as a mail to the return path of a letter.
#include "base/text.hpp"
#include "core/telling/ways.hpp"
#include "engine/letter.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

// A mail is the person's own when its return path proves the letter, or when it answers a letter of ours and comes from
// the address that the letter went to.
bool is_from(Step& step, const std::string& incident, std::int64_t subject, const Pii<std::string>& sender) {
    auto person = step.store.subjects().find(incident, subject);
    if (!person || sender.reveal().empty()) return false;
    for (const auto& contact : person->contacts)
        if (same_word(contact.address.reveal(), sender.reveal())) return true;
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

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const MailReply& command) {
    store::ReplyRow row;
    if (auto letter = by_return_token(step, command.token)) {
        row.incident = letter->incident;
        row.subject = letter->subject;
    } else if (auto again = repeats_.by_token(step, command.token)) {
        row.incident = again->incident;
        row.subject = again->subject;
    } else if (auto answered = command.key.empty() ? std::nullopt : step.store.deliveries().by_key(command.key);
               answered && is_from(step, answered->incident, answered->subject, command.sender)) {
        row.incident = answered->incident;
        row.subject = answered->subject;
    } else if (auto resent = command.key.empty() ? std::nullopt : step.store.repeats().by_key(command.key);
               resent && is_from(step, resent->incident, resent->subject, command.sender)) {
        row.incident = resent->incident;
        row.subject = resent->subject;
    } else {
        return Error{ErrorCode::not_found, "no delivery has this key", command.key};
    }
    row.origin = mail_tag(step, command.message_id);
    if (step.store.replies().knows(row.origin)) return Answer(Done{});  // the same mail again
    if (!step.store.vault().has(row.incident)) return Answer(Done{});   // nobody is left whom it could be noted for
    row.kind = command.kind;
    row.way = ReplyWay::email;
    row.words = command.text;
    if (step.ledger.find(row.incident) == nullptr) return Answer(Done{});
    keep_reply(step, envelope.actor, std::move(row));
    return Answer(Done{});
}

}  // namespace breachd::engine
