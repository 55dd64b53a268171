// A database that somebody wrote into while the daemon was down: the daemon works, people are called, and breachctl
// says the same.
#include "e2e/daemon.hpp"
#include "store/sql/connection.hpp"

using namespace breachd;
using namespace breachd::e2e;

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
