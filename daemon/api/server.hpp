// The network island: listeners, sessions, routes and the read pool around one io_context that one thread runs.
// Everything runs on the thread that called run(), except reads of the store, which the pool does.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/services.hpp"
#include "base/result.hpp"

namespace breachd::api {

class Server {
  public:
    Server(ServerSettings options, Services services);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Binds every listener; the error names the address. Before run().
    Result<void> listen();
    // Ports of the TCP listeners in the order of the options, after listen().
    std::vector<std::uint16_t> ports() const;
    // The same of the syslog listeners.
    std::vector<std::uint16_t> syslog_ports() const;

    // Serves until stop(); the calling thread is the net thread.
    void run();
    // From any thread: reads the files of certificates, keys and CAs again, for new connections. When one of them
    // cannot be used, all stay as they are, and the error's place is the file.
    Result<void> renew_tls();
    // From any thread. graceful: takes no new connections and finishes what is in flight within Limits::stop_patience.
    void stop(bool graceful);
    // From any thread: the journal has entries up to `seq` (engine::JournalMoved). Call once at start with its size.
    void journal_moved(std::int64_t seq);

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace breachd::api
