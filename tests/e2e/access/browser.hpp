// A person with a browser and an authenticator app, in front of a real daemon.
#pragma once

#include "e2e/daemon.hpp"

namespace breachd::e2e {

class Browser {
  public:
    Browser(Daemon& daemon, std::string person) : daemon_(&daemon), person_(std::move(person)) {}

    // As the console's page sends it: with the cookie it has and its Origin.
    HttpReply call(const std::string& method, const std::string& path, const json::object& body = {},
                   HttpHeaders headers = {});
    HttpReply get(const std::string& path) { return call("GET", path); }

    // An admin invites the person; the token of the link.
    std::string invited_as(const std::string& role);
    HttpReply accept(const std::string& token, const std::string& password);
    // Accepts an invitation with this role; false (and why) when it does not work.
    [[nodiscard]] bool settle(const std::string& role);
    HttpReply sign_in(const std::string& password, const std::string& code);
    HttpReply step_up();

    // Each code counts once, and one step early and late: three are good in any half minute, one after the other. Waits
    // when there is none left.
    std::string next_code();
    const std::string& password() const { return password_; }
    const std::string& secret() const { return secret_; }
    std::string cookie;  // its value; "" : none

  private:
    Daemon* daemon_;
    std::string person_;
    std::string password_ = "con trâu đi trước cái cày";
    std::string secret_;
    std::int64_t last_step_ = 0;
};

}  // namespace breachd::e2e
