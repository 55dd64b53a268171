// A line that is far away: passes bytes on in both directions, each after half of the round trip. One thread.
//
//   bench_delay PORT TO_PORT ROUND_TRIP_MS
#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

namespace {

// One direction of one connection: what was read waits for its moment.
class Way : public std::enable_shared_from_this<Way> {
  public:
    Way(std::shared_ptr<tcp::socket> from, std::shared_ptr<tcp::socket> to, Clock::duration delay)
        : from_(std::move(from)), to_(std::move(to)), timer_(from_->get_executor()), delay_(delay) {}

    void read() {
        from_->async_read_some(asio::buffer(in_), [this, self = shared_from_this()](error_code failed, std::size_t n) {
            waiting_.emplace_back(Clock::now() + delay_, std::string(in_.data(), failed ? 0 : n));
            if (!busy_) wait();
            if (!failed) read();
        });
    }

  private:
    void wait() {
        busy_ = !waiting_.empty();
        if (!busy_) return;
        timer_.expires_at(waiting_.front().first);
        timer_.async_wait([this, self = shared_from_this()](error_code) { pass(); });
    }
    void pass() {
        out_ = std::move(waiting_.front().second);
        waiting_.pop_front();
        error_code ignored;
        if (out_.empty()) {
            to_->shutdown(tcp::socket::shutdown_send, ignored);
            return;
        }
        asio::async_write(*to_, asio::buffer(out_),
                          [this, self = shared_from_this()](error_code, std::size_t) { wait(); });
    }

    std::shared_ptr<tcp::socket> from_, to_;
    asio::steady_timer timer_;
    Clock::duration delay_;
    std::array<char, 65536> in_;
    std::deque<std::pair<Clock::time_point, std::string>> waiting_;
    std::string out_;
    bool busy_ = false;
};

class Proxy {
  public:
    Proxy(unsigned short port, unsigned short to, Clock::duration delay)
        : acceptor_(io_, {asio::ip::address_v4::loopback(), port}),
          to_(asio::ip::address_v4::loopback(), to),
          delay_(delay) {}
    void run() {
        accept();
        io_.run();
    }

  private:
    void accept() {
        acceptor_.async_accept([this](error_code failed, tcp::socket socket) {
            if (failed) return;
            auto near = std::make_shared<tcp::socket>(std::move(socket));
            auto far = std::make_shared<tcp::socket>(io_);
            error_code none;
            far->connect(to_, none);
            near->set_option(tcp::no_delay(true), none);
            far->set_option(tcp::no_delay(true), none);
            std::make_shared<Way>(near, far, delay_)->read();
            std::make_shared<Way>(far, near, delay_)->read();
            accept();
        });
    }

    asio::io_context io_{1};
    tcp::acceptor acceptor_;
    tcp::endpoint to_;
    Clock::duration delay_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) return 2;
    auto port = [&](int i) { return static_cast<unsigned short>(std::atoi(argv[i])); };
    Proxy(port(1), port(2), std::chrono::microseconds(std::atoi(argv[3]) * 500)).run();
}
