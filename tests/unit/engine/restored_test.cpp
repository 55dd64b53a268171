#include <filesystem>

#include "testkit/process.hpp"
#include "unit/engine/runs_scene.hpp"

namespace breachd::engine {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// A directory whose two databases can be copied and put back, while nobody works there.
struct Disk {
    testkit::ScratchDirectory scratch;
    std::string data = scratch / "data", copy = scratch / "copy";

    Disk() { fs::create_directories(data); }
    void back_up() const { fs::copy(data, copy); }
    // As a person does it with cp: over what is there, or into an emptied directory.
    void put_back(bool emptied) const {
        if (emptied) fs::remove_all(data);
        fs::create_directories(data);
        for (const char* name : {"breachd.db", "keys.db"}) {
            for (const char* part : {"", "-wal", "-shm"}) fs::remove(data + "/" + name + part);
            fs::copy_file(copy + "/" + name, data + "/" + name);
        }
    }
};

// A run of a hundred people at one a second, backed up after twenty, that went on to the end.
std::string half_told(const Disk& disk, Instant& now) {
    std::string id;
    {
        Scene scene(email_settings(1), disk.data);
        id = scene.release(100);
        scene.serve(seconds{20}, kAccepted);
        scene.desk.stop();
        now = scene.desk.now;
    }
    disk.back_up();
    Scene scene(email_settings(1), disk.data);
    CHECK(scene.desk.entries<StoreRestored>("").empty());
    scene.desk.pass_to(now + minutes{1});
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 100);
    scene.desk.stop();
    now = scene.desk.now;
    return id;
}

TEST_CASE("a database put back from a copy tells nobody twice: runs wait for a person, then go on from the copy") {
    bool emptied = GENERATE(false, true);
    Disk disk;
    Instant now{};
    auto id = half_told(disk, now);
    disk.put_back(emptied);

    Scene scene(email_settings(1), disk.data);
    scene.desk.pass_to(now);
    auto found = scene.desk.entries<StoreRestored>("");
    REQUIRE(found.size() == 1);
    CHECK(found[0].cause == RestoredBy::moved);
    REQUIRE(found[0].runs.size() == 1);
    CHECK(found[0].runs[0].incident == id);
    CHECK(found[0].runs[0].subjects == 100);
    CHECK(found[0].runs[0].told + found[0].runs[0].waiting == 100);

    scene.serve(hours{2}, kAccepted);
    CHECK(scene.sent(id) == 0);
    CHECK(scene.desk.ask(ReleaseNotice{}, id, "dpo").error().code == ErrorCode::conflict);
    CHECK(scene.desk.ask(PublishNotice{"cần"}, id, "dpo").error().code == ErrorCode::conflict);
    bool paged = false;
    for (const auto& page : scene.desk.entries<Paged>(""))
        paged |= page.page_id.find("store-restored") != page.page_id.npos;
    CHECK(paged);

    scene.desk.boot();  // a restart forgets nothing of it
    scene.serve(hours{1}, kAccepted);
    CHECK(scene.sent(id) == 0);
    CHECK(scene.desk.entries<StoreRestored>("").size() == 1);
    CHECK(scene.desk.ask(message({desk_alert("a1")})).has_value());  // alerts open incidents, people are paged
    CHECK_FALSE(scene.desk.take_sends(Lane::page).empty());

    CHECK(scene.desk.ask(ContinueRestored{""}, "", "dpo").error().code == ErrorCode::unprocessable);
    REQUIRE(scene.desk.ask(ContinueRestored{"đã đối chiếu"}, "", "dpo").has_value());
    CHECK(scene.desk.ask(ContinueRestored{"lần nữa"}, "", "dpo").error().code == ErrorCode::conflict);
    scene.serve(minutes{5}, kAccepted);
    CHECK(scene.run(id).told == 100);
    CHECK(scene.sent(id) == 100 - found[0].runs[0].told);
    scene.desk.boot();
    CHECK(scene.desk.entries<StoreRestored>("").size() == 1);
}

TEST_CASE("a witness that is gone or newer than the database is a restore, and is not asked again after the word") {
    Disk disk;
    for (int sessions = 0; sessions < 2; ++sessions) Scene(email_settings(1), disk.data).desk.stop();
    fs::remove(disk.data + "/last-head");
    for (bool first : {true, false}) {
        Scene scene(email_settings(1), disk.data);
        auto found = scene.desk.entries<StoreRestored>("");
        REQUIRE(found.size() == 1);
        CHECK(found[0].cause == RestoredBy::unwitnessed);
        if (first) REQUIRE(scene.desk.ask(ContinueRestored{"đã xem"}, "", "admin").has_value());
        CHECK(scene.desk.ask(ContinueRestored{"đã xem"}, "", "admin").error().code == ErrorCode::conflict);
        scene.desk.stop();
    }
}

TEST_CASE("a directory that was only renamed is the one it was") {
    Disk disk;
    { Scene(email_settings(1), disk.data).desk.stop(); }
    fs::rename(disk.data, disk.copy);
    Scene scene(email_settings(1), disk.copy);
    CHECK(scene.desk.entries<StoreRestored>("").empty());
}

}  // namespace
}  // namespace breachd::engine
