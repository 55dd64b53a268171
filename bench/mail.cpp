// How fast mails get to a relay, by each way there is: the pipelined client, libcurl with a thread a connection (as
// pages and channels behind a proxy go), and libcurl's multi interface, which no part of the daemon uses for mail.
// Prints mails a second by the clock on the wall.
//
//   bench_mail pipelined|threads|multi smtp://RELAY CONNECTIONS MAILS
#include <curl/curl.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "delivery/smtp_pool.hpp"
#include "delivery/worker_pool.hpp"
#include "notifiers/smtp/message.hpp"
#include "notifiers/smtp/smtp.hpp"

using namespace breachd;

namespace {

constexpr const char* kFrom = "thongbao@vidu.test";

Message message_of(std::int64_t number) {
    Message out;
    out.key = "INC-2026-0001-" + std::to_string(number) + "-v1";
    out.to = Pii("kh" + std::to_string(number) + "@vidu.test");
    out.subject = "Thông báo vi phạm dữ liệu cá nhân";
    out.text = Pii(std::string(1200, 'x'));
    out.html = Pii(std::string(1200, 'y'));
    out.at = instant_from_ms(1'795'402'800'000);
    return out;
}

Channel channel_of(const std::string& relay, int connections) {
    Channel out;
    out.name = "email";
    out.type = "smtp";
    out.connections = connections;
    out.timeout = std::chrono::seconds{60};
    auto own = std::make_shared<SmtpConfig>();
    own->relay = relay;
    own->from = kFrom;
    out.own = own;
    return out;
}

// Keeps the pool full until all is done; how many were accepted.
template <class Pool>
int drive(Pool& pool, BoundedQueue<engine::AttemptDone>& outcomes, int mails) {
    int given = 0, accepted = 0;
    for (int done = 0; done < mails;) {
        while (given < mails) {
            engine::Send send;
            send.channel = "email";
            send.delivery_id = given;
            send.message = message_of(given);
            if (!pool.submit(std::move(send))) break;
            ++given;
        }
        for (const auto& each : outcomes.take(4096, std::chrono::milliseconds{20})) {
            ++done;
            accepted += each.outcome.result == SendResult::accepted;
        }
    }
    return accepted;
}

int by_pool(const Channel& channel, int mails, bool pipelined) {
    BoundedQueue<engine::AttemptDone> outcomes(65536);
    auto done = [&](const std::string&, engine::AttemptDone each) { (void)outcomes.try_push(std::move(each)); };
    if (pipelined) {
        delivery::SmtpPool pool("email", mail_relay(channel, false), {}, done);
        return drive(pool, outcomes, mails);
    }
    delivery::WorkerPool pool(
        channel.connections, [&] { return std::make_unique<SmtpNotifier>(channel, false); }, {}, done);
    return drive(pool, outcomes, mails);
}

struct Transfer {
    CURL* curl = curl_easy_init();
    curl_slist* to = nullptr;
    std::string mail;
    std::size_t at = 0;

    static std::size_t read(char* buffer, std::size_t size, std::size_t count, void* user) {
        auto& transfer = *static_cast<Transfer*>(user);
        auto n = std::min(size * count, transfer.mail.size() - transfer.at);
        std::memcpy(buffer, transfer.mail.data() + transfer.at, n);
        transfer.at += n;
        return n;
    }
    void begin(const std::string& relay, int number) {
        auto message = message_of(number);
        mail = build_mail(message, kFrom, message.to.reveal(), false);
        at = 0;
        curl_slist_free_all(to);
        to = curl_slist_append(nullptr, ("<" + message.to.reveal() + ">").c_str());
        curl_easy_setopt(curl, CURLOPT_URL, relay.c_str());
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, "<thongbao@vidu.test>");
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, &read);
        curl_easy_setopt(curl, CURLOPT_READDATA, this);
        curl_easy_setopt(curl, CURLOPT_PRIVATE, this);
    }
};

int by_multi(const std::string& relay, int connections, int mails) {
    CURLM* multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(connections));
    std::vector<Transfer> transfers(static_cast<std::size_t>(connections));
    int given = 0, done = 0, accepted = 0;
    for (auto& transfer : transfers) {
        if (given == mails) break;
        transfer.begin(relay, given++);
        curl_multi_add_handle(multi, transfer.curl);
    }
    while (done < mails) {
        int running = 0, left = 0;
        curl_multi_perform(multi, &running);
        while (auto* message = curl_multi_info_read(multi, &left)) {
            Transfer* transfer = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
            ++done;
            accepted += message->data.result == CURLE_OK;
            curl_multi_remove_handle(multi, transfer->curl);
            if (given == mails) continue;
            transfer->begin(relay, given++);
            curl_multi_add_handle(multi, transfer->curl);
        }
        if (running > 0) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
    }
    for (auto& transfer : transfers) {
        curl_easy_cleanup(transfer.curl);
        curl_slist_free_all(transfer.to);
    }
    curl_multi_cleanup(multi);
    return accepted;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) return 2;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    std::string way = argv[1], relay = argv[2];
    int connections = std::atoi(argv[3]), mails = std::atoi(argv[4]);
    auto began = std::chrono::steady_clock::now();
    int accepted = way == "multi" ? by_multi(relay, connections, mails)
                                  : by_pool(channel_of(relay, connections), mails, way == "pipelined");
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::printf("%s, %d connections: %.0f mails a second\n", way.c_str(), connections, mails / took.count());
    return accepted == mails ? 0 : 1;
}
