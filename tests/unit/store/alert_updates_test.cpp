// Updates of alerts that are known, and what waits in quarantine.
#include "store/readers/reader.hpp"
#include "store_helpers.hpp"

using namespace breachd;
using namespace breachd::store;

namespace {

SampleAlert resolved(const SampleAlert& first, const std::string& incident) {
    auto out = first;
    out.alert.status = AlertStatus::resolved;
    out.alert.severity = 90;
    out.incident = incident;
    out.received_at = kNow + std::chrono::hours{5};
    return out;
}

}  // namespace

TEST_CASE("an update is kept beside the alert, and both are what is shown and compared from then on") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    auto first = sample_alert("a");
    auto id = committed(store, [&] { return store.alerts().add(first); });
    CHECK(store.alerts().stored(id)->alert == first.alert);
    committed(store, [&] { store.alerts().update(id, resolved(first, "")); });
    auto known = store.alerts().stored(id);
    REQUIRE(known);
    CHECK(known->alert.status == AlertStatus::resolved);
    CHECK(known->received_at == kNow);
    auto item = Reader(options_in(scratch), master_key()).alerts("", "", "", 10)->items.at(0);
    CHECK(item.at("status") == "resolved");
    CHECK(item.at("severity") == 90);
    CHECK(item.at("updates") == 1);
    CHECK(item.at("proof") == "token");
}

TEST_CASE(
    "an alert that comes into an incident late is sealed under that incident's key, with everything known of it") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    auto first = sample_alert("a");
    auto id = committed(store, [&] { return store.alerts().add(first); });
    committed(store, [&] { store.alerts().update(id, resolved(first, "")); });
    committed(store, [&] { store.alerts().update(id, resolved(first, kIncident)); });
    CHECK(store.alerts().find("wazuh", "a")->incident == kIncident);
    CHECK(store.alerts().stored(id)->alert.severity == 90);
    Reader reader(options_in(scratch), master_key());
    CHECK(reader.alerts(kIncident, "", "", 10)->items.at(0).at("updates") == 2);
    store.vault().destroy("alerts-2026-11");
    CHECK(store.alerts().stored(id).has_value());
    store.vault().destroy(kIncident);
    CHECK_FALSE(store.alerts().stored(id).has_value());
}

TEST_CASE("the rows of an update count in the batch's digest") {
    Store store({"", "live"}, master_key());
    auto first = sample_alert("a");
    auto id = committed(store, [&] {
        auto made = store.alerts().add(first);
        store.alerts().take_batch();
        return made;
    });
    committed(store, [&] {
        store.alerts().update(id, resolved(first, ""));
        CHECK(store.alerts().take_batch().first == 1);
    });
}

TEST_CASE("an alert whose incident is over is retired: its row stays, its id is free for a new one") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    auto first = sample_alert("a", kIncident);
    auto id = committed(store, [&] { return store.alerts().add(first); });
    committed(store, [&] { store.alerts().retire(id); });
    CHECK_FALSE(store.alerts().find("wazuh", "a").has_value());
    auto next = committed(store, [&] { return store.alerts().add(sample_alert("a")); });
    CHECK(next != id);
    CHECK(store.alerts().find("wazuh", "a")->alert_id == next);
    CHECK(store.alerts().stored(id)->incident == kIncident);
}

TEST_CASE("an update says from then on why the alert is where it is and how its sender was proven") {
    Store store({"", "live"}, master_key());
    auto first = sample_alert("a");
    auto id = committed(store, [&] { return store.alerts().add(first); });
    auto later = resolved(first, kIncident);
    NewAlert update = later;
    update.decision = "joined";
    update.why = "joined_group";
    update.proof = SenderProof::certificate;
    committed(store, [&] { store.alerts().update(id, update); });
    auto known = store.alerts().stored(id);
    REQUIRE(known);
    CHECK(known->decision == "joined");
    CHECK(known->why == "joined_group");
    CHECK(known->proof == SenderProof::certificate);
}

