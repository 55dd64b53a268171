// The head that is kept beside the database, and what it says of a database that is not the one it was.
#include "store_helpers.hpp"

namespace breachd::store {
namespace {

namespace fs = std::filesystem;

std::string witness_of(const ScratchDirectory& scratch) { return scratch.path() + "/last-head"; }

std::string sign_one_more(const StoreOptions& options) {
    Store store(options, master_key());
    auto note = committed(store, [&] {
        store.journal().append(kNow, "", "system", AlertsReceived{1, 0, "hash"});
        return store.heads().sign(kNow);
    });
    store.keep_witness();
    return note;
}

WitnessSays says(const StoreOptions& options) { return Store(options, master_key()).witness(); }

void tamper(const StoreOptions& options, const char* script) {
    Store store(options, master_key());
    StoreProbe(store).faults().tamper(script);
}

TEST_CASE("the newest committed head is kept beside the database, and agrees with it at the next start") {
    ScratchDirectory scratch;
    auto options = options_in(scratch);
    CHECK(says(options) == WitnessSays::nothing);
    sign_one_more(options);
    auto newest = sign_one_more(options);
    CHECK(file_bytes(witness_of(scratch)) == newest);
    CHECK(says(options) == WitnessSays::agrees);
    CHECK_FALSE(fs::exists(witness_of(scratch) + ".new"));
}

TEST_CASE("a head that was rolled back is not kept, one that a crash left unkept is kept later") {
    ScratchDirectory scratch;
    auto options = options_in(scratch);
    auto first = sign_one_more(options);
    {
        Store store(options, master_key());
        store.begin();
        store.journal().append(kNow, "", "system", AlertsReceived{2, 0, "hash"});
        store.heads().sign(kNow);
        store.rollback();
        store.keep_witness();
        CHECK(file_bytes(witness_of(scratch)) == first);
        committed(store, [&] { store.journal().append(kNow, "", "system", AlertsReceived{3, 0, "hash"}); });
        committed(store, [&] { store.heads().sign(kNow); });  // and the process dies here
    }
    CHECK(says(options) == WitnessSays::agrees);
    CHECK(file_bytes(witness_of(scratch)) == first);
    auto newest = sign_one_more(options);
    CHECK(file_bytes(witness_of(scratch)) == newest);
}

TEST_CASE("an older database, one whose last heads were cut and one of another journal do not agree") {
    ScratchDirectory scratch, other;
    auto options = options_in(scratch);
    sign_one_more(options);
    fs::copy(scratch.path(), other.path(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    auto newest = sign_one_more(options);
    SECTION("older") { fs::copy(witness_of(scratch), witness_of(other), fs::copy_options::overwrite_existing); }
    SECTION("cut") {
        tamper(options, "DELETE FROM heads WHERE size > 1; DELETE FROM journal WHERE seq > 1");
        fs::remove_all(other.path());
        fs::copy(scratch.path(), other.path(), fs::copy_options::recursive);
    }
    {
        Store store(options_in(other), master_key());
        CHECK(store.witness() == WitnessSays::newer);
        // It stays as evidence, until a person says that this database is the right one.
        auto forget = [&] {
            committed(store, [&] { store.journal().append(kNow, "", "system", AlertsReceived{9, 0, "hash"}); });
            auto note = committed(store, [&] { return store.heads().sign(kNow); });
            store.keep_witness();
            return note;
        };
        forget();
        CHECK(file_bytes(witness_of(other)) == newest);
        store.accept_witness();
        auto accepted = forget();
        CHECK(file_bytes(witness_of(other)) == accepted);
    }
    CHECK(says(options_in(other)) == WitnessSays::agrees);
}

TEST_CASE("a word that work goes on holds over a crash before the next head") {
    ScratchDirectory scratch;
    auto options = options_in(scratch);
    sign_one_more(options);
    std::ofstream(witness_of(scratch), std::ios::binary) << "of another journal";
    {
        Store store(options, master_key());
        CHECK(store.witness() == WitnessSays::foreign);
        committed(store, [&] { store.home().accept(); });  // and the process dies here
    }
    auto newest = sign_one_more(options);
    CHECK(file_bytes(witness_of(scratch)) == newest);
    CHECK(says(options) == WitnessSays::agrees);
}

TEST_CASE("a witness that was edited, or signed by another key, is foreign") {
    ScratchDirectory scratch, other;
    auto options = options_in(scratch);
    sign_one_more(options);
    sign_one_more(options_in(other));
    auto note = file_bytes(witness_of(scratch));
    auto change = GENERATE(0, 1, 2);
    if (change == 0) note[note.find('\n') + 1] = '7';
    if (change == 1) note = file_bytes(witness_of(other));
    if (change == 2) note.clear();
    std::ofstream(witness_of(scratch), std::ios::binary) << note;
    CHECK(says(options) == WitnessSays::foreign);
}

}  // namespace
}  // namespace breachd::store
