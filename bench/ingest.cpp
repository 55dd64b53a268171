// Load for the intake: N keep-alive connections, each posting a 1.5 kB Wazuh alert of its own, waiting for the answer and
// posting the next, from one epoll thread. Prints the rate, p50 and p99.
//
//   bench_ingest PORT TOKEN SECONDS [CONNECTIONS=64] [PATH=/api/v1/alerts/wazuh]
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kBodyBytes = 1500;
constexpr char kIdMark[] = "0000000000";

struct Connection {
    int fd = -1;
    std::string request;
    std::size_t id_at = 0;
    std::string answer;
    std::size_t sent = 0;
    Steady::time_point began;
};

std::string body_text() {
    std::string out =
        R"({"timestamp":"2026-11-23T03:00:00.000+0000","rule":{"level":7,"description":"Nhiều lần đăng nhập thất bại","id":"5710",)"
        R"("groups":["syslog","sshd","authentication_failed"],"mitre":{"id":["T1110"],"tactic":["Credential Access"]}},)"
        R"("agent":{"id":"001","name":"app-7","ip":"10.0.4.17"},"manager":{"name":"siem-1"},"id":"1763866800.)" +
        std::string(kIdMark) + R"(","decoder":{"name":"sshd"},"location":"/var/log/auth.log","full_log":")";
    while (out.size() + 2 < kBodyBytes) out += "sshd[4711]: Failed password for invalid user ";
    out.resize(kBodyBytes - 2);
    return out + "\"}";
}

std::string request_text(const std::string& path, const std::string& token) {
    std::string body = body_text();
    return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

int connect_to(int port) {
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
    std::vector<Connection> connections;
    std::vector<std::uint32_t> micros;
    std::uint64_t next_id = 0;
    std::uint64_t refused = 0;  // answered 429 or 503
    std::uint64_t failed = 0;

    void post(Connection& connection) {
        char id[sizeof kIdMark];
        std::snprintf(id, sizeof id, "%010llu", static_cast<unsigned long long>(next_id++ % 10'000'000'000ULL));
        std::memcpy(connection.request.data() + connection.id_at, id, sizeof id - 1);
        connection.began = Steady::now();
        // The request fits every socket buffer, so that one call takes it.
        if (::send(connection.fd, connection.request.data(), connection.request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(connection.request.size())) {
            std::perror("send");
            std::exit(1);
        }
    }

    void take(Connection& connection) {
        char piece[16384];
        ssize_t got = ::recv(connection.fd, piece, sizeof piece, 0);
        if (got <= 0) {
            std::fprintf(stderr, "the server closed a connection\n");
            std::exit(1);
        }
        connection.answer.append(piece, static_cast<std::size_t>(got));
        std::size_t whole = whole_answer(connection.answer);
        if (whole == 0) return;
        auto took = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - connection.began).count();
        int status = std::atoi(connection.answer.c_str() + 9);
        if (status == 429 || status == 503)
            ++refused;
        else if (status / 100 != 2)
            ++failed;
        else
            micros.push_back(static_cast<std::uint32_t>(took));
        connection.answer.erase(0, whole);
        post(connection);
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: %s PORT TOKEN SECONDS [CONNECTIONS] [PATH]\n", argv[0]);
        return 2;
    }
    int seconds = std::atoi(argv[3]);
    int count = argc > 4 ? std::atoi(argv[4]) : 64;
    std::string request = request_text(argc > 5 ? argv[5] : "/api/v1/alerts/wazuh", argv[2]);
    Load load;
    load.connections.resize(static_cast<std::size_t>(count));
    load.next_id = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count() / 1'000'000);
    int poll = ::epoll_create1(EPOLL_CLOEXEC);
    for (std::size_t i = 0; i < load.connections.size(); ++i) {
        auto& connection = load.connections[i];
        connection.fd = connect_to(std::atoi(argv[1]));
        connection.request = request;
        connection.id_at = request.find(kIdMark);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(poll, EPOLL_CTL_ADD, connection.fd, &event);
        load.post(connection);
    }
    auto began = Steady::now();
    auto end = began + std::chrono::seconds(seconds);
    epoll_event events[256];
    while (Steady::now() < end) {
        int ready = ::epoll_wait(poll, events, 256, 100);
        for (int i = 0; i < ready; ++i) load.take(load.connections[events[i].data.u64]);
    }
    double took = std::chrono::duration<double>(Steady::now() - began).count();
    std::sort(load.micros.begin(), load.micros.end());
    auto at = [&](double share) {
        return load.micros.empty() ? 0.0 : load.micros[static_cast<std::size_t>(share * static_cast<double>(load.micros.size() - 1))] / 1000.0;
    };
    std::printf("rate %.0f/s p50 %.2f ms p99 %.2f ms max %.2f ms refused %llu failed %llu\n", static_cast<double>(load.micros.size()) / took,
                at(0.5), at(0.99), at(1), static_cast<unsigned long long>(load.refused), static_cast<unsigned long long>(load.failed));
    return load.failed == 0 && !load.micros.empty() ? 0 : 1;
}
