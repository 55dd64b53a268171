#include "delivery/smtp_pool.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <deque>
#include <list>
#include <utility>

#include "base/check.hpp"
#include "delivery/not_sent.hpp"
#include "delivery/smtp_line.hpp"
#include "notifiers/smtp/envelope.hpp"

namespace breachd::delivery {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

std::string hello_of(const MailRelay& relay) {
    if (!relay.hello.empty()) return relay.hello;
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "localhost";
    return name.data();
}

std::unique_ptr<asio::ssl::context> tls_of(const MailRelay& relay) {
    if (relay.guard == LineGuard::none) return nullptr;
    auto out = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
    error_code failed;
    out->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                     asio::ssl::context::no_tlsv1_1);
    if (relay.ca_file.empty())
        out->set_default_verify_paths(failed);
    else
        out->load_verify_file(relay.ca_file, failed);
    if (failed) return nullptr;  // no line can be made that proves anything
    return out;
}

}  // namespace

// All of it belongs to the loop's thread, but for what `ready` and `nudged` hand over.
struct SmtpPool::Loop {
    // One connection's owner: tells the loop which connection it is about.
    struct Seat : SmtpClient::Owner {
        explicit Seat(Loop& owner) : loop(owner) {}
        std::optional<SmtpJob> next() override { return loop.next(); }
        void answered(SmtpJob&& job, Outcome outcome) override { loop.answered(std::move(job), std::move(outcome)); }
        void comes_back(SmtpJob&& job) override { loop.comes_back(std::move(job), line->client().gave_up()); }
        void opened() override {
            works = true;
            loop.opened();
        }
        void ended(const std::optional<Outcome>& failed) override { loop.ended(*this, failed); }

        Loop& loop;
        std::shared_ptr<SmtpLine> line;
        std::list<Seat>::iterator place;
        bool works = false;
    };

    explicit Loop(SmtpPool& owner)
        : pool(owner), hello(hello_of(*owner.relay_)), tls(tls_of(*owner.relay_)), most(owner.relay_->connections) {}

    // --- from any thread ---
    bool hand_over(SmtpJob&& job) {
        if (!ready.try_push(std::move(job))) return false;
        nudge();
        return true;
    }
    void nudge() {
        if (!nudged.exchange(true)) asio::post(io, [this] { pump(); });
    }

    // --- the loop's own ---
    void pump();
    void open_one();
    void look_at_the_time();
    std::optional<SmtpJob> next();
    void answered(SmtpJob&& job, Outcome outcome);
    void comes_back(SmtpJob&& job, bool gave_up);
    void opened();
    void ended(Seat& seat, const std::optional<Outcome>& failed);
    void give_back(const SmtpJob& job, Duration pause);
    void give_all_back(Duration pause);

    SmtpPool& pool;
    const std::string hello;
    asio::io_context io{1};
    std::unique_ptr<asio::ssl::context> tls;
    asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
    asio::steady_timer timer{io};
    BoundedQueue<SmtpJob> ready{kSmtpHeldMax};
    std::atomic<bool> nudged{false}, closing{false};
    std::deque<SmtpJob> waiting;
    std::list<Seat> seats;
    int most, opening = 0, working = 0, refused_ticks = 0;
    bool ticking = false;
};

void SmtpPool::Loop::pump() {
    nudged = false;
    for (auto& job : ready.take(kSmtpHeldMax, Duration{0})) waiting.push_back(std::move(job));
    if (closing) {
        give_all_back(Duration{0});
        std::vector<std::shared_ptr<SmtpLine>> lines;
        for (auto& seat : seats) lines.push_back(seat.line);
        for (auto& line : lines) line->client().leave();
        if (seats.empty()) work.reset();
        return;
    }
    std::vector<std::shared_ptr<SmtpLine>> idle;
    for (auto& seat : seats)
        if (idle.size() < waiting.size() && seat.line->client().idle()) idle.push_back(seat.line);
    for (auto& line : idle) line->client().look();
    auto at_once = std::max(1, working);
    while (static_cast<int>(waiting.size()) > opening && opening < at_once && opening + working < most) open_one();
}

void SmtpPool::Loop::open_one() {
    ++opening;
    auto& seat = seats.emplace_front(*this);
    seat.place = seats.begin();
    seat.line = std::make_shared<SmtpLine>(io, tls.get(), *pool.relay_, hello, seat);
    // Not from here: it may end at once.
    asio::post(io, [line = seat.line] { line->dial(); });
    if (!std::exchange(ticking, true)) look_at_the_time();
}

