// Several notice runs at once on one channel: each gets its turn, the nearest deadline first; what a provider allows a
// day holds for all of them together; what cannot be sent costs no wake-ups and holds nothing else up.
#include <map>

#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr Duration kLatency{100};

Settings one_channel(double rate = 1000) {
    auto s = desk_settings();
    s.notice.second_person = false;
    s.public_notice.automatic = false;
    s.on_call = {};
    s.channels[0].rate_per_second = rate;
    s.channels[0].connections = 1;
    return s;
}

Settings two_channels() {
    auto s = one_channel();
    Channel sms;
    sms.name = "sms";
    sms.type = "simulated";
    sms.page_contacts = bit(ContactKind::person);
    sms.notice_contacts = bit(ContactKind::phone);
    sms.whole_text = true;
    s.channels.push_back(sms);
    s.notice.order = {"email", "sms"};
    return s;
}

Outcome took(const Send&) {
    Outcome out;
    out.result = SendResult::accepted;
    return out;
}

// The desk with a world around it: providers that answer a moment later, and the engine waking whenever it asks to.
class Office {
  public:
    using Provider = Outcome (*)(const Send&);

    explicit Office(Settings settings, Provider provider = took, Duration latency = kLatency)
        : desk_(std::move(settings)), provider_(provider), latency_(latency) {}

    // A released notice to so many people, found so long ago.
    std::string release(int people, Duration found_ago = Duration{0}) {
        auto id = open(found_ago);
        import(id, people);
        done(desk_.ask(ReleaseNotice{}, id, "dpo"));
        return id;
    }
    void import(const std::string& id, int people) {
        auto begun = desk_.ask(BeginImport{}, id);
        done(begun);
        std::vector<Subject> rows;
        for (int i = 0; i < people; ++i, ++people_) {
            Subject subject;
            subject.subject_ref = Pii("kh-" + std::to_string(people_));
            subject.name = Pii(std::string("Người Thử"));
            set_address(subject.contacts, ContactKind::email, "kh" + std::to_string(people_) + "@thu.test");
            set_address(subject.contacts, ContactKind::phone, "+8490" + std::to_string(1'000'000 + people_));
            rows.push_back(std::move(subject));
        }
        done(desk_.ask(desk_.chunk(std::get<ImportBegun>(*begun).import_id, std::move(rows)), id));
        auto import_id = std::get<ImportBegun>(*begun).import_id;
        done(desk_.ask(FinishImport{import_id, "list " + import_id}, id));
    }
    // The world runs on for so long; only providers and the engine's own wishes move it.
    void pass(Duration how_long) {
        auto end = desk_.now + how_long;
        while (true) {
            hand_out();
            auto next = desk_.next_wake();
            if (!outcomes_.empty()) next = std::min(next, outcomes_.begin()->first);
            next = std::max(next, desk_.now + Duration{1});
            if (next > end) break;
            desk_.now = next;
            step();
        }
        desk_.now = end;
    }

    // The daemon is gone and starts again: nobody hears what came of the messages that are out.
    void crash() {
        outcomes_.clear();
        desk_.take_sends(Lane::notice);
        desk_.boot();
    }

    std::int64_t told(const std::string& id) const { return desk_.incident(id).notice_run.told; }
    std::optional<Instant> forecast(const std::string& id) const { return desk_.incident(id).notice_run.forecast_end; }
    std::size_t progress_entries(const std::string& id) { return desk_.entries<DeliveriesRecorded>(id).size(); }
    Instant now() const { return desk_.now; }
    int sent() const { return sent_; }
    int sent_of(const std::string& id) { return sent_of_[id]; }  // the incident counts by the minute only
    int steps() const { return steps_; }

  private:
    static void done(const Result<Answer>& reply) {
        INFO((reply ? std::string() : reply.error().text()));
        REQUIRE(reply.has_value());
    }
    std::string open(Duration found_ago) {
        json::object facts{{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}, {"detected_how", "SIEM"}};
        facts["detected_at"] = format_rfc3339(desk_.now - found_ago);
        for (const char* fact : {"description", "place", "consequences", "severity_and_risks", "measures", "guidance"})
            facts[fact] = "x";
        auto opened = desk_.ask(OpenIncident{facts});
        done(opened);
        return id_of(opened);
    }
    void hand_out() {
        for (const auto& send : desk_.take_sends(Lane::notice)) {
            outcomes_.emplace(desk_.now + latency_, AttemptDone{"", send.delivery_id, provider_(send)});
            ++sent_;
            ++sent_of_[send.letter->notice->incident];
        }
    }
    void step() {
        ++steps_;
        if (outcomes_.empty() || outcomes_.begin()->first > desk_.now) return desk_.wait(Duration{0});
        auto done = outcomes_.begin()->second;
        outcomes_.erase(outcomes_.begin());
        desk_.tell(done);
    }

    Desk desk_;
    Provider provider_;
    Duration latency_;
    std::multimap<Instant, AttemptDone> outcomes_;
    std::map<std::string, int> sent_of_;
    int people_ = 0, sent_ = 0, steps_ = 0;
};

}  // namespace

TEST_CASE("a run that was refused its turn while another was sending goes on by itself") {
    Office office(one_channel());
    auto first = office.release(100);
    auto second = office.release(100);
    office.pass(minutes{5});
    CHECK(office.told(first) == 100);
    CHECK(office.told(second) == 100);
    CHECK(office.sent() == 200);
}

