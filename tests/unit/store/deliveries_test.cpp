#include "base/rng.hpp"
#include "store_helpers.hpp"

namespace breachd::store {
namespace {

using std::chrono::minutes;

DeliveryUpdate to_state(std::int64_t id, SendState state, Instant at = kNow,
                        std::optional<Instant> next_at = std::nullopt) {
    DeliveryUpdate update;
    update.id = id;
    update.state = state;
    update.at = at;
    update.next_at = next_at;
    update.attempts = 1;
    return update;
}

std::vector<DueDelivery> due(Store& store, const std::string& channel, Instant now = kNow, std::size_t most = 10) {
    return store.deliveries().claim(kIncident, channel, now, {}, most, [](const auto&) { return Pick::take; }).rows;
}

TEST_CASE("deliveries come out when they are due, oldest first, each channel by itself") {
    Store store({"", "live"}, master_key());
    import_all(store, sample_rows(0, 4));
    committed(store, [&] {
        auto later = sample_delivery(1);
        later.next_at = kNow + minutes(10);
        store.deliveries().add(later);
        store.deliveries().add(sample_delivery(2));
        auto at_once = sample_delivery(3);
        at_once.next_at.reset();
        store.deliveries().add(at_once);
        store.deliveries().add(sample_delivery(4, "sms"));
    });
    auto rows = due(store, "email");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].subject == 3);
    CHECK_FALSE(store.deliveries().of_subject(kIncident, 3, 1).at(0).next_at.has_value());
    CHECK(rows[1].subject == 2);
    CHECK(due(store, "email", kNow, 1).size() == 1);
    CHECK(due(store, "email", kNow + minutes(10)).size() == 3);
    CHECK(due(store, "sms").size() == 1);
    auto nobody =
        store.deliveries().claim("INC-2026-0099", "sms", kNow, {}, 10, [](const auto&) { return Pick::take; });
    CHECK(nobody.rows.empty());
    CHECK(nobody.exhausted);
}

TEST_CASE("a delivery is found by key and by subject, and the provider's id stays") {
    Store store({"", "live"}, master_key());
    import_all(store, sample_rows(0, 1));
    committed(store, [&] { store.deliveries().add(sample_delivery(1)); });
    auto row = store.deliveries().by_key("INC-2026-0001-1-email-v1");
    REQUIRE(row.has_value());
    CHECK(row->incident == kIncident);
    committed(store, [&] {
        auto accepted = to_state(row->id, SendState::accepted);
        accepted.provider_id = "msg-77";
        accepted.code = "250";
        store.deliveries().update(accepted);
        store.deliveries().update(to_state(row->id, SendState::delivered, kNow + minutes(1)));
    });
    row = store.deliveries().of_subject(kIncident, 1, 1).at(0);
    CHECK(row->state == SendState::delivered);
    CHECK(row->provider_id == "msg-77");
    CHECK(row->updated_at == kNow + minutes(1));
    CHECK(store.deliveries().of_subject(kIncident, 1, 2).empty());
    store.begin();
    CHECK_THROWS_AS(store.deliveries().add(sample_delivery(1)), StoreError);  // one row a subject, channel and version
    store.rollback();
}

TEST_CASE("of one state those come first that have been in it the longest") {
    Store store({"", "live"}, master_key());
    import_all(store, sample_rows(0, 3));
    committed(store, [&] {
        for (int i = 1; i <= 3; ++i) store.deliveries().add(sample_delivery(i));
        auto rows = due(store, "email");
        store.deliveries().update(to_state(rows[0].id, SendState::accepted, kNow + minutes(2)));
        store.deliveries().update(to_state(rows[1].id, SendState::accepted, kNow + minutes(1)));
    });
    auto accepted = store.deliveries().in_state(kIncident, SendState::accepted, 10);
    REQUIRE(accepted.size() == 2);
    CHECK(accepted[0].subject == 2);
    CHECK(accepted[1].subject == 1);
}

TEST_CASE("what was accepted before midnight is not counted for today") {
    Store store({"", "live"}, master_key());
    import_all(store, sample_rows(0, 2));
    Instant midnight = instant_from_ms(to_ms(kNow) / 900'000 * 900'000);
    committed(store, [&] {
        store.deliveries().add(sample_delivery(1));
        store.deliveries().add(sample_delivery(2));
        auto rows = due(store, "email");
        store.deliveries().update(to_state(rows[0].id, SendState::accepted, midnight - minutes(1)));
        store.deliveries().update(to_state(rows[1].id, SendState::accepted, midnight + minutes(1)));
        store.deliveries().update(to_state(rows[1].id, SendState::delivered, midnight + minutes(2)));
    });
    CHECK(store.deliveries().sent_since(midnight).at("email") == 1);
    CHECK(store.deliveries().sent_since(midnight - minutes(60)).at("email") == 2);
}

