// What a copy of the database remembers of who was signed in.
#include <filesystem>

#include "testkit/process.hpp"
#include "unit/engine/desk.hpp"

namespace fs = std::filesystem;

using namespace breachd;
using namespace breachd::engine;

namespace {

std::shared_ptr<const Settings> office() {
    auto out = desk_settings();
    out.sign_in.password = true;
    return std::make_shared<const Settings>(std::move(out));
}

}  // namespace

TEST_CASE("a store that was put back has no session and no link any more") {
    testkit::ScratchDirectory scratch;
    auto data = scratch / "data", copy = scratch / "copy";
    fs::create_directories(data);
    auto wall = testkit::at("2026-11-20T10:00:00Z");
    {
        Desk desk(office(), data);
        REQUIRE(desk.ask(InviteAccount{"an", Role::dpo, sha256("link"), wall}, "", "admin"));
        REQUIRE(desk.ask(MakeAccount{sha256("link"), "$argon2id$", std::string(20, 's'), 1, sha256("cookie"), wall}));
        REQUIRE(desk.ask(InviteAccount{"binh", Role::dpo, sha256("other"), wall}, "", "admin"));
        desk.stop();
    }
    fs::copy(data, copy);
    {
        Desk desk(office(), data);
        CHECK(desk.store().accounts().all().sessions.size() == 1);  // an ordinary start keeps them
        REQUIRE(desk.ask(EndSession{session_id(sha256("cookie")), true}, "", "admin"));
        desk.pass_to(desk.now + std::chrono::hours{2});
        desk.stop();
    }
    for (const char* name : {"breachd.db", "keys.db"}) {
        for (const char* part : {"", "-wal", "-shm"}) fs::remove(data + "/" + name + part);
        fs::copy_file(copy + "/" + name, data + "/" + name);
    }
    Desk desk(office(), data);
    auto book = desk.store().accounts().all();
    CHECK(book.account("an") != nullptr);
    CHECK(book.sessions.empty());
    CHECK(book.invitations.empty());
}
