// Load for an intake: N keep-alive connections, each posting an alert of 1.5 kB of its own, waiting for the answer and
// posting the next, from one epoll thread, until the seconds or the alerts are used up or the server is gone. Prints
// one line of JSON: what was accepted, refused and failed, the rate, and the times in milliseconds. 127.0.0.1 only.
//
//   bench_ingest --port N [--format wazuh|elastic|ocsf|alertmanager|cef|storm] [--tokens FILE] [--seconds 10] [--count
//   N]
//                [--connections 64] [--first NUMBER] [--ledger FILE]
//
// FILE of --tokens: a line "source token" each; connection i sends as source i (modulo). Without it nobody is named.
// cef: lines over TCP, which nobody answers. storm: Wazuh's, and every 49th is one that opens or joins an incident.
// --ledger: a line "source number" for every alert that was answered 2xx, so that it can be asked for later.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "bodies.hpp"

namespace {

using Steady = std::chrono::steady_clock;
using namespace breachd::bench;

constexpr std::uint64_t kLoudEvery = 49;  // so that their last digits differ

struct Template {
    std::string text;
    std::vector<std::size_t> marks;
};

Template make_template(std::string text) {
    Template out{std::move(text), {}};
    for (auto at = out.text.find(kIdMark); at != std::string::npos; at = out.text.find(kIdMark, at + 1))
        out.marks.push_back(at);
    return out;
}

Template request(const std::string& path, const std::string& token, const std::string& body) {
    return make_template("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" +
                         (token.empty() ? "" : "Authorization: Bearer " + token + "\r\n") +
                         "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                         "\r\n\r\n" + body);
}

struct Options {
    std::map<std::string, std::string> given;
    std::string text(const std::string& name, const std::string& otherwise) const {
        auto found = given.find("--" + name);
        return found == given.end() ? otherwise : found->second;
    }
    std::uint64_t number(const std::string& name, std::uint64_t otherwise) const {
        auto value = text(name, "");
        return value.empty() ? otherwise : std::strtoull(value.c_str(), nullptr, 10);
    }
};

struct Connection {
    int fd = -1;
    std::string source;
    Template quiet, loud;
    std::string answer;
    std::uint64_t number = 0;
    Steady::time_point began;
};

int connect_to(std::uint64_t port) {
    int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        std::perror("connect");
        std::exit(1);
    }
    return fd;
}

// Bytes of the first whole answer in `text`, 0 when there is none yet.
std::size_t whole_answer(const std::string& text) {
    std::size_t end = text.find("\r\n\r\n");
    if (end == std::string::npos) return 0;
    std::size_t length_at = text.find("Content-Length: ");
    std::size_t length = length_at < end ? std::strtoul(text.c_str() + length_at + 16, nullptr, 10) : 0;
    return text.size() >= end + 4 + length ? end + 4 + length : 0;
}

struct Load {
    std::vector<std::uint32_t> micros;
    std::uint64_t next = 0, end = 0;
    std::uint64_t sent = 0, accepted = 0, refused = 0, refused_silently = 0, failed = 0, unanswered = 0;
    std::size_t open = 0;
    bool gone = false;  // the server closed a connection
    std::ofstream ledger;

    // False when nothing is left to send.
    bool post(Connection& connection) {
        if (gone || next == end) return false;
        connection.number = next++;
        bool loud = !connection.loud.text.empty() && connection.number % kLoudEvery == 0;
        auto& out = loud ? connection.loud : connection.quiet;
        for (auto mark : out.marks) set_number(out.text, mark, connection.number);
        connection.began = Steady::now();
        // The request fits every socket buffer, so that one call takes it.
        if (::send(connection.fd, out.text.data(), out.text.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(out.text.size()))
            ++sent;
        else
            lost(connection);
        return true;
    }

    void lost(Connection& connection) {
        gone = true;
        ++unanswered;
        ::close(connection.fd);
        --open;
    }

    void count(Connection& connection, std::size_t whole) {
        int status = std::atoi(connection.answer.c_str() + 9);
        if (status == 429 || status == 503) {
            ++refused;
            auto at = connection.answer.find("Retry-After: ");
            if (at == std::string::npos || at > whole) ++refused_silently;
        } else if (status / 100 != 2) {
            ++failed;
        } else {
            ++accepted;
            auto took = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - connection.began).count();
            micros.push_back(static_cast<std::uint32_t>(took));
            if (ledger.is_open()) ledger << connection.source << ' ' << connection.number << '\n';
        }
    }

    void take(Connection& connection) {
        char piece[16384];
        ssize_t got = ::recv(connection.fd, piece, sizeof piece, 0);
        if (got <= 0) return lost(connection);
        connection.answer.append(piece, static_cast<std::size_t>(got));
        std::size_t whole = whole_answer(connection.answer);
        if (whole == 0) return;
        count(connection, whole);
        connection.answer.erase(0, whole);
        if (post(connection)) return;
        ::close(connection.fd);
        --open;
    }

