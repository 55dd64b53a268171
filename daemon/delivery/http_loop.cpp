#include "delivery/http_loop.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <map>

#include "base/check.hpp"

namespace breachd::delivery {

namespace {

constexpr int kPollMs = 100;

// Link-local addresses (cloud metadata among them) are never a relay. Here the address is the resolved one, so that no
// spelling and no rebinding gets around it.
curl_socket_t open_socket(void*, curlsocktype, curl_sockaddr* address) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(&address->addr);
    if (address->family == AF_INET) {
        const auto* v4 = reinterpret_cast<const unsigned char*>(&reinterpret_cast<const sockaddr_in*>(bytes)->sin_addr);
        if (v4[0] == 169 && v4[1] == 254) return CURL_SOCKET_BAD;
    } else if (address->family == AF_INET6) {
        const auto* v6 = reinterpret_cast<const sockaddr_in6*>(bytes)->sin6_addr.s6_addr;
        bool mapped = std::memcmp(v6, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0;
        if ((v6[0] == 0xfe && (v6[1] & 0xc0) == 0x80) || (mapped && v6[12] == 169 && v6[13] == 254)) return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

}  // namespace

struct HttpLoop::Transfer {
    HttpRequest request;
    std::function<void(const HttpAnswer&)> done;
    HttpAnswer answer;
    std::size_t body_bytes_max = kAnswerBytesMax;
    CURL* curl = nullptr;
    curl_slist* headers = nullptr;

    ~Transfer() {
        curl_easy_cleanup(curl);
        curl_slist_free_all(headers);
    }

    static std::size_t body(char* data, std::size_t size, std::size_t count, void* user) {
        auto& transfer = *static_cast<Transfer*>(user);
        auto room = transfer.body_bytes_max - std::min(transfer.body_bytes_max, transfer.answer.body.size());
        transfer.answer.body.append(data, std::min(room, size * count));
        return size * count <= room ? size * count : 0;  // a longer answer ends the transfer
    }

    static std::size_t header(char* data, std::size_t size, std::size_t count, void* user) {
        auto& transfer = *static_cast<Transfer*>(user);
        std::string_view line(data, size * count);
        auto colon = line.find(':');
        if (colon != std::string_view::npos && transfer.answer.headers.size() < 100) {
            auto value = line.substr(colon + 1);
            while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
            while (!value.empty() && (value.back() == '\r' || value.back() == '\n' || value.back() == ' ')) value.remove_suffix(1);
            transfer.answer.headers[lower(line.substr(0, colon))] = std::string(value.substr(0, 1024));
        }
        return size * count;
    }

    void prepare() {
        curl = curl_easy_init();
        BREACHD_CHECK(curl != nullptr);
        auto set = [&](auto option, auto value) { BREACHD_CHECK(curl_easy_setopt(curl, option, value) == CURLE_OK); };
        for (const auto& [name, value] : request.headers) headers = curl_slist_append(headers, (name + ": " + value).c_str());
        headers = curl_slist_append(headers, "Expect:");
        set(CURLOPT_URL, request.url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_PROXY, "");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
        set(CURLOPT_HTTPHEADER, headers);
        if (request.method == "POST") {
            set(CURLOPT_POST, 1L);
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            set(CURLOPT_POSTFIELDS, request.body.c_str());
        }
        if (!request.ca_file.empty()) set(CURLOPT_CAINFO, request.ca_file.c_str());
        set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
        set(CURLOPT_WRITEFUNCTION, &Transfer::body);
        set(CURLOPT_WRITEDATA, this);
        set(CURLOPT_HEADERFUNCTION, &Transfer::header);
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_PRIVATE, this);
    }

    void finish(CURLcode result) {
        long status = 0;
        curl_off_t sent_at = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &sent_at);
        answer.status = static_cast<int>(status);
        bool whole = result == CURLE_OK || (result == CURLE_WRITE_ERROR && status != 0);
        answer.transport = whole ? Transport::answered : sent_at > 0 ? Transport::lost : Transport::not_sent;
        if (!whole) answer.error = curl_easy_strerror(result);
        if (done) done(answer);
    }
};

struct HttpLoop::Loop {
    CURLM* multi = curl_multi_init();
    std::map<CURL*, std::unique_ptr<Transfer>> transfers;
    std::atomic<int> rounds_left{-1};  // >= 0: stopping

    ~Loop() { curl_multi_cleanup(multi); }
};

HttpLoop::HttpLoop() : loop_(std::make_unique<Loop>()), thread_([this] { run(); }) {}

HttpLoop::~HttpLoop() {
    stop(Duration{0});
}

bool HttpLoop::submit(HttpJob&& job) {
    if (!jobs_.try_push(std::move(job))) return false;
    curl_multi_wakeup(loop_->multi);
    return true;
}

void HttpLoop::stop(Duration patience) {
    if (!thread_.joinable()) return;
    loop_->rounds_left = static_cast<int>(patience.count() / kPollMs);
    jobs_.close();
    curl_multi_wakeup(loop_->multi);
    thread_.join();
}

void HttpLoop::run() {
    auto& loop = *loop_;
    for (;;) {
        bool stopping = loop.rounds_left >= 0;
        for (auto& job : jobs_.take(kHttpQueueMax, Duration{0})) {
            if (stopping) {
                HttpAnswer answer;
                answer.transport = Transport::not_sent;
                answer.error = "the daemon is stopping";
                job.done(answer);
                continue;
            }
            auto transfer = std::make_unique<Transfer>();
            transfer->request = std::move(job.request);
            transfer->done = std::move(job.done);
            transfer->prepare();
            curl_multi_add_handle(loop.multi, transfer->curl);
            loop.transfers.emplace(transfer->curl, std::move(transfer));
        }
        if (stopping && (loop.transfers.empty() || loop.rounds_left-- <= 0)) break;
        int running = 0, waiting = 0;
        curl_multi_perform(loop.multi, &running);
        while (auto* message = curl_multi_info_read(loop.multi, &waiting)) {
            if (message->msg != CURLMSG_DONE) continue;
            auto* curl = message->easy_handle;
            auto result = message->data.result;
            curl_multi_remove_handle(loop.multi, curl);
            auto at = loop.transfers.find(curl);
            at->second->finish(result);
            loop.transfers.erase(at);
        }
        curl_multi_poll(loop.multi, nullptr, 0, kPollMs, nullptr);
    }
    for (auto& [curl, transfer] : loop.transfers) {
        curl_multi_remove_handle(loop.multi, curl);
        transfer->finish(CURLE_ABORTED_BY_CALLBACK);
    }
    loop.transfers.clear();
}

HttpAnswer HttpLoop::fetch(HttpRequest request, std::size_t body_bytes_max) {
    Transfer transfer;
    transfer.request = std::move(request);
    transfer.body_bytes_max = body_bytes_max;
    transfer.prepare();
    transfer.finish(curl_easy_perform(transfer.curl));
    return std::move(transfer.answer);
}

}  // namespace breachd::delivery
