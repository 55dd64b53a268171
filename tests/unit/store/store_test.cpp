#include "store/store.hpp"

#include <sys/stat.h>

#include "store_helpers.hpp"

namespace breachd::store {
namespace {

Entry append_stop(Store& store, const std::string& why, const std::string& incident = "") {
    return store.journal().append(kNow, incident, "system", QuarantineDiscarded{"Q-1", why});
}

template <class Action>
StoreError error_of(Action action) {
    try {
        action();
    } catch (const StoreError& error) {
        return error;
    }
    FAIL("no StoreError");
    return StoreError(StoreError::Cause::other, "");
}

TEST_CASE("a rollback leaves no gap in the journal, in the alerts or in the incident numbers") {
    Store store({"", "live"}, master_key());
    committed(store, [&] { append_stop(store, "one"); });
    Digest before = store.journal().root();
    store.begin();
    append_stop(store, "two");
    CHECK(store.alerts().add(sample_alert("a")) == "A-000000000001");
    CHECK(store.incidents().next_id(2026, false) == "INC-2026-0001");
    store.rollback();
    CHECK(store.journal().size() == 1);
    CHECK(store.journal().root() == before);
    committed(store, [&] {
        CHECK(append_stop(store, "three").seq == 2);
        CHECK_FALSE(store.alerts().find("wazuh", "a").has_value());
        CHECK(store.alerts().take_batch().first == 0);
        CHECK(store.alerts().add(sample_alert("b")) == "A-000000000001");
        CHECK(store.incidents().next_id(2026, false) == "INC-2026-0001");
        CHECK(store.incidents().next_id(2026, true) == "DRILL-2026-0001");
        CHECK(store.incidents().next_id(2027, false) == "INC-2027-0001");
    });
}

TEST_CASE("after a kill only what was committed is there") {
    ScratchDirectory scratch;
    run_and_kill([&] {
        Store store(options_in(scratch), master_key());
        committed(store, [&] {
            append_stop(store, "kept");
            store.alerts().add(sample_alert("kept"));
            store.meta().set("last_seen", "then");
        });
        store.begin();
        append_stop(store, "lost");
        store.alerts().add(sample_alert("lost"));
        store.meta().set("last_seen", "never");
    });
    Store store(options_in(scratch), master_key());
    CHECK(store.journal().size() == 1);
    CHECK(store.alerts().find("wazuh", "kept")->alert_id == "A-000000000001");
    CHECK_FALSE(store.alerts().find("wazuh", "lost").has_value());
    CHECK(store.meta().get("last_seen") == "then");
    committed(store, [&] { CHECK(append_stop(store, "next").seq == 2); });
}

TEST_CASE("an object dropped inside a transaction takes the transaction with it") {
    ScratchDirectory scratch;
    {
        Store store(options_in(scratch), master_key());
        store.begin();
        append_stop(store, "lost");
    }
    CHECK(Store(options_in(scratch), master_key()).journal().size() == 0);
}

TEST_CASE("a database of the other mode is refused") {
    ScratchDirectory scratch;
    { Store store(options_in(scratch, "drill"), master_key()); }
    auto error = error_of([&] { Store store(options_in(scratch, "live"), master_key()); });
    CHECK(error.cause == StoreError::Cause::not_ours);
    CHECK(std::string(error.what()).find("belongs to mode drill") != std::string::npos);
    CHECK_THROWS_AS(Reader(options_in(scratch, "live"), master_key()), StoreError);
    CHECK_NOTHROW(Store(options_in(scratch, "drill"), master_key()));
}

TEST_CASE("a schema of a newer breachd and a file of another program are refused") {
    ScratchDirectory scratch;
    {
        Store store(options_in(scratch), master_key());
        StoreProbe(store).faults().tamper("PRAGMA user_version=99");
    }
    auto newer = error_of([&] { Store store(options_in(scratch), master_key()); });
    CHECK(newer.cause == StoreError::Cause::not_ours);
    CHECK(std::string(newer.what()).find("newer breachd") != std::string::npos);
    ScratchDirectory other;
    {
        Connection foreign(other.path() + "/breachd.db", Connection::Kind::writer);
        foreign.faults().tamper("CREATE TABLE theirs (x INTEGER)");
    }
    CHECK(error_of([&] { Store store(options_in(other), master_key()); }).cause == StoreError::Cause::not_ours);
    ScratchDirectory noise;
    std::ofstream(noise.path() + "/breachd.db") << std::string(8192, 'x');
    CHECK(error_of([&] { Store store(options_in(noise), master_key()); }).cause == StoreError::Cause::corrupt);
}

TEST_CASE("a journal from before reasons were codes is refused in words") {
    ScratchDirectory scratch;
    {
        Store store(options_in(scratch), master_key());
        committed(store, [&] { append_stop(store, "an entry"); });
        StoreProbe(store).faults().tamper("PRAGMA user_version=2");
    }
    auto older = error_of([&] { Store store(options_in(scratch), master_key()); });
    CHECK(older.cause == StoreError::Cause::not_ours);
    CHECK(std::string(older.what()).find("before reasons were codes") != std::string::npos);
    CHECK(std::string(older.what()).find("empty storage.directory") != std::string::npos);
}

TEST_CASE("two daemons cannot write in one directory") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    CHECK(error_of([&] { Store second(options_in(scratch), master_key()); }).cause == StoreError::Cause::busy);
}

TEST_CASE("a full disk is said as such, and what was committed before stays") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    committed(store, [&] { append_stop(store, "kept"); });
    Digest root = store.journal().root();
    StoreProbe(store).faults().fill_disk(100'000);
    store.begin();
    auto error = error_of([&] {
        for (int i = 0; i < 1000; ++i) store.alerts().add(sample_alert(std::to_string(i)));
    });
    store.rollback();
    CHECK(error.cause == StoreError::Cause::full);
    CHECK(store.journal().root() == root);
    StoreProbe(store).faults().free_disk();
    committed(store, [&] { CHECK(store.alerts().add(sample_alert("0")) == "A-000000000001"); });
}

TEST_CASE("files are for their owner only") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    committed(store, [&] { append_stop(store, "one"); });
    for (const auto& entry : std::filesystem::directory_iterator(scratch.path())) {
        struct stat about {};
        REQUIRE(::stat(entry.path().c_str(), &about) == 0);
        CHECK((about.st_mode & 0077) == 0);
    }
}

