// What the paging desk sends by hand.
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;

TEST_CASE("a test message to a person's id goes to the address by which the channel pages that person") {
    auto settings = desk_settings();
    Channel mail;
    mail.name = "mail";
    mail.type = "simulated";
    mail.page_contacts = bit(ContactKind::email);
    settings.channels.push_back(mail);
    Person person;
    person.id = "giang";
    set_address(person.contacts, ContactKind::email, "giang@vidu.test");
    settings.people.push_back(person);
    Desk desk(std::move(settings));
    auto sent_to = [&](const std::string& channel, const std::string& to) {
        desk.tell(SendTest{channel, to});
        auto sends = desk.take_sends(Lane::page);
        REQUIRE(sends.size() == 1);
        return sends[0].message.to.reveal();
    };
    CHECK(sent_to("mail", "giang") == "giang@vidu.test");
    CHECK(sent_to("mail", "somebody@vidu.test") == "somebody@vidu.test");
    CHECK(sent_to("mail", "nobody") == "nobody");
}

TEST_CASE("an alert that makes an acknowledged incident worse pages again, until somebody acknowledges again") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("1", 70)})));
    desk.wait(Duration{0});
    CHECK_FALSE(desk.take_sends(Lane::page).empty());
    REQUIRE(desk.ask(Acknowledge{"an", "api", ""}, id, "an").has_value());
    CHECK_FALSE(desk.incident(id).called_for);
    desk.wait(std::chrono::minutes{2});
    desk.take_sends(Lane::page);

    CHECK(incident_of(desk.ask(message({desk_alert("2", 70)}))) == id);  // nothing new
    desk.wait(std::chrono::minutes{1});
    CHECK(desk.take_sends(Lane::page).empty());

    CHECK(incident_of(desk.ask(message({desk_alert("3", 95)}))) == id);
    desk.wait(Duration{0});
    auto pages = desk.take_sends(Lane::page);
    REQUIRE_FALSE(pages.empty());
    CHECK(pages.front().message.subject.find("mức độ 70 → 95") != std::string::npos);
    CHECK(desk.incident(id).called_for);
    desk.wait(std::chrono::hours{1});
    CHECK_FALSE(desk.take_sends(Lane::page).empty());  // the chain goes on
    REQUIRE(desk.ask(Acknowledge{"an", "api", ""}, id, "an").has_value());
    CHECK_FALSE(desk.incident(id).called_for);
    desk.wait(std::chrono::hours{1});
    CHECK(desk.take_sends(Lane::page).empty());
}
