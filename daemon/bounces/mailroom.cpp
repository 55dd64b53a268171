#include "bounces/mailroom.hpp"

#include "bounces/reply.hpp"
#include "bounces/report.hpp"
#include "engine/answers.hpp"

namespace breachd::bounces {

namespace {

constexpr const char* kUnread = "the report of a mail server cannot be read";
constexpr const char* kUnmatched = "it speaks of no letter that was sent";

std::string token_among(const std::vector<std::string>& recipients, const BounceReport& report) {
    for (const auto& recipient : recipients)
        if (auto token = token_of(recipient); !token.empty()) return token;
    return report.token;
}

engine::Envelope envelope_of(engine::Command command, std::function<void(Result<engine::Answer>)> answer) {
    engine::Envelope out;
    out.command = std::move(command);
    out.actor = std::string("source:") + kBounceSource;
    out.answer = std::move(answer);
    return out;
}

// Sealed, listed, and people are told, as with an alert that cannot be read.
void keep(const MailServices& services, std::string mail, const char* why, const OnFate& fate) {
    engine::IngestAlerts kept;
    kept.source = kBounceSource;
    kept.content_type = "message/rfc822";
    kept.unreadable.push_back({std::move(mail), why, ""});
    // Its answer is always a refusal, of the mail as an alert; only a store that cannot be written keeps nothing.
    auto heard = [fate](const Result<engine::Answer>& answer) {
        fate(!answer && answer.error().code == ErrorCode::unavailable ? Fate::later : Fate::kept);
    };
    if (!services.submit(envelope_of(std::move(kept), heard))) fate(Fate::later);
}

// A person answered a letter: an entry about that person. What matches no letter is nobody's, or for a human.
void note_reply(const MailServices& services, std::string_view mail, PersonsMail said, const std::string& token,
                OnFate fate) {
    engine::MailReply reply;
    reply.token = token;
    reply.key = said.answers;
    reply.sender = std::move(said.sender);
    reply.message_id = std::move(said.message_id);
    reply.kind = reply_kind_of(said.words.reveal());
    reply.text = std::move(said.words);
    auto heard = [services, fate, ours = !token.empty(),
                  bytes = std::string(mail)](const Result<engine::Answer>& answer) {
        if (answer) return fate(Fate::done);
        if (answer.error().code == ErrorCode::unavailable) return fate(Fate::later);
        if (!ours) return fate(Fate::foreign);
        keep(services, bytes, kUnmatched, fate);
    };
    if (!services.submit(envelope_of(std::move(reply), heard))) fate(Fate::later);
}

}  // namespace

void deliver(const MailServices& services, std::string_view mail, const std::vector<std::string>& recipients,
             OnFate fate) {
    auto report = read_bounce(mail);
    auto token = token_among(recipients, report);
    if (report.kind == MailKind::auto_reply) return fate(Fate::done);
    engine::MailReport said;
    said.token = token;
    said.key = key_in(report.message_id.empty() ? report.envelope_id : report.message_id);
    said.recipient = report.recipient;
    said.code = report.code;
    said.cause = report.cause;
    bool ours = !token.empty();
    if (report.kind == MailKind::unreadable) {
        auto written = read_persons_mail(mail, report);
        if (written && (ours || !written->answers.empty()))
            return note_reply(services, mail, std::move(*written), token, fate);
        if (!ours) return fate(Fate::foreign);
        return keep(services, std::string(mail), kUnread, fate);
    }
    if (report.kind != MailKind::failed) return fate(Fate::done);
    if (!ours && said.key.empty()) return fate(Fate::foreign);
    auto heard = [services, ours, fate, bytes = std::string(mail)](const Result<engine::Answer>& answer) {
        if (answer || answer.error().code == ErrorCode::conflict) return fate(Fate::done);
        if (answer.error().code == ErrorCode::unavailable) return fate(Fate::later);
        if (!ours && answer.error().code == ErrorCode::not_found) return fate(Fate::foreign);
        keep(services, bytes, kUnmatched, fate);
    };
    if (!services.submit(envelope_of(std::move(said), heard))) fate(Fate::later);
}

}  // namespace breachd::bounces
