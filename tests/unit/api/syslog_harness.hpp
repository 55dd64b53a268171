// A real Server with one syslog listener on a loopback port, and an engine of the test behind it that takes, refuses,
// delays or fails as told.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "api_harness.hpp"
#include "testkit/sockets.hpp"

namespace breachd::api {

class SyslogApi {
  public:
    explicit SyslogApi(SyslogListener listener, std::function<void(Access&, Limits&)> change = {});

    int port() const { return api_.server->syslog_ports().at(0); }
    // Titles of the alerts the engine has committed, in order.
    std::vector<std::string> titles() const;
    std::vector<engine::IngestAlerts> commands() const;
    std::vector<engine::IngestAlerts::Unreadable> quarantined() const;
    bool wait_titles(std::size_t count) const;
    bool wait_quarantined(std::size_t count) const;
    // Value of a line of /metrics, named without "breachd_syslog_".
    long metric(const std::string& name);
    bool wait_metric(const std::string& name, long value);
    std::vector<std::string> log() const;
    std::vector<syslog::Loss> losses() const;
    Server& server() { return *api_.server; }
    // Stops as SIGTERM does; true when the server ended.
    void stop() { api_.server->stop(true); }

    void full(bool is);     // the queue takes nothing more
    void slow(bool is);     // commands are taken, and their commit waits until this is switched off
    void failing(bool is);  // the step is rolled back
    std::size_t held() const;
    void roll_back_held();                                  // what was slow, and from then on is not
    void with_access(std::function<void(Access&)> change);  // a reload

  private:
    bool submit(engine::Envelope&& envelope);
    void commit(engine::Envelope& envelope);

    mutable std::mutex mutex_;
    std::vector<engine::IngestAlerts> committed_;
    std::vector<engine::Envelope> held_;
    std::vector<std::string> log_;
    std::vector<syslog::Loss> losses_;
    bool full_ = false, slow_ = false, failing_ = false;
    std::atomic<std::shared_ptr<Settings>> settings_{std::make_shared<Settings>()};
    Api api_;
};

// One message in the form of RFC 5424, without a frame.
inline std::string syslog_message(const std::string& text) {
    return "<132>1 2026-11-25T02:00:00Z fw-1 ips - - - " + text;
}

SyslogListener listener(SyslogTransport transport, std::vector<std::string> sources = {"fw"});

}  // namespace breachd::api
