// Power lost, and writes that fail, at every kind of moment of the intake's transactions.
#include <set>

#include "crash_disk.hpp"
#include "store_helpers.hpp"

namespace breachd::store {
namespace {

constexpr int kTransactions = 12;
constexpr int kCheckpointEvery = 5;
constexpr int kCrashPoints = 3000;

struct Promised {
    std::set<int> committed;  // commit() returned
    int begun = 0;            // transactions that may be there or not
};

std::string external_id(int transaction, int alert) {
    return "1763866800." + std::to_string(transaction) + "-" + std::to_string(alert);
}
int alerts_in(int transaction) { return 1 + transaction % 5; }

// As the engine's steps: alerts, one entry, one commit; a checkpoint now and then.
Promised take_alerts(Store& store) {
    Promised out;
    try {
        for (int transaction = 0; transaction < kTransactions; ++transaction) {
            out.begun = transaction + 1;
            store.begin();
            for (int i = 0; i < alerts_in(transaction); ++i)
                store.alerts().add(sample_alert(external_id(transaction, i)));
            auto [count, sha256] = store.alerts().take_batch();
            store.journal().append(kNow, "", "system", AlertsReceived{count, 0, sha256});
            store.commit();
            out.committed.insert(transaction);
            if (transaction % kCheckpointEvery == kCheckpointEvery - 1) StoreProbe(store).checkpoint();
        }
    } catch (const StoreError&) {
        // The process would end here.
    }
    return out;
}

struct Verdict {
    int lost = 0, halves = 0, corrupt = 0;
};

Verdict judge(const std::string& directory, const Promised& promised) {
    Verdict out;
    try {
        Store store({directory, "live", "test"}, master_key());
        Statement check = StoreProbe(store).read("SELECT integrity_check FROM pragma_integrity_check");
        if (!check.step() || check.text(0) != "ok") ++out.corrupt;
        int whole = 0;
        for (int transaction = 0; transaction < kTransactions; ++transaction) {
            int there = 0;
            for (int i = 0; i < alerts_in(transaction); ++i)
                there += store.alerts().find("wazuh", external_id(transaction, i)) ? 1 : 0;
            if (there != 0 && there != alerts_in(transaction)) ++out.halves;
            if (there == 0 && promised.committed.count(transaction) != 0) ++out.lost;
            whole += there == alerts_in(transaction) ? 1 : 0;
        }
        if (store.journal().size() != whole) ++out.halves;  // an entry a transaction
        if (whole > promised.begun) ++out.corrupt;
        if (whole > 0 && !store.vault().has("alerts-2026-11")) ++out.lost;  // sealed under a key that is gone
    } catch (const StoreError&) {
        ++out.corrupt;
    }
    return out;
}

// Runs the workload with a failure at `operation`, loses the power when asked to, and looks at what is there.
Verdict crash(CrashDisk& disk, const CrashDisk::Image& fresh, const std::string& directory, std::int64_t operation,
              bool power, Rng& rng, bool lie = false) {
    disk.restore(fresh);
    Promised promised;
    {
        Store store({directory, "live", "test"}, master_key());
        disk.lie_about_sync(lie);
        disk.fail_at(operation, power);
        promised = take_alerts(store);
        disk.fail_at(1, true);  // nothing that closing writes arrives
    }
    disk.fail_at(0, false);
    disk.lie_about_sync(false);
    if (power) disk.lose_power(rng);
    return judge(directory, promised);
}

// A store that has been opened once, and how many operations the whole workload makes on it.
struct Bench {
    ScratchDirectory scratch;
    CrashDisk disk;
    CrashDisk::Image fresh;
    std::int64_t operations = 0;

    Bench() {
        { Store store({scratch.path(), "live", "test"}, master_key()); }
        fresh = disk.image();
        Store store({scratch.path(), "live", "test"}, master_key());
        disk.fail_at(0, false);
        REQUIRE(take_alerts(store).committed.size() == kTransactions);
        operations = disk.operations();
    }
};

}  // namespace

TEST_CASE("power lost at any write: every committed alert is there, no transaction is half there, the file is whole",
          "[soak]") {
    Bench bench;
    Rng rng(20261125);
    Verdict all;
    for (int point = 0; point < kCrashPoints; ++point) {
        auto operation = 1 + static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(bench.operations)));
        auto verdict = crash(bench.disk, bench.fresh, bench.scratch.path(), operation, true, rng);
        INFO("power lost at operation " << operation << " of " << bench.operations << ", point " << point);
        CHECK(verdict.lost + verdict.halves + verdict.corrupt == 0);
        all.lost += verdict.lost;
    }
    CHECK(all.lost == 0);
    testkit::figure("crash_points", std::to_string(kCrashPoints) + " losses of power: 0 lost, 0 halves, 0 corrupt");
}

TEST_CASE("a write or sync that fails once stops the store: nothing committed is lost by it") {
    Bench bench;
    Rng rng(7);
    for (std::int64_t operation = 1; operation <= bench.operations; ++operation) {
        auto verdict = crash(bench.disk, bench.fresh, bench.scratch.path(), operation, false, rng);
        INFO("operation " << operation << " of " << bench.operations);
        CHECK(verdict.lost + verdict.halves + verdict.corrupt == 0);
    }
}

namespace {

constexpr std::size_t kSmallDisk = 6 << 20, kBigDisk = 30 << 20;

// Until the disk is full; how many commits passed.
int fill(Store& store) {
    for (int transaction = 0;; ++transaction) {
        try {
            store.begin();
            store.meta().set("filling", std::string(100'000, static_cast<char>('a' + transaction % 26)));
            store.documents().put(
                {std::to_string(transaction), "", "x", "x", "text/plain", kNow, std::string(100'000, 'x')});
            store.commit();
        } catch (const StoreError& full) {
            store.rollback();
            CHECK(full.cause == StoreError::Cause::full);
            return transaction;
        }
    }
}

void write_something(Store& store) {
    store.begin();
    store.meta().set("room", std::string(1 << 20, ' '));
    store.commit();
}

}  // namespace

TEST_CASE("a log that filled its disk gives the room back as soon as the database can take it, and at the start") {
    ScratchDirectory scratch;
    CrashDisk disk;
    auto store = std::make_unique<Store>(StoreOptions{scratch.path(), "live", "test"}, master_key());
    disk.have_room(kSmallDisk);
    CHECK(fill(*store) > 10);
    CHECK_NOTHROW(store->make_room());  // there is none yet
    disk.have_room(kSmallDisk * 2);     // twice what the log holds
    store->make_room();
    auto used = disk.used();
    CHECK_NOTHROW(write_something(*store));
    CHECK(disk.used() == used);  // at the beginning of the log

    fill(*store);
    disk.fail_at(1, true);  // killed: closing writes nothing
    store.reset();
    disk.fail_at(0, false);
    disk.have_room(kBigDisk);
    store = std::make_unique<Store>(StoreOptions{scratch.path(), "live", "test"}, master_key());
    used = disk.used();
    CHECK_NOTHROW(write_something(*store));
    CHECK(disk.used() == used);
}

TEST_CASE("a disk that lies about syncs is found out: the test above can fail") {
    Bench bench;
    Rng rng(20261125);
    int broken = 0;
    for (std::int64_t operation = bench.operations / 2; operation < bench.operations && broken == 0; ++operation) {
        auto verdict = crash(bench.disk, bench.fresh, bench.scratch.path(), operation, true, rng, true);
        broken += verdict.lost + verdict.halves + verdict.corrupt;
    }
    CHECK(broken > 0);
}

}  // namespace breachd::store
