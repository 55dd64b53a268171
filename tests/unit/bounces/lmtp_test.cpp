// The LMTP listener on the loopback, against a client that writes bytes.
#include "bounces/lmtp.hpp"

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <thread>

#include "testkit/catch.hpp"
#include "unit/bounces/mails.hpp"

using namespace breachd;
using namespace breachd::bounces;
namespace asio = boost::asio;

namespace {

class Office {
  public:
    Office() {
        REQUIRE(lmtp_.open().has_value());
        lmtp_.start();
        client_.connect({asio::ip::make_address("127.0.0.1"), lmtp_.ports().at(0)});
        CHECK(answer().starts_with("220 "));
    }
    // What is answered to these bytes, line by line.
    std::string say(const std::string& bytes) {
        asio::write(client_, asio::buffer(bytes));
        return answer();
    }
    // More than a socket takes at once.
    void pour(std::string_view bytes) {
        while (!bytes.empty()) {
            boost::system::error_code none;
            auto sent = client_.write_some(asio::buffer(bytes.substr(0, 16 * 1024)), none);
            REQUIRE((!none || none == asio::error::would_block));
            bytes.remove_prefix(none ? 0 : sent);
            io_.restart();
            io_.poll();
        }
    }
    std::string answer() {
        while (true) {
            io_.restart();
            io_.poll();
            client_.non_blocking(true);
            boost::system::error_code none;
            std::array<char, 4096> room;
            auto got = client_.read_some(asio::buffer(room), none);
            if (none == asio::error::would_block) {
                if (++idle_ > 6000) return "";
                if (idle_ < 1000)
                    std::this_thread::yield();
                else
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                continue;
            }
            idle_ = 0;
            if (none) return "closed";
            return {room.data(), got};
        }
    }
    std::string until(const std::string& end) {
        std::string all;
        while (all.find(end) == all.npos) {
            auto more = answer();
            if (more.empty() || more == "closed") return all + more;
            all += more;
        }
        return all;
    }
    // All that is answered to these bytes, up to a line with `end` in it.
    std::string say(const std::string& bytes, const std::string& end) {
        auto first = say(bytes);
        return first.find(end) == first.npos ? first + until(end) : first;
    }
    std::vector<engine::MailReport> reports;
    bool full = false;

  private:
    MailServices services() {
        return {[this](engine::Envelope&& envelope) {
                    if (full) return false;
                    if (auto* report = std::get_if<engine::MailReport>(&envelope.command)) reports.push_back(*report);
                    envelope.answer(engine::Answer(engine::Done{}));
                    return true;
                },
                [](const std::string&) {}};
    }
    asio::io_context io_;
    Lmtp lmtp_{io_, "127.0.0.1:0", services()};
    asio::io_context client_io_;
    asio::ip::tcp::socket client_{client_io_};
    int idle_ = 0;
};

std::string on_the_wire(std::string text) {
    std::string out;
    for (char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
}

const char* const kTo = "tra-ve+12-0123456789abcdef@vidu.test";

}  // namespace

TEST_CASE("a mail is answered after the engine has it, once for each recipient") {
    Office office;
    CHECK(office.say("LHLO relay.test\r\n").find("PIPELINING") != std::string::npos);
    auto mail = on_the_wire(report_mail("failed", "5.1.1"));
    CHECK(office.say("MAIL FROM:<>\r\n").starts_with("250"));
    CHECK(office.say(std::string("RCPT TO:<") + kTo + ">\r\n").starts_with("250"));
    CHECK(office.say("RCPT TO:<tra-ve+13-0123456789abcdef@vidu.test>\r\n").starts_with("250"));
    CHECK(office.say("DATA\r\n").starts_with("354"));
    auto answers = office.say(mail + ".\r\n");
    if (answers.find("\n", answers.find("\n") + 1) == answers.npos) answers += office.answer();
    CHECK(answers == "250 2.0.0 taken\r\n250 2.0.0 taken\r\n");
    REQUIRE(office.reports.size() == 2);
    CHECK(office.reports[0].token == "12-0123456789abcdef");
    CHECK(office.reports[1].token == "13-0123456789abcdef");
    CHECK(office.say("QUIT\r\n").starts_with("221"));
}

TEST_CASE("commands may come all at once, and the next mail on the same line") {
    Office office;
    auto mail = on_the_wire(report_mail("failed", "5.1.1"));
    auto one = std::string("MAIL FROM:<>\r\nRCPT TO:<") + kTo + ">\r\nDATA\r\n" + mail + ".\r\n";
    office.say("LHLO relay.test\r\n" + one + one + "QUIT\r\n", "221");
    CHECK(office.reports.size() == 2);
}

TEST_CASE("while the engine has no room the mail stays with its server, what is no report of ours is refused") {
    Office office;
    office.full = true;
    auto begin = std::string("MAIL FROM:<>\r\nRCPT TO:<x@vidu.test>\r\nDATA\r\n");
    auto mail = on_the_wire(report_mail("failed", "5.1.1"));
    auto later = office.say("LHLO relay.test\r\n" + begin + mail + ".\r\n", "451");
    CHECK(later.find("451 4.3.0") != std::string::npos);
    office.full = false;
    auto refused = office.say(begin + "Subject: x\r\n\r\nmua\r\n.\r\n", "550");
    CHECK(refused.find("550 5.7.1") != std::string::npos);
}

TEST_CASE("only a dot between two ends of line ends a mail, and a doubled one is one") {
    Office office;
    auto mail = on_the_wire(report_mail("failed", "5.1.1"));
    auto at = mail.find("--B\r\nContent-Type: message");
    mail.insert(at, "..\r\n.x\n.\n.y\r\n");
    auto begin = "LHLO r\r\nMAIL FROM:<>\r\nRCPT TO:<" + std::string(kTo) + ">\r\nDATA\r\n";
    office.say(begin + mail + "\r\n.\r\nVRFY x\r\n", "500");
    CHECK(office.reports.size() == 1);
}

TEST_CASE("of a large mail the beginning is read, however long its lines, and a larger one is refused by its size") {
    Office office;
    CHECK(office.say("LHLO r\r\n").find("250-SIZE 104857600\r\n") != std::string::npos);
    CHECK(office.say("MAIL FROM:<> SIZE=104857601\r\n").starts_with("552"));
    auto begin = "MAIL FROM:<> BODY=8BITMIME SIZE=12000000\r\nRCPT TO:<" + std::string(kTo) + ">\r\nDATA\r\n";
    office.say(begin, "354");
    auto photo = std::string(12 << 20, '.');  // one line, of dots
    office.pour(on_the_wire(report_mail("failed", "5.1.1")) + photo);
    CHECK(office.say("\r\n.\r\n") == "250 2.0.0 taken\r\n");
    CHECK(office.reports.size() == 1);
}

TEST_CASE("commands out of order are refused, and a line without an end ends the connection") {
    Office office;
    CHECK(office.say("DATA\r\n").starts_with("503"));
    CHECK(office.say("RCPT TO:<x@y>\r\n").starts_with("503"));
    CHECK(office.say("VRFY x\r\n").starts_with("500"));
    CHECK(office.say(std::string(5000, 'x')) == "closed");
}
