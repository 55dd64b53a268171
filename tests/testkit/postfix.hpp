// A real Postfix of our own on a free port, beside whatever the system runs: it takes mail for hopthu.test, keeps it in
// one file a mailbox and refuses mailboxes it does not have. Needs root, as Postfix does.
#pragma once

#include <string>
#include <vector>

#include "testkit/process.hpp"

namespace breachd::testkit {

class Postfix {
  public:
    static bool possible();  // root, and Postfix is installed
    // Local parts. With a port, mail for tra-ve.test goes there by LMTP; mail for bat-ve.test is taken, and comes back
    // as a report to its return path at once; mail for de-lai.test stays in the queue.
    explicit Postfix(const std::vector<std::string>& mailboxes, int lmtp_port = 0);
    ~Postfix();
    Postfix(const Postfix&) = delete;
    Postfix& operator=(const Postfix&) = delete;

    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
    std::string mailbox(const std::string& name) const;  // all its mail, mbox form; "" when there is none
    std::string log() const;

  private:
    ScratchDirectory directory_;
    int port_;
};

}  // namespace breachd::testkit
