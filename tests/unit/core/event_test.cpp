#include "core/journal/event.hpp"

#include <boost/core/demangle.hpp>
#include <boost/mp11.hpp>
#include <set>

#include "testkit/catch.hpp"
#include "testkit/sample_events.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using testkit::at;

namespace {

std::string snake_case(std::string_view name) {
    std::string out;
    for (char c : name) {
        if (c >= 'A' && c <= 'Z') {
            if (!out.empty()) out += '_';
            out += static_cast<char>(c - 'A' + 'a');
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

TEST_CASE("the word of every kind of entry is its struct's name in snake case") {
    std::set<std::string> words;
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<AnyEvent>>>([&](auto index) {
        using E = std::variant_alternative_t<index, AnyEvent>;
        auto name = boost::core::demangle(typeid(E).name());
        name = name.substr(name.rfind(':') + 1);
        auto word = event_kind(Event(E{}));
        CHECK(word == snake_case(name));
        words.insert(word);
    });
    CHECK(words.size() == std::variant_size_v<AnyEvent>);
}

TEST_CASE("every kind of entry survives JSON and back, with every member set") {
    std::set<std::size_t> kinds;
    for (const auto& event : testkit::sample_events()) {
        kinds.insert(event.index());
        auto data = canonical_json(event_data(event));
        auto back = event_from(event_kind(event), *parse_json(data));
        INFO(event_kind(event) << " " << data);
        REQUIRE(back);
        CHECK(back->index() == event.index());
        CHECK(canonical_json(event_data(*back)) == data);
    }
    CHECK(kinds.size() == std::variant_size_v<AnyEvent>);
}

TEST_CASE("every kind of entry survives JSON and back when empty") {
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<AnyEvent>>>([&](auto index) {
        Event event{std::variant_alternative_t<index, AnyEvent>{}};
        auto back = event_from(event_kind(event), event_data(event));
        REQUIRE(back);
        CHECK(canonical_json(event_data(*back)) == canonical_json(event_data(event)));
    });
}

TEST_CASE("an entry of an older journal, with fewer members, is read with the defaults") {
    auto opened =
        event_from("incident_opened", *parse_json(R"({"title":"Rò rỉ","detected_at":"2026-11-20T10:30:00Z"})"));
    REQUIRE(opened);
    CHECK(std::get<IncidentOpened>(*opened).title == "Rò rỉ");
    CHECK(std::get<IncidentOpened>(*opened).role == "controller");
    CHECK(std::get<IncidentOpened>(*opened).severity == 50);
}

TEST_CASE("an entry of an unknown kind or with a wrong type is an error that says so") {
    auto unknown = event_from("incident_teleported", json::object{});
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().where == "incident_teleported");
    CHECK(unknown.error().message.find("newer breachd") != std::string::npos);
    auto wrong = event_from("reminder_sent", *parse_json(R"({"id":"x","mark_percent":"half"})"));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().where == "/mark_percent");
}

TEST_CASE("the bytes of a leaf are canonical and hold everything that was entered") {
    Entry entry{7, at("2026-11-20T17:30:00+07:00"), "INC-2026-0001", "token:dpo",
                HoldSet{"H-1", true, "dpo", "thanh tra"}};
    CHECK(
        leaf_bytes(entry) ==
        R"({"actor":"token:dpo","at":"2026-11-20T10:30:00Z","data":{"by":"dpo","cause":null,"hold_id":"H-1","on":true,)"
        R"("reason":"thanh tra"},)"
        R"("incident":"INC-2026-0001","kind":"hold_set","seq":7})");
}
