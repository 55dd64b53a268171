#include "delivery/http_loop.hpp"

#include <curl/curl.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <deque>
#include <map>

#include "base/check.hpp"
#include "base/text.hpp"
#include "delivery/guarded_socket.hpp"
#include "notifiers/curl_cause.hpp"

namespace breachd::delivery {

namespace {

constexpr int kPollMs = 1000;  // submit() and stop() wake the loop
constexpr long kConnectMs = 10'000;

}  // namespace

struct HttpLoop::Transfer {
    HttpJob job;
    HttpAnswer answer;
    std::size_t body_bytes_max = kAnswerBytesMax;
    std::string_view unsent_body;  // not yet with libcurl
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
            while (!value.empty() && (value.back() == '\r' || value.back() == '\n' || value.back() == ' '))
                value.remove_suffix(1);
            auto name = lower(line.substr(0, colon));
            auto& kept = transfer.answer.headers[name];
            // Addresses of pages are long, and their header may come more than once.
            if (name == "link")
                kept += (kept.empty() ? "" : ", ") + std::string(value);
            else
                kept = value.substr(0, 1024);
        }
        return size * count;
    }

    static std::size_t unsent(char* buffer, std::size_t size, std::size_t count, void* user) {
        auto& rest = static_cast<Transfer*>(user)->unsent_body;
        auto n = rest.copy(buffer, size * count);
        rest.remove_prefix(n);
        return n;
    }

    // When a kept connection ends without a byte in answer, libcurl sends the request once more on a new one, by itself
    // and without an option against it; but the provider may have taken the first. libcurl rewinds the body for that,
    // if any of it went out, and fails with CURLE_SEND_FAIL_REWIND when it cannot.
    static int rewind(void* user, curl_off_t to, int) {
        auto& transfer = *static_cast<Transfer*>(user);
        if (transfer.job.once || to != 0) return CURL_SEEKFUNC_CANTSEEK;
        transfer.unsent_body = transfer.job.request.body;
        transfer.answer.repeated = true;
        return CURL_SEEKFUNC_OK;
    }

    static int cancel(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return (*static_cast<const std::function<bool()>*>(user))() ? 1 : 0;
    }

    void prepare() {
        const auto& request = job.request;
        curl = curl_easy_init();
        BREACHD_CHECK(curl != nullptr);
        auto set = [&](auto option, auto value) { BREACHD_CHECK(curl_easy_setopt(curl, option, value) == CURLE_OK); };
        for (const auto& [name, value] : request.headers)
            headers = curl_slist_append(headers, (name + ": " + value).c_str());
        // An empty header would be signed and not sent.
        if (request.aws_sigv4.empty()) headers = curl_slist_append(headers, "Expect:");
        set(CURLOPT_URL, request.url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        if (request.http2) speak_http2();
        set(CURLOPT_PROXY, request.proxy.c_str());
        set(CURLOPT_NOPROXY, "");
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
        set(CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
        set(CURLOPT_HTTPHEADER, headers);
        if (request.method == "POST" || !request.body.empty()) {
            set(CURLOPT_POST, 1L);
            if (request.method != "POST") set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            set(CURLOPT_READFUNCTION, &Transfer::unsent);
            set(CURLOPT_READDATA, this);
            set(CURLOPT_SEEKFUNCTION, &Transfer::rewind);
            set(CURLOPT_SEEKDATA, this);
            unsent_body = request.body;
        } else if (request.method != "GET") {
            set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
        }
        if (!request.aws_sigv4.empty()) {
            set(CURLOPT_AWS_SIGV4, request.aws_sigv4.c_str());
            set(CURLOPT_USERNAME, request.username.c_str());
            set(CURLOPT_PASSWORD, request.password.c_str());
        }
        if (!request.ca_file.empty()) set(CURLOPT_CAINFO, request.ca_file.c_str());
        set(CURLOPT_OPENSOCKETFUNCTION, &guarded_socket);
        set(CURLOPT_WRITEFUNCTION, &Transfer::body);
        set(CURLOPT_WRITEDATA, this);
        set(CURLOPT_HEADERFUNCTION, &Transfer::header);
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_PRIVATE, this);
    }

    // Many requests share one connection. Over TLS only: libcurl 7.88 loses the second request on a plain one.
    void speak_http2() {
        auto version = static_cast<long>(CURL_HTTP_VERSION_2TLS);
        BREACHD_CHECK(curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, version) == CURLE_OK);
        BREACHD_CHECK(curl_easy_setopt(curl, CURLOPT_PIPEWAIT, 1L) == CURLE_OK);
    }

    void finish(CURLcode result) {
        long status = 0;
        curl_off_t sent_at = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &sent_at);
        answer.status = static_cast<int>(status);
        bool whole = result == CURLE_OK || (result == CURLE_WRITE_ERROR && status != 0);
        // Nobody takes half a message.
        bool out = result == CURLE_SEND_FAIL_REWIND || (sent_at > 0 && unsent_body.empty());
        answer.transport = whole ? Transport::answered : out ? Transport::lost : Transport::not_sent;
        if (!whole) answer.cause = cause_of(result);
    }
};

struct HttpLoop::Loop {
    struct Lane {
        std::deque<HttpJob> waiting;
        int out = 0;
    };
    struct Channel {
        Lane pages, rest;
        int connections = 1;
    };

