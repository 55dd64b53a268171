// A real Server on a loopback port with a fake engine behind it: what the engine would do is a function of the test,
// what it was handed is kept for it to look at. Reads come from a real store in a scratch directory.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "api/server.hpp"
#include "store/store.hpp"
#include "testkit/catch.hpp"
#include "testkit/http.hpp"
#include "testkit/process.hpp"

namespace breachd::api {

// Raw bytes to the server and back, for everything a proper client would not send.
class Wire {
  public:
    explicit Wire(std::uint16_t port);
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    void send(std::string_view bytes);
    // One response by its Content-Length; "" when the connection ended first or 5 s passed.
    std::string read_response(bool head_only = false);
    // Until `text` was seen; everything read so far and not yet given out. "" when it never comes.
    std::string read_until(std::string_view text);
    // True when the server ends the connection within the limit.
    bool ended(std::chrono::milliseconds limit = std::chrono::seconds(5));

  private:
    bool fill(std::chrono::milliseconds limit);
    int fd_ = -1;
    std::string buffer_;
};

// A source that asks for nothing yet.
Source source_of(std::string name, std::string format);

int status_of_response(const std::string& response);

inline engine::IncidentPtr sample_incident(std::string id, std::int64_t version) {
    auto incident = std::make_shared<Incident>();
    incident->id = std::move(id);
    incident->version = incident->version_by_people = version;
    return incident;
}

struct Api {
    using Engine = std::function<Result<engine::Answer>(const engine::Envelope&)>;

    explicit Api(std::function<void(ServerSettings&, Services&)> change = {});
    ~Api();

    testkit::HttpReply call(const std::string& method, const std::string& path, const std::string& body = "",
                            testkit::HttpHeaders headers = {}, const std::string& token = "dpo");
    std::size_t count() const;
    engine::Envelope last() const;
    template <class Command>
    Command last_command() const {
        auto envelope = last();
        REQUIRE(std::holds_alternative<Command>(envelope.command));
        return std::get<Command>(envelope.command);
    }
    std::uint16_t port() const { return port_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    void put_incident(const std::string& id, const std::string& title, int call = 0);

    testkit::ScratchDirectory scratch;
    store::MasterKey key = store::MasterKey::of(std::string(32, 'k'));
    std::unique_ptr<store::Store> store;
    std::shared_ptr<Settings> settings = std::make_shared<Settings>();
    std::atomic<std::shared_ptr<Access>> access{std::make_shared<Access>()};  // replaced by a reload
    Engine engine = [](const engine::Envelope&) {
        return Result<engine::Answer>(engine::Changed{sample_incident("INC-2026-0001", 7), {}});
    };
    std::function<bool()> full = [] { return false; };
    std::atomic<std::shared_ptr<const AccessBook>> book{std::make_shared<const AccessBook>()};
    Instant now = *parse_rfc3339("2026-11-23T03:00:00Z");
    std::unique_ptr<Server> server;

  private:
    mutable std::mutex mutex_;
    std::vector<engine::Envelope> seen_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

// A row of a list as an engine without keys makes it.
inline void add_plain(store::ListedRows& rows, const Subject& given) { rows.add({{}, 0, "", "", serialise(given)}); }

inline const std::string kAckKey(32, 'a');

}  // namespace breachd::api
