#include "store/proof/proof.hpp"
#include "store_helpers.hpp"

namespace breachd::store {
namespace {

constexpr int kEntries = 1400;  // an edge is kept at 1,200: the last commit that made 256 entries or more since one

void append(Store& store, int from, int to) {
    committed(store, [&] {
        for (int i = from; i < to; ++i) store.journal().append(kNow, "", "system", AlertsReceived{i, 0, "hash"});
    });
}

Digest fill(const StoreOptions& options) {
    Store store(options, master_key());
    for (int from = 0; from < kEntries; from += 100) append(store, from, from + 100);
    return store.journal().root();
}

void tamper(const StoreOptions& options, const char* script) {
    Store store(options, master_key());
    StoreProbe(store).faults().tamper(script);
}

bool starts(const StoreOptions& options) {
    try {
        Store store(options, master_key());
        return true;
    } catch (const StoreError& error) {
        CHECK(error.cause == StoreError::Cause::corrupt);
        return false;
    }
}

// What the proof of the whole store finds.
std::vector<Damage> damages(const StoreOptions& options) {
    Proof proof(options, Reader(options, master_key()).public_key());
    while (proof.slice()) {
    }
    return proof.damages();
}

TEST_CASE("a start takes up the kept edge of the tree and comes to the same root") {
    ScratchDirectory scratch;
    Digest root = fill(options_in(scratch));
    Store store(options_in(scratch), master_key());
    CHECK(StoreProbe(store).number("SELECT count(*) FROM journal_edges") == 1);
    CHECK(store.journal().size() == kEntries);
    CHECK(store.journal().root() == root);
    append(store, kEntries, kEntries + 1);
    CHECK(store.journal().root() != root);
    CHECK(damages(options_in(scratch)).empty());
}

TEST_CASE("an edge that is rolled back is not kept") {
    Store store({"", "live"}, master_key());
    append(store, 0, 200);
    store.begin();
    for (int i = 0; i < 100; ++i) store.journal().append(kNow, "", "system", AlertsReceived{i, 0, "hash"});
    store.rollback();
    CHECK(StoreProbe(store).number("SELECT count(*) FROM journal_edges") == 0);
    append(store, 200, 300);
    CHECK(StoreProbe(store).number("SELECT max(size) FROM journal_edges") == 300);
}

TEST_CASE("what was changed before the edge is found by the proof, at the latest") {
    auto [change, what, where] = GENERATE(table<std::string, std::string, std::string>(
        {{"UPDATE journal SET leaf = zeroblob(32) WHERE seq = 5", "entry", "#5"},
         {"UPDATE journal SET actor = 'token:bình' WHERE seq = 5", "entry", "#5"},
         {"DELETE FROM journal WHERE seq = 5", "entry_missing", "#5"},
         {"UPDATE journal_edges SET peaks = zeroblob(length(peaks))", "edge", "#1200"}}));
    ScratchDirectory scratch;
    fill(options_in(scratch));
    tamper(options_in(scratch), change.c_str());
    REQUIRE(starts(options_in(scratch)));
    auto found = damages(options_in(scratch));
    REQUIRE_FALSE(found.empty());
    CHECK(found[0].what == what);
    CHECK(found[0].where == where);
}

TEST_CASE("a start refuses entries after the edge that are not what was hashed, and a newest head that is not ours") {
    auto [change, named] = GENERATE(table<std::string, std::string>(
        {{"UPDATE journal SET actor = 'token:bình' WHERE seq = 1350", "entry 1350"},
         {"UPDATE journal SET data = '{}' WHERE seq = 1350", "entry 1350"},
         {"UPDATE heads SET note = replace(note, 'breachd', 'brexchd')", "newest signed head, of size 1400"},
         {"UPDATE heads SET root = zeroblob(32)", "1400"}}));
    ScratchDirectory scratch;
    fill(options_in(scratch));
    {
        Store store(options_in(scratch), master_key());
        committed(store, [&] { store.heads().sign(kNow); });
    }
    tamper(options_in(scratch), change.c_str());
    try {
        Store store(options_in(scratch), master_key());
        FAIL("it starts");
    } catch (const StoreError& error) {
        CHECK(error.cause == StoreError::Cause::corrupt);
        CHECK(std::string(error.what()).find(named) != std::string::npos);
    }
}

TEST_CASE(
    "a start refuses a journal that is shorter than its edge, and one whose edge is forged before a signed head") {
    auto change = GENERATE(as<std::string>{}, "DELETE FROM journal WHERE seq > 1100",
                           "UPDATE journal_edges SET peaks = zeroblob(length(peaks))",
                           "UPDATE journal_edges SET peaks = zeroblob(64)");
    ScratchDirectory scratch;
    fill(options_in(scratch));
    {
        Store store(options_in(scratch), master_key());
        committed(store, [&] { store.heads().sign(kNow); });
    }
    tamper(options_in(scratch), change.c_str());
    CHECK_FALSE(starts(options_in(scratch)));
}

}  // namespace
}  // namespace breachd::store
