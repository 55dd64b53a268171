#include "store/readers/reader.hpp"

#include "store/tables/meta.hpp"
#include "store_helpers.hpp"

namespace breachd::store {
namespace {

using std::chrono::hours;

Incident sample_incident(const std::string& id, Instant opened_at, const std::string& kind) {
    Incident incident;
    incident.id = id;
    incident.version = 1;
    incident.title = "Truy cập trái phép";
    incident.opened_at = opened_at;
    incident.detected_at = opened_at;
    incident.kinds = {{kind, 10, 10}};
    Obligation authority;
    authority.id = "authority";
    authority.citation = "Điều 28";
    authority.due_at = opened_at + hours(72);
    authority.starts_at = opened_at;
    incident.obligations = {authority};
    return incident;
}

TEST_CASE("a reader sees what is committed and only that") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    Reader reader(options_in(scratch), master_key());
    store.begin();
    store.incidents().put(sample_incident(kIncident, kNow, "location"), std::nullopt);
    CHECK_FALSE(reader.incident(kIncident).has_value());
    store.commit();
    REQUIRE(reader.incident(kIncident).has_value());
    CHECK(reader.incident(kIncident)->at("title") == "Truy cập trái phép");
    CHECK_THROWS_AS(Reader(StoreOptions{"", "live"}, master_key()), StoreError);
}

TEST_CASE("incidents are listed newest first, slice by slice, by state, kind and due moment") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    committed(store, [&] {
        for (int i = 1; i <= 5; ++i) {
            auto incident =
                sample_incident("INC-2026-000" + std::to_string(i), kNow + hours(i), i % 2 ? "location" : "basic");
            if (i == 5) incident.state = IncidentState::dismissed;
            store.incidents().put(incident, incident.obligations[0].due_at);
        }
    });
    Reader reader(options_in(scratch), master_key());
    std::vector<std::string> seen;
    std::string cursor;
    do {
        Slice slice = reader.incidents({}, cursor, 2).value();
        CHECK(slice.items.size() <= 2);
        for (const auto& item : slice.items) seen.emplace_back(item.at("id").as_string());
        cursor = slice.next;
    } while (!cursor.empty());
    CHECK(seen == std::vector<std::string>{"INC-2026-0005", "INC-2026-0004", "INC-2026-0003", "INC-2026-0002",
                                           "INC-2026-0001"});
    CHECK(reader.incidents({.state = "dismissed"}, "", 10)->items.size() == 1);
    CHECK(reader.incidents({.kind = "location"}, "", 10)->items.size() == 3);
    CHECK(reader.incidents({.due_before = kNow + hours(72 + 3)}, "", 10)->items.size() == 2);
    CHECK(reader.incidents({}, "!!", 10).error().where == "cursor");
    Slice soonest = reader.clocks("", 3).value();
    json::array clocks = soonest.items;
    REQUIRE(clocks.size() == 3);
    Slice last = reader.clocks(soonest.next, 3).value();
    CHECK(last.next.empty());
    for (const auto& item : last.items) clocks.push_back(item);
    CHECK(reader.clocks("!!", 3).error().where == "cursor");
    REQUIRE(clocks.size() == 4);
    CHECK(clocks[0].at("incident_id") == "INC-2026-0001");
    CHECK(clocks[0].at("id") == "authority");
    CHECK(clocks[3].at("incident_id") == "INC-2026-0004");
}

TEST_CASE("a clock that no longer runs, or whose incident is dismissed, leaves the list") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    Reader reader(options_in(scratch), master_key());
    auto incident = sample_incident(kIncident, kNow, "location");
    auto second = incident.obligations[0];
    second.id = "subjects";
    second.due_at.reset();
    incident.obligations.push_back(second);
    committed(store, [&] { store.incidents().put(incident, std::nullopt); });
    auto listed = reader.clocks("", 10)->items;
    REQUIRE(listed.size() == 2);
    CHECK(listed[1].at("id") == "subjects");  // without a moment: the last one
    incident.obligations[0].state = ObligationState::met;
    committed(store, [&] { store.incidents().put(incident, std::nullopt); });
    CHECK(reader.clocks("", 10)->items.size() == 1);
    incident.state = IncidentState::dismissed;
    committed(store, [&] { store.incidents().put(incident, std::nullopt); });
    CHECK(reader.clocks("", 10)->items.empty());
}

