// E-mail over SMTP with libcurl, one easy handle a worker: the connection is kept, one recipient a message. Replies are
// classified by the server's own code and words, never by libcurl's (a rejected recipient and a lost line look alike
// there).
#pragma once

#include <atomic>

#include "notifiers/notifier.hpp"

namespace breachd {

// What we last asked, what the server last said and what libcurl made of it. Who is to blame depends on all of them: a
// 550 to MAIL FROM is our sender's fault and must not cost a million recipients their e-mail.
struct SmtpReply {
    enum class Stage { opening, mail, rcpt, data };  // greeting to AUTH; then the command that the reply answers
    Stage stage = Stage::opening;
    int code = 0;            // last numeric reply; 354: the message was on its way when the line was lost
    std::string text;        // last reply line without the code
    bool body_sent = false;  // all of the message was handed to the line, so that the server may have taken it
    bool finished = false;   // libcurl reports success: the final dot was answered 2xx
    std::string error;       // libcurl's words
};
Outcome classify_smtp(const SmtpReply& reply);

class SmtpNotifier : public BlockingNotifier {
  public:
    SmtpNotifier(Channel channel, bool drill);
    ~SmtpNotifier() override;
    SmtpNotifier(const SmtpNotifier&) = delete;
    SmtpNotifier& operator=(const SmtpNotifier&) = delete;

    Result<void> check(const Message& message) const override;
    Outcome send(const Message& message) override;
    void give_up() override { given_up_ = true; }

  private:
    void set_security();
    void hang_up();
    void start_over();

    Channel channel_;
    bool drill_;
    void* curl_ = nullptr;
    std::atomic<bool> given_up_{false};
};

}  // namespace breachd