TEST_CASE("entries come back as they were appended, in order") {
    Store store({"", "live"}, master_key());
    committed(store, [&] {
        append_stop(store, "của hệ thống");
        store.journal().append(kNow, kIncident, "token:an", Acknowledged{"an", "api", "đã nhận"});
        append_stop(store, "end");
    });
    std::vector<std::int64_t> seen;
    store.journal().each_entry([&](const Entry& entry) { seen.push_back(entry.seq); });
    CHECK(seen == std::vector<std::int64_t>{1, 2, 3});
    auto entries = store.journal().entries_of(kIncident);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].seq == 2);
    CHECK(entries[0].at == kNow);
    CHECK(entries[0].actor == "token:an");
    CHECK(std::get<Acknowledged>(entries[0].event).note == "đã nhận");
}

TEST_CASE("a stored entry is the bytes whose hash is in the tree, and a signed head proves it") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    std::string note = committed(store, [&] {
        append_stop(store, "one");
        store.journal().append(kNow, kIncident, "token:an", Confirmed{"xác nhận"});
        append_stop(store, "three");
        return store.heads().sign(kNow);
    });
    Reader reader(options_in(scratch), master_key());
    auto parsed = parse_signed_note(note);
    REQUIRE(parsed.has_value());
    auto evidence = reader.evidence(kIncident);
    CHECK(evidence.note == note);
    CHECK(evidence.whole);
    CHECK(parsed->checkpoint.size == 3);
    CHECK(parsed->key_id == note_key_id("breachd.example.test", reader.public_key()));
    CHECK(verify_signature(reader.public_key(), parsed->body, parsed->signature));
    const auto& leaves = evidence.leaves;
    const auto& stored = evidence.leaf_texts;
    REQUIRE(stored.size() == 1);
    CHECK(stored[0] == leaf_bytes(store.journal().entries_of(kIncident)[0]));
    CHECK(leaf_hash(stored[0]) == leaves[1]);
    auto proof = inclusion_proof(1, 3, [&](std::uint64_t i) { return leaves[i]; });
    CHECK(verify_inclusion(leaf_hash(stored[0]), 1, 3, proof, parsed->checkpoint.root));
    committed(store, [&] { store.journal().append(kNow, kIncident, "token:an", Confirmed{"sau đó"}); });
    CHECK_FALSE(reader.evidence(kIncident).whole);
    CHECK(reader.evidence(kIncident).entries.size() == 1);
}

