// What the engine writes into the journal beside the facts: reasons as codes, holds, and the configuration it went by.
#include "core/words/reasons.hpp"
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;

namespace {

// Members that hold what people, senders or the configuration wrote.
bool is_typed(std::string_view member) {
    for (const char* typed : {"title", "note", "reason", "what", "words", "provenance", "when", "citation"})
        if (member == typed) return true;
    return false;
}

// Strings of more than three words in the program's own members.
void sentences_in(const json::value& value, std::string_view member, std::vector<std::string>& out) {
    if (value.is_object()) {
        for (const auto& [name, each] : value.get_object())
            if (!is_typed(name)) sentences_in(each, name, out);
    } else if (value.is_array()) {
        for (const auto& each : value.get_array()) sentences_in(each, member, out);
    } else if (value.is_string()) {
        std::string_view text(value.get_string());
        if (std::count(text.begin(), text.end(), ' ') > 2)
            out.push_back(std::string(member) + ": " + std::string(text));
    }
}

IngestAlerts unreadable() {
    auto command = message({});
    command.unreadable.push_back({"no JSON at all", "this is no JSON and cannot be read", "/0"});
    return command;
}

}  // namespace

TEST_CASE("no entry that the daemon writes holds a sentence of its own") {
    auto settings = desk_settings();
    settings.on_call.escalation = {{Duration{0}, {"an"}}};
    settings.on_call.rounds_max = 1;
    settings.storm = {2, hours{1}};
    Desk desk(settings);
    auto id = incident_of(desk.ask(message({desk_alert("a", 80)})));
    desk.ask(message({desk_alert("b", 90)}));
    for (int i = 0; i < 4; ++i) desk.ask(message({desk_alert("s" + std::to_string(i), 80, {"n" + std::to_string(i)})}));
    desk.ask(message({desk_alert("low", 10)}));
    desk.ask(unreadable());
    desk.dismiss(incident_of(desk.ask(message({desk_alert("c", 80, {"other"})}))), "báo động giả");
    desk.wait(hours{80});
    std::vector<std::string> sentences;
    std::set<std::string> kinds;
    desk.store().journal().each_entry([&](const Entry& entry) {
        kinds.insert(event_kind(entry.event));
        sentences_in(event_data(entry.event), "", sentences);
    });
    CHECK(sentences == std::vector<std::string>{});
    for (const char* kind : {"incident_opened", "alerts_joined", "obligation_started", "obligation_overdue", "paged",
                             "escalation_exhausted", "public_notice_proposed", "alert_quarantined", "dismissed"})
        CHECK(kinds.contains(kind));
    CHECK(desk.incident(id).detected_how == detected_by("siem"));
}

TEST_CASE("a hold has its number, and who set it") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a", 80)})));
    REQUIRE(desk.ask(Hold{true, "", "thanh tra"}, id, "dpo"));
    REQUIRE(desk.ask(Hold{true, "", "tranh chấp"}, id, "an"));
    CHECK_FALSE(desk.ask(Hold{false, "", "xong"}, id, "dpo"));
    REQUIRE(desk.ask(Hold{false, "H-1", "xong"}, id, "dpo"));
    auto holds = desk.entries<HoldSet>(id);
    REQUIRE(holds.size() == 3);
    CHECK(holds[0].hold_id == "H-1");
    CHECK(holds[0].by == "dpo");
    CHECK(holds[1].hold_id == "H-2");
    CHECK_FALSE(holds[2].on);
    CHECK(desk.incident(id).retention.hold);
}

TEST_CASE("the configuration's bytes are kept under the hash that the journal names") {
    auto settings = desk_settings();
    settings.as_read = "--- etc/breachd.yaml\nmode: live\n";
    settings.sha256 = hex(sha256(settings.as_read));
    Desk desk(settings);
    auto loaded = desk.entries<ConfigurationLoaded>("");
    REQUIRE(loaded.size() == 1);
    auto document = desk.store().documents().find("", loaded[0].sha256);
    REQUIRE(document);
    CHECK(document->bytes == settings.as_read);
    CHECK(document->kind == "configuration");
    settings.as_read += "# changed\n";
    settings.sha256 = hex(sha256(settings.as_read));
    desk.use(settings);
    CHECK(desk.store().documents().find("", settings.sha256)->bytes == settings.as_read);
}