TEST_CASE("alerts are opened for the reader, newest first, by incident and source") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    committed(store, [&] {
        store.alerts().add(sample_alert("a", kIncident));
        auto other = sample_alert("b");
        other.source = "elastic";
        auto id = store.alerts().add(other);
        store.alerts().count_repeat(id, kNow);
    });
    Reader reader(options_in(scratch), master_key());
    Slice slice = reader.alerts("", "", "", 10).value();
    REQUIRE(slice.items.size() == 2);
    CHECK(slice.items[0].at("alert_id") == "A-000000000002");
    CHECK(slice.items[0].at("incident_id").is_null());
    CHECK(slice.items[0].at("repeats") == 1);
    CHECK(slice.items[1].at("title") == "Bulk read of table");
    CHECK(slice.items[1].at("reason") == "Gộp vào INC-2026-0001 theo quy tắc “exfiltration”.");
    CHECK(slice.items[1].at("hosts").as_array()[0] == "gps-db-1");
    const auto sent = to_json(sample_alert("a").alert);
    for (const auto& [member, value] : sent.get_object()) CHECK(slice.items[1].at(member) == value);  // empty ones too
    CHECK(reader.alerts(kIncident, "", "", 10)->items.size() == 1);
    CHECK(reader.alerts("", "elastic", "", 10)->items.size() == 1);
    CHECK(reader.alerts(kIncident, "elastic", "", 10)->items.empty());
    Slice first = reader.alerts("", "", "", 1).value();
    CHECK(reader.alerts("", "", first.next, 1)->items[0].at("alert_id") == "A-000000000001");
    store.vault().destroy(kIncident);
    CHECK(reader.alerts(kIncident, "", "", 1)->items[0].at("unreadable").is_string());
}

TEST_CASE("a quarantined body is shown as text when it is text and as base64 when it is not") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    committed(store, [&] {
        CHECK(store.quarantine().add({"wazuh", "application/json", "not JSON", "byte 3", SenderProof::token, "",
                                      "{\"tên\": ", kNow}) == "Q-000000000001");
        store.quarantine().add(
            {"wazuh", "application/json", "not UTF-8", "", SenderProof::token, "", "\xff\xfe", kNow});
    });
    Reader reader(options_in(scratch), master_key());
    Slice slice = reader.quarantine(false, "", 10).value();
    REQUIRE(slice.items.size() == 2);
    CHECK(slice.items[0].at("body_base64").as_string() == base64("\xff\xfe"));
    CHECK(slice.items[1].at("body") == "{\"tên\": ");
    CHECK(slice.items[1].at("where") == "byte 3");
}

TEST_CASE("the timeline tells every entry of the incident in both languages with its hash") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    committed(store, [&] {
        store.journal().append(kNow, "", "system", QuarantineDiscarded{"Q-1", "other"});
        for (int i = 0; i < 3; ++i)
            store.journal().append(kNow, kIncident, "token:an", Acknowledged{"an", "api", std::to_string(i)});
    });
    Reader reader(options_in(scratch), master_key());
    Slice slice = reader.timeline(kIncident, {}, "", 2).value();
    REQUIRE(slice.items.size() == 2);
    CHECK(slice.items[0].at("seq") == 2);
    CHECK(slice.items[0].at("at").as_string() == format_rfc3339(kNow));
    CHECK(slice.items[0].at("kind") == "acknowledged");
    CHECK(slice.items[0].at("data").at("note") == "0");
    CHECK_FALSE(slice.items[0].at("summary").as_string().empty());
    CHECK(slice.items[0].at("summary") != slice.items[0].at("summary_en"));
    auto leaf = leaf_hash(leaf_bytes(store.journal().entries_of(kIncident)[0]));
    CHECK(slice.items[0].at("hash").as_string() == hex(leaf));
    Slice rest = reader.timeline(kIncident, {}, slice.next, 2).value();
    REQUIRE(rest.items.size() == 1);
    CHECK(rest.items[0].at("seq") == 4);
    CHECK(rest.next.empty());
    CHECK(reader.entries_after(1, 2).size() == 2);
    CHECK(reader.entries_of(kIncident).size() == 3);
}

