// A mailbox read by IMAP from a server with faults on demand.
#include "bounces/mailbox.hpp"

#include <algorithm>

#include "testkit/catch.hpp"
#include "testkit/process.hpp"
#include "unit/bounces/imap_server.hpp"
#include "unit/bounces/mails.hpp"

using namespace breachd;
using namespace breachd::bounces;

namespace {

// The engine of these tests: takes a report, or has no room, or answers later.
struct Office {
    ImapServer server;
    std::mutex mutex;
    std::vector<std::string> keys;  // of the reports that were taken
    std::vector<std::string> warnings;
    std::set<std::string> not_yet;  // keys whose letter is still under way
    bool full = false;
    MailboxSettings settings;
    std::unique_ptr<Mailbox> mailbox;

    Office() { settings.tls = false; }
    void start(std::chrono::milliseconds every = std::chrono::milliseconds{20}, const std::string& password = "dung") {
        settings.server = server.url();
        settings.user = "tra-ve";
        settings.password = password;
        settings.every = every;
        mailbox = std::make_unique<Mailbox>(settings, MailServices{[this](engine::Envelope&& it) { return take(it); },
                                                                   [this](const std::string& line) {
                                                                       std::lock_guard lock(mutex);
                                                                       warnings.push_back(line);
                                                                   }});
        mailbox->start();
    }
    bool take(engine::Envelope& envelope) {
        std::lock_guard lock(mutex);
        if (full) return false;
        const auto& report = std::get<engine::MailReport>(envelope.command);
        if (not_yet.count(report.keys.at(0)) != 0) {
            envelope.answer(Error{ErrorCode::unavailable, "not yet", ""});
        } else {
            keys.push_back(report.keys.at(0));
            envelope.answer(engine::Answer(engine::Done{}));
        }
        return true;
    }
    void put(unsigned id) { server.put(id, report_mail("failed", "5.1.1", "K-" + std::to_string(id))); }
    template <class Holds>
    bool wait(Holds holds) {
        return testkit::wait_until([&] {
            std::lock_guard lock(mutex);
            return holds();
        });
    }
    std::size_t times(unsigned id) {
        std::lock_guard lock(mutex);
        return static_cast<std::size_t>(std::count(keys.begin(), keys.end(), "K-" + std::to_string(id)));
    }
    std::vector<std::string> told() {
        std::lock_guard lock(mutex);
        return warnings;
    }
};

}  // namespace

TEST_CASE("a mail is marked as read after the engine has it, and is never fetched in a way that marks it") {
    Office office;
    office.put(3);
    office.put(4);
    office.start();
    CHECK(testkit::wait_until([&] { return office.server.unread() == 0; }));
    CHECK(office.times(3) == 1);
    CHECK(office.times(4) == 1);
    CHECK(testkit::wait_until([&] { return office.mailbox->state() == Cause::none; }));
    for (const auto& line : office.server.said())
        if (line.find(" UID FETCH ") != line.npos) CHECK(line.find("BODY.PEEK[]<0.262144>") != line.npos);
}

TEST_CASE("a mail stays unread while the engine has no room, and is taken then") {
    Office office;
    office.full = true;
    office.put(1);
    office.start();
    CHECK(testkit::wait_until([&] { return office.server.connections() > 3; }));
    CHECK(office.server.unread() == 1);
    {
        std::lock_guard lock(office.mutex);
        office.full = false;
    }
    CHECK(testkit::wait_until([&] { return office.server.unread() == 0; }));
    CHECK(office.times(1) == 1);
}

TEST_CASE("a mail whose letter is still under way comes again, and the others are marked") {
    Office office;
    office.not_yet = {"K-2"};
    for (unsigned id : {1U, 2U, 3U}) office.put(id);
    office.start();
    CHECK(testkit::wait_until([&] { return office.server.read(1) && office.server.read(3); }));
    CHECK_FALSE(office.server.read(2));
    {
        std::lock_guard lock(office.mutex);
        office.not_yet.clear();
    }
    CHECK(testkit::wait_until([&] { return office.server.read(2); }));
    CHECK(office.times(1) == 1);
}

