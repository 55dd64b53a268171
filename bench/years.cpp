// What five years of incidents cost a daemon: a store is filled through the engine itself, then opened by a process of
// its own. Each mode prints name=value pairs; `./run bench years` joins them into the last line.
//
//   bench_years fill  DIRECTORY INCIDENTS   all closed but kOpen, about ten entries of the journal each
//   bench_years open  DIRECTORY             start_s, rss_mib, alert_step_us (above the same step on an empty store)
//   bench_years ratio DIRECTORY             step_ratio: a delivery outcome's step beside kManyOpen and kFewOpen
//   incidents
#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "config/config.hpp"
#include "core/triage/condition.hpp"
#include "engine/engine.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;

namespace {

constexpr std::size_t kOpen = 500;      // of the filled store's incidents, the last ones
constexpr std::size_t kFillStep = 500;  // incidents a step while filling
constexpr std::size_t kManyOpen = 10'000, kFewOpen = 10;
constexpr std::size_t kAlertSteps = 400, kOutcomeSteps = 1'000, kWarmUp = 50;
constexpr Duration kBetweenBatches = hours{24 * 9};  // 200 batches are five years

const Instant kFirstDay = parse_rfc3339("2026-01-05T02:00:00Z").value();

Settings settings() {
    Settings out;
    out.editions = load_editions(BREACHD_SOURCE_DIR "/playbooks/law").value();
    out.organisation.name = "Công ty Cổ phần Ví Dụ";
    out.organisation.data_protection_officer = {"Người Phụ Trách", "Trưởng bộ phận", "+842400000001", "dpo@vidu.test"};
    out.organisation.incident_desk = {"Bộ phận tiếp nhận", "", "+842400000002", "suco@vidu.test"};
    out.sources.push_back({"siem", {}, false});
    TriageRule rule;
    rule.name = "exfiltration";
    rule.when = parse_when({"severity >= 60"}).value();
    rule.open = true;
    out.rules = {rule};
    out.storm.incidents = 0;  // every alert of the measurement opens an incident of its own
    Channel email;
    email.name = "email";
    email.type = "smtp";
    email.notice_contacts = bit(ContactKind::email);
    email.rate_per_second = 100'000;
    email.connections = 32;
    out.channels = {email};
    out.notice.order = {"email"};
    out.notice.second_person = false;
    return out;
}

// The engine on a store in a directory, driven as the daemon drives it.
class Daemon {
  public:
    Daemon(const std::string& directory, Instant at) : now(at) {
        std::filesystem::create_directories(directory);
        store_ = std::make_unique<store::Store>(store::StoreOptions{directory, "live", "bench"},
                                                store::MasterKey::of(std::string(32, 'k')));
        engine_ = std::make_unique<Engine>(*store_, std::make_shared<const Settings>(settings()), EngineOptions{});
        engine_->start(now);
        step();
    }

    void tell(Command command, const std::string& incident = "", Answered answer = {}) {
        Envelope envelope;
        envelope.command = std::move(command);
        envelope.incident = incident;
        envelope.actor = "token:an";
        envelope.person = "an";
        envelope.is_dpo = true;
        envelope.answer = std::move(answer);
        waiting_.push_back(std::move(envelope));
    }

    // Microseconds until the engine could sleep again.
    double step() {
        now += Duration{2};
        auto begin = std::chrono::steady_clock::now();
        auto out = engine_->step(std::move(waiting_), now);
        (void)engine_->stats();
        (void)engine_->next_wake(now);
        std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
        waiting_.clear();
        if (out.impaired) fail("the store cannot be written");
        for (auto& [answer, reply] : out.answers) {
            if (!reply) fail(reply.error().text());
            answer(std::move(reply));
        }
        for (auto& effect : out.effects)
            if (auto* send = std::get_if<Send>(&effect); send && send->lane == Lane::notice)
                sent.push_back(send->delivery_id);
        engine_->rest();
        return took.count();
    }

    std::vector<std::string> open(std::size_t count) {
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < count; ++i)
            tell(OpenIncident{{{"title", "Máy chủ bị truy cập trái phép"}, {"kinds", json::array{"name"}}}}, "",
                 [&](Result<Answer> reply) { ids.emplace_back(std::get<Opened>(*reply).incident->id); });
        step();
        return ids;
    }

    void stop() { engine_->stop(now); }
    std::int64_t entries() const { return store_->journal().size(); }

    [[noreturn]] static void fail(const std::string& why) {
        std::fprintf(stderr, "bench_years: %s\n", why.c_str());
        std::exit(1);
    }

    Instant now;
    std::vector<std::int64_t> sent;  // notices whose outcome is not told yet

