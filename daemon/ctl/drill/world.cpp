#include "ctl/drill/world.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <httplib.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "ctl/command.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

struct Address {
    std::string host;
    int port = 0;
    std::string path;
};

// "http://127.0.0.1:9000/page"
std::optional<Address> loopback(const std::string& url) {
    auto scheme = url.find("://");
    if (scheme == std::string::npos) return std::nullopt;
    auto rest = url.substr(scheme + 3);
    auto slash = rest.find('/');
    auto authority = rest.substr(0, slash);
    auto colon = authority.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    Address out{authority.substr(0, colon), std::atoi(authority.c_str() + colon + 1),
                slash == std::string::npos ? "/" : rest.substr(slash)};
    if (out.host != "127.0.0.1" && out.host != "localhost") return std::nullopt;
    return out;
}

}  // namespace

// --- webhooks -------------------------------------------------------------------------------------------------------

struct World::Web {
    httplib::Server server;
    int port = 0;
    std::map<std::string, std::string> channel_of_path;
    std::string directory;
    std::thread thread;
    std::mutex mutex;

    ~Web() {
        server.stop();
        if (thread.joinable()) thread.join();
    }

    void take(const httplib::Request& request, httplib::Response& response) {
        auto channel =
            channel_of_path.count(request.path) != 0 ? channel_of_path.at(request.path) : std::string("other");
        auto body = parse_json(request.body);
        auto to = body ? text_at(*body, "data.to", text_at(*body, "to")) : std::string();
        std::lock_guard lock(mutex);
        std::ofstream(directory + "/" + channel + ".jsonl", std::ios::app) << request.body << "\n";
        bool bad = to.ends_with(kBadNumberEnd);
        response.status = bad ? 422 : 200;
        response.set_content(bad ? R"({"error":"no such number"})" : "{}", "application/json");
    }

    bool start() {
        server.Post(".*",
                    [this](const httplib::Request& request, httplib::Response& response) { take(request, response); });
        if (!server.bind_to_port("127.0.0.1", port)) return false;
        thread = std::thread([this] { server.listen_after_bind(); });
        return true;
    }
};

// --- mail -----------------------------------------------------------------------------------------------------------

// As much of RFC 5321 as a client that sends one message to one recipient at a time needs.
struct World::Mail {
    int listener = -1;
    int port = 0;
    std::string directory;
    std::atomic<bool> stopping{false};
    std::atomic<std::size_t> count{0};
    std::thread acceptor;
    std::vector<std::thread> sessions;

    ~Mail() {
        stopping = true;
        if (acceptor.joinable()) acceptor.join();
        for (auto& session : sessions) session.join();
        if (listener >= 0) ::close(listener);
    }

    bool start() {
        listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        int on = 1;
        ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        if (::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(listener, 64) != 0)
            return false;
        acceptor = std::thread([this] { accept_all(); });
        return true;
    }

    bool readable(int file) const {
        pollfd one{file, POLLIN, 0};
        while (!stopping)
            if (::poll(&one, 1, 100) > 0) return true;
        return false;
    }

    void accept_all() {
        while (readable(listener)) {
            int file = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (file >= 0) sessions.emplace_back([this, file] { serve(file); });
        }
    }

    // One line without its end; false when the other side is gone.
    bool read_line(int file, std::string& pending, std::string& line) const {
        for (;;) {
            if (auto end = pending.find('\n'); end != std::string::npos) {
                line = pending.substr(0, end);
                pending.erase(0, end + 1);
                if (!line.empty() && line.back() == '\r') line.pop_back();
                return true;
            }
            char buffer[4096];
            if (!readable(file)) return false;
            auto got = ::recv(file, buffer, sizeof buffer, 0);
            if (got <= 0) return false;
            pending.append(buffer, static_cast<std::size_t>(got));
        }
    }

    static void reply(int file, std::string_view text) {
        auto line = std::string(text) + "\r\n";
        [[maybe_unused]] auto sent = ::send(file, line.data(), line.size(), MSG_NOSIGNAL);
    }

    void keep(const std::string& message) { std::ofstream(fmt::format("{}/{:04}.eml", directory, ++count)) << message; }

    void take_data(int file, std::string& pending, std::string& line) {
        reply(file, "354 go on");
        std::string message;
        while (read_line(file, pending, line) && line != ".")
            message += (line.starts_with("..") ? line.substr(1) : line) + "\n";
        if (line != ".") return;
        keep(message);
        reply(file, "250 2.0.0 kept");
    }

    void serve(int file) {
        std::string pending, line;
        bool has_recipient = false;
        reply(file, "220 drill.test ESMTP");
        while (read_line(file, pending, line)) {
            std::string verb = line.substr(0, 4);
            std::transform(verb.begin(), verb.end(), verb.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
            if (verb == "DATA" && !has_recipient) {
                reply(file, "554 5.5.1 no recipient was taken");
            } else if (verb == "DATA") {
                take_data(file, pending, line);
                has_recipient = false;
            } else if (verb == "QUIT") {
                reply(file, "221 bye");
                break;
            } else if (verb == "EHLO") {
                reply(file, "250-drill.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 PIPELINING");
            } else if (verb == "RCPT" && line.find(kBadMailbox) != std::string::npos) {
                reply(file, "550 5.1.1 no such mailbox");
            } else {
                has_recipient = verb == "RCPT";
                reply(file, "250 2.1.0 ok");
            }
        }
        ::close(file);
    }
};

// --- the world ------------------------------------------------------------------------------------------------------

World::World(std::string directory) : directory_(std::move(directory)) {}
World::~World() = default;

Result<void> World::play(const Settings& settings, bool keep_webhooks) {
    std::filesystem::create_directories(directory_);
    for (const auto& channel : settings.channels) {
        auto url = channel.own->url();
        auto address = loopback(url);
        if (!address) continue;
        bool mail = url.starts_with("smtp");
        if (!mail && !keep_webhooks) {
            auto same =
                std::find_if(web_.begin(), web_.end(), [&](const auto& one) { return one->port == address->port; });
            if (same == web_.end()) {
                web_.push_back(std::make_unique<Web>());
                same = web_.end() - 1;
                (*same)->port = address->port;
                (*same)->directory = directory_;
            }
            (*same)->channel_of_path[address->path] = channel.name;
        } else if (mail) {
            mail_.push_back(std::make_unique<Mail>());
            mail_.back()->port = address->port;
            mail_.back()->directory = directory_ + "/mail";
            std::filesystem::create_directories(mail_.back()->directory);
        }
    }
    for (auto& web : web_)
        if (!web->start())
            return failed(fmt::format("cổng đã có người dùng / the port is taken: 127.0.0.1:{}", web->port));
    for (auto& mail : mail_)
        if (!mail->start())
            return failed(fmt::format("cổng đã có người dùng / the port is taken: 127.0.0.1:{}", mail->port));
    return {};
}

}  // namespace breachd::ctl