TEST_CASE("of five runs at once each tells everybody") {
    Office office(one_channel());
    std::vector<std::string> runs;
    for (int i = 0; i < 5; ++i) runs.push_back(office.release(100));
    office.pass(minutes{10});
    for (const auto& run : runs) CHECK(office.told(run) == 100);
}

TEST_CASE("rows that stay unknown do not starve those that came later") {
    Office office(two_channels(), [](const Send& send) {
        auto out = took(send);
        if (send.channel == "email") out.result = SendResult::unknown;
        return out;
    });
    auto run = office.release(300);
    office.pass(hours{24});
    REQUIRE(office.told(run) == 300);  // by the next channel, after a second try
    office.import(run, 300);
    office.pass(hours{24});
    CHECK(office.told(run) == 600);
}

TEST_CASE("a run due in 7 hours goes before one due in 71, which still gets a share") {
    Office office(one_channel(5));
    auto later = office.release(500, hours{1});
    office.pass(seconds{2});
    auto sooner = office.release(100, hours{65});
    auto before = office.sent_of(later);
    office.pass(seconds{35});
    CHECK(office.told(sooner) == 100);
    CHECK(office.sent_of(later) > before);
}

TEST_CASE("a channel's daily quota holds for all runs together and goes on at midnight in Vietnam") {
    auto settings = one_channel();
    settings.channels[0].daily_quota = 100;
    Office office(settings);
    auto first = office.release(100);
    auto second = office.release(100);
    office.pass(hours{6});  // it was 17:30
    CHECK(office.sent() == 100);
    office.pass(hours{2});
    CHECK(office.told(first) + office.told(second) == 200);
    CHECK(office.sent() == 200);
}

TEST_CASE("messages that may have been taken count against the quota of the day over a restart, too") {
    auto settings = one_channel();
    settings.channels[0].daily_quota = 10;
    settings.channels[0].connections = 5;
    Office office(settings, [](const Send& send) {
        auto out = took(send);
        out.result = SendResult::unknown;
        return out;
    });
    office.release(50);
    office.pass(Duration{150});
    REQUIRE(office.sent() == 10);  // of five nothing was heard, five are out
    office.crash();
    office.pass(hours{1});
    CHECK(office.sent() == 10);
    office.pass(hours{6});
    CHECK(office.sent() > 10);
}

TEST_CASE("a used-up quota costs no wake-ups until midnight") {
    auto settings = one_channel();
    settings.channels[0].daily_quota = 10;
    Office office(settings);
    auto run = office.release(50);
    office.pass(minutes{1});
    REQUIRE(office.told(run) == 10);
    auto before = office.steps();
    office.pass(minutes{10});
    CHECK(office.steps() - before < 20);
    office.pass(hours{7});
    CHECK(office.told(run) == 20);
}

TEST_CASE("a channel that is down costs no more wake-ups than its probes") {
    Office office(one_channel(), [](const Send&) {
        Outcome out;
        out.result = SendResult::retry;
        out.blame = Blame::channel;
        out.cause = Cause::not_connected;
        return out;
    });
    office.release(50);
    office.pass(minutes{10});
    auto before = office.steps();
    office.pass(hours{1});
    CHECK(office.steps() - before < 400);
}

TEST_CASE("the forecast counts every run that shares the channel") {
    Office office(one_channel(1));
    auto first = office.release(900);
    auto second = office.release(900);
    office.pass(seconds{30});
    REQUIRE(office.forecast(first));
    REQUIRE(office.forecast(second));
    CHECK(std::max(*office.forecast(first), *office.forecast(second)) > office.now() + seconds{1600});
}

TEST_CASE("the forecast believes the speed that the channel has, not the one that is configured") {
    Office office(one_channel(200), took, seconds{2});  // eight are out at once: four a second
    auto run = office.release(1200);
    office.pass(minutes{2});
    REQUIRE(office.told(run) < 600);
    REQUIRE(office.forecast(run));
    CHECK(*office.forecast(run) > office.now() + seconds{120});
    CHECK(*office.forecast(run) < office.now() + seconds{300});
}

TEST_CASE("the forecast never lies in the past while somebody waits") {
    Office office(one_channel(200), took, seconds{2});
    std::vector<std::string> runs = {office.release(600), office.release(100), office.release(300)};
    for (int i = 0; i < 100; ++i) {
        office.pass(seconds{3});
        for (const auto& run : runs) {
            auto forecast = office.forecast(run);
            INFO(i << " " << run << " " << office.told(run));
            CHECK((!forecast || *forecast >= office.now()));
        }
    }
    for (const auto& run : runs) CHECK_FALSE(office.forecast(run));
}

TEST_CASE("the forecast of a run is looked at again when another run comes to its channel") {
    Office office(one_channel(1));
    auto first = office.release(300);
    office.pass(seconds{1});
    REQUIRE(office.forecast(first));
    CHECK(*office.forecast(first) < office.now() + seconds{320});
    office.release(900, hours{65});
    office.pass(seconds{1});
    CHECK(*office.forecast(first) > office.now() + seconds{900});
}

TEST_CASE("a run whose forecast does not move leaves few entries, however long it waits") {
    auto settings = one_channel();
    settings.channels[0].daily_quota = 10;
    Office office(settings);
    auto run = office.release(50);
    office.pass(minutes{2});
    auto before = office.progress_entries(run);
    office.pass(hours{5});
    CHECK(office.progress_entries(run) - before < 10);
}
