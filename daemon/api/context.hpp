// What every route works with: the services, the way to the engine and back, the way to the read pool and back. Net
// thread only. A route is a function of (Context, Call); it answers with call->respond, at once or later.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "api/answers.hpp"
#include "api/counters.hpp"
#include "api/options.hpp"
#include "api/read_pool.hpp"
#include "api/services.hpp"
#include "http/problem.hpp"
#include "http/site.hpp"
#include "intake/rate.hpp"
#include "net/loop.hpp"

namespace breachd::api {

class EventHub;

inline constexpr std::size_t kListItemsMax = 1000;
inline constexpr std::size_t kListItemsDefault = 100;

struct Context {
    const ServerOptions& options;
    const Services& services;
    std::shared_ptr<Loop> loop;
    ReadPool& pool;
    Counters& counters;
    EventHub& events;
    RateLimits& rates;

    Instant now() const { return services.now(); }
    Instant wall() const { return services.wall ? services.wall() : services.now(); }

    // --- the engine ---
    // An envelope with everything a request says about itself: who, If-Match, Idempotency-Key.
    Result<engine::Envelope> envelope(const Call& call, std::string incident, engine::Command command) const;
    // Hands over; `then` runs on the net thread with the engine's answer, or at once with `overloaded`: then it is
    // false.
    using Then = std::function<void(Result<engine::Answer>)>;
    bool submit(engine::Envelope envelope, Then then) const;
    // The common case: a command whose answer is the response.
    void command(const CallPtr& call, std::string incident, engine::Command command) const;
    void load(const std::string& incident, std::function<void(Result<IncidentFacts>)> then) const;

    // --- the read pool ---
    // Runs `work` on a pool thread and answers with what it makes; 503 when the store cannot be read.
    void read(const CallPtr& call, std::function<Response(store::Reader&)> work) const;
    // The same, ending in a function on the net thread.
    template <class T>
    void read_then(std::function<Result<T>(store::Reader&)> work, std::function<void(Result<T>)> then) const;
};

Response text_response(int status, std::string text);
Response json_response(const json::value& body, int status = 200);
// {"items": […], "next": "cursor"|null}; 400 for a cursor that no list gave.
Response list_response(Result<store::Slice> slice);
std::string quoted_etag(std::string_view tag);

// `limit` and `cursor` of a list request.
struct ListWindow {
    std::string cursor;
    std::size_t limit = kListItemsDefault;
};
Result<ListWindow> list_window(const Request& request);
Result<bool> query_flag(const Request& request, std::string_view name);  // false when absent
Result<std::optional<Instant>> query_time(const Request& request, std::string_view name);

// --- JSON bodies ---
// The body as an object; an empty body is {}. 415 for another media type.
Result<json::object> body_object(const Request& request);

// Takes a small body apart and collects every fault at once. Members nobody asks for are left alone.
class Members {
  public:
    explicit Members(json::object in) : in_(std::move(in)) {}
    std::string text(const char* name);    // "" when absent
    std::string needed(const char* name);  // a fault when absent or blank
    std::string needed_as(const char* name,
                          const char* other_name);  // either name; `name` is asked for when both are absent
    std::optional<bool> flag(const char* name);
    std::optional<Instant> time(const char* name);
    json::object object(const char* name);
    std::optional<Response> faults();  // after everything was asked for

  private:
    const json::value* find(const char* name) const;
    void fault(const char* name, std::string detail);

    json::object in_;
    std::vector<Fault> faults_;
};

inline Error store_down() { return Error{ErrorCode::unavailable, "the store cannot be read now", ""}; }

template <class T>
void Context::read_then(std::function<Result<T>(store::Reader&)> work, std::function<void(Result<T>)> then) const {
    auto job = [work = std::move(work), then, way_back = loop](store::Reader* reader) {
        Result<T> made = store_down();
        try {
            if (reader != nullptr) made = work(*reader);
        } catch (const std::exception&) {
            // A broken store is the engine's to report; here it is one failed read.
        }
        way_back->post([then, made = std::move(made)]() mutable { then(std::move(made)); });
    };
    if (!pool.submit(std::move(job))) then(Error{ErrorCode::overloaded, "too many reads are waiting", ""});
}

}  // namespace breachd::api