    CURLM* multi = curl_multi_init();
    std::map<std::string, Channel> channels;
    std::map<CURL*, std::unique_ptr<Transfer>> transfers;
    int timer = -1;  // rings when the patience of stop() is over

    ~Loop() {
        curl_multi_cleanup(multi);
        if (timer >= 0) ::close(timer);
    }

    Lane& lane(const HttpJob& job) {
        auto& channel = channels[job.channel];
        return job.page ? channel.pages : channel.rest;
    }

    void wait_for_slot(HttpJob job) {
        channels[job.channel].connections = std::max(1, job.connections);
        auto& waiting = lane(job).waiting;
        waiting.push_back(std::move(job));
    }

    void start(Lane& from, int slots) {
        for (; from.out < slots && !from.waiting.empty(); ++from.out) {
            auto transfer = std::make_unique<Transfer>();
            transfer->job = std::move(from.waiting.front());
            from.waiting.pop_front();
            transfer->prepare();
            curl_multi_add_handle(multi, transfer->curl);
            transfers.emplace(transfer->curl, std::move(transfer));
        }
    }

    void start_all() {
        for (auto& [name, channel] : channels) start(channel.pages, kHttpPageSlots);
        for (auto& [name, channel] : channels) start(channel.rest, channel.connections);
    }

    std::unique_ptr<Transfer> take_out(CURL* curl) {
        curl_multi_remove_handle(multi, curl);
        auto node = transfers.extract(curl);
        --lane(node.mapped()->job).out;
        return std::move(node.mapped());
    }

    void set_timer(std::int64_t ms) {
        timer = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
        BREACHD_CHECK(timer >= 0);
        itimerspec when{};
        when.it_value.tv_sec = ms / 1000;
        when.it_value.tv_nsec = ms % 1000 * 1'000'000 + 1;  // zero would disarm it
        BREACHD_CHECK(::timerfd_settime(timer, 0, &when, nullptr) == 0);
    }

    // Waits for the network, a wake-up or the timer; true when the timer has rung.
    bool wait() {
        curl_waitfd extra{timer, CURL_WAIT_POLLIN, 0};
        curl_multi_poll(multi, timer >= 0 ? &extra : nullptr, timer >= 0 ? 1 : 0, kPollMs, nullptr);
        return extra.revents != 0;
    }
};

HttpLoop::HttpLoop() : loop_(std::make_unique<Loop>()), thread_([this] { run(); }) {}

HttpLoop::~HttpLoop() {
    stop(Duration{0});
    join();
}

bool HttpLoop::submit(HttpJob&& job) {
    auto& count = held(job.page);
    if (++count > (job.page ? kHttpPagesMax : kHttpRestMax) || !jobs_.try_push(std::move(job))) {
        --count;
        return false;
    }
    curl_multi_wakeup(loop_->multi);
    return true;
}

void HttpLoop::stop(Duration patience) {
    jobs_.close();  // first: a loop that sees the patience finds every job that was taken
    std::int64_t running = -1;
    patience_ms_.compare_exchange_strong(running, std::max<std::int64_t>(0, patience.count()));
    curl_multi_wakeup(loop_->multi);
}

void HttpLoop::join() {
    if (thread_.joinable()) thread_.join();
}

void HttpLoop::run() {
    auto& loop = *loop_;
    auto finish = [&](CURL* curl, CURLcode result) {
        auto transfer = loop.take_out(curl);
        transfer->finish(result);
        --held(transfer->job.page);
        if (result == CURLE_ABORTED_BY_CALLBACK && transfer->answer.transport == Transport::not_sent)
            transfer->job.give_back();
        else
            transfer->job.done(transfer->answer);
    };
    for (bool late = false; !late;) {
        auto patience = patience_ms_.load();
        for (auto& job : jobs_.take(kHttpPagesMax + kHttpRestMax, Duration{0})) loop.wait_for_slot(std::move(job));
        if (patience >= 0) {
            if (loop.timer < 0) loop.set_timer(patience);
            for (auto& [name, channel] : loop.channels)
                for (auto* lane : {&channel.pages, &channel.rest})
                    for (; !lane->waiting.empty(); lane->waiting.pop_front()) lane->waiting.front().give_back();
            if (loop.transfers.empty()) break;
        }
        loop.start_all();
        for (bool ended = true; ended;) {  // until none has: each that did frees a slot, and may start another
            int running = 0, left = 0;
            ended = false;
            curl_multi_perform(loop.multi, &running);
            while (auto* message = curl_multi_info_read(loop.multi, &left)) {
                if (message->msg != CURLMSG_DONE) continue;
                finish(message->easy_handle, message->data.result);
                ended = true;
            }
            if (ended) loop.start_all();
        }
        late = loop.wait();
    }
    while (!loop.transfers.empty()) finish(loop.transfers.begin()->first, CURLE_ABORTED_BY_CALLBACK);
}

HttpAnswer HttpLoop::fetch(HttpRequest request, std::size_t body_bytes_max, const std::function<bool()>& cancelled) {
    Transfer transfer;
    transfer.job.request = std::move(request);
    transfer.body_bytes_max = body_bytes_max;
    transfer.prepare();
    curl_easy_setopt(transfer.curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(transfer.curl, CURLOPT_XFERINFOFUNCTION, &Transfer::cancel);
    curl_easy_setopt(transfer.curl, CURLOPT_XFERINFODATA, &cancelled);
    transfer.finish(curl_easy_perform(transfer.curl));
    return std::move(transfer.answer);
}

}  // namespace breachd::delivery