TEST_CASE("the start refuses a journal that was cut, rewritten or holed after a head was signed") {
    auto change = GENERATE(as<std::string>{}, "DELETE FROM journal WHERE seq = 3", "DELETE FROM journal WHERE seq = 2",
                           "UPDATE journal SET leaf = zeroblob(32) WHERE seq = 2");
    ScratchDirectory scratch;
    {
        Store store(options_in(scratch), master_key());
        committed(store, [&] {
            for (const char* why : {"one", "two", "three"}) append_stop(store, why);
            store.heads().sign(kNow);
        });
        StoreProbe(store).faults().tamper(change.c_str());
    }
    CHECK(error_of([&] { Store store(options_in(scratch), master_key()); }).cause == StoreError::Cause::corrupt);
}

TEST_CASE("the root after a restart is the root before it") {
    ScratchDirectory scratch;
    Digest root;
    {
        Store store(options_in(scratch), master_key());
        committed(store, [&] {
            for (int i = 0; i < 77; ++i) append_stop(store, std::to_string(i));
        });
        root = store.journal().root();
    }
    Store store(options_in(scratch), master_key());
    CHECK(store.journal().size() == 77);
    CHECK(store.journal().root() == root);
}

TEST_CASE("a duplicate alert is found by source and external id, and only within its source") {
    Store store({"", "live"}, master_key());
    committed(store, [&] {
        store.alerts().add(sample_alert("x", kIncident));
        store.alerts().add(sample_alert("y"));
    });
    CHECK(store.alerts().find("wazuh", "x")->incident == kIncident);
    CHECK(store.alerts().find("wazuh", "y")->incident.empty());
    CHECK_FALSE(store.alerts().find("elastic", "x").has_value());
    store.begin();
    CHECK_THROWS_AS(store.alerts().add(sample_alert("x")), StoreError);
    store.rollback();
}

TEST_CASE("a batch of alerts is one digest over its rows in order") {
    Store store({"", "live"}, master_key());
    auto first = sample_alert("x");
    auto second = sample_alert("y");
    second.raw = "other";
    auto batch = committed(store, [&] {
        store.alerts().add(first);
        store.alerts().add(second);
        return store.alerts().take_batch();
    });
    Digest a = sha256(first.raw), b = sha256(second.raw);
    CHECK(batch.first == 2);
    CHECK(batch.second == hex(sha256({as_bytes(a), as_bytes(b)})));
    CHECK(committed(store, [&] { return store.alerts().take_batch(); }).first == 0);
}

