// The yardstick of the intake: Beast's own async_read and async_write, one thread, a fixed answer, nothing done.
//
//   bench_do_nothing PORT
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdlib>
#include <memory>
#include <optional>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

class Session : public std::enable_shared_from_this<Session> {
  public:
    explicit Session(tcp::socket socket) : socket_(std::move(socket)) {}

    void read() {
        request_ = {};
        http::async_read(socket_, buffer_, request_,
                         [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
                             if (!failed) self->write();
                         });
    }

  private:
    void write() {
        response_.emplace(http::status::accepted, request_.version());
        response_->set(http::field::content_type, "application/json");
        response_->keep_alive(request_.keep_alive());
        response_->body() =
            R"({"accepted":[{"alert_id":"A-00000000000000000000000000","incident_id":null,"duplicate":false}]})";
        response_->prepare_payload();
        http::async_write(socket_, *response_,
                          [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
                              if (!failed) self->read();
                          });
    }

    tcp::socket socket_;
    boost::beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    std::optional<http::response<http::string_body>> response_;
};

void accept(tcp::acceptor& acceptor) {
    acceptor.async_accept([&acceptor](boost::system::error_code failed, tcp::socket socket) {
        if (!failed) {
            socket.set_option(tcp::no_delay(true));
            std::make_shared<Session>(std::move(socket))->read();
        }
        accept(acceptor);
    });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    asio::io_context io{1};
    tcp::acceptor acceptor(io, {asio::ip::make_address("127.0.0.1"), static_cast<std::uint16_t>(std::atoi(argv[1]))});
    accept(acceptor);
    io.run();
}
