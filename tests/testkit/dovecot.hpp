// A real Dovecot of our own on free ports, beside whatever the system runs: one user, one Maildir, IMAP in the clear
// and over TLS. Needs root, as its sign-in does.
#pragma once

#include <string>

#include "testkit/certificates.hpp"
#include "testkit/process.hpp"

namespace breachd::testkit {

class Dovecot {
  public:
    static bool possible();  // root, and Dovecot is installed
    Dovecot();               // not started
    ~Dovecot() { stop(); }
    Dovecot(const Dovecot&) = delete;
    Dovecot& operator=(const Dovecot&) = delete;

    void start();
    void stop();
    int port() const { return port_; }
    std::string url() const { return "imap://127.0.0.1:" + std::to_string(port_); }
    std::string tls_url() const { return "imaps://127.0.0.1:" + std::to_string(tls_port_); }
    std::string ca() const { return certificates_.ca(); }
    std::string user() const { return "tra-ve"; }
    std::string password() const { return "mat-khau-thu"; }

    void put(const std::string& name, const std::string& mail) const;  // into INBOX, as an MTA does
    std::size_t read() const;                                          // mails of INBOX that are marked as read
    std::string log() const { return slurp(directory_ / "log"); }

  private:
    ScratchDirectory directory_;
    Certificates certificates_;
    int port_, tls_port_;
    bool runs_ = false;
};

}  // namespace breachd::testkit
