#include "engine/telling/repeats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/incident/lifecycle.hpp"
#include "core/oncall/paging.hpp"
#include "core/telling/notice_run.hpp"
#include "core/telling/ways.hpp"
#include "engine/letter.hpp"
#include "engine/telling/runs.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kPerStep = 50;
constexpr std::size_t kReasonBytesMax = 1000;
constexpr Duration kHeldAgain = std::chrono::seconds{30};

Error required(const char* member) { return {ErrorCode::unprocessable, "is required", member}; }

json::object document_of(Step& step, const std::string& incident, const std::string& sha256) {
    auto kept = sha256.empty() ? std::nullopt : step.store.documents().find(incident, sha256);
    auto parsed = kept ? parse_json(kept->bytes) : Result<json::value>(json::object());
    return parsed && parsed->is_object() ? parsed->as_object() : json::object();
}

std::shared_ptr<const ReleasedNotice> text_of(Step& step, const Incident& incident, int version) {
    const auto* cover = incident.cover_of(version);
    auto texts = cover != nullptr ? document_of(step, incident.id, cover->sha256) : json::object();
    if (texts.empty()) return nullptr;
    return thawed(texts, document_of(step, incident.id, cover->by_kinds_sha256), incident, version,
                  without_content_url(step.settings));
}

// The version that told the person, or only pointed to where it is; 0: none.
int version_for(const store::Subjects::Way& way) {
    if (way.told_version > 0) return way.told_version;
    return way.state == store::SubjectState::pointed ? way.state_version : 0;
}

// The address that the channel used last: the ones before it turned out bad.
int address_used(Step& step, const store::RepeatRow& again) {
    auto way = step.store.subjects().way_to(again.incident, again.subject);
    int nth = 0;
    for (const auto& row : step.store.deliveries().of_subject(again.incident, again.subject))
        if (row.channel == again.channel && way && row.id > way->corrected_after) nth = row.nth;
    return nth;
}

}  // namespace

void RepeatsOfLetters::load(Step& step) {
    for (auto& row : step.store.repeats().in_state(store::SendState::sending)) {
        channels_.lost(step, row.channel);
        row.state = store::SendState::unknown;
        row.cause = Cause::stopped;
        finish(step, std::move(row));
    }
    wake(step);
}

void RepeatsOfLetters::wake(Step& step) {
    auto next = step.store.repeats().next_moment();
    if (!next) return;
    auto held = step.held || step.stopping;
    step.agenda.no_later_than(held ? std::max(*next, step.now + kHeldAgain) : *next, DeskId::telling, kRepeatsDue);
}

Result<Answer> RepeatsOfLetters::ask(Step& step, const Envelope& envelope, const Incident& incident,
                                     const SendAgain& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (command.reason.empty()) return required("/reason");
    if (command.reason.size() > kReasonBytesMax)
        return Error{ErrorCode::unprocessable, "is longer than 1000 bytes", "/reason"};
    const auto* channel = step.settings.channel(command.channel);
    if (channel == nullptr) return Error{ErrorCode::unprocessable, "no such channel is configured", "/channel"};
    auto way = step.store.subjects().way_to(incident.id, command.subject);
    if (!way || way->state == store::SubjectState::removed)
        return Error{ErrorCode::not_found, "the list has no such person", std::to_string(command.subject)};
    auto version = version_for(*way);
    if (version == 0)
        return Error{ErrorCode::conflict,
                     "nothing has told this person yet: correct the contact, or tell them and note how",
                     std::to_string(command.subject)};
    if (contact_used(contacts_of(*channel), way->contacts) == 0)
        return Error{ErrorCode::unprocessable, "this person has no contact for this channel", "/channel"};
    auto answer = Answer(Changed{std::make_shared<const Incident>(incident), step.now, false});
    auto& repeats = step.store.repeats();
    auto last = repeats.last_of(incident.id, command.subject, channel->name);
    bool under_way = last && (last->state == store::SendState::sending || last->state == store::SendState::retrying);
    bool just_sent = last && store::may_have_gone(last->state) && within(step.now, last->asked_at, kRepeatGap);
    if (under_way || just_sent) return answer;
    if (!text_of(step, incident, version) || !step.store.vault().has(incident.id))
        return Error{ErrorCode::conflict, "the text of that version, or the person's data, cannot be opened any more",
                     ""};
    store::RepeatRow row;
    row.id = repeats.next_id();
    row.incident = incident.id;
    row.subject = command.subject;
    row.channel = channel->name;
    row.version = version;
    row.key = fmt::format("{}-{}-{}-v{}-r{}", incident.id, command.subject, channel->name, version, row.id);
    row.asked_at = row.changed_at = step.now;
    step.ledger.append(incident.id, envelope.actor,
                       SentAgain{command.subject, row.id, channel->name, version, command.reason, envelope.person});
    row.state = store::SendState::retrying;
    row.next_at = step.now;
    repeats.put(row);
    due(step);
    return Answer(Changed{std::make_shared<const Incident>(incident), step.now, false});
}

void RepeatsOfLetters::due(Step& step) {
    if (!step.held && !step.stopping)
        for (auto& row : step.store.repeats().due(step.now, kPerStep)) send(step, std::move(row));
    wake(step);
}

