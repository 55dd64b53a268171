#include "api_harness.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit/sockets.hpp"

namespace breachd::api {

Wire::Wire(std::uint16_t port) : fd_(testkit::dial(port)) { REQUIRE(fd_ >= 0); }

Wire::~Wire() { ::close(fd_); }

void Wire::send(std::string_view bytes) {
    while (!bytes.empty()) {
        ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;  // refused half way: the response says why
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool Wire::fill(std::chrono::milliseconds limit) {
    pollfd wait{fd_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(limit.count())) <= 0) return false;
    char piece[65536];
    ssize_t got = ::recv(fd_, piece, sizeof piece, 0);
    if (got <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(got));
    return true;
}

std::string Wire::read_until(std::string_view text) {
    std::size_t at;
    while ((at = buffer_.find(text)) == std::string::npos)
        if (!fill(std::chrono::seconds(5))) return "";
    std::string out = buffer_.substr(0, at + text.size());
    buffer_.erase(0, out.size());
    return out;
}

std::string Wire::read_response(bool head_only) {
    std::string head = read_until("\r\n\r\n");
    auto at = head.find("Content-Length: ");
    if (head.empty() || head_only || at == std::string::npos) return head;
    std::size_t length = std::stoul(head.substr(at + 16));
    while (buffer_.size() < length)
        if (!fill(std::chrono::seconds(5))) return "";
    std::string out = head + buffer_.substr(0, length);
    buffer_.erase(0, length);
    return out;
}

bool Wire::ended(std::chrono::milliseconds limit) {
    pollfd wait{fd_, POLLIN, 0};
    while (::poll(&wait, 1, static_cast<int>(limit.count())) > 0) {
        char piece[65536];
        if (::recv(fd_, piece, sizeof piece, 0) <= 0) return true;
    }
    return false;
}

Source source_of(std::string name, std::string format) {
    Source out;
    out.name = std::move(name);
    out.format = std::move(format);
    return out;
}

int status_of_response(const std::string& response) {
    return response.starts_with("HTTP/1.1 ") ? std::stoi(response.substr(9, 3)) : 0;
}

Api::Api(std::function<void(ServerSettings&, Services&)> change) {
    store = std::make_unique<store::Store>(store::StoreOptions{scratch.path(), "live", "breachd"}, key);
    for (Role role : {Role::viewer, Role::responder, Role::dpo, Role::auditor, Role::admin}) {
        std::string name(role_name(role));
        access.load()->tokens.push_back({name, role, sha256("bnd_" + name)});
    }
    for (auto source : {source_of("wazuh", "wazuh"), source_of("other", "generic")}) {
        source.token_sha256 = sha256("bnd_" + source.name);
        source.body_bytes_max = 4096;
        access.load()->sources.push_back(std::move(source));
    }
    settings->people = {{"an", "Nguyễn An", {}}, {"binh", "Trần Bình", {}}};
    settings->channels.push_back({.name = "pager", .type = "webhook"});

    ServerSettings options;
    options.listen = {"127.0.0.1:0"};
    options.limits.tick = std::chrono::milliseconds(10);
    Services services;
    services.submit = [this](engine::Envelope&& envelope) {
        if (full()) return false;
        auto answer = envelope.answer;
        auto reply = engine(envelope);
        {
            std::lock_guard lock(mutex_);
            seen_.push_back(std::move(envelope));
        }
        if (answer) answer(std::move(reply));
        return true;
    };
    services.now = [this] { return now; };
    services.settings = [this] {
        auto all = std::make_shared<Settings>(*settings);
        static_cast<Access&>(*all) = *access.load();
        return all;
    };
    services.in_effect = services.settings;
    services.health = [this] {
        Health out;
        out.version = "test";
        out.started_at = out.read_at = now;
        out.ready = true;
        out.channels_down = {"pager"};
        out.warnings = {"breachd.yaml:3:1: a warning"};
        return out;
    };
    services.access = [this] { return book.load(); };
    services.open_reader = [this] {
        return std::make_unique<store::Reader>(store::StoreOptions{scratch.path(), "live", "breachd"}, key);
    };
    services.ready = [] { return true; };
    services.reload = [](auto done) {
        done(std::vector<std::string>{});
        return true;
    };
    services.metrics = [](metrics::Page& page) { page.gauge("breachd_extra", "Of the application.").value(1); };
    services.on_call = [](Instant at) { return json::object{{"at", format_rfc3339(at)}, {"rosters", json::array()}}; };
    services.on_call_gaps = [](Instant from, Instant) {
        return json::object{{"items", json::array{json::object{{"roster", "soc"}, {"from", format_rfc3339(from)}}}},
                            {"next", nullptr},
                            {"always", json::array()}};
    };
    services.channels = [] { return json::array{json::object{{"name", "pager"}}}; };
    services.check_channel = [](std::string name, std::string to, auto done) {
        done({{"channel", name}, {"works", true}, {"address_fault", to.empty() ? "" : "no address"}});
        return true;
    };
    services.version = "test";
    services.ack_key = kAckKey;
    if (change) change(options, services);
    server = std::make_unique<Server>(std::move(options), std::move(services));
    REQUIRE(server->listen());
    port_ = server->ports().at(0);
    thread_ = std::thread([this] { server->run(); });
}

Api::~Api() {
    server->stop(false);
    thread_.join();
}

testkit::HttpReply Api::call(const std::string& method, const std::string& path, const std::string& body,
                             testkit::HttpHeaders headers, const std::string& token) {
    if (!token.empty()) headers.emplace("Authorization", "Bearer bnd_" + token);
    if (!body.empty() && headers.count("Content-Type") == 0) headers.emplace("Content-Type", "application/json");
    return testkit::http(url(), method, path, body, headers);
}

std::size_t Api::count() const {
    std::lock_guard lock(mutex_);
    return seen_.size();
}

engine::Envelope Api::last() const {
    std::lock_guard lock(mutex_);
    REQUIRE(!seen_.empty());
    return seen_.back();
}

void Api::put_incident(const std::string& id, const std::string& title, int call) {
    Incident incident;
    incident.id = id;
    incident.title = title;
    incident.version = incident.version_by_people = 3;
    incident.call = call;
    incident.opened_at = incident.detected_at = now;
    Obligation late;
    late.id = "authority-report";
    late.state = ObligationState::overdue;
    late.starts_at = now - std::chrono::hours(73);
    late.due_at = now - std::chrono::hours(1);
    incident.obligations.push_back(late);
    store->begin();
    store->incidents().put(incident, late.due_at);
    store->commit();
}

}  // namespace breachd::api
