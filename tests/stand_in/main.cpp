// The stand-in for providers of messages (testkit/providers) as a program: `./run demo` plays its drill against it. It
// runs until SIGTERM or SIGINT, and then says what each provider took.
//
//   breachd_stand_in PORT [PROVIDER=FAULT[*TIMES][+AFTER]…]
//
// PROVIDER: esms, speedsms, zalo, fcm, apns. FAULT: a word of testkit::Fault. The first AFTER requests for messages go
// well, the next TIMES (default 1) meet the fault.
#include <fmt/format.h>
#include <signal.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "testkit/providers/providers.hpp"

namespace {

using breachd::testkit::Fault;
using breachd::testkit::Providers;

constexpr std::array<std::pair<std::string_view, Fault>, 9> kFaults{{{"temporary", Fault::temporary},
                                                                     {"permanent", Fault::permanent},
                                                                     {"channel", Fault::channel},
                                                                     {"too_many", Fault::too_many},
                                                                     {"error", Fault::error},
                                                                     {"slow", Fault::slow},
                                                                     {"reset_unread", Fault::reset_unread},
                                                                     {"reset_taken", Fault::reset_taken},
                                                                     {"garbage", Fault::garbage}}};
constexpr std::array<const char*, 5> kProviders{"esms", "speedsms", "zalo", "fcm", "apns"};

struct Order {
    std::string provider;
    std::vector<Fault> faults;
};

// "3" of "channel*5+3" after the mark; `or_else` where the mark is not there.
std::size_t number_after(std::string_view text, char mark, std::size_t or_else) {
    auto at = text.find(mark);
    return at == text.npos ? or_else : std::strtoul(std::string(text.substr(at + 1)).c_str(), nullptr, 10);
}

std::optional<Order> order_of(std::string_view text) {
    auto equals = text.find('=');
    if (equals == text.npos) return {};
    auto what = text.substr(equals + 1);
    auto word = what.substr(0, what.find_first_of("*+"));
    for (const auto& [name, fault] : kFaults) {
        if (name != word) continue;
        Order out{std::string(text.substr(0, equals)), {}};
        out.faults.assign(number_after(what, '+', 0), Fault::none);
        out.faults.insert(out.faults.end(), number_after(what, '*', 1), fault);
        return out;
    }
    return {};
}

int run(int argc, char** argv) {
    auto port = argc > 1 ? std::atoi(argv[1]) : 0;
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // before there are threads
    if (port <= 0) return std::fputs("usage: breachd_stand_in PORT [PROVIDER=FAULT[*TIMES][+AFTER]...]\n", stderr), 2;
    Providers providers(port);
    for (int i = 2; i < argc; ++i) {
        auto order = order_of(argv[i]);
        if (!order) return std::fprintf(stderr, "not an order of faults: %s\n", argv[i]), 2;
        providers.order(order->provider, std::move(order->faults));
    }
    int which = 0;
    ::sigwait(&ends, &which);
    for (const char* name : kProviders)
        if (auto requests = providers.requests(name); requests > 0)
            std::puts(fmt::format("{}: {} requests, {} messages taken", name, requests, providers.taken(name).size())
                          .c_str());
    for (const auto& each : providers.misuse()) std::puts(fmt::format("misuse: {}", each).c_str());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "breachd_stand_in: %s\n", error.what());
        return 1;
    }
}