TEST_CASE("the timeline is filtered by kind, actor and moment, and a run's progress is one line with its count") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    committed(store, [&] {
        auto progress = [&] { store.journal().append(kNow, kIncident, "system", DeliveriesRecorded{}); };
        store.journal().append(kNow, kIncident, "token:an", Acknowledged{"an", "api", ""});
        for (int i = 0; i < 4; ++i) progress();
        store.journal().append(kNow + hours(1), kIncident, "token:dpo", Confirmed{""});
        for (int i = 0; i < 2; ++i) progress();
        store.journal().append(kNow + hours(2), kIncident, "token:dpo", Closed{});
    });
    Reader reader(options_in(scratch), master_key());
    TimelineQuery grouped;
    grouped.group = true;
    auto first = reader.timeline(kIncident, grouped, "", 2).value();
    REQUIRE(first.items.size() == 2);
    CHECK(first.items[1].at("count") == 4);
    CHECK(first.items[1].at("first_seq") == 2);
    CHECK(first.items[1].at("seq") == 5);
    auto rest = reader.timeline(kIncident, grouped, first.next, 10).value();
    REQUIRE(rest.items.size() == 3);
    CHECK(rest.items[0].at("kind") == "confirmed");
    CHECK(rest.items[1].at("count") == 2);
    CHECK(rest.next.empty());
    TimelineQuery by_dpo;
    by_dpo.actor = "token:dpo";
    CHECK(reader.timeline(kIncident, by_dpo, "", 10)->items.size() == 2);
    by_dpo.kind = "closed";
    CHECK(reader.timeline(kIncident, by_dpo, "", 10)->items.size() == 1);
    TimelineQuery by_people;
    by_people.actor = "token";
    CHECK(reader.timeline(kIncident, by_people, "", 10)->items.size() == 3);
    by_people.since = kNow + hours(2);
    CHECK(reader.timeline(kIncident, by_people, "", 10)->items.size() == 1);
    CHECK(reader.entry(kIncident, 6)->at("kind") == "confirmed");
    CHECK_FALSE(reader.entry("INC-2026-0002", 6));
}

TEST_CASE("what the daemon notes of itself is listed newest first, without the incidents' entries") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    committed(store, [&] {
        store.journal().append(kNow, "", "system", ConfigurationLoaded{"a"});
        store.journal().append(kNow, kIncident, "token:an", Confirmed{""});
        store.journal().append(kNow, "", "token:dpo", StoreContinued{"đã đối chiếu"});
    });
    Reader reader(options_in(scratch), master_key());
    auto slice = reader.audit({}, "", 1).value();
    CHECK(slice.items.at(0).at("kind") == "store_continued");
    auto rest = reader.audit({}, slice.next, 5).value();
    REQUIRE(rest.items.size() == 1);
    CHECK(rest.items[0].at("kind") == "configuration_loaded");
}

