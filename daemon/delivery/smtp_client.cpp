#include "delivery/smtp_client.hpp"

#include <algorithm>
#include <utility>

#include "base/digest.hpp"

namespace breachd::delivery {

using Stage = SmtpReply::Stage;

namespace {

// The patience for an answer as a part of the channel's timeout: RFC 5321, 4.5.3.2, whose five minutes for most
// commands are one timeout here.
constexpr double kMostCommands = 1, kDataCommand = 2.0 / 5, kDataBlock = 3.0 / 5, kFinalDot = 2;

constexpr int kShuttingDown = 421;

}  // namespace

SmtpClient::SmtpClient(const MailRelay& relay, std::string hello, Line& line, Owner& owner)
    : relay_(relay), hello_(std::move(hello)), line_(line), owner_(owner) {
    wait(std::min(relay.timeout, kSmtpConnectPatience));
}

void SmtpClient::wait(Duration patience) { ticks_left_ = static_cast<int>(patience / kSmtpTick) + 1; }

void SmtpClient::wait(double of_timeout) { wait(std::chrono::duration_cast<Duration>(of_timeout * relay_.timeout)); }

void SmtpClient::wait_for_answer() {
    if (asked_.empty()) return;
    if (written_ < said_) return wait(kDataBlock);
    auto command = asked_.front().command;
    wait(command == Command::dot ? kFinalDot : command == Command::data ? kDataCommand : kMostCommands);
}

// --- opening -------------------------------------------------------------------------------------------------------

void SmtpClient::connected() {
    if (state_ != State::connecting) return;
    if (relay_.tls_at_once && !encrypted_) {
        state_ = State::securing;
        wait(kMostCommands);
        return line_.start_tls();
    }
    state_ = State::opening;
    asked_.push_back({Command::greeting, said_});
    wait_for_answer();
}

void SmtpClient::secured() {
    if (state_ != State::securing) return;
    encrypted_ = true;
    if (relay_.tls_at_once) {
        state_ = State::connecting;
        return connected();
    }
    state_ = State::opening;
    server_ = {};  // what it said in the clear anybody may have said
    say(Command::hello, "EHLO " + hello_ + "\r\n");
}

void SmtpClient::answer_opening(Command command, const ServerReply& reply) {
    bool signing_in = command == Command::auth || command == Command::auth_name || command == Command::auth_password;
    // An old server knows no EHLO, and can nothing that follows from it.
    bool nothing_needed = relay_.guard != LineGuard::proven && !encrypted_;
    if (command == Command::hello && reply.code >= 500 && nothing_needed)
        return say(Command::old_hello, "HELO " + hello_ + "\r\n");
    if (reply.code >= (signing_in ? 400 : 300)) return fail_opening(reply.code, reply.text(), Cause::answer_unclear);
    if (command == Command::greeting) return say(Command::hello, "EHLO " + hello_ + "\r\n");
    if (command == Command::old_hello) return open();
    if (command == Command::hello) return answer_hello(reply);
    if (command != Command::starttls) return answer_auth(command, reply);
    // A byte more in the clear is somebody's who wants it to be believed after the handshake.
    if (!reader_.empty()) return fail_opening(0, "", Cause::tls_failed);
    state_ = State::securing;
    wait(kMostCommands);
    line_.start_tls();
}

void SmtpClient::answer_hello(const ServerReply& reply) {
    server_ = read_extensions(reply.lines);
    if (!encrypted_ && relay_.guard != LineGuard::none) {
        if (server_.starttls) return say(Command::starttls, "STARTTLS\r\n");
        if (relay_.guard == LineGuard::proven) return fail_opening(0, "", Cause::tls_failed);
    }
    relay_.username.empty() ? open() : sign_in();
}

void SmtpClient::sign_in() {
    bool guarded = encrypted_ && relay_.guard == LineGuard::proven;
    if (!guarded) return fail_opening(0, "", Cause::tls_failed);
    using namespace std::string_literals;
    if (server_.auth_plain)
        return say(Command::auth, "AUTH PLAIN " + base64("\0"s + relay_.username + "\0"s + relay_.password) + "\r\n");
    if (server_.auth_login) return say(Command::auth_name, "AUTH LOGIN\r\n");
    fail_opening(0, "", Cause::sign_in_refused);
}

void SmtpClient::answer_auth(Command command, const ServerReply& reply) {
    bool asks_on = reply.code == 334;
    if (command == Command::auth && !asks_on && reply.code < 300) return open();
    if (command == Command::auth_name && asks_on) return say(Command::auth_password, base64(relay_.username) + "\r\n");
    if (command == Command::auth_password && asks_on) return say(Command::auth, base64(relay_.password) + "\r\n");
    fail_opening(0, "", Cause::answer_unclear);
}

void SmtpClient::open() {
    state_ = State::open;
    owner_.opened();
    begin_next();
    rest();
}

void SmtpClient::fail_opening(int code, const std::string& text, Cause cause) {
    if (state_ == State::ended) return;
    state_ = State::ended;
    SmtpReply reply;
    reply.code = code;
    reply.text = text;
    reply.failure = cause;
    line_.hang_up();
    owner_.ended(classify_smtp(reply));
}

// --- speaking ------------------------------------------------------------------------------------------------------

void SmtpClient::say(Command command, std::string bytes) {
    said_ += bytes.size();
    asked_.push_back({command, said_});
    wait_for_answer();
    line_.say(std::move(bytes));
}

// One write for all that may go together.
void SmtpClient::say_waiting() {
    std::string bytes;
    while (!waiting_.empty() && (server_.pipelining || asked_.empty())) {
        auto [command, text] = std::move(waiting_.front());
        waiting_.pop_front();
        said_ += text.size();
        asked_.push_back({command, said_});
        bytes += text;
    }
    if (bytes.empty()) return;
    wait_for_answer();
    line_.say(std::move(bytes));
}

// The envelope of the next mail: at once, or right after the bytes of the one before.
void SmtpClient::begin_next() {
    auto room = [&] {
        return mails_.empty() || (server_.pipelining && mails_.size() == 1 && mails_.front().dot_ends != 0);
    };
    while (state_ == State::open && !leaving_ && room()) {
        auto job = owner_.next();
        if (!job) break;
        if (auto refused = cannot_take(job->mail, server_)) {
            owner_.answered(std::move(*job), std::move(*refused));
            continue;
        }
        auto begins = said_;
        for (const auto& [command, text] : waiting_) begins += text.size();
        if (std::exchange(needs_reset_, false)) waiting_.emplace_back(Command::reset, "RSET\r\n");
        waiting_.emplace_back(Command::mail, mail_command(job->mail, server_));
        waiting_.emplace_back(Command::rcpt, rcpt_command(job->mail, server_));
        waiting_.emplace_back(Command::data, "DATA\r\n");
        mails_.emplace_back().job = std::move(*job);
        mails_.back().begins = begins;
    }
    say_waiting();
}

// --- hearing -------------------------------------------------------------------------------------------------------

void SmtpClient::received(std::string_view bytes) {
    if (state_ == State::ended) return;
    reader_.feed(bytes);
    while (state_ != State::ended && state_ != State::securing) {
        auto reply = reader_.next();
        if (!reply) break;
        answer(*reply);
    }
    if (reader_.broken()) lost(Cause::answer_unclear);
}

void SmtpClient::answer(const ServerReply& reply) {
    if (asked_.empty()) return end(reply.code == kShuttingDown ? Cause::service_down : Cause::answer_unclear);
    auto [command, ends] = asked_.front();
    asked_.pop_front();
    bool whole = written_ >= ends;
    if (command == Command::dot) return answer_dot(reply, whole);
    if (!whole) return end(Cause::answer_unclear);
    if (command == Command::quit) return end(Cause::none);
    wait_for_answer();
    if (state_ == State::opening) return answer_opening(command, reply);
    if (command == Command::reset) {
        if (reply.code >= 300) return end(Cause::answer_unclear);
        return say_waiting();
    }
    command == Command::data ? answer_data(reply) : answer_mail(command, reply);
}

// To MAIL and to RCPT.
void SmtpClient::answer_mail(Command command, const ServerReply& reply) {
    auto& mail = mails_.front();
    mail.stage = command == Command::mail ? Stage::mail : Stage::rcpt;
    if (reply.code < 300) {
        mail.heard = true;
        return say_waiting();
    }
    if (reply.code < 400) return end(Cause::answer_unclear);
    if (!mail.settled) refuse(mail.stage, reply);
    if (reply.code == kShuttingDown) return end(Cause::service_down);
    if (server_.pipelining) return;  // DATA is out, and its answer is waited for
    waiting_.clear();
    finish_first();
}

void SmtpClient::answer_data(const ServerReply& reply) {
    auto& mail = mails_.front();
    mail.stage = Stage::data;
    if (reply.code != 354) {
        if (reply.code < 400) return end(Cause::answer_unclear);
        if (!mail.settled) refuse(Stage::data, reply);
        if (reply.code == kShuttingDown) return end(Cause::service_down);
        return finish_first();
    }
    mail.heard = true;
    // RFC 2920, 3.1: a server that goes on without a recipient is given an empty message.
    auto bytes = mail.settled ? std::string(".\r\n") : std::exchange(mail.job.mail.wire, "");
    mail.dot_ends = said_ + bytes.size();
    waiting_.emplace_front(Command::dot, std::move(bytes));
    begin_next();
}

void SmtpClient::answer_dot(const ServerReply& reply, bool whole) {
    auto& mail = mails_.front();
    if (reply.code >= 300 && reply.code < 400) return end(Cause::answer_unclear);
    SmtpReply yes;
    yes.stage = Stage::data;
    yes.code = reply.code;
    yes.text = reply.text();
    yes.finished = whole;
    yes.early = !whole;  // it says yes to what it has not seen
    if (!mail.settled && reply.code < 300) {
        mail.settled = true;
        owner_.answered(std::move(mail.job), classify_smtp(yes));
    }
    if (!mail.settled) refuse(Stage::data, reply);
    worked_ = true;
    if (!whole || reply.code == kShuttingDown) return end(Cause::service_down);
    mails_.pop_front();
    wait_for_answer();
    begin_next();
    rest();
}

// The server's no to the mail that is first.
void SmtpClient::refuse(Stage stage, const ServerReply& reply) {
    auto& mail = mails_.front();
    mail.settled = true;
    // Some relays end a session after so many mails: that is nobody's fault, once.
    bool session_over = reply.code == kShuttingDown && stage == Stage::mail && worked_ && !mail.job.came_back;
    if (session_over) {
        mail.job.came_back = true;
        return owner_.comes_back(std::move(mail.job));
    }
    SmtpReply no;
    no.stage = stage;
    no.code = reply.code;
    no.text = reply.text();
    owner_.answered(std::move(mail.job), classify_smtp(no));
}

// The envelope of the first mail led to nothing; the server still has its beginning.
void SmtpClient::finish_first() {
    mails_.pop_front();
    worked_ = true;
    needs_reset_ = true;
    begin_next();
    rest();
}

void SmtpClient::rest() {
    if (state_ != State::open || !mails_.empty()) return;
    if (!leaving_) return wait(kSmtpIdlePatience);
    state_ = State::quitting;
    say(Command::quit, "QUIT\r\n");
    wait(kSmtpQuitPatience);
}

// --- ending --------------------------------------------------------------------------------------------------------

void SmtpClient::written(std::uint64_t more) {
    written_ += more;
    if (state_ == State::opening || (state_ == State::open && !mails_.empty())) wait_for_answer();
}

void SmtpClient::look() {
    if (idle()) begin_next();
}

void SmtpClient::leave() {
    leaving_ = true;
    if (state_ == State::open) return rest();
    if (state_ != State::quitting) end(Cause::none);
}

void SmtpClient::give_up() {
    gave_up_ = true;
    end(Cause::stopped);
}

void SmtpClient::tick() {
    if (state_ == State::ended || --ticks_left_ > 0) return;
    if (idle()) return leave();
    end(state_ == State::quitting ? Cause::none : Cause::timed_out);
}

void SmtpClient::lost(Cause cause) { end(cause); }

void SmtpClient::end(Cause cause) {
    if (state_ == State::ended) return;
    if (state_ == State::connecting || state_ == State::securing || state_ == State::opening)
        return fail_opening(0, "", cause);
    state_ = State::ended;
    line_.hang_up();
    auto mails = std::exchange(mails_, {});
    for (std::size_t i = 0; i < mails.size(); ++i) settle(std::move(mails[i]), i == 0, cause);
    owner_.ended({});
}

// What is known of a mail whose line has ended.
void SmtpClient::settle(Underway&& mail, bool first, Cause cause) {
    if (mail.settled) return;
    SmtpReply known;
    known.failure = cause;
    known.stage = Stage::data;
    known.code = 354;
    known.body_sent = mail.dot_ends != 0 && written_ >= mail.dot_ends;
    bool nothing_written = !first || written_ <= mail.begins;
    bool line_was_old = worked_ && !mail.heard && !mail.job.came_back;
    // A relay that opens its lines and ends each at once would be dialled for ever.
    bool line_was_new = first && !worked_ && !gave_up_;
    if (line_was_new && nothing_written && mail.job.came_back) {
        SmtpReply lost;
        lost.failure = cause;
        return owner_.answered(std::move(mail.job), classify_smtp(lost));
    }
    if (!known.body_sent && (gave_up_ || nothing_written || line_was_old)) {
        mail.job.came_back |= !nothing_written || line_was_new;
        return owner_.comes_back(std::move(mail.job));
    }
    if (mail.dot_ends == 0) {
        // Its RCPT is out as well where commands are pipelined: the recipient may be what the relay fell over.
        known.stage = server_.pipelining ? Stage::rcpt : mail.stage;
        known.code = 0;
    }
    owner_.answered(std::move(mail.job), classify_smtp(known));
}

}  // namespace breachd::delivery
