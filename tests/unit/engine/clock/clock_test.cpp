// What the daemon does when the machine's clock is in doubt.
#include "engine/clock/clock.hpp"

#include "core/journal/because.hpp"
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

std::size_t pages_of_doubt(Desk& desk) {
    std::size_t pages = 0;
    for (const auto& paged : desk.entries<Paged>("")) pages += paged.why.code == ReasonCode::clock_doubted;
    return pages;
}

constexpr ClockNews kDoubted{ClockChange::doubted, hours{68}};

}  // namespace

TEST_CASE("a clock in doubt pages at once and every six hours, until it is believed again") {
    Desk desk(desk_settings());
    desk.hear({kDoubted});
    CHECK(desk.stats().clock_in_doubt);
    CHECK(pages_of_doubt(desk) == 1);
    desk.pass_to(desk.now + hours{5});
    CHECK(pages_of_doubt(desk) == 1);
    desk.pass_to(desk.now + hours{1});
    CHECK(pages_of_doubt(desk) == 2);
    desk.hear({{ClockChange::synchronised, hours{68}}});
    CHECK_FALSE(desk.stats().clock_in_doubt);
    CHECK(desk.entries<ClockAgreed>("").back().how == ClockAgreement::synchronised);
    desk.pass_to(desk.now + hours{7});
    CHECK(pages_of_doubt(desk) == 2);
}

TEST_CASE("a person confirms the clock, with a reason, without a doubt there is nothing to confirm") {
    Desk desk(desk_settings());
    CHECK(desk.ask(ConfirmClock{"đã đối chiếu"}).error().code == ErrorCode::conflict);
    desk.hear({kDoubted});
    CHECK(desk.ask(ConfirmClock{""}).error().code == ErrorCode::unprocessable);
    CHECK(desk.clocks_agreed == 0);
    REQUIRE(desk.ask(ConfirmClock{"đã đối chiếu"}, "", "dpo").has_value());
    CHECK(desk.clocks_agreed == 1);
    CHECK(desk.entries<ClockAgreed>("").back().by == "dpo");
    CHECK_FALSE(desk.stats().clock_in_doubt);
}

TEST_CASE("a small step is told once and leaves no doubt") {
    Desk desk(desk_settings());
    desk.hear({{ClockChange::stepped, minutes{-3}}});
    CHECK_FALSE(desk.stats().clock_in_doubt);
    REQUIRE(desk.entries<ClockStepped>("").size() == 1);
    CHECK_FALSE(desk.entries<ClockStepped>("").front().in_doubt);
}