TEST_CASE("files are listed by the day until which they are kept, and those that are held whatever the day") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    committed(store, [&] {
        auto kept = sample_incident("INC-2026-0001", kNow, "location");
        kept.retention.keep_until = kNow + hours(10);
        auto sooner = sample_incident("INC-2026-0002", kNow, "location");
        sooner.retention.keep_until = kNow + hours(5);
        auto held = sample_incident("INC-2026-0003", kNow, "location");
        held.retention.hold = true;
        held.retention.holds = {{"H-1", "dpo", "kiểm tra", kNow}};
        for (const auto& each : {kept, sooner, held, sample_incident("INC-2026-0004", kNow, "location")})
            store.incidents().put(each, std::nullopt);
    });
    Reader reader(options_in(scratch), master_key());
    auto first = reader.retention("", 2).value();
    REQUIRE(first.items.size() == 2);
    CHECK(first.items[0].at("id") == "INC-2026-0002");
    auto rest = reader.retention(first.next, 2).value();
    REQUIRE(rest.items.size() == 1);
    CHECK(rest.items[0].at("holds").at(0).at("hold_id") == "H-1");
}

TEST_CASE("a row of the lists that was altered by hand is found by the proof of the projection") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    auto incident = sample_incident(kIncident, kNow, "location");
    committed(store, [&] { store.incidents().put(incident, std::nullopt); });
    StoreProbe(store).faults().tamper("UPDATE waiting SET owner = 'x'");
    committed(store, [&] {
        CHECK(projection_differs(StoreProbe(store).connection(), incident, std::nullopt) == "incident_rows");
    });
}

TEST_CASE("a test that a channel took counts as the last that it sent") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    committed(store, [&] {
        store.meta().set(kChannelsTested, json::serialize(json::object{{"email", format_rfc3339(kNow)}, {"sms", 7}}));
    });
    auto last = Reader(options_in(scratch), master_key()).last_sent();
    REQUIRE(last.size() == 1);
    CHECK(last.at("email") == kNow);
}

TEST_CASE("the status of the subjects says who can be reached and how far the telling is") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    auto rows = sample_rows(0, 3);
    rows[2].reach = 0;
    import_all(store, rows);
    committed(store, [&] {
        store.incidents().put(sample_incident(kIncident, kNow, "location"), std::nullopt);
        store.deliveries().add(sample_delivery(1));
        store.deliveries().add(sample_delivery(2));
        DeliveryUpdate update;
        update.id = store.deliveries().by_key(sample_delivery(1).key)->id;
        update.state = SendState::delivered;
        update.at = kNow;
        store.deliveries().update(update);
        store.subjects().set_state(kIncident, 1, SubjectState::told, kNow);
    });
    Reader reader(options_in(scratch), master_key());
    auto status = reader.subjects_status(kIncident);
    CHECK(status.at("subjects") == 3);
    CHECK(status.at("reachable").at("email") == 2);
    CHECK(status.at("unreachable") == 1);
    auto unreached = reader.subjects(kIncident, {.state = "unreachable"}, "", 10).value();
    REQUIRE(unreached.items.size() == 1);  // whom the number counts the list shows
    CHECK(unreached.items[0].at("subject") == 3);
    CHECK(status.at("told") == 1);
    CHECK(status.at("channels").at("email").at("delivered") == 1);
    CHECK(status.at("channels").at("email").at("queued") == 1);
    CHECK(status.at("forecast_end").is_null());
    CHECK(reader.incident(kIncident)->at("notice_run").at("told") == 1);
    CHECK(reader.subjects_status("INC-2026-0099").at("subjects") == 0);
    Slice slice = reader.deliveries(kIncident, "", "", "", 1).value();
    CHECK(slice.items[0].at("subject") == 1);
    CHECK(reader.deliveries(kIncident, "", "", slice.next, 1)->items[0].at("subject") == 2);
    CHECK(reader.deliveries(kIncident, "queued", "", "", 10)->items[0].at("subject") == 2);
    CHECK(reader.deliveries(kIncident, "", "sms", "", 10)->items.empty());
}

TEST_CASE("a reader cannot write") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    Connection reader(scratch.path() + "/breachd.db", Connection::Kind::reader);
    CHECK_THROWS_AS(reader.faults().tamper("DELETE FROM journal"), StoreError);
}

}  // namespace
}  // namespace breachd::store
