// Everything a route works with: the services, the way to the engine and back, the way to the read pools and back.
// Net thread only. A route is a function of (Context, Call); it answers with call->respond, at once or later.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "api/answers.hpp"
#include "api/counters.hpp"
#include "api/read_pool.hpp"
#include "api/services.hpp"
#include "http/call.hpp"
#include "http/problem.hpp"
#include "http/response.hpp"
#include "intake/rate.hpp"
#include "intake/refusals.hpp"
#include "net/loop.hpp"
#include "store/sql/error.hpp"

namespace breachd::api {

// Routes speak of HTTP all the time: its values have their short names here.
using http::BodySink;
using http::Call;
using http::Caller;
using http::CallPtr;
using http::Fault;
using http::json_response;
using http::problem;
using http::quoted_etag;
using http::Request;
using http::Response;
using http::status_of;
using http::text_response;

class EventHub;
class FrontDoor;
class SharedAnswer;

// Screens are waited for; papers (tables, documents, bundles) take seconds and must not hold up a screen.
enum class Reads { screens, papers };

struct Context {
    const ServerSettings& options;
    const Services& services;
    std::shared_ptr<net::Loop> loop;
    ReadPool& pool;
    ReadPool& paper_pool;
    Counters& counters;
    EventHub& events;
    intake::RateLimits& rates;
    intake::Refusals& refusals;
    FrontDoor& door;
    SharedAnswer& first_screen;

    Instant now() const { return services.now(); }
    Instant wall() const { return services.wall ? services.wall() : services.now(); }
    std::chrono::nanoseconds steady() const { return services.steady ? services.steady() : std::chrono::nanoseconds{}; }

    // --- the engine ---
    // An envelope with everything a request says about itself: who, If-Match, Idempotency-Key.
    Result<engine::Envelope> envelope(const Call& call, std::string incident, engine::Command command) const;
    // Hands over; `then` runs on the net thread with the engine's answer, or at once with `overloaded`: then it is
    // false.
    using Then = std::function<void(Result<engine::Answer>)>;
    bool submit(engine::Envelope envelope, Then then) const;
    // The common case: a command whose answer is the response.
    void command(const CallPtr& call, std::string incident, engine::Command command) const;
    // The same for a command made of texts that people typed: the answer says what of them cannot be printed.
    void command_of_texts(const CallPtr& call, std::string incident, engine::Command command,
                          const json::object& texts) const;

    // Who somebody is is shown after the journal has heard of it, each time: a repeated key repeats no showing.
    void shown(const CallPtr& call, std::string incident, engine::NoteShown what, std::function<void()> then) const;

    // A call in the name of a configured source or hook (`kind`) was refused: noted, now and then logged, and the
    // people on duty hear of one that keeps failing.
    void refused(std::string_view kind, const std::string& name, const intake::Refusal& why) const;

    // --- the read pools ---
    // Runs `work` on a pool thread and answers with what it makes; 503 when the store cannot be read.
    void read(const CallPtr& call, std::function<Response(store::Reader&)> work, Reads what = Reads::screens) const;
    // The same, ending in a function on the net thread.
    template <class T>
    void read_then(std::function<Result<T>(store::Reader&)> work, std::function<void(Result<T>)> then,
                   Reads what = Reads::screens) const;
};

// The incident as its entries say: for documents that are made from its facts. On a pool thread.
Result<Incident> facts_of(store::Reader& reader, const std::string& incident);

inline Error store_down() { return Error{ErrorCode::unavailable, "the store cannot be read now", ""}; }

template <class T>
void Context::read_then(std::function<Result<T>(store::Reader&)> work, std::function<void(Result<T>)> then,
                        Reads what) const {
    auto job = [work = std::move(work), then, way_back = loop, damaged = services.damaged](store::Reader* reader) {
        Result<T> made = store_down();
        try {
            if (reader != nullptr) made = work(*reader);
        } catch (const store::StoreError& broken) {
            if (broken.cause == store::StoreError::Cause::corrupt && damaged) damaged(broken.what());
        } catch (const std::exception&) {
            // One failed read.
        }
        way_back->post([then, made = std::move(made)]() mutable { then(std::move(made)); });
    };
    auto& readers = what == Reads::papers ? paper_pool : pool;
    if (!readers.submit(std::move(job))) then(Error{ErrorCode::overloaded, "too many reads are waiting", ""});
}

}  // namespace breachd::api
