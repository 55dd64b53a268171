// What people say of the people to be told: that the list is complete, that one was told by hand, cannot be told one by
// one, or does not belong on the list.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "core/incident/lifecycle.hpp"
#include "core/law/obligation.hpp"
#include "engine/answering.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kProofBytesMax = 4000;

Error required(const char* member) { return {ErrorCode::unprocessable, "is required", member}; }

Answer changed_now(Step& step, const Incident& incident, bool waits) {
    step.ledger.settle(incident.id);
    return Changed{std::make_shared<const Incident>(incident), step.now, waits};
}

Result<store::Subjects::Way> on_the_list(Step& step, const Incident& incident, std::int64_t subject) {
    auto way = step.store.subjects().way_to(incident.id, subject);
    if (!way || way->state == store::SubjectState::removed)
        return Error{ErrorCode::not_found, "the list has no such person", std::to_string(subject)};
    return *way;
}

// A letter that may tell the person still: it is being sent, or its receipt is awaited. One on paper that is not posted
// can be taken out.
bool is_on_the_way(Step& step, const Incident& incident, std::int64_t subject) {
    auto rows = step.store.deliveries().of_subject(incident.id, subject);
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
        const auto* channel = step.settings.channel(row.channel);
        bool by_post = channel != nullptr && channel->by_post;
        bool awaited = row.state == store::SendState::accepted && row.next_at && !by_post;
        return row.state == store::SendState::sending || awaited;
    });
}

// As the person becomes: contacts that go are taken away first.
Subject put_right(Subject known, const CorrectSubject& command) {
    for (const auto& row : contact_kinds())
        if (std::find(command.cleared.begin(), command.cleared.end(), row.name) != command.cleared.end())
            set_address(known.contacts, row.kind, "");
    if (holds(command.cleared, "guardian_of")) known.guardian_of = {};
    auto given = command.given;
    auto is_given = [&](const char* name) {
        return std::find(command.fields.begin(), command.fields.end(), name) != command.fields.end();
    };
    if (is_given("kinds")) known.kinds = std::exchange(given.kinds, {});
    if (is_given("language")) known.language = given.language;
    return corrected(std::move(known), given);
}

