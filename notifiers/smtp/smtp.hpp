// E-mail over SMTP with libcurl, one easy handle a worker: the connection is kept, one recipient a message. Replies are
// classified by the server's own code and words, never by libcurl's (a rejected recipient and a lost line look alike
// there).
#pragma once

#include <atomic>
#include <cstdint>

#include "notifiers/provider.hpp"
#include "notifiers/smtp/reply.hpp"

namespace breachd {

struct SmtpConfig : ProviderConfig {
    std::string relay;  // smtp:// or smtps://
    std::string from;
    std::string bounce_address;       // the return path: <local>+<token>@<domain> for a letter; "": `from`
    std::string from_name, reply_to;  // what readers see of the sender; where their answers go; "": as `from`
    std::string dkim_selector;        // of the relay's signature: its key is looked for before a release; "": unknown
    std::string username;
    std::string password;      // never printed
    std::string tls = "auto";  // auto | required | none
    std::string ca_file;
    std::string url() const override { return relay; }
};

class SmtpNotifier : public BlockingNotifier {
  public:
    SmtpNotifier(const Channel& channel, bool drill);
    ~SmtpNotifier() override;
    SmtpNotifier(const SmtpNotifier&) = delete;
    SmtpNotifier& operator=(const SmtpNotifier&) = delete;

    Result<void> check(const Message& message) const override;
    Outcome send(const Message& message) override;
    // Greeting, TLS, sign-in as for a message, then NOOP in place of one.
    ProbeResult probe() override;
    void give_up() override { given_up_ = true; }

  private:
    struct Exchange;
    struct Line {  // the connection
        int socket = -1;
        std::uint64_t shown = 0;  // bytes of replies
        bool direct = true;       // no proxy and no TLS from the start
        bool encrypted = false;   // by STARTTLS
        bool says_too_much() const;
        static int opened(void* user, int socket, int);
    };
    void prepare(Exchange& exchange);
    void perform(Exchange& exchange);
    void set_security();
    void hang_up();
    void start_over();

    Channel channel_;
    SmtpConfig own_;
    bool drill_;
    Line line_;
    void* curl_ = nullptr;
    std::atomic<bool> given_up_{false};
};

Provider smtp_provider();

}  // namespace breachd
