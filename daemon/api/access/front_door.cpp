#include "api/access/front_door.hpp"

#include <algorithm>

#include "api/context.hpp"
#include "base/digest.hpp"
#include "credentials/token.hpp"
#include "http/browser.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kWaitingMax = 16;
constexpr Duration kKeepUseEvery = std::chrono::minutes{1};
constexpr std::size_t kUsesMax = 4096, kHomesMax = 4096;

// A key of one size, whatever was typed.
std::string brake_key(const std::string& person) { return hex(sha256(person)); }

Error ended() { return Error{ErrorCode::unauthorized, "the session has ended; sign in again", ""}; }

}  // namespace

FrontDoor::FrontDoor() : challenges(credentials::new_token()) {}

void FrontDoor::check(const Context& context, Check check, Then then) {
    if (waiting_.size() >= kWaitingMax)
        return then(Error{ErrorCode::overloaded, "too many people sign in at once; try again", ""});
    waiting_.emplace_back(std::move(check), std::move(then));
    next(context);
}

void FrontDoor::next(const Context& context) {
    if (checking_ || waiting_.empty()) return;
    checking_ = true;
    auto [check, then] = std::move(waiting_.front());
    waiting_.pop_front();
    context.read_then<Checked>(std::move(check), [this, &context, then = std::move(then)](Result<Checked> found) {
        checking_ = false;
        then(std::move(found));
        next(context);
    });
}

Duration FrontDoor::wait(const std::string& person, const std::string& address, Instant now) const {
    auto of_address = by_address_.wait(address, now);
    if (person.empty()) return of_address;
    auto key = brake_key(person);
    return at_home_.contains({key, address}) ? of_address : std::max(by_person_.wait(key, now), of_address);
}

void FrontDoor::tried(const std::string& person, const std::string& address, Instant now) {
    if (!person.empty()) by_person_.failed(brake_key(person), now);
    by_address_.failed(address, now);
}

void FrontDoor::succeeded(const std::string& person, const std::string& address) {
    if (!person.empty()) {
        auto key = brake_key(person);
        by_person_.succeeded(key);
        if (at_home_.size() >= kHomesMax) at_home_.clear();
        at_home_.insert({std::move(key), address});
    }
    by_address_.succeeded(address);
}

Session FrontDoor::known(const Digest& cookie_sha256, const Session& session) const {
    auto out = session;
    if (auto found = used_.find(cookie_sha256); found != used_.end())
        out.seen_at = std::max(out.seen_at, found->second.at);
    return out;
}

bool FrontDoor::used(const Digest& cookie_sha256, const Session& session, const SignIn& rules, Instant now) {
    if (used_.size() >= kUsesMax)
        std::erase_if(used_, [&](const auto& row) { return now - row.second.at > rules.idle; });
    auto& use = used_[cookie_sha256];
    use.at = std::max(use.at, now);
    auto every = std::min(kKeepUseEvery, rules.idle / 10);
    if (now - std::max(session.seen_at, use.told) < every) return false;
    use.told = now;
    return true;
}

namespace {

// The session of a cookie, as long as its person may still sign in.
std::optional<Session> find_session(const Context& context, const Settings& settings, const AccessBook& book,
                                    const Digest& cookie_sha256) {
    auto found = book.sessions.find(cookie_sha256);
    if (!settings.sign_in.password || found == book.sessions.end()) return std::nullopt;
    auto session = context.door.known(cookie_sha256, found->second);
    bool may = settings.person(session.person) != nullptr && book.account(session.person) != nullptr;
    return may && alive(session, settings.sign_in, context.wall()) ? std::optional(session) : std::nullopt;
}

// What an open console asks while nobody touches it does not keep its session alive.
bool by_itself(const Request& request) {
    return request.path == "/api/v1/me" || request.path == "/api/v1/events" || !request.header("x-by-itself").empty();
}

Result<Caller> caller_of_cookie(const Context& context, const Request& request, const std::string& value) {
    auto settings = context.services.settings();
    switch (http::sent_from(request, http::origin_of(settings->public_url))) {
        case http::SentFrom::here:
            break;
        case http::SentFrom::elsewhere:
            return Error{ErrorCode::forbidden, "this request was sent from another site", ""};
        case http::SentFrom::unknown:
            return Error{ErrorCode::unauthorized, "a request without Origin is a program's: it needs a token", ""};
    }
    auto cookie_sha256 = sha256(value);
    auto book = context.services.access();
    auto session = find_session(context, *settings, *book, cookie_sha256);
    if (!session) return ended();
    auto now = context.wall();
    if (!by_itself(request) && context.door.used(cookie_sha256, *session, settings->sign_in, now)) {
        engine::Envelope envelope;
        envelope.command = engine::TouchSession{cookie_sha256, now};
        (void)context.services.submit(std::move(envelope));  // what is not kept now is a minute later
    }
    Caller caller;
    caller.name = caller.person = session->person;
    caller.role = book->account(session->person)->role;
    caller.cookie_sha256 = cookie_sha256;
    return caller;
}

}  // namespace

Result<Caller> authorise(const Context& context, const Request& request, Roles roles) {
    auto cookie = http::shows_credentials(request) ? "" : http::cookie(request, kCookie);
    if (cookie.empty()) return http::authorise(request, *context.services.settings(), roles);
    auto caller = caller_of_cookie(context, request, cookie);
    if (!caller) return caller;
    return http::within_role(std::move(*caller), roles);
}

std::optional<Session> session_of(const Context& context, const Caller& caller) {
    if (!caller.cookie_sha256) return std::nullopt;
    return find_session(context, *context.services.settings(), *context.services.access(), *caller.cookie_sha256);
}

bool may_act_for_good(const Context& context, const Caller& caller) {
    if (!caller.cookie_sha256) return true;
    auto session = session_of(context, caller);
    return session && stepped_up(*session, context.services.settings()->sign_in, context.wall());
}

bool still_here(const Context& context, const Caller& caller) {
    return !caller.cookie_sha256 || session_of(context, caller).has_value();
}

Response step_up_needed() {
    return problem(403, "give your password and a code once more: this cannot be undone", {}, "urn:breachd:step-up");
}

}  // namespace breachd::api
