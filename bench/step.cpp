// What the engine's thread spends on one alert of 1.5 kB, without the network: steps of N commands on a store in a
// directory, each step one transaction and one sync. Prints microseconds of the processor an alert, user and system,
// and the bytes that the process wrote.
//
//   bench_step DIRECTORY [ALERTS=50000] [ALERTS_A_STEP=64]
#include <sodium.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "bodies.hpp"
#include "engine/engine.hpp"
#include "ingest/format.hpp"

using namespace breachd;

namespace {

double us_of(const timeval& time) { return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec); }

double bytes_written() {
    std::ifstream in("/proc/self/io");
    std::string name;
    double value = 0;
    while (in >> name >> value)
        if (name == "wchar:") return value;
    return 0;
}

std::shared_ptr<const Settings> settings() {
    auto out = std::make_shared<Settings>();
    out->sources.push_back({});
    return out;
}

engine::Envelope envelope(std::string& body, std::size_t mark_at, std::uint64_t number, std::size_t& answered) {
    bench::set_number(body, mark_at, number);
    auto parsed = ingest::find_format("wazuh")->parse({body, "application/json", {}});
    engine::IngestAlerts command;
    command.source = "wazuh";
    for (auto& item : parsed->items) command.alerts.push_back({std::move(item.alert), std::move(item.raw)});
    engine::Envelope out;
    out.command = std::move(command);
    out.actor = "token:wazuh";
    out.answer = [&answered](const Result<engine::Answer>& answer) {
        answered += answer && std::holds_alternative<engine::Accepted>(*answer);
    };
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || sodium_init() < 0) return 2;
    std::size_t alerts = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 50000;
    std::size_t a_step = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 64;
    store::Store store({argv[1], "live", "bench"}, store::MasterKey::of(std::string(32, 'k')));
    engine::Engine engine(store, settings(), {});
    Instant now = instant_from_ms(1'795'402'800'000);
    engine.start(now);
    std::string body = bench::wazuh_body();
    std::size_t mark_at = body.find(bench::kIdMark);
    std::size_t answered = 0, sent = 0;
    double user = 0, system = 0, wrote = bytes_written();
    while (sent < alerts) {
        std::vector<engine::Envelope> batch;
        for (std::size_t i = 0; i < a_step; ++i) batch.push_back(envelope(body, mark_at, sent++, answered));
        now += Duration{2};
        rusage before{}, after{};
        ::getrusage(RUSAGE_THREAD, &before);
        auto out = engine.step(std::move(batch), now);
        for (auto& [to, answer] : out.answers) to(std::move(answer));
        engine.rest();
        (void)engine.next_wake(now);
        ::getrusage(RUSAGE_THREAD, &after);
        user += us_of(after.ru_utime) - us_of(before.ru_utime);
        system += us_of(after.ru_stime) - us_of(before.ru_stime);
    }
    auto each = static_cast<double>(sent);
    std::printf("%zu a step: %.1f us an alert (user %.1f, system %.1f), %.0f B written\n", a_step,
                (user + system) / each, user / each, system / each, (bytes_written() - wrote) / each);
    return answered == sent ? 0 : 1;
}