TEST_CASE("pages come out when they are due, oldest first, and not once the incident is acknowledged") {
    Store store({"", "live"}, master_key());
    auto page = [](const char* id, SendState state, std::optional<Instant> next_at) {
        PageRow row{id, kIncident, "an", "email", "why", state, 0, kNow, next_at, "", Cause::none};
        return row;
    };
    using std::chrono::minutes;
    committed(store, [&] {
        store.pages().put(page("later", SendState::queued, kNow + minutes(5)));
        store.pages().put(page("second", SendState::retrying, kNow - minutes(1)));
        store.pages().put(page("first", SendState::queued, std::nullopt));
        store.pages().put(page("sent", SendState::accepted, std::nullopt));
    });
    auto due = store.pages().due(kNow, 10);
    REQUIRE(due.size() == 2);
    CHECK(due[0].id == "first");
    CHECK_FALSE(due[0].next_at.has_value());
    CHECK(due[1].id == "second");
    CHECK(store.pages().in_state(SendState::accepted).size() == 1);
    CHECK(store.pages().find("later")->next_at == kNow + minutes(5));
    CHECK(committed(store, [&] { return store.pages().cancel(kIncident); }) == 3);
    CHECK(store.pages().due(kNow + minutes(60), 10).empty());
    CHECK_FALSE(store.pages().next_at().has_value());
}

TEST_CASE("the moment of the next page follows every change of the pages, and goes back with a rollback") {
    Store store({"", "live"}, master_key());
    auto put = [&](const std::string& id, std::optional<Instant> next_at) {
        PageRow page;
        page.id = id;
        page.incident = kIncident;
        page.next_at = next_at;
        store.pages().put(page);
    };
    CHECK_FALSE(store.pages().next_at().has_value());
    committed(store, [&] { put("a", kNow); });
    CHECK(store.pages().next_at() == kNow);
    store.begin();
    put("b", kNow - std::chrono::minutes(5));
    CHECK(store.pages().next_at() == kNow - std::chrono::minutes(5));
    store.rollback();
    CHECK(store.pages().next_at() == kNow);
}

TEST_CASE("a webhook is remembered once and an answer is kept until it is forgotten") {
    Store store({"", "live"}, master_key());
    committed(store, [&] {
        CHECK(store.requests().remember_webhook("pager", "id-1", kNow));
        CHECK_FALSE(store.requests().remember_webhook("pager", "id-1", kNow));
        CHECK(store.requests().remember_webhook("zalo", "id-1", kNow));
        store.requests().put_answer("an", "key", {"hash", "opened", "{}"}, kNow);
    });
    CHECK(store.requests().answer("an", "key")->kind == "opened");
    CHECK_FALSE(store.requests().answer("dpo", "key").has_value());
    using std::chrono::seconds;
    committed(store, [&] { store.requests().forget_before(kNow + seconds(1), kNow); });
    CHECK(store.requests().answer("an", "key")->data == "{}");
    committed(store, [&] { CHECK(store.requests().remember_webhook("pager", "id-1", kNow)); });
}

TEST_CASE("a document keeps its exact bytes under its hash") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    std::string bytes("%PDF\0\xff", 6);
    Document document{hex(sha256(bytes)), kIncident, "report", "mau-08.pdf", "application/pdf", kNow, bytes};
    committed(store, [&] {
        store.documents().put(document);
        store.documents().put(document);
    });
    CHECK(store.documents().find(kIncident, document.sha256)->bytes == bytes);
    auto listed = Reader(options_in(scratch), master_key()).documents(kIncident, false);
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].bytes.empty());
}

TEST_CASE("two incidents that keep the same bytes have a document each") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    Document document{hex(sha256("%PDF")), kIncident, "report", "mau-08.pdf", "application/pdf", kNow, "%PDF"};
    committed(store, [&] {
        store.documents().put(document);
        document.incident = "INC-2026-0002";
        store.documents().put(document);
    });
    Reader reader(options_in(scratch), master_key());
    for (const auto& incident : {kIncident, document.incident}) {
        CHECK(store.documents().find(incident, document.sha256)->incident == incident);
        CHECK(reader.document(incident, document.sha256)->bytes == "%PDF");
        CHECK(reader.documents(incident, false).size() == 1);
    }
    CHECK_FALSE(reader.document("INC-2026-0003", document.sha256).has_value());
}

}  // namespace
}  // namespace breachd::store