Error is_told(std::int64_t subject) {
    return {ErrorCode::conflict, "this person has been told already", std::to_string(subject)};
}

}  // namespace

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const StateListComplete& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (command.reason.empty()) return required("/reason");
    auto listed = incident.notice_run.subjects, number = incident.people_named();
    if (listed == 0) return Error{ErrorCode::conflict, "nobody has been imported yet", ""};
    if (number <= listed)
        return Error{ErrorCode::conflict, "the list is as long as the facts say: nobody need say that it is complete",
                     ""};
    if (list_is_complete(incident)) return Error{ErrorCode::conflict, "two people have said so already", ""};
    const auto& first = incident.list_complete;
    bool waiting = first && !first->confirmed_at && first->listed == listed && first->number == number;
    if (waiting && first->by == envelope.person)
        return Error{ErrorCode::forbidden, "a second person must say that the list is complete", ""};
    step.ledger.append(incident.id, envelope.actor,
                       ListComplete{command.reason, envelope.person, waiting, listed, number});
    return changed_now(step, incident, !waiting);
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const TellByHand& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (incident.notice_version == 0)
        return Error{ErrorCode::conflict, "release the notice first: its text is what is read out or handed over", ""};
    if (command.proof.empty()) return required("/proof");
    if (command.proof.size() > kProofBytesMax)
        return Error{ErrorCode::unprocessable, "is longer than 4000 bytes", "/proof"};
    auto told_at = command.told_at.value_or(step.now);
    if (told_at > step.now) return Error{ErrorCode::unprocessable, "lies in the future", "/told_at"};
    if (told_at < incident.detected_at) return Error{ErrorCode::unprocessable, "lies before the detection", "/told_at"};
    auto way = on_the_list(step, incident, command.subject);
    if (!way) return way.error();
    if (way->told_version >= incident.notice_since) return is_told(command.subject);
    auto& subjects = step.store.subjects();
    subjects.set_state(incident.id, command.subject, store::SubjectState::by_hand, step.now, incident.notice_version);
    subjects.keep_proof(incident.id, command.subject, command.proof);
    step.ledger.append(incident.id, envelope.actor,
                       ToldByHand{command.subject, command.how, told_at, envelope.person, hex(sha256(command.proof)),
                                  incident.notice_version});
    runs_.settled_by_hand(step, incident, command.subject);
    return changed_now(step, incident, false);
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const MarkImpossible& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (command.reason.empty()) return required("/reason");
    auto way = on_the_list(step, incident, command.subject);
    if (!way) return way.error();
    if (way->state == store::SubjectState::impossible)
        return Error{ErrorCode::conflict, "two people have said so already", std::to_string(command.subject)};
    if (way->told_version > 0) return is_told(command.subject);
    auto first = incident.impossible_by.find(command.subject);
    bool second = first != incident.impossible_by.end();
    if (second && first->second == envelope.person)
        return Error{ErrorCode::forbidden, "a second person must agree that this person cannot be told individually",
                     std::to_string(command.subject)};
    step.ledger.append(incident.id, envelope.actor,
                       NoticeImpossible{command.subject, command.reason, envelope.person, second});
    if (second) {
        step.store.subjects().set_state(incident.id, command.subject, store::SubjectState::impossible, step.now,
                                        std::max(1, incident.notice_version));
        runs_.settled_by_hand(step, incident, command.subject);
    }
    return changed_now(step, incident, !second);
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const RemoveSubject& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (command.reason.empty()) return required("/reason");
    auto way = on_the_list(step, incident, command.subject);
    if (!way) return way.error();
    step.store.subjects().set_state(incident.id, command.subject, store::SubjectState::removed, step.now,
                                    std::max(1, incident.notice_version));
    step.ledger.append(incident.id, envelope.actor, SubjectRemoved{command.subject, command.reason});
    runs_.settled_by_hand(step, incident, command.subject);
    return changed_now(step, incident, false);
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const CorrectSubject& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (command.reason.empty()) return required("/reason");
    if (command.fields.empty()) return Error{ErrorCode::unprocessable, "names nothing to correct", ""};
    auto way = on_the_list(step, incident, command.subject);
    if (!way) return way.error();
    auto known = step.store.subjects().find(incident.id, command.subject);
    if (!known) return known.error();
    auto person = import_row(step, put_right(*known, command));
    if (serialise(person.subject) == serialise(*known))
        return Error{ErrorCode::unprocessable, "the person has these data already", ""};
    bool other_kinds = group_of(person.subject.kinds) != group_of(known->kinds);
    if (other_kinds && way->told_version > 0)
        return Error{ErrorCode::conflict, "the letter that told this person names other kinds of data", "/kinds"};
    if (other_kinds && is_on_the_way(step, incident, command.subject))
        return Error{ErrorCode::conflict,
                     "a letter that names other kinds of data is on its way to this person: wait for its outcome",
                     "/kinds"};
    auto names = [&](const char* field) { return holds(command.fields, field) || holds(command.cleared, field); };
    if (way->told_version < incident.notice_since &&
        (other_kinds || names("postal_address") || names("name") || names("guardian_of")))
        Runs::take_out_letter(step, incident, command.subject);
    bool reopened = step.store.subjects().correct(incident.id, command.subject, person,
                                                  differing_contacts(*known, person.subject), step.now);
    if (reopened) step.store.deliveries().cancel(incident.id, command.subject, step.now);
    step.ledger.append(incident.id, envelope.actor,
                       SubjectCorrected{command.subject, command.fields, command.reason, reopened});
    runs_.plan_again(incident.id);
    if (incident.notice_version > 0) runs_.journal_now(step, incident);
    return changed_now(step, incident, false);
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const NoteShown& command) {
    if (command.subject != 0) {
        auto way = step.store.subjects().way_to(incident.id, command.subject);
        if (!way) return Error{ErrorCode::not_found, "the list has no such person", std::to_string(command.subject)};
    }
    step.ledger.append(incident.id, envelope.actor,
                       SubjectShown{command.subject, command.how, command.reason, command.people, command.filter});
    return Answer(Done{});
}

}  // namespace breachd::engine