    double millis(double share) {
        if (micros.empty()) return 0;
        auto at = micros.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(micros.size() - 1));
        std::nth_element(micros.begin(), at, micros.end());
        return *at / 1000.0;
    }
};

// An incident that began now: no mark of its clocks has passed, so it is paged once.
std::string now_text() {
    std::time_t now = std::time(nullptr);
    char out[32];
    std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%S.000+0000", std::gmtime(&now));
    return out;
}

void fill(Connection& connection, const std::string& format, const std::string& token) {
    auto path = "/api/v1/alerts/" + connection.source;
    if (format == "alertmanager")
        connection.quiet = request("/api/v2/alerts", "", alertmanager_body());
    else if (format == "elastic")
        connection.quiet = request(path, token, elastic_body());
    else if (format == "ocsf")
        connection.quiet = request(path, token, ocsf_body());
    else if (format == "cef")
        connection.quiet = make_template("<134>Nov 23 03:00:00 app-7 " + cef_body() + "\n");
    else
        connection.quiet = request(path, token, wazuh_body());
    if (format == "storm") connection.loud = request(path, token, loud_wazuh_body(now_text()));
}

std::vector<Connection> connections(const Options& options) {
    std::vector<std::pair<std::string, std::string>> tokens;
    std::ifstream in(options.text("tokens", "/dev/null"));
    for (std::string source, token; in >> source >> token;) tokens.emplace_back(source, token);
    if (tokens.empty()) tokens.emplace_back("wazuh", "");
    std::vector<Connection> out(options.number("connections", 64));
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto& [source, token] = tokens[i % tokens.size()];
        out[i].source = source;
        fill(out[i], options.text("format", "wazuh"), token);
        out[i].fd = connect_to(options.number("port", 0));
    }
    return out;
}

// Nobody answers: every connection in turn, as fast as it takes them.
void run_lines(Load& load, std::vector<Connection>& all, Steady::time_point end) {
    while (Steady::now() < end && !load.gone)
        for (auto& connection : all)
            if (!load.gone && !load.post(connection)) return;
}

void run_answered(Load& load, std::vector<Connection>& all, Steady::time_point end) {
    int poll = ::epoll_create1(EPOLL_CLOEXEC);
    for (std::size_t i = 0; i < all.size(); ++i) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(poll, EPOLL_CTL_ADD, all[i].fd, &event);
        load.post(all[i]);
    }
    epoll_event events[256];
    while (load.open > 0) {
        if (Steady::now() >= end) load.end = load.next;  // what is under way is still waited for
        if (Steady::now() >= end + std::chrono::seconds(10)) break;
        int ready = ::epoll_wait(poll, events, 256, 100);
        for (int i = 0; i < ready; ++i) load.take(all[events[i].data.u64]);
    }
    load.unanswered += load.open;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) options.given[argv[i]] = argv[i + 1];
    if (argc % 2 == 0 || options.number("port", 0) == 0) {
        std::fprintf(stderr,
                     "usage: %s --port N [--format F] [--tokens FILE] [--seconds S] [--count N] [--connections N] "
                     "[--first N] [--ledger FILE]\n",
                     argv[0]);
        return 2;
    }
    Load load;
    load.next = options.number("first", 1);
    load.end = load.next + options.number("count", 1'000'000'000);
    if (auto file = options.text("ledger", ""); !file.empty()) load.ledger.open(file);
    auto all = connections(options);
    load.open = all.size();
    auto began = Steady::now();
    auto end = began + std::chrono::seconds(options.number("seconds", 10));
    options.text("format", "") == "cef" ? run_lines(load, all, end) : run_answered(load, all, end);
    double took = std::chrono::duration<double>(Steady::now() - began).count();
    std::printf(
        "{\"sent\":%llu,\"accepted\":%llu,\"refused\":%llu,\"refused_silently\":%llu,\"failed\":%llu,\"unanswered\":%"
        "llu,\"next\":%llu,"
        "\"seconds\":%.3f,\"rate\":%.0f,\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f}\n",
        static_cast<unsigned long long>(load.sent), static_cast<unsigned long long>(load.accepted),
        static_cast<unsigned long long>(load.refused), static_cast<unsigned long long>(load.refused_silently),
        static_cast<unsigned long long>(load.failed), static_cast<unsigned long long>(load.unanswered),
        static_cast<unsigned long long>(load.next), took, static_cast<double>(load.accepted) / took, load.millis(0.5),
        load.millis(0.99), load.millis(1));
    return load.failed == 0 ? 0 : 1;
}
