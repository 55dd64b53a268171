#include "store_helpers.hpp"

namespace breachd::store {
namespace {

using Numbers = std::vector<std::int64_t>;

// Who gets a first row of this version, in order of number.
Numbers plan_rows(Store& store, int version) {
    StoreProbe probe(store);
    auto before = probe.number("SELECT coalesce(max(id), 0) FROM deliveries");
    store.deliveries().plan(kIncident, version, {{"email", bit(ContactKind::email)}}, kNow, 100);
    Statement read = probe.read("SELECT subject & 4294967295 FROM deliveries WHERE id > ? ORDER BY subject");
    read.bind(before);
    Numbers out;
    while (read.step()) out.push_back(read.integer(0));
    return out;
}

Numbers plan(Store& store, int version = 1) {
    return committed(store, [&] { return plan_rows(store, version); });
}

// Who would get one: the rows do not stay.
Numbers unplanned(Store& store, int version = 1) {
    store.begin();
    auto out = plan_rows(store, version);
    store.rollback();
    return out;
}

TEST_CASE("no file of the store holds a name, an address or an alert in clear") {
    ScratchDirectory scratch;
    const std::vector<std::string> canaries = {
        "canary.person@vidu.test", "+84900000001",    "Nguyễn Canary", "canary-ref",
        "canary-host-9",           "canary-user-9",   "canary title",  "canary-body",
        "canary-quarantine",       "canary-external", "canary-header"};
    Store store(options_in(scratch), master_key());
    ImportRow row;
    row.subject.subject_ref = Pii<std::string>("canary-ref");
    row.subject.name = Pii<std::string>("Nguyễn Canary");
    set_address(row.subject.contacts, ContactKind::email, "canary.person@vidu.test");
    set_address(row.subject.contacts, ContactKind::phone, "+84900000001");
    auto alert = sample_alert("canary-external");
    alert.alert.title = "canary title";
    alert.alert.hosts = {"canary-host-9"};
    alert.alert.users = {"canary-user-9"};
    alert.reason = "joined by host canary-host-9";
    alert.raw = "canary-body";
    import_all(store, {row});
    committed(store, [&] {
        store.alerts().add(alert);
        store.quarantine().add({"wazuh", "application/json", "not JSON", "byte 0", SenderProof::token,
                                R"({"ce-subject":"canary-header"})", "canary-quarantine", kNow});
    });
    auto check = [&] {
        std::string bytes = all_bytes(scratch);
        REQUIRE(bytes.size() > 10000);
        for (const auto& canary : canaries) CHECK(bytes.find(canary) == std::string::npos);
    };
    check();
    StoreProbe(store).checkpoint();
    check();
    CHECK(store.subjects().find(kIncident, 1)->address(ContactKind::email).reveal() == "canary.person@vidu.test");
}

TEST_CASE("subjects are numbered from 1 per incident and duplicates are counted and left out") {
    Store store({"", "live"}, master_key());
    auto rows = sample_rows(0, 10);
    rows.push_back(sample_row(3));
    auto counts = import_all(store, rows);
    CHECK(counts.rows == 10);
    CHECK(counts.duplicates == 1);
    CHECK(counts.unreachable == 0);
    CHECK(counts.reachable.at("email") == 10);
    CHECK(store.subjects().find(kIncident, 1)->subject_ref.reveal() == "ref-0");
    CHECK(store.subjects().find(kIncident, 10)->subject_ref.reveal() == "ref-9");
    CHECK_FALSE(store.subjects().find(kIncident, 11).has_value());
    counts = import_all(store, sample_rows(5, 15));
    CHECK(counts.rows == 5);
    CHECK(counts.duplicates == 5);
    CHECK(store.subjects().find(kIncident, 11)->subject_ref.reveal() == "ref-10");
    CHECK(import_all(store, sample_rows(0, 2), "INC-2026-0002").rows == 2);
    CHECK(store.subjects().find("INC-2026-0002", 1)->subject_ref.reveal() == "ref-0");
    CHECK(store.deliveries().tally(kIncident, 1).subjects == 15);
}

TEST_CASE("an import that is not finished is seen by nobody, and aborted it leaves nothing") {
    Store store({"", "live"}, master_key());
    import_all(store, sample_rows(0, 3));
    auto id = committed(store, [&] { return store.imports().begin(kIncident); });
    committed(store, [&] { store.imports().stage(id, kIncident, listed(store, sample_rows(10, 20))); });
    CHECK(store.imports().is_open(id, kIncident));
    CHECK_FALSE(store.imports().is_open(id, "INC-2026-0002"));
    CHECK(store.deliveries().tally(kIncident, 1).subjects == 3);
    CHECK(unplanned(store).size() == 3);
    CHECK_FALSE(store.subjects().find(kIncident, 4).has_value());
    committed(store, [&] { store.imports().abort(id); });
    CHECK_FALSE(store.imports().is_open(id, kIncident));
    while (store.rest()) {
    }
    auto counts = import_all(store, sample_rows(10, 20));
    CHECK(counts.rows == 10);
    CHECK(counts.duplicates == 0);
    CHECK(store.subjects().find(kIncident, 4)->subject_ref.reveal() == "ref-10");
}

TEST_CASE("an import cut off by a crash is taken away at the next start") {
    ScratchDirectory scratch;
    run_and_kill([&] {
        Store store(options_in(scratch), master_key());
        auto id = committed(store, [&] { return store.imports().begin(kIncident); });
        committed(store, [&] { store.imports().stage(id, kIncident, listed(store, sample_rows(0, 50))); });
    });
    Store store(options_in(scratch), master_key());
    committed(store, [&] { store.imports().abort_all(); });
    while (store.rest()) {
    }
    auto counts = import_all(store, sample_rows(0, 50));
    CHECK(counts.rows == 50);
    CHECK(counts.duplicates == 0);
    CHECK(store.subjects().find(kIncident, 1)->subject_ref.reveal() == "ref-0");
}

TEST_CASE("a chunk that was rolled back can be staged again") {
    Store store({"", "live"}, master_key());
    auto id = committed(store, [&] { return store.imports().begin(kIncident); });
    committed(store, [&] { store.imports().stage(id, kIncident, listed(store, sample_rows(0, 5))); });
    store.begin();
    store.imports().stage(id, kIncident, listed(store, sample_rows(5, 10)));
    store.rollback();
    auto counts = committed(store, [&] {
        store.imports().stage(id, kIncident, listed(store, sample_rows(3, 10)));
        return store.imports().finish(id, kIncident, kNow);
    });
    CHECK(counts.rows == 10);
    CHECK(counts.duplicates == 2);
    CHECK(store.subjects().find(kIncident, 10)->subject_ref.reveal() == "ref-9");
}

TEST_CASE("whom an open list brings back is brought back, whatever other step was rolled back meanwhile") {
    Store store({"", "live"}, master_key());
    import_all(store, sample_rows(0, 3));
    committed(store, [&] {
        store.subjects().set_state(kIncident, 2, SubjectState::removed, kNow);
        store.subjects().set_state(kIncident, 3, SubjectState::impossible, kNow);
    });
    auto id = committed(store, [&] { return store.imports().begin(kIncident); });
    committed(store, [&] { store.imports().stage(id, kIncident, listed(store, {sample_row(1), sample_row(2)})); });
    store.begin();
    store.rollback();
    committed(store, [&] { store.imports().stage(id, kIncident, listed(store, {sample_row(1), sample_row(7)})); });
    auto counts = committed(store, [&] { return store.imports().finish(id, kIncident, kNow); });
    CHECK(counts.rows == 3);
    StoreProbe probe(store);
    CHECK(probe.number("SELECT count(*) FROM subjects WHERE state = 'impossible'") == 0);
    CHECK(probe.number("SELECT count(*) FROM subjects WHERE state = 'removed'") == 2);
    CHECK(unplanned(store) == Numbers{1, 4, 5, 6});
}

TEST_CASE("whoever is removed while a list on its way in names them stays removed") {
    Store store({"", "live"}, master_key());
    import_all(store, sample_rows(0, 2));
    committed(store, [&] { store.subjects().set_state(kIncident, 1, SubjectState::removed, kNow); });
    auto id = committed(store, [&] { return store.imports().begin(kIncident); });
    committed(store, [&] { store.imports().stage(id, kIncident, listed(store, {sample_row(0)})); });
    committed(store, [&] { store.subjects().set_state(kIncident, 2, SubjectState::removed, kNow); });
    committed(store, [&] { store.imports().stage(id, kIncident, listed(store, {sample_row(1)})); });
    CHECK(committed(store, [&] { return store.imports().finish(id, kIncident, kNow); }).rows == 1);
    CHECK(unplanned(store) == Numbers{3});
}

TEST_CASE("of two imports at the same time the one finished later leaves out what the other brought") {
    Store store({"", "live"}, master_key());
    auto first = committed(store, [&] { return store.imports().begin(kIncident); });
    auto second = committed(store, [&] { return store.imports().begin(kIncident); });
    committed(store, [&] { store.imports().stage(first, kIncident, listed(store, sample_rows(0, 10))); });
    committed(store, [&] { store.imports().stage(second, kIncident, listed(store, sample_rows(5, 15))); });
    CHECK(committed(store, [&] { return store.imports().finish(first, kIncident, kNow); }).rows == 10);
    auto counts = committed(store, [&] { return store.imports().finish(second, kIncident, kNow); });
    CHECK(counts.rows == 5);
    CHECK(counts.duplicates == 5);
    CHECK(counts.reachable.at("email") == 5);
    CHECK(store.deliveries().tally(kIncident, 1).subjects == 15);
    CHECK(unplanned(store).size() == 15);
}

TEST_CASE("an aborted import takes nothing from one that was staged beside it") {
    Store store({"", "live"}, master_key());
    auto first = committed(store, [&] { return store.imports().begin(kIncident); });
    auto second = committed(store, [&] { return store.imports().begin(kIncident); });
    committed(store, [&] { store.imports().stage(first, kIncident, listed(store, sample_rows(0, 10))); });
    committed(store, [&] { store.imports().stage(second, kIncident, listed(store, sample_rows(0, 10))); });
    committed(store, [&] { store.imports().abort(first); });
    CHECK(committed(store, [&] { return store.imports().finish(second, kIncident, kNow); }).rows == 10);
    CHECK(unplanned(store).size() == 10);
}

TEST_CASE("an aborted import goes away slice by slice, and is seen by nobody meanwhile") {
    Store store({"", "live"}, master_key());
    import_all(store, sample_rows(0, 3));
    auto id = committed(store, [&] { return store.imports().begin(kIncident); });
    committed(store, [&] { store.imports().stage(id, kIncident, listed(store, sample_rows(10, 35))); });
    committed(store, [&] { store.imports().abort(id); });
    StoreProbe probe(store);
    CHECK_FALSE(store.imports().is_open(id, kIncident));
    CHECK(probe.number("SELECT count(*) FROM subjects") == 28);
    CHECK(committed(store, [&] { return store.imports().clear_aborted(10); }));
    CHECK(probe.number("SELECT count(*) FROM subjects") == 18);
    import_all(store, sample_rows(10, 15));  // in between: those of the aborted one are no duplicates
    CHECK(store.deliveries().tally(kIncident, 1).subjects == 8);
    while (committed(store, [&] { return store.imports().clear_aborted(10); })) {
    }
    CHECK(probe.number("SELECT count(*) FROM subjects") == 8);
    CHECK(probe.number("SELECT count(*) FROM imports") == 2);
    CHECK(probe.number("SELECT count(*) FROM import_reach") == 2);
    CHECK(unplanned(store).size() == 8);
}

TEST_CASE("what a list holds that cannot be used is kept in pieces of a bounded size, cut between lines") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    std::string line(99, 'x'), text;
    for (int i = 0; i < 30'000; ++i) text += line + "\n";
    auto id = committed(store, [&] {
        auto begun = store.imports().begin(kIncident);
        store.imports().stage(begun, kIncident, listed(store, sample_rows(0, 1)));
        store.imports().keep_rejected(begun, kIncident, text);
        store.imports().keep_rejected(begun, kIncident, "the last one\n");
        store.imports().finish(begun, kIncident, kNow);
        return begun;
    });
    Reader reader(options_in(scratch), master_key());
    auto kept = reader.rejected_rows(kIncident, id);
    REQUIRE(kept.has_value());
    REQUIRE(kept->size() == 4);
    std::string all;
    for (const auto& piece : *kept) {
        CHECK(piece.size() <= (1 << 20));
        CHECK(piece.back() == '\n');
        all += piece;
    }
    CHECK(all == text + "the last one\n");
}

TEST_CASE("counters of more runs than memory keeps stay right") {
    Store store({"", "live"}, master_key());
    auto incident = [](int i) { return "INC-2026-" + std::to_string(1000 + i); };
    for (int i = 0; i < 600; ++i) import_all(store, sample_rows(0, 1 + i % 3), incident(i));
    for (int i = 0; i < 600; ++i)
        committed(store, [&] { store.subjects().set_state(incident(i), 1, SubjectState::told, kNow); });
    for (int i = 0; i < 600; ++i) {
        auto counts = store.deliveries().tally(incident(i), 1);
        if (counts.subjects != 1 + i % 3 || counts.told != 1) FAIL("counters of " << incident(i));
    }
}

TEST_CASE("a subject is unplanned until it has a delivery of that version or is no longer pending") {
    Store store({"", "live"}, master_key());
    import_all(store, sample_rows(0, 5));
    CHECK(unplanned(store) == Numbers{1, 2, 3, 4, 5});
    committed(store, [&] {
        store.deliveries().add(sample_delivery(1));
        store.deliveries().add(sample_delivery(3));
        store.subjects().set_state(kIncident, 2, SubjectState::unreachable, kNow);
    });
    CHECK(unplanned(store) == Numbers{4, 5});
    CHECK(unplanned(store, 2) == Numbers{1, 2, 3, 4, 5});  // a new version tries again those out of reach
    committed(store, [&] { store.subjects().set_state(kIncident, 2, SubjectState::pending, kNow); });
    CHECK(unplanned(store) == Numbers{2, 4, 5});
    import_all(store, sample_rows(5, 7));
    CHECK(unplanned(store) == Numbers{2, 4, 5, 6, 7});
    CHECK(plan(store) == Numbers{2, 4, 5, 6, 7});
    CHECK(plan(store).empty());
    committed(store, [&] { store.subjects().set_state(kIncident, 4, SubjectState::unreachable, kNow); });
    CHECK(plan(store).empty());
    import_all(store, sample_rows(7, 8));
    CHECK(plan(store) == Numbers{8});
}

TEST_CASE("after the data key is destroyed a subject cannot be read any more") {
    Store store({"", "live"}, master_key());
    import_all(store, sample_rows(0, 1));
    store.vault().destroy(kIncident);
    auto gone = store.subjects().find(kIncident, 1);
    REQUIRE_FALSE(gone.has_value());
    CHECK(gone.error().message.find("destroyed") != std::string::npos);
}

}  // namespace
}  // namespace breachd::store