void SmtpPool::Loop::look_at_the_time() {
    timer.expires_after(kSmtpTick);
    timer.async_wait([this](const error_code& cancelled) {
        if (cancelled) return;
        std::vector<std::shared_ptr<SmtpLine>> lines;
        for (auto& seat : seats) lines.push_back(seat.line);
        for (auto& line : lines) line->client().tick();
        if (refused_ticks > 0 && --refused_ticks == 0) most = pool.relay_->connections;
        ticking = !seats.empty() || refused_ticks > 0;
        if (!waiting.empty()) nudge();
        if (ticking && !(closing && seats.empty())) look_at_the_time();
    });
}

std::optional<SmtpJob> SmtpPool::Loop::next() {
    if (waiting.empty() || closing) return {};
    auto job = std::move(waiting.front());
    waiting.pop_front();
    return job;
}

void SmtpPool::Loop::answered(SmtpJob&& job, Outcome outcome) {
    pool.done({std::move(job.page_id), job.delivery_id, std::move(outcome)});
}

void SmtpPool::Loop::give_back(const SmtpJob& job, Duration pause) {
    pool.done(not_begun(job.page_id, job.delivery_id, pause));
}

void SmtpPool::Loop::give_all_back(Duration pause) {
    for (auto& job : std::exchange(waiting, {})) give_back(job, pause);
}

void SmtpPool::Loop::comes_back(SmtpJob&& job, bool gave_up) {
    if (closing || gave_up) return give_back(job, Duration{0});
    waiting.push_front(std::move(job));
    nudge();
}

void SmtpPool::Loop::opened() {
    --opening;
    ++working;
    nudge();  // one more works: more may be opened at once
}

void SmtpPool::Loop::ended(Seat& seat, const std::optional<Outcome>& failed) {
    auto keep = seat.line;  // it is the caller
    --(seat.works ? working : opening);
    seats.erase(seat.place);
    nudge();
    if (!failed || closing) return;
    if (working > 0) {
        most = working;
        refused_ticks = static_cast<int>(kSmtpRefusedPause / kSmtpTick);
        return;
    }
    if (auto job = next()) answered(std::move(*job), *failed);
    if (opening == 0) give_all_back(kFullPause);
}

SmtpPool::SmtpPool(std::string channel, std::shared_ptr<const MailRelay> relay, WriteLetter write, AttemptHook hook)
    : channel_(std::move(channel)),
      relay_(std::move(relay)),
      done_(std::move(hook)),
      loop_(std::make_unique<Loop>(*this)),
      writers_(std::move(write), [this](const std::string&, engine::AttemptDone outcome) { done(std::move(outcome)); }),
      thread_([this] {
          loop_->io.run();
          BREACHD_CHECK(ended_.try_push(0));
      }) {}

SmtpPool::~SmtpPool() {
    close();
    thread_.join();
}

bool SmtpPool::submit(engine::Send&& send) {
    bool room = held_.fetch_add(1) < kSmtpHeldMax && !loop_->closing;
    if (room && !send.letter) {  // nothing to open: what is sent in this order goes out in it
        written(std::move(send));
        return true;
    }
    if (room && writers_.submit(std::move(send), [this](engine::Send&& ready) { written(std::move(ready)); }))
        return true;
    held_.fetch_sub(1);
    return false;
}

void SmtpPool::written(engine::Send&& send) {
    auto mail = write_mail(*relay_, send.message);
    if (auto* none = std::get_if<Outcome>(&mail)) return done({send.page_id, send.delivery_id, std::move(*none)});
    SmtpJob job{send.page_id, send.delivery_id, std::move(std::get<Mail>(mail))};
    if (!loop_->hand_over(std::move(job))) done(not_sent_full(send));
}

void SmtpPool::done(engine::AttemptDone outcome) {
    held_.fetch_sub(1);
    done_(channel_, std::move(outcome));
}

void SmtpPool::close() {
    if (loop_->closing) return;
    writers_.stop();
    loop_->ready.close();   // what a late caller brings is not taken, and would be seen by nobody
    loop_->closing = true;  // only now: the loop ends when it has given back all that was ready
    loop_->nudge();
}

bool SmtpPool::wait(Duration& left) {
    constexpr Duration kLook = std::chrono::milliseconds{20};
    while (!has_ended_) {
        auto slice = std::min(left, kLook);
        has_ended_ = !ended_.take(1, slice).empty();
        if (has_ended_) break;
        left -= slice;
        if (left <= Duration{0}) return false;
    }
    return true;
}

void SmtpPool::give_up() {
    asio::post(loop_->io, [this] {
        std::vector<std::shared_ptr<SmtpLine>> lines;
        for (auto& seat : loop_->seats) lines.push_back(seat.line);
        for (auto& line : lines) line->client().give_up();
    });
}

}  // namespace breachd::delivery
