// What reading one alert of 1.5 kB costs, for every format: microseconds of the processor, the best of several rounds.
//
//   bench_parse [FORMAT]
#include <ctime>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "bodies.hpp"
#include "ingest/format.hpp"
#include "unit/ingest/own_samples.hpp"

using namespace breachd;

namespace {

constexpr int kRounds = 5;
constexpr int kAlertsARound = 4000;

double cpu_us() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// The format's own sample, brought to 1.5 kB where a member nobody asks for can be put in.
std::string padded(std::string_view sample) {
    std::string out(sample);
    if (out.size() >= bench::kBodyBytes) return out;
    std::size_t brace = out.find('{');
    bool json = brace == 0 || (brace == 1 && out.front() == '[');
    std::string pad(bench::kBodyBytes - out.size(), 'x');
    for (std::size_t i = 7; i < pad.size(); i += 8) pad[i] = ' ';
    if (json && pad.size() > 16) return out.insert(brace + 1, "\"zzz\":\"" + pad.substr(9) + "\",");
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out + " " + pad.substr(1);
}

double best_us(const ingest::Format& format, const std::string& body) {
    double best = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        double began = cpu_us();
        for (int i = 0; i < kAlertsARound; ++i) {
            auto parsed = format.parse({body, "application/json", {}});
            if (!parsed) return -1;
        }
        best = std::min(best, (cpu_us() - began) / kAlertsARound);
    }
    return best;
}

void print(const ingest::Format& format, const std::string& body) {
    auto parsed = format.parse({body, "application/json", {}});
    std::size_t alerts = parsed ? parsed->items.size() : 0;
    std::printf("%-14s %5zu B %2zu alert(s) %7.2f us\n", std::string(format.name).c_str(), body.size(), alerts,
                best_us(format, body));
}

}  // namespace

int main(int argc, char** argv) {
    for (const auto& format : ingest::formats()) {
        if (argc > 1 && format.name != argv[1]) continue;
        if (format.name == "wazuh") print(format, bench::wazuh_body());
        for (const auto& sample : ingest::own_samples()) {
            if (sample.format != format.name) continue;
            std::string body = padded(sample.body);
            if (!format.parse({body, "application/json", {}})) body = std::string(sample.body);
            print(format, body);
            break;
        }
    }
}
