// What people say about the notice: noted by an agent, or come as a mail to the return path of a letter.
#include <tuple>

#include "base/text.hpp"
#include "core/telling/ways.hpp"
#include "engine/letter.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

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

// A mail is the person's own when its return path proves the letter, or when it answers a letter of ours and comes from
// an address of that person.
std::optional<std::pair<std::string, std::int64_t>> Telling::answered_by(Step& step, const MailReply& command) {
    auto whose = [](const auto& row) { return std::pair(row->incident, row->subject); };
    if (auto letter = by_return_token(step, command.token)) return whose(letter);
    if (auto again = repeats_.by_token(step, command.token)) return whose(again);
    if (command.key.empty()) return {};
    std::optional<std::pair<std::string, std::int64_t>> out;
    if (auto letter = step.store.deliveries().by_key(command.key)) out = whose(letter);
    if (auto again = out ? std::nullopt : step.store.repeats().by_key(command.key)) out = whose(again);
    if (out && !is_from(step, out->first, out->second, command.sender)) out.reset();
    return out;
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const MailReply& command) {
    auto whose = answered_by(step, command);
    if (!whose) return Error{ErrorCode::not_found, "no delivery has this key", command.key};
    store::ReplyRow row;
    std::tie(row.incident, row.subject) = *whose;
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
