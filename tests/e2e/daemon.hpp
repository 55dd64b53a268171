// A real breachd on a scratch directory, with a pager, an SMS provider and a mail server of our own around it. Every
// test makes its own; ports are free ones, so tests may run side by side.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "testkit/catch.hpp"
#include "testkit/http.hpp"
#include "testkit/process.hpp"

namespace breachd::e2e {

using testkit::HttpHeaders;
using testkit::HttpReply;
using testkit::ScratchDirectory;
using testkit::WebhookReceiver;

struct Settings {
    std::string mode = "live";
    std::string public_host = "127.0.0.1";
    int time_scale = 1;
    std::string publish = "auto";
    std::string email_url = "smtp://127.0.0.1:1";  // nobody listens there
    std::string email_options = "rate: 500/s";
    std::string order = "[email, sms]";
    bool second_person = true;
    std::string organisation;  // further lines of the section
    std::string sources;       // further lines of the section
    std::string channels;      // further lines of the section
    std::string hooks;         // further lines of the section
    std::string notice_extra;  // further members of `notice`, each after a comma
    std::string extra;         // further lines at the end of the file
};

class Daemon {
  public:
    explicit Daemon(Settings settings = {});

    // Starts and waits until ready; false (and a look into the log) when it does not get there.
    // `under`: a command to put before the daemon's, such as strace's.
    [[nodiscard]] bool start(std::vector<std::string> under = {});
    void kill();                // SIGKILL, as a crash
    std::optional<int> stop();  // SIGTERM; the exit code
    void hang_up();             // SIGHUP
    pid_t pid() const { return process_->pid(); }
    bool alive() { return process_ && process_->alive(); }

    // As the token of that name: an (responder), binh (responder), dpo, auditor, viewer, admin, wazuh (source), ""
    // nobody.
    HttpReply call(const std::string& who, const std::string& method, const std::string& path,
                   const std::string& body = "", HttpHeaders headers = {});
    HttpReply post(const std::string& who, const std::string& path, const json::value& body, HttpHeaders headers = {});
    HttpReply patch(const std::string& id, const json::value& facts, HttpHeaders headers = {});
    json::value incident(const std::string& id);
    json::array all(const std::string& path);  // every page of a list, as dpo
    // A Wazuh alert that the rule opens; its id is unique per `number`.
    HttpReply alert(int number, const std::string& host = "gps-db-1");
    // Opens by hand with location data and every fact a notice needs; the incident.
    json::value open(const std::string& detected_at, json::object more = {});
    bool wait_incident(const std::string& id, const std::function<bool(const json::value&)>& holds,
                       std::chrono::milliseconds limit = std::chrono::seconds(30));

    void write_config(const Settings& settings);
    std::string path(const std::string& name) const { return directory_ / name; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    std::string token_file(const std::string& who) const { return path("tokens/" + who + ".token"); }
    std::string log() const { return testkit::slurp(path("breachd.log")); }
    const std::string& hook_secret() const { return hook_secret_; }
    WebhookReceiver& world() { return world_; }  // /page and /sms

  private:
    ScratchDirectory directory_;
    WebhookReceiver world_;
    int port_;
    std::string hook_secret_;
    std::unique_ptr<testkit::Process> process_;
};

std::string breachd_program();
std::string breachctl_program();
std::string wazuh_alert(int number, const std::string& host);
json::object notice_facts();

// A member by path ("retention.keep_until"); null when absent.
json::value at(const json::value& in, const std::string& path);
std::string text(const json::value& in, const std::string& path);
json::value obligation(const json::value& incident, const std::string& id);
std::string now_rfc3339(std::chrono::seconds offset = std::chrono::seconds(0));

}  // namespace breachd::e2e