TEST_CASE("a mail that the server does not give, or at which the connection ends, keeps none of the others") {
    Office office;
    ImapServer::Faults faults;
    faults.not_given = {2};
    faults.ends_at = {60};
    office.server.fail(faults);
    for (unsigned id = 1; id <= 120; ++id) office.put(id);
    office.start();
    CHECK(testkit::wait_until([&] { return office.server.unread() == 2; }));
    CHECK_FALSE(office.server.read(2));
    CHECK_FALSE(office.server.read(60));
    // Said once, and the mailbox counts as one that is read.
    CHECK(testkit::wait_until([&] { return office.mailbox->state() == Cause::none; }));
    auto told = office.told();
    CHECK(std::count_if(told.begin(), told.end(), [](const auto& line) {
              return line.find("a mail of the folder is not given") != line.npos;
          }) == 1);
}

TEST_CASE("a folder of more mails than a round takes is read at once, round after round") {
    Office office;
    for (unsigned id = 1; id <= 2500; ++id) office.put(id);
    office.start(std::chrono::hours{1});
    CHECK(testkit::wait_until([&] { return office.server.unread() == 0; }, std::chrono::seconds(60)));
    CHECK(office.server.connections() == 3);
    CHECK(office.wait([&] { return office.keys.size() == 2500; }));
}

TEST_CASE("what keeps a mailbox from being read is said once in words of ours, and its end") {
    Office office;
    ImapServer::Faults faults;
    SECTION("no folder") { faults.no_folder = true; }
    SECTION("nothing can be marked: then nothing is taken either") { faults.read_only = true; }
    office.server.fail(faults);
    office.put(1);
    office.start();
    CHECK(testkit::wait_until([&] { return office.server.connections() > 2; }));
    CHECK(office.mailbox->state() == Cause::refused);
    CHECK(office.times(1) == 0);
    auto told = office.told();
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("the folder ") != std::string::npos);
    CHECK(told[0].find("vidu") == std::string::npos);
    office.server.fail({});
    CHECK(testkit::wait_until([&] { return office.server.unread() == 0; }));
    CHECK(testkit::wait_until([&] { return office.told().size() == 2; }));
    CHECK(testkit::wait_until([&] { return office.mailbox->state() == Cause::none; }));
}

TEST_CASE("a wrong password is named, without it") {
    Office office;
    office.start(std::chrono::milliseconds{20}, "sai-mat-khau");
    CHECK(testkit::wait_until([&] { return !office.told().empty(); }));
    CHECK(office.mailbox->state() == Cause::sign_in_refused);
    CHECK(office.told()[0].find("refused our credentials") != std::string::npos);
    CHECK(office.told()[0].find("sai-mat-khau") == std::string::npos);
}

TEST_CASE("a server without the TLS that is asked for is told no password") {
    Office office;
    office.settings.tls = true;
    office.start();
    CHECK(testkit::wait_until([&] { return office.mailbox->state() == Cause::tls_failed; }));
    for (const auto& line : office.server.said()) CHECK(line.find("LOGIN") == std::string::npos);
}

TEST_CASE("a mail that cannot be marked waits for the next pass") {
    Office office;
    ImapServer::Faults faults;
    faults.no_marks = true;
    office.server.fail(faults);
    office.put(1);
    office.start(std::chrono::milliseconds{50});
    CHECK(testkit::wait_until([&] { return office.mailbox->state() == Cause::refused; }));
    office.server.fail({});
    CHECK(testkit::wait_until([&] { return office.server.unread() == 0; }));
    CHECK(testkit::wait_until([&] { return office.mailbox->state() == Cause::none; }));
}

TEST_CASE("a stop does not wait for a server that says nothing") {
    testkit::TcpServer silent([](int fd) {
        char byte;
        while (::recv(fd, &byte, 1, 0) > 0) continue;
    });
    MailboxSettings settings;
    settings.server = "imap://" + silent.address();
    settings.tls = false;
    settings.user = "a";
    Mailbox mailbox(settings, {[](engine::Envelope&&) { return false; }, [](const std::string&) {}});
    mailbox.start();
    mailbox.stop();
    CHECK_FALSE(mailbox.state());
}
