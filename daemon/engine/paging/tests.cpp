// Tests of channels, and copies of a draft: sent like pages, answered when the outcome is back, and
// not kept.
#include <fmt/format.h>

#include "base/utf8.hpp"
#include "core/incident/lifecycle.hpp"
#include "core/oncall/paging.hpp"
#include "core/telling/addressed_notice.hpp"
#include "core/telling/short_text.hpp"
#include "engine/paging/paging.hpp"

namespace breachd::engine {

namespace {

constexpr std::string_view kTestMark = "BẢN GỬI THỬ / TEST COPY";
constexpr std::string_view kTestCode = "THU-NGHIEM";  // stands where a subject's own code will

// The text as its first reader will get it, with the officer's name in the place of a subject's.
Message test_copy(const Step& step, const Incident& incident, const NoticeDraft& draft, const Person& person,
                  const Contact& contact, const std::string& language) {
    const auto& text = language == "en" ? draft.en : draft.vi;
    auto addressed = address_notice(text, language, person.name, kTestCode, incident.drill);
    Message message;
    message.kind = "test";
    message.incident = incident.id;
    message.to = contact.address;
    message.to_name = Pii(clean_line(person.name, 256));
    message.language = language;
    message.subject = fmt::format("[{}] {}", kTestMark, addressed.subject);
    message.text = Pii(fmt::format("{}\n\n{}", kTestMark, addressed.text));
    message.html = Pii(std::move(addressed.html));
    message.short_text = Pii(with_content_url(std::move(addressed.short_text), without_content_url(step.settings)));
    message.at = step.now;
    message.drill = incident.drill;
    return message;
}

Error no_such_channel(const std::string& name) { return {ErrorCode::not_found, "no such channel is configured", name}; }

// A person who is paged is named by id, as everywhere in the on-call plan; an address in any form that a list may have
// (0903111222). Without either the caller gets it, where the channel reaches them.
Pii<std::string> test_address(const Step& step, const Channel& channel, const std::string& to,
                              const std::string& caller) {
    const auto* person = step.settings.person(to);
    if (to.empty())
        if (auto known = step.settings.known_person(caller)) person = step.settings.person(*known);
    if (auto contact = person ? page_contact(*person, channel) : std::nullopt) return contact->address;
    for (const auto& row : contact_kinds()) {
        if (!has(channel.page_contacts | channel.notice_contacts, row.kind)) continue;
        if (auto address = row.normalise(to); address && !address->empty()) return Pii(*address);
    }
    return Pii(to);
}

void refuse(Step& step, Envelope& envelope, Error error) {
    if (envelope.answer) step.outbox.answer(std::move(envelope.answer), std::move(error));
}

}  // namespace

// Of a test only this is kept: when the channel took one last.
void Paging::tested(Step& step, const std::string& channel, const Outcome& outcome) {
    if (outcome.result == SendResult::accepted || outcome.result == SendResult::delivered)
        step.store.pages().took_test(channel, step.now);
}

void Paging::send_test(Step& step, Envelope& envelope, const std::string& channel, Message message) {
    auto id = fmt::format("test-{}-{}", to_ms(step.now), ++test_count_);
    message.key = id;
    step.outbox.send(Send{Lane::page, channel, id, 0, std::move(message)});
    if (!envelope.answer) return;
    tests_[id] = {envelope.answer, channel};
    tests_begun_.push_back(id);
}

void Paging::test(Step& step, Envelope& envelope, const SendTest& command) {
    const auto* channel = step.settings.channel(command.channel);
    if (channel == nullptr) return refuse(step, envelope, no_such_channel(command.channel));
    Message message;
    message.kind = "test";
    message.to = test_address(step, *channel, command.to, envelope.person);
    message.at = step.now;
    message.drill = step.settings.mode == Mode::drill;
    message.subject = "breachd: thử kênh thông báo / channel test";
    message.text = Pii<std::string>(
        "Đây là tin thử của breachd; không có sự cố nào.\nThis is a test by breachd; there is no incident.\n");
    message.short_text = Pii<std::string>("breachd: tin thu, khong co su co");
    send_test(step, envelope, command.channel, std::move(message));
}

void Paging::test(Step& step, Envelope& envelope, const TestNotice& command) {
    const auto* incident = step.ledger.find(envelope.incident);
    if (incident == nullptr)
        return refuse(step, envelope, {ErrorCode::not_found, "no such incident", envelope.incident});
    if (auto ok = must_be_live(*incident); !ok) return refuse(step, envelope, ok.error());
    const auto* channel = step.settings.channel(command.channel);
    if (channel == nullptr) return refuse(step, envelope, no_such_channel(command.channel));
    auto known = step.settings.known_person(envelope.person);
    const auto* person = known ? step.settings.person(*known) : nullptr;
    if (person == nullptr)
        return refuse(
            step, envelope,
            {ErrorCode::unprocessable, "a test copy goes to who asks for it: your token is of none of `people`", ""});
    auto contact = page_contact(*person, *channel);
    if (!contact)
        return refuse(step, envelope,
                      {ErrorCode::unprocessable, "people has no contact of yours for this channel", "/channel"});
    auto draft = draft_notice(*incident, step.settings);
    auto message = test_copy(step, *incident, draft, *person, *contact, command.language);
    step.ledger.append(envelope.incident, envelope.actor,
                       NoticeTested{draft.sha256, command.channel, person->id, command.language});
    send_test(step, envelope, command.channel, std::move(message));
}

}  // namespace breachd::engine
