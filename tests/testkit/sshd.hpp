// OpenSSH's server on a free port of 127.0.0.1 with keys of the test's own, for the user who runs the test: SFTP by one
// key, nothing else.
#pragma once

#include <string>

#include "testkit/process.hpp"

namespace breachd::testkit {

class Sshd {
  public:
    // `options`: further lines of its configuration.
    explicit Sshd(const std::string& options = "");
    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
    std::string user() const;
    std::string key_file() const { return directory_ / "user"; }
    std::string other_key_file() const { return directory_ / "other"; }  // not one that may sign in
    std::string known_hosts() const { return directory_ / "known_hosts"; }
    std::string fingerprint() const;  // "SHA256:…"
    std::string log() const { return slurp(directory_ / "log"); }
    // Where files may go: a folder of the test's.
    std::string folder() const { return directory_ / "www"; }

  private:
    ScratchDirectory directory_;
    int port_;
    Process process_;
};

}  // namespace breachd::testkit
