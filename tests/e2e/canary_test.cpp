// Providers that repeat whom a message was to, in every spelling that we could think of: nothing of it stands in clear
// in the database, its log, a backup, the API, the daemon's log or its metrics.
#include <fmt/format.h>

#include <set>

#include "base/digest.hpp"
#include "e2e/daemon.hpp"
#include "testkit/sockets.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

// Of each person's own; what follows is the person's number. Long enough that chance makes none of their spellings.
constexpr std::string_view kLocal = "chimhoangyen", kName = "Hoàng Oanh Sơn Ca", kNumber = "0987111";

struct Person {
    std::string local, name, number;
    explicit Person(int i)
        : local(fmt::format("{}{:05}", kLocal, i)),
          name(fmt::format("{} {:05}", kName, i)),
          number(fmt::format("{}{:03}", kNumber, i % 1000)) {}
};

std::string each(std::string_view text, const char* format) {
    std::string out;
    for (unsigned char c : text) out += fmt::format(fmt::runtime(format), c);
    return out;
}

std::string between(std::string_view text, std::string_view what, std::size_t every = 1) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i % every == 0) out += what;
        out += text[i];
    }
    return out;
}

std::string mapped(std::string_view text, int (*to)(int)) {
    std::string out;
    for (unsigned char c : text) out += c < 0x80 ? static_cast<char>(to(c)) : static_cast<char>(c);
    return out;
}

int rot13(int c) {
    int base = std::islower(c) ? 'a' : std::isupper(c) ? 'A' : 0;
    return base ? (c - base + 13) % 26 + base : c;
}

constexpr int kSpellings = 20;
std::string spelled(std::string_view text, int how) {
    std::string all(text);
    switch (how % kSpellings) {
        case 0:
            return all;
        case 1:
            return mapped(text, std::toupper);
        case 2:
            return {all.rbegin(), all.rend()};
        case 3:
            return each(text, "%{:02x}");
        case 4:
            return each(text, "%25{:02X}");
        case 5:
            return each(text, "={:02X}");
        case 6:
            return base64(text);
        case 7:
            return base64(text.substr(0, text.size() / 3 * 3)) + "==";
        case 8:
            return each(text, "{:02x}");
        case 9:
            return each(text, "\\u{:04x}");
        case 10:
            return each(text, "&#{};");
        case 11:
            return between(text, ".");
        case 12:
            return between(text, " ");
        case 13:
            return between(text, "-", 3);
        case 14:
            return between(text, "=\r\n250-", 6);
        case 15:
            return between(text, "%0a", 5);
        case 16:
            return mapped(text, rot13);
        case 17:
            return "=?utf-8?b?" + base64(text) + "?=";
        case 18:
            return "user_" + all + "_mailbox";
        default:
            return each(text, "{:o},");
    }
}

// What to look for: the beginning that all people share, as that spelling shows it.
std::string trace(std::string_view stem, int how) {
    auto text = spelled(stem.substr(0, stem.size() / 3 * 3), how);  // whole groups of base64
    if (how == 6 || how == 7 || how == 17) return base64(stem.substr(0, stem.size() / 3 * 3));
    if (how == 18) return std::string(stem);
    return text;
}

// A relay that takes one mail in three, puts off one and refuses one, and repeats the recipient in each answer.
class EchoingRelay {
  public:
    std::string url() const { return "smtp://" + server_.address(); }
    std::size_t asked() const {
        std::lock_guard lock(mutex_);
        return seen_.size();
    }

  private:
    void talk(int fd) {
        std::string words;
        int number = 0;
        testkit::serve_smtp(fd, [&](const std::string& command) -> std::string {
            if (command.starts_with("RCPT")) {
                number = std::atoi(command.c_str() + command.find(kLocal) + kLocal.size());
                Person person(number);
                words = spelled(person.local, number / 3) + " " + spelled(person.name, number / 3) + " " +
                        spelled(person.number, number / 3);
                std::lock_guard lock(mutex_);
                seen_.insert(number);
            }
            bool refuses = command.starts_with("RCPT") && number % 3 == 0;
            bool puts_off = command.starts_with("RCPT") && number % 3 == 1;
            auto one_line = words.substr(0, words.find('\r'));
            if (refuses) return "550-5.1.1 " + one_line + "\r\n550 5.1.1 " + one_line;
            if (puts_off) return "450 4.2.2." + one_line + " is full";
            if (command.starts_with("DATA")) return "354 go on, " + one_line;
            if (command == ".") return "250 2.0.0 Ok: queued as " + one_line;
            return command == "QUIT" ? "221 bye" : "250 2.1.5 " + one_line;
        });
    }