TEST_CASE("a quarantined message waits until it is settled, with its headers and how its sender was proven") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    auto id = committed(store, [&] {
        return store.quarantine().add(
            {"wazuh", "text/plain", "cut off", "byte 3", SenderProof::signature, R"({"ce-id":"7"})", "{\"x", kNow});
    });
    CHECK(store.quarantine().count_waiting() == 1);
    auto waiting = store.quarantine().waiting(id);
    REQUIRE(waiting);
    CHECK(waiting->received_at == kNow);
    CHECK(waiting->proof == SenderProof::signature);
    Reader reader(options_in(scratch), master_key());
    auto kept = reader.quarantined(id);
    REQUIRE(kept);
    CHECK(kept->body == "{\"x");
    CHECK(kept->headers == R"({"ce-id":"7"})");
    CHECK(kept->source == "wazuh");
    CHECK(reader.senders().at("wazuh").quarantined == 1);
    CHECK(reader.quarantined("Q-000000000099").error().code == ErrorCode::not_found);
    committed(store, [&] { store.quarantine().settle(id, "replayed", kNow); });
    CHECK_FALSE(store.quarantine().waiting(id).has_value());
    CHECK(store.quarantine().count_waiting() == 0);
    CHECK(reader.quarantined(id).error().code == ErrorCode::conflict);
    auto item = reader.quarantine(false, "", 10)->items.at(0);
    CHECK(item.at("outcome") == "replayed");
    CHECK(item.at("settled_at").is_string());
}

TEST_CASE("a body that waits in quarantine is found by its source, proof and bytes, and counts its repeats") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    QuarantineRow row{"wazuh", "text/plain", "cut off", "byte 3", SenderProof::token, "", "{\"x", kNow};
    auto id = committed(store, [&] { return store.quarantine().add(row); });
    CHECK(store.quarantine().find_same(row) == id);
    auto other = row;
    other.source = "other";
    CHECK_FALSE(store.quarantine().find_same(other));
    other = row;
    other.proof = SenderProof::signature;
    CHECK_FALSE(store.quarantine().find_same(other));
    committed(store, [&] { store.quarantine().count_repeat(id, kNow); });
    Reader reader(options_in(scratch), master_key());
    auto item = reader.quarantine(false, "", 10)->items.at(0);
    CHECK(item.at("repeats") == 1);
    CHECK(item.at("last_repeat_at").is_string());
    committed(store, [&] { store.quarantine().settle(id, "discarded", kNow); });
    CHECK_FALSE(store.quarantine().find_same(row));
}

TEST_CASE("the hosts of the alerts of a time are read without their bodies") {
    ScratchDirectory scratch;
    Store store(options_in(scratch), master_key());
    auto add = [&](const std::string& id, const std::string& host, bool test) {
        Alert alert;
        alert.external_id = id, alert.title = "t", alert.hosts = {host}, alert.test = test;
        committed(store, [&] {
            store.alerts().add({"wazuh", alert, "{}", kNow, "", "kept", "no_rule", "{}", SenderProof::token});
        });
    };
    add("1", "web-1", false);
    add("2", "test-1", true);
    add("3", "web-2", false);
    Reader reader(options_in(scratch), master_key());
    std::vector<std::string> hosts;
    auto take = [&](const NamedHosts& alert) { hosts.insert(hosts.end(), alert.hosts.begin(), alert.hosts.end()); };
    reader.hosts_since(kNow, 10, take);
    CHECK(hosts == std::vector<std::string>{"web-2", "web-1"});
    hosts.clear();
    reader.hosts_since(kNow + std::chrono::hours{1}, 10, take);
    CHECK(hosts.empty());
}

TEST_CASE("when a sender was last heard survives a restart") {
    ScratchDirectory scratch;
    {
        Store store(options_in(scratch), master_key());
        committed(store, [&] { store.senders().put("wazuh", {kNow, std::nullopt, std::nullopt}); });
        committed(store, [&] { store.senders().put("wazuh", {kNow, kNow, kNow + std::chrono::hours{1}}); });
    }
    Store store(options_in(scratch), master_key());
    auto heard = store.senders().all();
    REQUIRE(heard.size() == 1);
    CHECK(heard.at("wazuh").expected_since == kNow);
    CHECK(heard.at("wazuh").last_heard_at == kNow);
    CHECK(heard.at("wazuh").silent_since == kNow + std::chrono::hours{1});
}
