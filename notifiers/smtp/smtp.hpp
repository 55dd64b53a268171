// E-mail over SMTP with libcurl, one easy handle a worker: the connection is kept, one recipient a message. Replies are
// classified by the server's own code and words, never by libcurl's (a rejected recipient and a lost line look alike there).
#pragma once

#include "notifiers/notifier.hpp"

namespace breachd {

// What the server last said and what libcurl made of it.
struct SmtpReply {
    int code = 0;               // last numeric reply; 354: the message was on its way when the line was lost
    std::string text;           // last reply line without the code
    bool finished = false;      // libcurl reports success: the final dot was answered 2xx
    bool connected = false;     // some reply line was heard
    std::string error;          // libcurl's words
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

  private:
    Channel channel_;
    bool drill_;
    void* curl_ = nullptr;
};

}  // namespace breachd
