#include "syslog_harness.hpp"

namespace breachd::api {

SyslogListener listener(SyslogTransport transport, std::vector<std::string> sources) {
    SyslogListener out;
    out.name = "in";
    out.transport = transport;
    out.listen = "127.0.0.1:0";
    out.sources = std::move(sources);
    out.receive_buffer_bytes = 128 * 1024;  // what any kernel grants
    return out;
}

SyslogApi::SyslogApi(SyslogListener given, std::function<void(Access&, Limits&)> change)
    : api_([&](ServerSettings& options, Services& services) {
          settings_.load()->sources = {source_of("fw", "syslog"), source_of("cef", "cef"), source_of("ids", "suricata"),
                                       source_of("own", "generic")};
          options.limits.stop_patience = std::chrono::seconds(2);
          if (change) change(*settings_.load(), options.limits);
          options.syslog = {std::move(given)};
          services.settings = [this] { return settings_.load(); };
          services.submit = [this](engine::Envelope&& envelope) { return submit(std::move(envelope)); };
          services.warn = [this](const std::string& line) {
              std::lock_guard lock(mutex_);
              log_.push_back(line);
          };
          services.syslog_lost = [this](const syslog::Loss& loss) {
              std::lock_guard lock(mutex_);
              losses_.push_back(loss);
          };
      }) {}

bool SyslogApi::submit(engine::Envelope&& envelope) {
    std::lock_guard lock(mutex_);
    if (full_) return false;
    if (slow_) {
        held_.push_back(std::move(envelope));
        return true;
    }
    commit(envelope);
    return true;
}

namespace {

void roll_back(engine::Envelope& envelope) {
    envelope.answer(Error{ErrorCode::unavailable, "the store cannot be written just now", ""});
}

}  // namespace

void SyslogApi::commit(engine::Envelope& envelope) {
    if (failing_) return roll_back(envelope);
    committed_.push_back(std::get<engine::IngestAlerts>(envelope.command));
    envelope.answer(engine::Accepted{});
}

void SyslogApi::full(bool is) {
    std::lock_guard lock(mutex_);
    full_ = is;
}

void SyslogApi::failing(bool is) {
    std::lock_guard lock(mutex_);
    failing_ = is;
}

void SyslogApi::slow(bool is) {
    std::lock_guard lock(mutex_);
    slow_ = is;
    if (is) return;
    for (auto& envelope : held_) commit(envelope);
    held_.clear();
}

std::size_t SyslogApi::held() const {
    std::lock_guard lock(mutex_);
    return held_.size();
}

void SyslogApi::roll_back_held() {
    std::lock_guard lock(mutex_);
    slow_ = false;
    for (auto& envelope : std::exchange(held_, {})) roll_back(envelope);
}

void SyslogApi::with_access(std::function<void(Access&)> change) {
    auto fresh = std::make_shared<Settings>(*settings_.load());
    change(*fresh);
    settings_ = fresh;
}

std::vector<engine::IngestAlerts> SyslogApi::commands() const {
    std::lock_guard lock(mutex_);
    return committed_;
}

std::vector<std::string> SyslogApi::titles() const {
    std::vector<std::string> out;
    for (const auto& command : commands())
        for (const auto& one : command.alerts) out.push_back(one.alert.title);
    return out;
}

std::vector<engine::IngestAlerts::Unreadable> SyslogApi::quarantined() const {
    std::vector<engine::IngestAlerts::Unreadable> out;
    for (const auto& command : commands()) out.insert(out.end(), command.unreadable.begin(), command.unreadable.end());
    return out;
}

bool SyslogApi::wait_titles(std::size_t count) const {
    return testkit::wait_until([&] { return titles().size() >= count; }, std::chrono::seconds(60));
}

bool SyslogApi::wait_quarantined(std::size_t count) const {
    return testkit::wait_until([&] { return quarantined().size() >= count; });
}

long SyslogApi::metric(const std::string& name) {
    auto text = api_.call("GET", "/metrics").body;
    auto line = "\nbreachd_syslog_" + name + " ";
    auto at = text.find(line);
    return at == std::string::npos ? -1 : std::stol(text.substr(at + line.size()));
}

bool SyslogApi::wait_metric(const std::string& name, long value) {
    return testkit::wait_until([&] { return metric(name) == value; });
}

std::vector<std::string> SyslogApi::log() const {
    std::lock_guard lock(mutex_);
    return log_;
}

std::vector<syslog::Loss> SyslogApi::losses() const {
    std::lock_guard lock(mutex_);
    return losses_;
}

}  // namespace breachd::api
