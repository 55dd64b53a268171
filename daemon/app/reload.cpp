#include "app/reload.hpp"

#include <algorithm>
#include <tuple>

#include "app/log.hpp"

namespace breachd::app {

Reloader::Reloader(std::string file, LoadOptions options, Take take)
    : file_(std::move(file)), options_(std::move(options)), take_(std::move(take)), thread_([this] { work(); }) {}

Reloader::~Reloader() { stop(); }

void Reloader::stop() {
    asked_.close();
    if (thread_.joinable()) thread_.join();
}

bool Reloader::begin(Done done) {
    if (under_way_.test_and_set()) return false;
    if (asked_.try_push(std::move(done))) return true;
    under_way_.clear();  // the daemon stops
    return false;
}

void Reloader::work() {
    while (!asked_.closed() || asked_.size() != 0) {
        for (auto& done : asked_.take(1, std::chrono::minutes(1))) {
            auto loaded = load_config(file_, options_);
            auto taken = loaded ? take_(std::move(*loaded)) : Reloaded(loaded.error());
            if (!taken) log(LogLevel::error, "reload refused, the old configuration stays: {}", taken.error().text());
            under_way_.clear();
            done(std::move(taken));
        }
    }
}

namespace {

auto members(const ListSource& of) {
    return std::tie(of.name, of.url, of.bearer, of.ca_file, of.format, of.items, of.next, of.parameters, of.pages_max,
                    of.bytes_max, of.page_bytes_max, of.timeout, of.patience);
}

bool same(const std::vector<ListSource>& a, const std::vector<ListSource>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return members(x) == members(y); });
}

}  // namespace

std::vector<std::string> waits_for_restart(const LoadedConfig& running, const LoadedConfig& loaded) {
    const ServerSettings &old = running.server, &now = loaded.server;
    std::vector<std::string> out;
    auto changed = [&](bool differs, const char* section) {
        if (differs) out.emplace_back(section);
    };
    changed(old.listen != now.listen, "server.listen");
    changed(old.tls != now.tls, "server.tls");
    changed(old.trusted_proxies != now.trusted_proxies || old.trust_unix_socket != now.trust_unix_socket,
            "server.trusted_proxies");
    changed(old.limits.connections_max != now.limits.connections_max ||
                old.limits.connections_per_address_max != now.limits.connections_per_address_max,
            "server.limits");
    changed(old.serve_notices != now.serve_notices, "server.serve_notices");
    changed(old.syslog != now.syslog, "syslog");
    changed(old.bounces != now.bounces, "bounces");
    changed(!same(old.list_sources, now.list_sources), "lists");
    changed(running.log.level != loaded.log.level || running.log.format != loaded.log.format, "log");
    changed(running.master_key_file != loaded.master_key_file, "keys.master_key_file");
    return out;
}

}  // namespace breachd::app