    mutable std::mutex mutex_;
    std::set<int> seen_;
    testkit::TcpServer server_{[this](int fd) { talk(fd); }};
};

// The same of a gateway, in a body of 200 or 400, in the id, the code and the words.
WebhookReceiver::Reply echo(const testkit::Received& request) {
    auto at = request.body.find(kNumber.substr(1));
    if (request.path != "/sms" || at == std::string::npos) return {};
    int number = std::atoi(request.body.c_str() + at + kNumber.size() - 1);
    Person person(number);
    auto say = [&](const std::string& what) { return spelled(what, number / 3); };
    json::object body{{"id", say(person.number)},
                      {"code", say(person.number)},
                      {"message", say(person.name) + " " + say(person.local)},
                      {"status", number % 2 == 0 ? "failed" : "sent"}};
    return {number % 4 == 0 ? 400 : 200, json::serialize(body)};
}

}  // namespace

TEST_CASE("nothing of a person stands in clear, however a provider spells it", "[soak]") {
    const int people = testkit::often(300, 10'000);
    EchoingRelay relay;
    Settings settings;
    settings.email_url = relay.url();
    settings.email_options = "rate: 5000/s, connections: 1";
    settings.extra = "log: {level: debug}\n";
    settings.notice_extra = ", canary_failed_percent: 100";  // the relay refuses most of the first, and all are to come
    Daemon daemon(settings);
    daemon.world().answer(echo);
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id;
    std::string csv = "subject_ref,name,email,phone\n";
    for (int i = 0; i < people; ++i) {
        Person person(i);
        csv += fmt::format("KH-{},{},{}@hopthu.test,{}\n", i, person.name, person.local, person.number);
    }
    REQUIRE(daemon.call("an", "POST", path + "/subjects", csv, {{"Content-Type", "text/csv"}}).status < 300);
    REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
    auto limit = std::chrono::seconds(60 + people / 20);
    REQUIRE(testkit::wait_until([&] { return relay.asked() == static_cast<std::size_t>(people); }, limit));
    REQUIRE(daemon.world().wait_for(static_cast<std::size_t>((people + 2) / 3), "/sms", limit));
    testkit::wait_until([&] { return text(daemon.incident(id), "notice_run.in_flight") == "0"; },
                        std::chrono::seconds(5));

    std::string shown = daemon.call("", "GET", "/metrics").body;
    for (const char* rest : {"", "/timeline", "/subjects/status", "/pages", "/notice", "/public-notice"})
        shown += daemon.call("dpo", "GET", path + rest).body;
    shown += json::serialize(daemon.all(path + "/deliveries"));
    shown += daemon.call("auditor", "POST", path + "/evidence").body;
    REQUIRE(
        testkit::run({breachctl_program(), "backup", daemon.path("backup"), "--config", daemon.path("breachd.yaml")})
            .code == 0);
    std::map<std::string, std::string> places{{"what the API shows", shown}, {"the log", daemon.log()}};
    for (const auto& folder : {"data", "backup", "public"})  // while it runs: the WAL is there
        for (const auto& file : testkit::files_below(daemon.path(folder))) places[file] = testkit::slurp(file);
    CHECK(daemon.stop() == 0);
    for (const auto& file : testkit::files_below(daemon.path("data"))) places[file + " at rest"] = testkit::slurp(file);

    int hits = 0;
    for (auto stem : {kLocal, kName, kNumber})
        for (int how = 0; how < kSpellings; ++how)
            for (const auto& [place, bytes] : places)
                if (bytes.find(trace(stem, how)) != std::string::npos) {
                    ++hits;
                    UNSCOPED_INFO(place << " holds " << trace(stem, how));
                }
    CHECK(hits == 0);
    testkit::figure("canaries", fmt::format("{} people, {} spellings, {} files and answers: {} hits", people,
                                            kSpellings, places.size(), hits));
    auto deliveries = daemon.start() ? daemon.all(path + "/deliveries") : json::array{};
    std::map<std::string, int> causes;
    for (const auto& row : deliveries) ++causes[text(row, "cause")];
    CHECK(causes["address_unknown"] == (people + 2) / 3);
    CHECK(causes["mailbox_full"] + causes["temporary"] == (people + 1) / 3);
}
