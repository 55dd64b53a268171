// Golden timelines: what becomes of a run whose channel fails it, in simulated time and hours since the release. Who is
// told and when, when the public notice goes up, by which rule and with which reason.
#include <fmt/format.h>

#include "core/words/reasons.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

Settings one_way() {
    auto settings = email_settings(50);
    settings.public_notice.automatic = true;
    settings.on_call = {};
    return settings;
}

class Story {
  public:
    explicit Story(Settings settings) : scene(std::move(settings)), began_(scene.desk.now) {}

    // In steps of ten minutes; what is new at the end of each is a line.
    void play(Duration how_long, const Outcome& outcome) {
        for (auto end = scene.desk.now + how_long; scene.desk.now < end;) {
            scene.serve(minutes{10}, outcome);
            for (const auto& id : runs) look(id);
        }
    }
    std::string release(int people) { return runs.emplace_back(scene.release(people)); }

    Scene scene;
    std::vector<std::string> runs, lines;

  private:
    void look(const std::string& id) {
        auto run = scene.run(id);
        auto& told = told_[id];
        if (std::exchange(told, run.told) != run.told) line(id, fmt::format("{} told", run.told));
        auto published = scene.desk.entries<PublicNoticePublishing>(id);
        if (published.empty() || !published_.insert(id).second) return;
        REQUIRE(published[0].cause);
        const auto& why = *published[0].cause;
        auto words = word_of(why.code);
        for (const char* arg : {"waiting", "count", "unconfirmed", "channel", "limit", "per"})
            if (const auto* value = why.args.if_contains(arg)) words += " " + json::serialize(*value);
        line(id, "public notice: " + words);
        sentences.push_back(reason_text(why, "en"));
    }
    void line(const std::string& id, const std::string& what) {
        auto at = std::chrono::duration_cast<minutes>(scene.desk.now - began_).count();
        lines.push_back(fmt::format("{}:{:02} {} {}", at / 60, at % 60, id.substr(id.size() - 1), what));
    }

    Instant began_;
    std::map<std::string, std::int64_t> told_;
    std::set<std::string> published_;

  public:
    std::vector<std::string> sentences;
};

}  // namespace

TEST_CASE("golden: a channel that is dead from the start, and no other") {
    Story story(one_way());
    story.release(20);
    story.play(hours{70}, kDead);
    CHECK(story.lines == std::vector<std::string>{
                             "0:30 1 public notice: channel_down_with_people 20 \"email\"",
                         });
}

TEST_CASE("golden: a quota of the day that is far too small for the people, scaled from 5,000 a day for 1,000,000") {
    auto settings = one_way();
    settings.channels[0].daily_quota = 5;
    Story story(settings);  // at 17:30 in Vietnam
    story.release(1000);
    story.play(hours{70}, kAccepted);
    CHECK(story.lines == std::vector<std::string>{
                             "0:10 1 5 told",
                             "0:30 1 public notice: forecast_late \"email\" \"quota\" 5",
                             "6:40 1 10 told",
                             "30:40 1 15 told",
                             "54:40 1 20 told",
                         });
    REQUIRE(story.sentences.size() == 1);
    CHECK(story.sentences[0].find("channel “email” may send 5 messages a day") != std::string::npos);
}

TEST_CASE("golden: a provider that takes everything and never says that anything arrived") {
    auto settings = one_way();
    settings.channels[0].told_when = TellingGrade::delivered;
    Story story(settings);
    story.release(20);
    story.play(hours{70}, kAccepted);
    CHECK(story.lines == std::vector<std::string>{
                             "4:00 1 public notice: people_unconfirmed 20 20",
                         });
}

TEST_CASE("golden: two incidents that share one quota: the nearer deadline is kept, the other's people are covered") {
    auto settings = one_way();
    settings.channels[0].daily_quota = 40;
    Story story(settings);
    story.release(100);
    story.play(minutes{10}, kAccepted);
    story.release(100);
    story.play(hours{70}, kAccepted);
    CHECK(story.lines == std::vector<std::string>{
                             "0:10 1 40 told",
                             "0:40 2 public notice: forecast_late \"email\" \"quota\" 40",
                             "6:40 1 70 told",
                             "6:40 2 10 told",
                             "30:30 1 100 told",
                             "30:40 2 20 told",
                             "54:40 2 60 told",
                         });
}

TEST_CASE("golden: a channel that is configured for too little: the reason names its rate") {
    auto settings = one_way();
    settings.channels[0].rate_per_second = 0.02;  // 72 an hour
    Story story(settings);
    story.release(6000);
    story.play(hours{1}, kAccepted);
    std::erase_if(story.lines, [](const auto& line) { return line.find("public notice") == line.npos; });
    CHECK(story.lines == std::vector<std::string>{"0:40 1 public notice: forecast_late \"email\" \"rate\" 72"});
}

TEST_CASE("the view of a channel counts every run that shares it, its quota and what it really sends") {
    auto settings = one_way();
    settings.channels[0].daily_quota = 30;
    Story story(settings);
    story.release(50);
    story.release(50);
    story.scene.serve(minutes{5}, kAccepted);
    auto now = story.scene.desk.stats().channels;
    REQUIRE(now);
    const auto& email = now->at("email").as_object();
    CHECK(email.at("state").as_string() == "out_of_quota");
    CHECK(email.at("waiting").as_int64() == 70);
    CHECK(email.at("quota_left").as_int64() == 0);
    CHECK(email.at("limit").as_string() == "quota");
    auto end = parse_rfc3339(std::string(email.at("forecast_end").as_string()));
    REQUIRE(end);
    auto midnight = testkit::at("2026-11-21T00:00:00+07:00");
    CHECK(*end >= midnight + hours{48});  // 30, 30 and 10
    CHECK(*end < midnight + hours{48} + minutes{1});
}
