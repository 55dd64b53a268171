// What the paging desk sends by hand.
#include "store/tables/meta.hpp"
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::minutes;

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

TEST_CASE("a test takes an address in the forms of a list, and without one goes to who asks") {
    auto settings = desk_settings();
    Channel sms;
    sms.name = "sms";
    sms.page_contacts = sms.notice_contacts = bit(ContactKind::phone);
    settings.channels.push_back(sms);
    Person person;
    person.id = "giang";
    set_address(person.contacts, ContactKind::phone, "+84903000111");
    settings.people.push_back(person);
    Desk desk(std::move(settings));
    auto sent_to = [&](const std::string& to) {
        Envelope asked;
        asked.command = SendTest{"sms", to};
        asked.person = "giang";
        std::vector<Envelope> batch;
        batch.push_back(std::move(asked));
        desk.tell_all(std::move(batch));
        auto sends = desk.take_sends(Lane::page);
        REQUIRE(sends.size() == 1);
        return sends[0].message.to.reveal();
    };
    CHECK(sent_to("0903111222") == "+84903111222");
    CHECK(sent_to("+84 903 111 222") == "+84903111222");
    CHECK(sent_to("024 3825 1234") == "024 3825 1234");  // as it is: the channel says what is wrong with it
    CHECK(sent_to("") == "+84903000111");
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
    CHECK_FALSE(desk.take_sends(Lane::page).empty());                 // the chain goes on
    auto old = desk.ask(Acknowledge{"an", "link", "", 0}, id, "an");  // the link in the page of the first call
    REQUIRE_FALSE(old.has_value());
    CHECK(old.error().code == ErrorCode::stale);
    CHECK(desk.incident(id).called_for);
    REQUIRE(desk.ask(Acknowledge{"an", "link", "", desk.incident(id).call}, id, "an").has_value());
    CHECK_FALSE(desk.incident(id).called_for);
    CHECK(desk.ask(Acknowledge{"an", "link", "", 0}, id, "an").has_value());  // nobody is called: nothing is lost
    desk.wait(std::chrono::hours{1});
    CHECK(desk.take_sends(Lane::page).empty());
}

namespace {

// Answers every page that is out: those on `broken` find nobody who listens, the others are taken.
void answer(Desk& desk, const std::vector<Send>& sends, const std::string& broken) {
    for (const auto& send : sends) {
        Outcome outcome{.result = SendResult::accepted, .code = "http 200"};
        if (send.channel == broken) outcome = {.result = SendResult::retry, .blame = Blame::channel};
        desk.tell(AttemptDone{send.page_id, 0, outcome});
    }
}

}  // namespace

TEST_CASE("a channel whose pages fail three times in a row is down: counted, journalled, and told through the others") {
    auto settings = desk_settings();
    Channel second = settings.channels.at(0);
    second.name = "second";
    second.page_contacts = bit(ContactKind::person);
    settings.channels.push_back(second);
    Channel first = second;
    first.name = "first";
    settings.channels.push_back(first);
    settings.on_call.channels = {"first", "second"};
    Desk desk(std::move(settings));
    id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}}}));
    for (int attempt = 1; attempt <= 3; ++attempt) {
        INFO("attempt " << attempt);
        CHECK(desk.stats().channels_down == 0);
        auto sends = desk.take_sends(Lane::page);
        REQUIRE(std::any_of(sends.begin(), sends.end(), [](const Send& send) { return send.channel == "first"; }));
        answer(desk, sends, "first");
        if (attempt < 3) desk.wait(std::chrono::minutes{3});
    }
    CHECK(desk.stats().channels_down == 1);
    auto entries = desk.entries<ChannelState>("");
    REQUIRE(entries.size() == 1);
    CHECK(entries.at(0).channel == "first");
    CHECK(entries.at(0).down);
    auto told = desk.take_sends(Lane::page);
    CHECK(std::any_of(told.begin(), told.end(), [](const Send& send) {
        return send.channel == "second" &&
               send.message.subject.find("kênh “first” ngừng hoạt động") != std::string::npos;
    }));
    INFO("pages are not held back by it, and the first that goes through ends it");
    desk.wait(std::chrono::minutes{10});
    auto more = desk.take_sends(Lane::page);
    REQUIRE(std::any_of(more.begin(), more.end(), [](const Send& send) { return send.channel == "first"; }));
    answer(desk, more, "");
    CHECK(desk.stats().channels_down == 0);
    CHECK(desk.entries<ChannelState>("").size() == 2);
}

TEST_CASE("a test that goes through says that its channel works again, a refused person says nothing of the channel") {
    auto settings = desk_settings();
    const auto name = settings.channels.at(0).name;
    Desk desk(std::move(settings));
    auto test = [&](SendResult result, Blame blame) {
        Envelope asked;
        asked.command = SendTest{name, "an"};
        asked.answer = [](const Result<Answer>&) {};
        std::vector<Envelope> batch;
        batch.push_back(std::move(asked));
        desk.tell_all(std::move(batch));
        auto sends = desk.take_sends(Lane::page);
        auto sent = std::find_if(sends.begin(), sends.end(), [](const Send& s) { return s.message.kind == "test"; });
        REQUIRE(sent != sends.end());
        desk.tell(AttemptDone{sent->page_id, 0, Outcome{.result = result, .blame = blame}});
    };
    for (int i = 0; i < 5; ++i) test(SendResult::rejected, Blame::none);
    CHECK(desk.stats().channels_down == 0);
    for (int i = 0; i < 3; ++i) test(SendResult::retry, Blame::channel);
    CHECK(desk.stats().channels_down == 1);
    CHECK_FALSE(desk.store().meta().get(store::kChannelsTested).has_value());
    test(SendResult::accepted, Blame::none);
    CHECK(desk.stats().channels_down == 0);
    CHECK(desk.store().meta().get(store::kChannelsTested).value().find(name) != std::string::npos);
}

TEST_CASE("a page that its gateway calls a repeat was taken only when an earlier attempt was heard of by nobody") {
    Desk desk(desk_settings());
    Outcome repeated{SendResult::unknown, Blame::none, "124", Cause::said_duplicate, "", {}};
    Outcome lost{SendResult::unknown, Blame::unclear, "", Cause::timed_out, "", {}};
    id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}}}));
    auto first = desk.take_sends(Lane::page);
    REQUIRE(!first.empty());
    CHECK_FALSE(first[0].message.in_doubt);
    auto again = [&] {
        desk.wait(minutes{2});
        auto sends = desk.take_sends(Lane::page);
        std::erase_if(sends, [&](const auto& send) { return send.page_id != first[0].page_id; });
        return sends;
    };
    SECTION("called so at the first attempt, and again") {
        desk.tell(AttemptDone{first[0].page_id, 0, repeated});
        auto second = again();
        REQUIRE(second.size() == 1);
        CHECK_FALSE(second[0].message.in_doubt);  // as for a notice: nobody knows what stands behind it
        desk.tell(AttemptDone{first[0].page_id, 0, repeated});
        CHECK(again().empty());
        CHECK(desk.store().pages().find(first[0].page_id)->state == store::SendState::unknown);
    }
    SECTION("after an attempt of which nothing was heard") {
        desk.tell(AttemptDone{first[0].page_id, 0, lost});
        auto second = again();
        REQUIRE(second.size() == 1);
        CHECK(second[0].message.in_doubt);
    }
}
