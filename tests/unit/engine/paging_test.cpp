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
