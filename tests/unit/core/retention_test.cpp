#include "core/law/retention.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using testkit::at;

TEST_CASE("the file is kept through the day of the remedy five years later, in Vietnam's time") {
    CHECK(keep_until(at("2026-11-22T09:00:00+07:00"), 5) == at("2031-11-23T00:00:00+07:00"));
    CHECK(keep_until(at("2026-11-22T00:00:00+07:00"), 5) == at("2031-11-23T00:00:00+07:00"));
    CHECK(keep_until(at("2026-11-22T23:59:59.999+07:00"), 5) == at("2031-11-23T00:00:00+07:00"));
}

TEST_CASE("a remedy on 29 February is kept through 1 March of a year without one") {
    CHECK(keep_until(at("2028-02-29T10:00:00+07:00"), 5) == at("2033-03-02T00:00:00+07:00"));
    CHECK(format_local(keep_until(at("2028-02-29T10:00:00+07:00"), 5)) == "2033-03-02 00:00:00 +07:00");
    CHECK(keep_until(at("2028-02-29T10:00:00+07:00"), 4) == at("2032-03-01T00:00:00+07:00"));  // 2032 has one
}

TEST_CASE("a remedy on the last evening of the year belongs to that year in Vietnam, whatever UTC says") {
    CHECK(keep_until(at("2026-12-31T23:30:00+07:00"), 5) == at("2032-01-01T00:00:00+07:00"));
    CHECK(keep_until(at("2026-12-31T17:00:00Z"), 5) == at("2032-01-02T00:00:00+07:00"));  // already 1 January here
}
