// A Zalo channel whose refresh token grows old through the real daemon: what a person reads before a release. The
// machine's clock is set ahead, and a person says that it is right.
#include <fmt/format.h>

#include "core/words/words.hpp"
#include "e2e/daemon.hpp"
#include "testkit/providers/providers.hpp"

using namespace breachd;
using namespace breachd::e2e;
using std::chrono::hours;

namespace {

constexpr hours kDay{24};

class Office {
  public:
    Office() : daemon_(settings()) {
        set_clock(0);
        testkit::spill(daemon_.path("zalo.secret"), "zalo-bi-mat\n");
        give("zalo-refresh-1");
    }

    [[nodiscard]] bool start() {
        return daemon_.start({"env", "LD_PRELOAD=" BREACHD_CLOCK_SHIM, "BREACHD_TEST_CLOCK=" + daemon_.path("clock")});
    }
    void stop() { CHECK(daemon_.stop() == 0); }
    // So many days after the start of the test.
    void live_on_until(int day) {
        set_clock(day);
        REQUIRE(testkit::wait_until(
            [&] { return daemon_.call("an", "GET", "/api/v1/clock").parsed().at("in_doubt") == true; },
            std::chrono::seconds(30)));
        REQUIRE(daemon_.post("dpo", "/api/v1/clock/confirm", json::object{{"reason", "đã đối chiếu"}}).status < 300);
    }
    // Into the configuration.
    void give(const std::string& refresh) { testkit::spill(daemon_.path("zalo.refresh"), refresh + "\n"); }
    bool has_tokens(std::size_t count) {
        return testkit::wait_until([&] { return zalo_.tokens() == count; }, std::chrono::seconds(30));
    }
    // Of a new incident with one person who is told by Zalo.
    void find_breach() {
        auto incident = daemon_.open(now_rfc3339(day_ * kDay));
        path_ = "/api/v1/incidents/" + text(incident, "id");
        auto people = "subject_ref,name,phone\nKH-1,Người Thử,0901000001\n";
        auto imported = daemon_.call("an", "POST", path_ + "/subjects", people, {{"Content-Type", "text/csv"}});
        INFO(imported.body);
        REQUIRE(imported.status < 300);
    }
    json::value readiness() { return daemon_.call("an", "GET", path_ + "/notice/readiness").parsed(); }
    // Of the one channel.
    json::value channel() {
        auto channels = at(readiness(), "channels");
        return channels.is_array() && channels.get_array().size() == 1 ? channels.get_array()[0] : nullptr;
    }
    json::value token() { return at(channel(), "token"); }
    bool refused(int times) {
        return testkit::wait_until([&] { return text(token(), "refused") == std::to_string(times); },
                                   std::chrono::seconds(30));
    }
    // Null: there is none.
    json::value warning(const std::string& id) {
        auto warnings = at(readiness(), "warnings");
        REQUIRE(warnings.is_array());
        for (const auto& each : warnings.get_array())
            if (text(each, "id") == id) return each;
        return nullptr;
    }
    testkit::Providers& zalo() { return zalo_; }
    std::string log() const { return daemon_.log(); }

  private:
    e2e::Settings settings() const {
        e2e::Settings out;
        out.order = "[zalo]";
        out.channels = fmt::format(
            "  zalo: {{type: zalo, url: \"{}\", token_url: \"{}\", app_id: \"4711\", app_secret_file: zalo.secret, "
            "refresh_token_file: zalo.refresh, template_id: \"643118\", address: phone, text: whole, parameters: {{ma: "
            "\"{{code}}\"}}}}",
            zalo_.zalo_url(), zalo_.zalo_token_url());
        return out;
    }
    void set_clock(int day) {
        day_ = day;
        testkit::spill(daemon_.path("clock"), std::to_string(std::chrono::seconds(day * kDay).count()));
    }

    testkit::Providers zalo_;
    Daemon daemon_;
    int day_ = 0;
    std::string path_;
};

Instant moment(const json::value& in, const std::string& member) { return *parse_rfc3339(text(in, member)); }

void starts_with(const json::value& in, const std::string& member, const std::string& words) {
    INFO(text(in, member) << "\nwanted: " << words);
    CHECK(text(in, member).starts_with(words));
}

}  // namespace

TEST_CASE("a Zalo refresh token near its end is a warning in words before a release, until the channel has a new one") {
    Office office;
    REQUIRE(office.start());
    REQUIRE(office.has_tokens(1));
    office.find_breach();
    CHECK(text(office.channel(), "can_reach") == "1");
    auto ends = moment(office.token(), "refresh_ends_at");
    CHECK(ends == moment(office.token(), "got_at") + 90 * kDay);
    CHECK(office.warning("token_end").is_null());
    CHECK(office.warning("token").is_null());

    office.zalo().authorise("zalo-refresh-cap-lai");  // the one that the daemon holds is worth nothing now
    office.live_on_until(75);
    office.find_breach();
    REQUIRE(office.refused(1));
    CHECK(moment(office.token(), "refresh_ends_at") == ends);
    auto near = office.warning("token_end");
    CHECK(text(near, "channel") == "zalo");
    CHECK(text(near, "state") == "warn");
    starts_with(near, "what.vi", "mã làm mới (refresh token) đã lấy 75 ngày");
    CHECK(text(near, "what.vi").ends_with("trước, hết hạn lúc " + time_text(ends, "vi")));
    starts_with(near, "what.en", "the refresh token is 75 days");
    CHECK(text(near, "what.en").ends_with("old and ends at " + time_text(ends, "en")));
    starts_with(near, "todo.vi", "cấp quyền lại cho kênh ở nhà cung cấp");
    auto refused = office.warning("token");
    CHECK(text(refused, "state") == "warn");
    starts_with(refused, "what.vi", "mã truy cập lấy 75 ngày");
    CHECK(text(refused, "what.vi").ends_with("trước, 1 lần làm mới sau đó bị từ chối"));

    office.live_on_until(95);
    office.find_breach();
    auto over = office.warning("token_end");
    CHECK(text(over, "state") == "bad");
    starts_with(over, "what.vi", "mã làm mới (refresh token) đã lấy 95 ngày");
    CHECK(text(over, "what.vi").ends_with("trước, hết hạn từ " + time_text(ends, "vi")));

    office.stop();
    office.give("zalo-refresh-cap-lai");
    REQUIRE(office.start());
    REQUIRE(office.has_tokens(2));
    REQUIRE(office.refused(0));
    CHECK(office.warning("token_end").is_null());
    CHECK(office.warning("token").is_null());
    CHECK(office.log().find("zalo-refresh-") == std::string::npos);
}
