#include "bounces/mailroom.hpp"

#include "base/digest.hpp"
#include "bounces/reply.hpp"
#include "bounces/report.hpp"
#include "engine/answers.hpp"

namespace breachd::bounces {

namespace {

constexpr const char* kUnread = "the report of a mail server cannot be read";
constexpr const char* kUnmatched = "it speaks of no letter that was sent";
constexpr const char* kComplaint = "Nhà cung cấp hộp thư báo: người nhận đã đánh dấu thư này là thư rác.";

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
void keep(const MailServices& services, std::string mail, const std::string& why, const OnFate& fate) {
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

std::vector<std::string> keys_of(const BounceReport& report) {
    std::vector<std::string> out;
    for (const auto& id : {report.message_id, report.envelope_id})
        if (auto key = key_in(id); !key.empty()) out.push_back(std::move(key));
    return out;
}

// Of the mail as it names itself, or as it is: the same mail counts once.
std::string id_of(std::string named, std::string_view mail) { return named.empty() ? hex(sha256(mail)) : named; }

engine::MailReply reply_of(PersonsMail said, std::string_view mail) {
    engine::MailReply out;
    out.keys = std::move(said.answers);
    out.senders.push_back(std::move(said.sender));
    out.message_id = id_of(std::move(said.message_id), mail);
    out.kind = reply_kind_of(said.words.reveal());
    out.text = std::move(said.words);
    return out;
}

engine::MailReply complaint_of(const BounceReport& report, std::string_view mail) {
    engine::MailReply out;
    out.keys = keys_of(report);
    out.senders = report.recipients;
    out.by_provider = true;
    out.message_id = id_of(report.own_id, mail);
    out.kind = ReplyKind::complaint;
    out.text = Pii(std::string(kComplaint));
    return out;
}

// A person answered a letter: an entry about that person. What came to a return path of ours and matches no letter, or
// is somebody else's, is for a human, and so is what has no words; an id alone can be guessed, so that strangers who
// name one are refused.
void note_reply(const MailServices& services, std::string_view mail, engine::MailReply reply, OnFate fate) {
    auto heard = [services, fate, ours = !reply.token.empty(), automatic = reply.automatic,
                  bytes = std::string(mail)](const Result<engine::Answer>& answer) {
        auto code = answer ? ErrorCode::failed : answer.error().code;
        bool unmatched = code == ErrorCode::not_found;
        if (answer || (unmatched && automatic)) return fate(Fate::done);
        if (code == ErrorCode::unavailable) return fate(Fate::later);
        if (!ours && code != ErrorCode::unprocessable) return fate(Fate::foreign);
        keep(services, bytes, unmatched ? kUnmatched : answer.error().message, fate);
    };
    if (!services.submit(envelope_of(std::move(reply), heard))) fate(Fate::later);
}

// Given up by a mail server: the engine is told.
void note_failure(const MailServices& services, std::string_view mail, engine::MailReport said, OnFate fate) {
    bool ours = !said.token.empty();
    if (!ours && said.keys.empty()) return fate(Fate::foreign);
    auto heard = [services, ours, fate, bytes = std::string(mail)](const Result<engine::Answer>& answer) {
        if (answer || answer.error().code == ErrorCode::conflict) return fate(Fate::done);
        if (answer.error().code == ErrorCode::unavailable) return fate(Fate::later);
        if (!ours && answer.error().code == ErrorCode::not_found) return fate(Fate::foreign);
        keep(services, bytes, kUnmatched, fate);
    };
    if (!services.submit(envelope_of(std::move(said), heard))) fate(Fate::later);
}

void take_unread(const MailServices& services, std::string_view mail, const BounceReport& report,
                 const std::string& token, OnFate fate) {
    auto written = read_persons_mail(mail, report);
    bool ours = !token.empty();
    if (!written || (!ours && written->answers.empty()))
        return ours ? keep(services, std::string(mail), kUnread, fate) : fate(Fate::foreign);
    auto reply = reply_of(std::move(*written), mail);
    reply.token = token;
    note_reply(services, mail, std::move(reply), std::move(fate));
}

// Programs of a mail server call themselves automatic, too: at a return path of ours only the person's own is ignored.
void take_automatic(const MailServices& services, std::string_view mail, const BounceReport& report,
                    const std::string& token, OnFate fate) {
    engine::MailReply answer;
    answer.token = token;
    answer.senders.push_back(report.sender);
    answer.automatic = true;
    note_reply(services, mail, std::move(answer), std::move(fate));
}

}  // namespace

void deliver(const MailServices& services, std::string_view mail, const std::vector<std::string>& recipients,
             OnFate fate) {
    auto report = read_bounce(mail);
    auto token = token_among(recipients, report);
    switch (report.kind) {
        case MailKind::failed:
            return note_failure(services, mail,
                                {token, keys_of(report), report.recipients, report.spared, report.code, report.cause},
                                std::move(fate));
        case MailKind::complaint: {
            auto reply = complaint_of(report, mail);
            reply.token = token;
            return note_reply(services, mail, std::move(reply), std::move(fate));
        }
        case MailKind::unreadable:
            return take_unread(services, mail, report, token, std::move(fate));
        case MailKind::auto_reply:
            if (!token.empty()) return take_automatic(services, mail, report, token, std::move(fate));
            break;
        case MailKind::delayed:
        case MailKind::delivered:
            break;
    }
    fate(Fate::done);
}

}  // namespace breachd::bounces
