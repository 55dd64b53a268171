// A run of e-mail over one connection to a relay that counts, while the daemon is killed again and again: at full
// length a million people and twenty kills (`./run soak attack`).
#include <fmt/format.h>

#include <array>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "base/rng.hpp"
#include "e2e/daemon.hpp"
#include "testkit/sockets.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

// The pool's own bound of letters that wait or are under way (delivery/smtp_pool.hpp): no kill can double more.
constexpr std::size_t kHeldMax = 1024;
constexpr std::size_t kPeakMebibytes = 300;

// Takes every letter, and counts them by Message-ID.
class CountingRelay {
  public:
    std::string url() const { return "smtp://" + server_.address(); }
    std::size_t different() const {
        std::lock_guard lock(mutex_);
        return times_.size();
    }
    std::size_t taken() const {
        std::lock_guard lock(mutex_);
        return taken_;
    }

  private:
    static std::string answer(const std::string& command) {
        if (command.starts_with("EHLO")) return "250-relay\r\n250-PIPELINING\r\n250 8BITMIME";
        if (command.starts_with("DATA")) return "354 go on";
        return command == "QUIT" ? "221 bye" : "250 2.0.0 Ok";
    }
    void take(std::string_view message) {
        auto begin = message.find("Message-ID: <");
        auto id = message.substr(begin, message.find('\r', begin) - begin);
        std::lock_guard lock(mutex_);
        ++taken_;
        ++times_[std::hash<std::string_view>()(id)];
    }

    mutable std::mutex mutex_;
    std::size_t taken_ = 0;
    std::unordered_map<std::size_t, int> times_;
    testkit::TcpServer server_{
        [this](int fd) { testkit::serve_smtp(fd, answer, [this](std::string_view message) { take(message); }); }};
};

std::string list_of(int people) {
    std::string out = "subject_ref,name,email\n";
    for (int i = 0; i < people; ++i) out += fmt::format("KH-{0},Người Thứ {0},nguoi{0}@hopthu.test\n", i);
    return out;
}

// The most memory that the process has had so far, in MiB (proc(5), VmHWM).
std::size_t peak_mebibytes(pid_t pid) {
    auto status = testkit::slurp(fmt::format("/proc/{}/status", pid));
    auto at = status.find("VmHWM:");
    return at == std::string::npos ? 0 : std::stoul(status.substr(at + 6)) / 1024;
}

}  // namespace

TEST_CASE("kill -9 during a run of e-mail: everybody is told, and what came twice was under way at a kill", "[soak]") {
    const int people = testkit::often(1'500, 1'000'000), kills = testkit::often(3, 20);
    CountingRelay relay;
    Settings settings;
    settings.mode = "drill";  // the five minutes before an unknown outcome is sent again pass faster
    settings.time_scale = testkit::often(600, 20);
    settings.order = "[email]";
    settings.email_url = relay.url();
    settings.email_options = "connections: 1, rate: 100000/s";
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id;
    auto imported = daemon.call("an", "POST", path + "/subjects", list_of(people), {{"Content-Type", "text/csv"}});
    INFO(imported.body);
    REQUIRE(imported.status < 300);
    auto peak = peak_mebibytes(daemon.pid());
    REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);

    Rng rng(20261130);
    for (int kill = 0; kill < kills; ++kill) {
        // Each kill at a moment of chance while its share of the letters goes out.
        auto until =
            static_cast<std::size_t>(people) * static_cast<std::size_t>(kill) / static_cast<std::size_t>(kills);
        REQUIRE(testkit::wait_until([&] { return relay.different() >= until; }, std::chrono::minutes(30)));
        std::this_thread::sleep_for(std::chrono::milliseconds(rng.below(400)));
        peak = std::max(peak, peak_mebibytes(daemon.pid()));
        daemon.kill();
        REQUIRE(daemon.start());
    }
    auto told = [&](const auto& it) { return text(it, "notice_run.told") == std::to_string(people); };
    REQUIRE(daemon.wait_incident(id, told, std::chrono::minutes(testkit::often(3, 60))));
    peak = std::max(peak, peak_mebibytes(daemon.pid()));
    auto twice = relay.taken() - relay.different();
    CHECK(relay.different() == static_cast<std::size_t>(people));
    CHECK(twice <= static_cast<std::size_t>(kills) * kHeldMax);
    CHECK(peak <= kPeakMebibytes);
    testkit::figure("run_kills", fmt::format("{} people told, {} kills -9, {} letters came twice, at most {} MiB",
                                             people, kills, twice, peak));
}