void RepeatsOfLetters::send(Step& step, store::RepeatRow row) {
    row.next_at.reset();
    const auto* incident = step.ledger.find(row.incident);
    const auto* channel = step.settings.channel(row.channel);
    auto notice = incident != nullptr ? text_of(step, *incident, row.version) : nullptr;
    auto opener = step.store.vault().opener(row.incident);
    auto sealed = step.store.subjects().sealed(row.incident, row.subject);
    if (channel == nullptr || !notice || !opener || sealed.empty()) {
        row.state = store::SendState::failed;
        row.cause = channel == nullptr ? Cause::channel_gone : Cause::unopened;
        return finish(step, std::move(row));
    }
    row.state = store::SendState::sending;
    ++row.attempts;
    step.store.repeats().put(row);
    Send letter{Lane::page, row.channel, row.key, 0, {}, {}};
    letter.message.key = row.key;
    letter.letter = Letter{notice,  opener,   row.subject, std::move(sealed),      contacts_of(*channel),
                           row.key, step.now, false,       kRepeatTokens + row.id, address_used(step, row)};
    step.outbox.send(std::move(letter));
}

// What the journal hears: one entry for what became of it.
void RepeatsOfLetters::finish(Step& step, store::RepeatRow row) {
    row.changed_at = step.now;
    row.next_at.reset();
    step.store.repeats().put(row);
    if (step.ledger.find(row.incident) != nullptr)
        step.ledger.append(row.incident, "system",
                           SentAgainDone{row.subject, row.id, row.channel, row.state, row.code, row.cause});
}

std::optional<std::string> RepeatsOfLetters::done(Step& step, const AttemptDone& done) {
    auto row = step.store.repeats().by_key(done.page_id);
    if (!row || row->state != store::SendState::sending) return std::nullopt;
    const auto& outcome = done.outcome;
    auto channel = row->channel;
    auto again = [&](Duration delay) {
        row->state = store::SendState::retrying;
        row->next_at = step.now + delay;
        row->changed_at = step.now;
        step.store.repeats().put(*row);
        wake(step);
    };
    if (done.not_begun) {  // as if it had never been handed over
        --row->attempts;
        again(std::max(Duration{1}, *done.not_begun));
        return std::nullopt;
    }
    row->code = outcome.code;
    row->cause = done.unopened ? Cause::unopened : outcome.cause;
    row->provider_id = provider_tag(step, channel, outcome.provider_id);
    const auto* settings = step.settings.channel(channel);
    bool more = !done.unopened && outcome.result == SendResult::retry && settings != nullptr &&
                row->attempts < settings->attempts_max;
    if (more) {
        again(retry_delay(row->attempts, outcome.retry_after, kNoticeRetryBase, kNoticeRetryCap, step.rng));
        return channel;
    }
    row->state = store::SendState::failed;
    if (!done.unopened && outcome.result == SendResult::accepted) row->state = store::SendState::accepted;
    if (!done.unopened && outcome.result == SendResult::delivered) row->state = store::SendState::delivered;
    if (!done.unopened && outcome.result == SendResult::unknown) row->state = store::SendState::unknown;
    if (store::may_have_gone(row->state)) channels_.lost(step, channel);
    finish(step, std::move(*row));
    return channel;
}

Result<Answer> RepeatsOfLetters::settle(Step& step, store::RepeatRow row, ReceiptWord word, const std::string& code,
                                        Cause cause) {
    auto effect = admitted(word, row.state, row.key);
    if (!effect) return effect.error();
    if (*effect == ReceiptEffect::nothing) return Answer(Done{});
    row.state = *effect == ReceiptEffect::takes_back ? store::SendState::failed
                : *effect == ReceiptEffect::delivers ? store::SendState::delivered
                                                     : store::SendState::accepted;
    row.cause = *effect == ReceiptEffect::takes_back ? cause : Cause::none;
    if (!code.empty()) row.code = code;
    finish(step, std::move(row));
    return Answer(Done{});
}

std::optional<Result<Answer>> RepeatsOfLetters::receipt(Step& step, const Receipt& receipt) {
    auto& repeats = step.store.repeats();
    std::optional<store::RepeatRow> row;
    if (!receipt.key.empty()) row = repeats.by_key(receipt.key);
    for (const auto& channel : receipt.channels)
        if (!row && receipt.key.empty()) row = repeats.by_provider_id(provider_tag(step, channel, receipt.provider_id));
    const auto& own = receipt.channels;
    if (!row || std::find(own.begin(), own.end(), row->channel) == own.end()) return std::nullopt;
    return settle(step, std::move(*row), receipt.outcome, receipt.code, Cause::came_back);
}

std::optional<store::RepeatRow> RepeatsOfLetters::by_token(Step& step, const std::string& token) {
    std::int64_t id = 0;
    auto dash = token.find('-');
    if (dash == token.npos || std::from_chars(token.data(), token.data() + dash, id).ec != std::errc{}) return {};
    auto row = id > kRepeatTokens ? step.store.repeats().find(id - kRepeatTokens) : std::nullopt;
    auto opener = row ? step.store.vault().opener(row->incident) : nullptr;
    return opener && return_token(*opener, id) == token ? row : std::nullopt;
}

}  // namespace breachd::engine
