// What a run does with thousands of rows at a time.
#include "store_helpers.hpp"

namespace breachd::store {
namespace {

using std::chrono::minutes;

constexpr Reach kEmail = 1, kPhone = 2;
const std::vector<PlanStep> kOrder{{"email", kEmail}, {"sms", kPhone}};

Pick take_all(const DueDelivery&) { return Pick::take; }

Claimed claim_all(Store& store, const std::string& channel, Instant now = kNow) {
    return store.deliveries().claim(kIncident, channel, now, {}, 1000, take_all);
}

std::vector<ImportRow> rows_with(std::size_t count, Reach reach, int from = 0) {
    auto rows = sample_rows(from, from + static_cast<int>(count));
    for (auto& row : rows) row.reach = reach;
    return rows;
}

Settled as(const DueDelivery& row, SendState state, bool told = false) {
    auto out = row.settled();
    out.was = SendState::sending;
    out.state = state;
    out.attempts = row.attempts + 1;
    out.told = told;
    return out;
}

// Sends every waiting row of the channel and records `state`.
void send_all(Store& store, const std::string& channel, SendState state, bool told) {
    committed(store, [&] {
        auto claimed = claim_all(store, channel);
        store.deliveries().begin_sending(kIncident, channel, claimed.rows, kNow);
        std::vector<Settled> settled;
        for (const auto& row : claimed.rows) settled.push_back(as(row, state, told));
        store.deliveries().record(kIncident, channel, settled, kNow);
    });
}

}  // namespace

TEST_CASE("every subject gets a first row on the first channel that reaches it, without one it is unreachable") {
    Store store({"", "live"}, master_key());
    auto rows = rows_with(5, kEmail | kPhone);
    for (auto& row : rows_with(3, kPhone, 5)) rows.push_back(row);
    for (auto& row : rows_with(2, 0, 8)) rows.push_back(row);
    import_all(store, rows);
    auto planned = committed(store, [&] { return store.deliveries().plan(kIncident, 1, kOrder, kNow, 1000); });
    CHECK_FALSE(planned.more);
    CHECK(planned.channels == std::set<std::string>{"email", "sms"});
    auto counts = store.deliveries().tally(kIncident, 1);
    CHECK(counts.queued.at("email") == 5);
    CHECK(counts.queued.at("sms") == 3);
    CHECK(counts.unreachable == 2);
    CHECK(store.deliveries().by_key("INC-2026-0001-1-email-v1"));
    CHECK(store.deliveries().by_key("INC-2026-0001-8-sms-v1"));
}

TEST_CASE("planning goes in slices, and nobody gets two rows or none") {
    Store store({"", "live"}, master_key());
    import_all(store, rows_with(25, kEmail));
    int slices = 0;
    for (bool more = true; more; ++slices)
        more = committed(store, [&] { return store.deliveries().plan(kIncident, 1, kOrder, kNow, 10).more; });
    CHECK(slices == 3);
    CHECK(store.deliveries().tally(kIncident, 1).queued.at("email") == 25);
    import_all(store, rows_with(5, kPhone, 25));
    committed(store, [&] { return store.deliveries().plan(kIncident, 1, kOrder, kNow, 1000).more; });
    CHECK(store.deliveries().tally(kIncident, 1).queued.at("sms") == 5);
    CHECK(store.deliveries().tally(kIncident, 1).queued.at("email") == 25);
}

TEST_CASE("a claim gives rows with what a letter needs, oldest first, and says when the next one may go") {
    Store store({"", "live"}, master_key());
    auto rows = rows_with(3, kEmail);
    rows[1].destinations = "abcd0123";
    import_all(store, rows);
    committed(store, [&] { return store.deliveries().plan(kIncident, 1, kOrder, kNow, 1000).more; });
    committed(store, [&] {
        store.deliveries().update({1, SendState::retrying, 1, kNow + minutes(7), "450", Cause::temporary, "", kNow});
    });
    auto claimed = claim_all(store, "email");
    REQUIRE(claimed.rows.size() == 2);
    CHECK(claimed.exhausted);
    CHECK(claimed.next_at == kNow + minutes(7));
    CHECK(claimed.rows[0].subject == 2);
    CHECK(claimed.rows[0].destination == "abcd0123");
    CHECK(claimed.rows[1].destination.empty());
    CHECK(claimed.rows[0].alone);
    auto opener = store.vault().opener(kIncident);
    REQUIRE(opener);
    CHECK(opener->open(claimed.rows[0].sealed, subject_place(kIncident, 2)));
    CHECK_FALSE(opener->open(claimed.rows[0].sealed, subject_place(kIncident, 3)));
}

TEST_CASE("rows that are passed over are not in the way of the next ones") {
    Store store({"", "live"}, master_key());
    auto rows = rows_with(20, kEmail);
    for (std::size_t i = 0; i < 15; ++i) rows[i].destinations = "slowslow";
    import_all(store, rows);
    committed(store, [&] { return store.deliveries().plan(kIncident, 1, kOrder, kNow, 1000).more; });
    auto not_slow = [](const DueDelivery& row) { return row.destination == "slowslow" ? Pick::pass : Pick::take; };
    auto first = store.deliveries().claim(kIncident, "email", kNow, {}, 10, not_slow);
    CHECK(first.rows.empty());
    CHECK_FALSE(first.exhausted);
    auto second = store.deliveries().claim(kIncident, "email", kNow, first.seen, 1000, not_slow);
    CHECK(second.rows.size() == 5);
    CHECK(second.exhausted);
}

TEST_CASE("settled rows of unknown outcome never stand before later ones that may go once more") {
    Store store({"", "live"}, master_key());
    import_all(store, rows_with(600, kEmail));
    committed(store, [&] { return store.deliveries().plan(kIncident, 1, kOrder, kNow, 1000).more; });
    committed(store, [&] {
        for (int id = 1; id <= 600; ++id) {
            std::optional<Instant> again;
            if (id > 300) again = kNow + minutes(5);
            store.deliveries().update(
                {id, SendState::unknown, 1, again, "", Cause::none, "", kNow + minutes(id > 300)});
        }
    });
    auto claimed = claim_all(store, "email", kNow + minutes(5));
    REQUIRE(claimed.rows.size() == 300);
    CHECK(claimed.rows[0].id == 301);
    CHECK(claimed.rows[0].state == SendState::unknown);
}

TEST_CASE("outcomes in a batch count as they would one by one") {
    Store store({"", "live"}, master_key());
    import_all(store, rows_with(50, kEmail | kPhone));
    committed(store, [&] { return store.deliveries().plan(kIncident, 1, kOrder, kNow, 1000).more; });
    send_all(store, "email", SendState::accepted, true);
    auto counts = store.deliveries().tally(kIncident, 1);
    CHECK(counts.told == 50);
    CHECK(counts.pending == 0);
    CHECK(counts.in_flight == 0);
    CHECK(store.deliveries().sent_since(kNow - minutes(15)).at("email") == 50);
    committed(store, [&] { store.subjects().set_state(kIncident, 7, SubjectState::pending, kNow); });
    CHECK(store.deliveries().tally(kIncident, 1).in_flight == 1);
}

TEST_CASE("a subject whom a receipt told or an import gave up meanwhile is counted once") {
    Store store({"", "live"}, master_key());
    import_all(store, rows_with(20, kEmail));
    committed(store, [&] { return store.deliveries().plan(kIncident, 1, kOrder, kNow, 1000).more; });
    committed(store, [&] {
        store.subjects().set_state(kIncident, 3, SubjectState::told, kNow);
        store.subjects().set_state(kIncident, 4, SubjectState::unreachable, kNow);
    });
    send_all(store, "email", SendState::accepted, true);
    auto counts = store.deliveries().tally(kIncident, 1);
    CHECK(counts.told == 20);
    CHECK(counts.unreachable == 0);
    CHECK(counts.in_flight == 0);
}

TEST_CASE("changes that no entry binds outlive a crash with the rows, and are bound once") {
    ScratchDirectory scratch;
    std::string bound;
    {
        Store store(options_in(scratch), master_key());
        import_all(store, rows_with(10, kEmail));
        committed(store, [&] { return store.deliveries().plan(kIncident, 1, kOrder, kNow, 1000).more; });
        send_all(store, "email", SendState::accepted, true);
        CHECK(store.deliveries().unbound(kIncident) == 20);
        store.begin();
        store.deliveries().update({1, SendState::delivered, 1, {}, "", Cause::none, "", kNow});
        store.rollback();
        CHECK(store.deliveries().unbound(kIncident) == 20);
    }
    Store store(options_in(scratch), master_key());
    CHECK(store.deliveries().runs_unbound() == std::vector<std::string>{kIncident});
    auto taken = committed(store, [&] { return store.deliveries().bind(kIncident); });
    CHECK(taken.rows == 20);
    CHECK(taken.sha256.size() == 64);
    CHECK(store.deliveries().runs_unbound().empty());
    CHECK(committed(store, [&] { return store.deliveries().bind(kIncident); }).rows == 0);
}

TEST_CASE("a claim walks one index in its order, however many rows wait") {
    Store store({"", "live"}, master_key());
    Statement plan = StoreProbe(store).plan_of(
        "SELECT d.id FROM deliveries d WHERE d.run = 1 AND d.channel = 'email' "
        "AND d.next_at <= 5 AND (d.next_at, d.id) > (1, 2) AND d.state IN ('queued', 'retrying', 'unknown') "
        "ORDER BY d.next_at, d.id LIMIT 5");
    REQUIRE(plan.step());
    CHECK(plan.text(3).find("deliveries_due") != std::string::npos);
    CHECK_FALSE(plan.step());  // no sorting
}

}  // namespace breachd::store
