// One connection to a mail relay as the client speaks it (RFC 5321), pipelined where the relay offers it (RFC 2920): a
// state machine without sockets, threads or clock. Its Line moves the bytes, its Owner has the mails.
//
//   connecting ─▶ (TLS) ─▶ greeting ─▶ EHLO ─▶ STARTTLS ─▶ EHLO ─▶ AUTH ─▶ open ─▶ leaving ─▶ ended
//                                       └─────────────────────────┘         │
//   open:  MAIL RCPT DATA ──354──▶ bytes and dot, MAIL RCPT DATA of the next ──250──▶ …     a round trip a mail
//
// Invariants
//  1. Every mail that the client took is answered() or comes_back(), once.
//  2. A reply answers the first command that has no answer yet; one that nobody asked for, or that comes before its
//     command has gone out whole, ends the line.
//  3. At most one mail's bytes are out, and beside it one envelope.
//  4. Unknown is a mail whose final dot has left us, and no other. What came to nobody's harm comes back: nothing of it
//     was written, or only its envelope and the relay ended a line that had worked before.
//  5. Nothing that came before TLS is believed after it; a password is said over a proven line only.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "notifiers/smtp/envelope.hpp"
#include "notifiers/smtp/reply.hpp"
#include "notifiers/smtp/reply_reader.hpp"

namespace breachd::delivery {

inline constexpr Duration kSmtpTick = std::chrono::milliseconds{50};
inline constexpr Duration kSmtpConnectPatience = std::chrono::seconds{10};
inline constexpr Duration kSmtpIdlePatience = std::chrono::seconds{15};
inline constexpr Duration kSmtpQuitPatience = std::chrono::milliseconds{500};

struct SmtpJob {
    std::string page_id;
    std::int64_t delivery_id = 0;
    Mail mail;
    bool came_back = false;  // once already: the next time it is answered
};

class SmtpClient {
  public:
    class Line {
      public:
        virtual ~Line() = default;
        virtual void say(std::string bytes) = 0;
        virtual void start_tls() = 0;  // secured() or lost() follows
        virtual void hang_up() = 0;
    };
    class Owner {
      public:
        virtual ~Owner() = default;
        // The next mail for this connection now, if there is one.
        virtual std::optional<SmtpJob> next() = 0;
        virtual void answered(SmtpJob&& job, Outcome outcome) = 0;
        virtual void comes_back(SmtpJob&& job) = 0;
        virtual void opened() = 0;
        // Its last word. `failed`: it never opened, and why.
        virtual void ended(const std::optional<Outcome>& failed) = 0;
    };

    SmtpClient(const MailRelay& relay, std::string hello, Line& line, Owner& owner);

    // --- what the line tells ---
    void connected();
    void secured();
    void received(std::string_view bytes);
    void written(std::uint64_t more);  // so many further bytes of what was said have left us
    void lost(Cause cause);
    void tick();  // once every kSmtpTick

    // --- what the owner wants ---
    void look();     // there may be a mail
    void leave();    // finish what is out, take nothing more
    void give_up();  // end now, each mail with what is known of it; what was not sent comes back
    bool idle() const { return state_ == State::open && mails_.empty() && !leaving_; }
    bool gave_up() const { return gave_up_; }

  private:
    enum class State { connecting, securing, opening, open, quitting, ended };
    enum class Command {
        greeting,
        hello,
        old_hello,
        starttls,
        auth,
        auth_name,
        auth_password,
        reset,
        mail,
        rcpt,
        data,
        dot,
        quit
    };
    struct Asked {
        Command command;
        std::uint64_t end;  // where it ends in all that was said
    };
    struct Underway {
        SmtpJob job;
        std::uint64_t begins = 0;
        std::uint64_t dot_ends = 0;  // 0: its bytes have not been said
        bool heard = false;          // an answer to its envelope
        bool settled = false;        // the owner has its outcome, or has it back
        SmtpReply::Stage stage = SmtpReply::Stage::mail;
    };

    void say(Command command, std::string bytes);
    void say_waiting();
    void answer(const ServerReply& reply);
    void answer_opening(Command command, const ServerReply& reply);
    void answer_hello(const ServerReply& reply);
    void answer_auth(Command command, const ServerReply& reply);
    void answer_mail(Command command, const ServerReply& reply);
    void answer_data(const ServerReply& reply);
    void answer_dot(const ServerReply& reply, bool whole);
    void sign_in();
    void open();
    void begin_next();
    void refuse(SmtpReply::Stage stage, const ServerReply& reply);
    void finish_first();
    void fail_opening(int code, const std::string& text, Cause cause);
    void settle(Underway&& underway, bool first, Cause cause);
    void end(Cause cause);
    void rest();
    void wait(double of_timeout);
    void wait(Duration patience);
    void wait_for_answer();

    const MailRelay& relay_;
    const std::string hello_;
    Line& line_;
    Owner& owner_;
    State state_ = State::connecting;
    ReplyReader reader_;
    Extensions server_;
    bool encrypted_ = false;
    std::deque<Asked> asked_;
    std::deque<std::pair<Command, std::string>> waiting_;  // to be said when the answers before are there
    std::deque<Underway> mails_;
    std::uint64_t said_ = 0, written_ = 0;
    bool needs_reset_ = false;
    bool worked_ = false;  // a mail was answered over it
    bool leaving_ = false, gave_up_ = false;
    int ticks_left_ = 0;
};

}  // namespace breachd::delivery
