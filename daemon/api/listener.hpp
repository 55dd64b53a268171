// Accepts connections of all listeners and makes Transports of them. Net thread only. Asio is seen here, in
// listener.cpp and in server.cpp, nowhere else.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/options.hpp"
#include "api/transport.hpp"
#include "base/result.hpp"

namespace breachd::api {

class Listeners {
  public:
    using OnConnection = std::function<void(std::unique_ptr<Transport>)>;

    explicit Listeners(boost::asio::io_context& io);
    ~Listeners();

    Result<void> open(const std::vector<std::string>& addresses, const std::optional<Tls>& tls);
    std::vector<std::uint16_t> ports() const;
    void accept(OnConnection use);
    // Tries again after a failed accept (out of descriptors); called once a tick.
    void retry();
    void close();

  private:
    struct One;
    boost::asio::io_context& io_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
    std::vector<std::shared_ptr<One>> all_;
};

}  // namespace breachd::api