TEST_CASE("a message that may have been taken is charged to its day, each time it goes out") {
    Store store({"", "live"}, master_key());
    import_all(store, sample_rows(0, 1));
    auto today = [&] { return store.deliveries().sent_since(kNow - minutes(15))["email"]; };
    auto become = [&](SendState state) {
        committed(store, [&] { store.deliveries().update(to_state(1, state, kNow)); });
        return today();
    };
    committed(store, [&] { store.deliveries().add(sample_delivery(1)); });
    CHECK(become(SendState::sending) == 0);
    CHECK(become(SendState::unknown) == 1);
    CHECK(become(SendState::sending) == 1);
    CHECK(become(SendState::unknown) == 2);
    CHECK(become(SendState::delivered) == 2);  // says a receipt of it
}

// What tally() should say, by counting rows.
RunCounts counted(Store& store, int version) {
    RunCounts out;
    Statement subjects =
        StoreProbe(store).read("SELECT count(*), sum(state = 'told'), sum(state = 'unreachable') FROM subjects");
    subjects.step();
    out.subjects = subjects.integer(0);
    out.told = subjects.integer(1);
    out.unreachable = subjects.integer(2);
    out.pending = out.subjects - out.told - out.unreachable;
    Statement flight = StoreProbe(store).read(
        "SELECT count(*) FROM deliveries d JOIN subjects s ON s.id = d.subject WHERE d.version = ? "
        "AND (d.state = 'sending' OR (d.state = 'accepted' AND s.state <> 'told'))");
    flight.bind(version).step();
    out.in_flight = flight.integer(0);
    Statement waiting = StoreProbe(store).read(
        "SELECT channel, count(*) FROM deliveries WHERE version = ? AND state IN ('queued', 'retrying') "
        "GROUP BY channel");
    waiting.bind(version);
    while (waiting.step()) out.queued[waiting.text(0)] = waiting.integer(1);
    return out;
}

void check_same(const RunCounts& kept, const RunCounts& rows) {
    CHECK(kept.subjects == rows.subjects);
    CHECK(kept.told == rows.told);
    CHECK(kept.unreachable == rows.unreachable);
    CHECK(kept.pending == rows.pending);
    CHECK(kept.in_flight == rows.in_flight);
    for (const char* channel : {"email", "sms"}) {
        auto kept_count = kept.queued.contains(channel) ? kept.queued.at(channel) : 0;
        auto row_count = rows.queued.contains(channel) ? rows.queued.at(channel) : 0;
        CHECK(kept_count == row_count);
    }
}

// The earliest moment of a channel, as a claim finds it before any row may go.
void check_next_moment(Store& store, const char* channel) {
    auto claimed =
        store.deliveries().claim(kIncident, channel, kNow - minutes(1), {}, 10, [](const auto&) { return Pick::take; });
    Statement next = StoreProbe(store).read(
        "SELECT min(next_at) FROM deliveries WHERE state IN ('queued', 'retrying', 'unknown') AND channel = ?");
    next.bind(channel).step();
    CHECK(claimed.exhausted);
    CHECK(claimed.next_at == next.maybe_instant(0));
}

void random_step(Store& store, Rng& rng) {
    auto subject = static_cast<std::int64_t>(rng.below(40)) + 1;
    const char* channel = rng.one_in(2) ? "email" : "sms";
    auto state = static_cast<SendState>(rng.below(8));
    auto moment = kNow + minutes(static_cast<int>(rng.below(100)));
    auto known = store.deliveries().by_key(sample_delivery(subject, channel).key);
    if (rng.one_in(3)) {
        store.subjects().set_state(kIncident, subject, static_cast<SubjectState>(rng.below(3)), moment);
    } else if (known) {
        store.deliveries().update(to_state(known->id, state, moment, moment));
    } else {
        auto row = sample_delivery(subject, channel);
        row.state = state;
        row.next_at = moment;
        store.deliveries().add(row);
    }
}

TEST_CASE("the kept counters are what counting the rows gives, through commits, rollbacks and restarts") {
    ScratchDirectory scratch;
    Rng rng(20261118);
    for (int start = 0; start < 4; ++start) {
        Store store(options_in(scratch), master_key());
        if (start == 0) import_all(store, sample_rows(0, 40));
        for (int transaction = 0; transaction < 60; ++transaction) {
            store.begin();
            for (int i = 0; i < 7; ++i) random_step(store, rng);
            if (rng.one_in(4))
                store.rollback();
            else
                store.commit();
            check_same(store.deliveries().tally(kIncident, 1), counted(store, 1));
            for (const char* channel : {"email", "sms"}) check_next_moment(store, channel);
        }
    }
}

}  // namespace
}  // namespace breachd::store