  private:
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<Engine> engine_;
    std::vector<Envelope> waiting_;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

double mib_of(const char* member) {
    std::ifstream in("/proc/self/status");
    std::string word;
    double kib = 0;
    while (in >> word)
        if (word == member && in >> kib) break;
    return kib / 1024;
}

void close_all(Daemon& daemon, const std::vector<std::string>& ids) {
    daemon.now += hours{20};
    for (const auto& id : ids) {
        daemon.tell(Acknowledge{"an", "api", ""}, id);
        for (const char* form : {"mau-08", "bien-ban"}) {
            RecordFiling filing;
            filing.form = form;
            filing.channel = "portal";
            filing.bytes = "%PDF-1.7 the report";
            daemon.tell(filing, id);
        }
        daemon.tell(Remedy{{}, "đã vá"}, id);
        daemon.tell(Close{"xong"}, id);
    }
    daemon.step();
}

int fill(const std::string& directory, std::size_t incidents) {
    Daemon daemon(directory, kFirstDay);
    for (std::size_t made = 0; made < incidents;) {
        auto last = incidents - std::min(incidents, kOpen);
        auto count = std::min(kFillStep, made < last ? last - made : incidents - made);
        auto ids = daemon.open(count);
        if (made < last) {
            close_all(daemon, ids);
            daemon.now += kBetweenBatches;
        }
        made += count;
    }
    std::printf("incidents=%zu entries=%lld now=%s\n", incidents, static_cast<long long>(daemon.entries()),
                format_rfc3339(daemon.now).c_str());
    daemon.stop();
    std::ofstream(directory + "/now") << format_rfc3339(daemon.now);
    return 0;
}

double alert_step(Daemon& daemon, std::size_t number) {
    auto name = "node-" + std::to_string(number);
    Alert alert;
    alert.external_id = name;
    alert.title = "Possible exfiltration";
    alert.severity = 80;
    alert.hosts = {name};
    IngestAlerts command;
    command.source = "siem";
    command.proof = SenderProof::token;
    command.alerts.push_back({alert, "{\"id\":\"" + name + "\"}", {}});
    daemon.tell(std::move(command), "", [](Result<Answer>) {});
    return daemon.step();
}

int open(const std::string& directory) {
    std::string text;
    std::ifstream(directory + "/now") >> text;
    auto at = parse_rfc3339(text).value() + hours{1};
    auto begin = std::chrono::steady_clock::now();
    Daemon old(directory, at);
    std::chrono::duration<double> start = std::chrono::steady_clock::now() - begin;
    for (std::size_t i = 0; i < kWarmUp; ++i) alert_step(old, i);
    double rss = mib_of("VmRSS:"), peak = mib_of("VmHWM:");
    Daemon empty(directory + "/empty", at);
    for (std::size_t i = 0; i < kWarmUp; ++i) alert_step(empty, i);
    std::vector<double> with_years, without;  // in turns, so that a busy moment of the machine meets both
    for (std::size_t i = kWarmUp; i < kWarmUp + kAlertSteps; ++i) {
        with_years.push_back(alert_step(old, i));
        without.push_back(alert_step(empty, i));
    }
    std::printf("rss_peak_mib=%.0f alert_step_old_us=%.0f alert_step_empty_us=%.0f\n", peak, median(with_years),
                median(without));
    std::printf("start_s=%.2f rss_mib=%.0f alert_step_us=%.0f\n", start.count(), rss,
                median(with_years) - median(without));
    return 0;
}

// One released run with more people than outcomes are measured, beside so many open incidents.
std::unique_ptr<Daemon> sending(const std::string& directory, std::size_t open_incidents) {
    auto out = std::make_unique<Daemon>(directory, kFirstDay);
    std::string running;
    for (std::size_t made = 0; made < open_incidents;) {
        auto ids = out->open(std::min(kFillStep, open_incidents - made));
        made += ids.size();
        running = ids.front();
    }
    json::object facts{{"kinds", json::array{"location"}}};
    for (const char* fact :
         {"detected_how", "description", "place", "consequences", "severity_and_risks", "measures", "guidance"})
        facts[fact] = "x";
    out->tell(PatchIncident{facts}, running);
    ImportBegun import;
    out->tell(BeginImport{}, running, [&](Result<Answer> reply) { import = std::get<ImportBegun>(*reply); });
    out->step();
    for (std::size_t n = 0; n < 2 * kOutcomeSteps; n += 500) {
        store::ListedRows rows;
        for (std::size_t i = n; i < n + 500; ++i) {
            Subject subject;
            subject.subject_ref = Pii("kh-" + std::to_string(i));
            subject.name = Pii(std::string("Người Thử"));
            set_address(subject.contacts, ContactKind::email, "kh" + std::to_string(i) + "@thu.test");
            import.add_row(rows, subject);
        }
        out->tell(ImportChunk{import.import_id, std::move(rows)}, running);
        out->step();
    }
    out->tell(FinishImport{import.import_id, "file"}, running);
    out->tell(ReleaseNotice{}, running, [](Result<Answer>) {});
    out->step();
    return out;
}

double outcome_step(Daemon& daemon) {
    for (int i = 0; daemon.sent.empty(); ++i) {
        if (i > 1000) Daemon::fail("the run gives nothing out");
        daemon.now += Duration{1000};
        daemon.step();
    }
    Outcome outcome;
    outcome.result = SendResult::accepted;
    daemon.tell(AttemptDone{"", daemon.sent.back(), outcome});
    daemon.sent.pop_back();
    return daemon.step();
}

int ratio(const std::string& directory) {
    auto many = sending(directory + "/many", kManyOpen), few = sending(directory + "/few", kFewOpen);
    for (std::size_t i = 0; i < kWarmUp; ++i) outcome_step(*many), outcome_step(*few);
    std::vector<double> beside_many, beside_few;
    for (std::size_t i = 0; i < kOutcomeSteps; ++i) {
        beside_many.push_back(outcome_step(*many));
        beside_few.push_back(outcome_step(*few));
    }
    std::printf("outcome_step_many_us=%.0f outcome_step_few_us=%.0f\n", median(beside_many), median(beside_few));
    std::printf("step_ratio=%.2f\n", median(beside_many) / median(beside_few));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3 || sodium_init() < 0) return 2;
    std::string mode = argv[1], directory = argv[2];
    if (mode == "fill" && argc == 4) return fill(directory, std::strtoul(argv[3], nullptr, 10));
    if (mode == "open") return open(directory);
    if (mode == "ratio") return ratio(directory);
    return 2;
}
