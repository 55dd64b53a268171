// Before a release: how old a provider's token is, and that what the next one is got by ends.
#include "api/routes/before/warnings.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::api;
using std::chrono::hours;

namespace {

struct NoKeys : ProviderConfig {};

const Instant kNow = *parse_rfc3339("2026-11-29T03:00:00Z");
constexpr Duration kDay = hours{24};

Channel channel(const std::string& type = "zalo", bool signs_in = true) {
    Channel out;
    out.name = "kenh";
    out.type = type;
    out.signs_in = signs_in;
    out.own = std::make_shared<NoKeys>();
    return out;
}

TokenState state_of(Duration age, std::int64_t failures = 0, double time_scale = 1, const std::string& type = "zalo") {
    Settings settings;
    settings.time_scale = time_scale;
    auto state = token_state(channel(type), {{"kenh", {kNow - age, failures}}}, settings, kNow);
    REQUIRE(state.has_value());
    return *state;
}

std::string told(const TokenState& state) {
    std::string out;
    for (const auto& each : token_warnings(state))
        out += std::string(each.at("id").as_string()) + " " + std::string(each.at("state").as_string()) + ": " +
               std::string(each.at("what").at("en").as_string()) + "\n";
    return out;
}

}  // namespace

TEST_CASE("a token that was got lately is no warning, its age and the end of what renews it are shown") {
    auto state = state_of(kDay * 10);
    CHECK(told(state) == "");
    auto shown = token_json(state);
    CHECK(shown.at("age_s") == 10 * 86'400);
    CHECK(shown.at("refresh_ends_at") == "2027-02-17T03:00:00Z");
    CHECK(shown.at("refused") == 0);
    CHECK(token_json({}).is_null());
}

TEST_CASE("three weeks before it ends it is a warning with both dates, after that it is worse") {
    CHECK(told(state_of(kDay * 68)) == "");
    auto near = told(state_of(kDay * 70));
    CHECK(near.starts_with("token_end warn: the refresh token is 70 days old and ends at "));
    CHECK(told(state_of(kDay * 91)).starts_with("token_end bad: the refresh token is 91 days old and ended at "));
}

TEST_CASE("refused renewals are told beside it, a missing token instead, a channel without tokens says nothing") {
    CHECK(told(state_of(kDay * 70, 3)).find("token warn: the access token is 70 days old, 3 renewals") !=
          std::string::npos);
    Settings settings;
    auto none = token_state(channel(), {}, settings, kNow);
    REQUIRE(none.has_value());
    CHECK(told(*none).starts_with("token bad: there is no access token"));
    CHECK(token_json(none).at("got_at").is_null());
    CHECK(token_json(none).at("age_s").is_null());
    CHECK_FALSE(token_state(channel("smtp", false), {}, settings, kNow).has_value());
}

TEST_CASE("what renews a token of Google does not run out, and a drill's days are shorter than the provider's") {
    CHECK_FALSE(state_of(kDay * 400, 0, 1, "fcm").ends_at.has_value());
    CHECK(told(state_of(kDay * 400, 0, 1, "fcm")) == "");
    CHECK(state_of(Duration{0}, 0, 60).ends_at == kNow + kDay * 90 * 60);
}
