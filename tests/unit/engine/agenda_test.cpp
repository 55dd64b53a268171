#include "engine/agenda.hpp"

#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::engine;

namespace {

Instant at(int ms) { return instant_from_ms(ms); }

std::vector<std::string> keys(const std::vector<Agenda::Due>& dues) {
    std::vector<std::string> out;
    for (const auto& due : dues) out.push_back(due.key);
    return out;
}

}  // namespace

TEST_CASE("moments that have come are given out once, the earliest first") {
    Agenda agenda;
    agenda.at(at(30), DeskId::telling, "c");
    agenda.at(at(10), DeskId::telling, "b");
    agenda.at(at(10), DeskId::incidents, "z");
    agenda.at(at(50), DeskId::telling, "later");
    CHECK(agenda.next() == at(10));
    CHECK(keys(agenda.take_due(at(30), 10)) == std::vector<std::string>{"z", "b", "c"});
    CHECK(agenda.take_due(at(30), 10).empty());
    CHECK(agenda.next() == at(50));
}

TEST_CASE("no more moments are given out than are asked for, and the rest waits") {
    Agenda agenda;
    for (const char* key : {"a", "b", "c"}) agenda.at(at(1), DeskId::incidents, key);
    CHECK(keys(agenda.take_due(at(1), 2)) == std::vector<std::string>{"a", "b"});
    CHECK(keys(agenda.take_due(at(1), 2)) == std::vector<std::string>{"c"});
}

TEST_CASE("a desk wants one moment for a key: the newest replaces the one before, and can be dropped") {
    Agenda agenda;
    agenda.at(at(10), DeskId::telling, "a");
    agenda.at(at(20), DeskId::telling, "a");
    agenda.no_later_than(at(40), DeskId::telling, "a");
    CHECK(agenda.take_due(at(19), 10).empty());
    CHECK(keys(agenda.take_due(at(20), 10)) == std::vector<std::string>{"a"});
    agenda.at(at(20), DeskId::telling, "a");
    agenda.drop(DeskId::telling, "a");
    CHECK(agenda.next() == Instant::max());
}

TEST_CASE("what a step changed is taken back") {
    Agenda agenda;
    agenda.at(at(10), DeskId::telling, "due");
    agenda.at(at(20), DeskId::telling, "moved");
    agenda.begin();
    agenda.take_due(at(10), 10);
    agenda.at(at(90), DeskId::telling, "moved");
    agenda.at(at(5), DeskId::telling, "new");
    agenda.take_back();
    CHECK(keys(agenda.take_due(at(100), 10)) == std::vector<std::string>{"due", "moved"});
}

TEST_CASE("a moment that is moved again and again leaves nothing behind") {
    Agenda agenda;
    for (int n = 0; n < 100'000; ++n) agenda.at(at(1'000'000 - n), DeskId::telling, "a");
    CHECK(keys(agenda.take_due(at(2'000'000), 10)) == std::vector<std::string>{"a"});
    CHECK(agenda.next() == Instant::max());
}
