// The system calls of the running daemon, seen from outside: no 202 leaves before its transaction is on disk.
#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "e2e/daemon.hpp"
#include "store/sql/connection.hpp"
#include "testkit/strace.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

constexpr int kAnswersOneByOne = 300;  // each needs a sync of its own
constexpr int kAnswersTogether = 700;  // group commits
constexpr int kSenders = 8;
constexpr char kCalls[] = "read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,pwritev,fdatasync,fsync";

// Hand-made traces of one request, so that the check below is known to see what it looks for.
std::string trace(std::string_view middle) {
    return fmt::format(
        R"(11 1795402800.000001 recvfrom(20<TCP:[127.0.0.1:80->127.0.0.1:4711]>, "POST /api/v1/alerts/wazuh HTTP/1.1"..., 16896, 0, NULL, NULL) = 700
{}
11 1795402800.000009 sendmsg(20<TCP:[127.0.0.1:80->127.0.0.1:4711]>, {{msg_iov=[{{iov_base="HTTP/1.1 202 Accepted\r\nDate: "..., iov_len=190}}]}}, MSG_NOSIGNAL) = 260
)",
        middle);
}

constexpr std::string_view kWrite =
    "12 1795402800.000002 pwrite64(9</d/data/breachd.db-wal>, \"\\0\\0\"..., 8192, 32) = 8192\n";

std::size_t early_in(const std::string& text) {
    auto report = testkit::check_durability(testkit::parse_strace(text), "breachd.db-wal");
    CHECK(report.answers == 1);
    return report.early.size();
}

}  // namespace

TEST_CASE("the order of system calls tells a durable answer from an early one") {
    std::string write(kWrite);
    CHECK(early_in(trace(write + "12 1795402800.000003 fdatasync(9</d/data/breachd.db-wal>) = 0")) == 0);
    CHECK(early_in(trace(write + "12 1795402800.000003 fdatasync(9</d/data/breachd.db-wal> <unfinished ...>\n"
                                 "11 1795402800.000004 recvfrom(21<TCP:[127.0.0.1:80->127.0.0.1:4712]>, \"POST\"..., "
                                 "16896, 0, NULL, NULL) = 9\n"
                                 "12 1795402800.000005 <... fdatasync resumed>) = 0")) == 0);
    INFO(
        "no sync at all, no write, a sync of another file, a failed sync, a sync before the write, a sync that is "
        "still under way");
    CHECK(early_in(trace(write)) == 1);
    CHECK(early_in(trace("12 1795402800.000003 fdatasync(9</d/data/breachd.db-wal>) = 0")) == 1);
    CHECK(early_in(trace(write + "12 1795402800.000003 fdatasync(8</d/data/keys.db-wal>) = 0")) == 1);
    CHECK(early_in(trace(
              write + "12 1795402800.000003 fdatasync(9</d/data/breachd.db-wal>) = -1 EIO (Input/output error)")) == 1);
    CHECK(early_in(trace("12 1795402800.000002 fdatasync(9</d/data/breachd.db-wal>) = 0\n" + write)) == 1);
    CHECK(early_in(trace(write + "12 1795402800.000003 fdatasync(9</d/data/breachd.db-wal> <unfinished ...>") +
                   "12 1795402800.000010 <... fdatasync resumed>) = 0\n") == 1);
}

TEST_CASE("a thousand answers leave after the sync of their transaction, as the system calls show") {
    if (auto why_not = testkit::strace_why_not(); !why_not.empty()) {
        WARN("SKIPPED, nothing was proved here: " << why_not);
        return;
    }
    Daemon daemon;
    auto file = daemon.path("trace");
    REQUIRE(daemon.start(testkit::strace_command(file, kCalls)));
    std::atomic<int> answered{0}, number{0};
    auto send = [&](int count) {
        for (int i = 0; i < count; ++i) answered += daemon.alert(++number, "other-host").status == 202 ? 1 : 0;
    };
    send(kAnswersOneByOne);
    std::vector<std::thread> senders;
    for (int i = 0; i < kSenders; ++i) senders.emplace_back([&] { send(kAnswersTogether / kSenders + 1); });
    for (auto& sender : senders) sender.join();
    REQUIRE(answered == number);
    CHECK(daemon.stop() == 0);
    REQUIRE(
        testkit::wait_until([&] { return testkit::slurp(file).find("+++ exited with 0 +++") != std::string::npos; }));

    auto report = testkit::check_durability(testkit::parse_strace(testkit::slurp(file)), "/breachd.db-wal");
    for (const auto& sentence : report.early) UNSCOPED_INFO(sentence);
    CHECK(report.early.empty());
    CHECK(report.answers >= static_cast<std::size_t>(kAnswersOneByOne + kAnswersTogether));
}

// --- a database that somebody wrote into while the daemon was down --------------------------------------------------

namespace {

void edit(const std::string& file, const std::string& sql) {
    store::Connection(file, store::Connection::Kind::writer).faults().tamper(sql.c_str());
}

testkit::Ran verify(const Daemon& daemon) {
    return testkit::run({breachctl_program(), "store", "verify", "--data", daemon.path("data")});
}

}  // namespace

TEST_CASE("an incident's row that was altered is named on a page, in the log, in /metrics and by breachctl") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    REQUIRE(testkit::wait_until([&] { return daemon.log().find("store verified in") != std::string::npos; }));
    CHECK(daemon.log().find("documents, 0 damaged") != std::string::npos);
    CHECK(verify(daemon).code == 0);
    CHECK(daemon.stop() == 0);
    edit(daemon.path("data/breachd.db"), "UPDATE incidents SET severity = severity + 1 WHERE id = '" + id + "'");
    REQUIRE(daemon.start());
    REQUIRE(testkit::wait_until([&] {
        for (const auto& page : daemon.world().received("/page"))
            if (page.body.find("DỮ LIỆU BỊ HỎNG HOẶC BỊ SỬA") != std::string::npos &&
                page.body.find(id) != std::string::npos)
                return true;
        return false;
    }));
    CHECK(daemon.log().find("damaged or was altered: the incident as it is shown is not what its entries say: " + id) !=
          std::string::npos);
    CHECK(daemon.call("", "GET", "/metrics").body.find("breachd_store_damaged_places 1\n") != std::string::npos);
    auto said = verify(daemon);
    CHECK(said.code == 1);
    CHECK(said.out.find(id) != std::string::npos);
    CHECK(daemon.call("an", "GET", "/api/v1/incidents/" + id).status == 200);
}

TEST_CASE("an entry of the newest ones that was altered, or a newest head of another key: no start, and the reason") {
    Daemon daemon;
    REQUIRE(daemon.start());
    daemon.open(now_rfc3339());
    CHECK(daemon.stop() == 0);
    edit(daemon.path("data/breachd.db"), "UPDATE journal SET actor = 'token:binh' WHERE kind = 'incident_opened'");
    CHECK_FALSE(daemon.start());
    CHECK(daemon.log().find("is not what was hashed when it was written") != std::string::npos);
}
