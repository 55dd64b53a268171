#include "e2e/access/browser.hpp"

#include <liboath/oath.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "credentials/totp.hpp"

namespace breachd::e2e {

namespace {

std::string decoded(const std::string& base32) {
    char* bytes = nullptr;
    std::size_t length = 0;
    REQUIRE(oath_base32_decode(base32.data(), base32.size(), &bytes, &length) == OATH_OK);
    std::string out(bytes, length);
    std::free(bytes);
    return out;
}

std::int64_t second_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace

HttpReply Browser::call(const std::string& method, const std::string& path, const json::object& body,
                        HttpHeaders headers) {
    if (!cookie.empty()) headers.emplace("Cookie", "__Host-breachd=" + cookie);
    if (method != "GET" && headers.count("Origin") == 0) headers.emplace("Origin", daemon_->url());
    bool with_body = method == "POST" || method == "PUT" || method == "PATCH";
    auto reply = daemon_->call("", method, path, with_body ? json::serialize(body) : "", std::move(headers));
    auto set = reply.header("set-cookie");
    if (set.starts_with("__Host-breachd=")) cookie = set.substr(15, set.find(';') - 15);
    return reply;
}

std::string Browser::invited_as(const std::string& role) {
    auto reply = daemon_->post("admin", "/api/v1/accounts/" + person_ + "/invite", {{"role", role}});
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    auto link = text(reply.parsed(), "link");
    REQUIRE(link.find("/#/invite/") != std::string::npos);
    return link.substr(link.rfind('/') + 1);
}

HttpReply Browser::accept(const std::string& token, const std::string& password) {
    auto begun = call("POST", "/api/v1/invitation/begin", {{"token", token}});
    if (begun.status != 200) return begun;
    secret_ = decoded(text(begun.parsed(), "totp_secret"));
    last_step_ = 0;
    return call("POST", "/api/v1/invitation/accept", {{"token", token}, {"password", password}, {"totp", next_code()}});
}

bool Browser::settle(const std::string& role) {
    auto reply = accept(invited_as(role), password_);
    if (reply.status != 200) UNSCOPED_INFO(reply.status << " " << reply.body);
    return reply.status == 200 && !cookie.empty();
}

HttpReply Browser::sign_in(const std::string& password, const std::string& code) {
    return call("POST", "/api/v1/session", {{"person", person_}, {"password", password}, {"totp", code}});
}

HttpReply Browser::step_up() {
    return call("POST", "/api/v1/session/step-up", {{"password", password_}, {"totp", next_code()}});
}

std::string Browser::next_code() {
    // Not in the last seconds of a step, and not a step that was used.
    auto usable = [&] {
        auto now = second_now();
        return now % 30 < 22 && last_step_ < now / 30 + 1;
    };
    REQUIRE(testkit::wait_until(usable, std::chrono::seconds(70)));
    last_step_ = std::max(last_step_ + 1, second_now() / 30 - 1);
    return credentials::totp_code(secret_, instant_from_ms(last_step_ * 30'000));
}

}  // namespace breachd::e2e
