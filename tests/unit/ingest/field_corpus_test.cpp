// A folder of inputs from the field that is no part of this repository (BREACHD_FIELD_ALERTS: `NAME.FORMAT.json`, or by
// extension), each with the right value of what it exercises.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ingest/fields.hpp"
#include "ingest_helpers.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

struct Right {
    std::string_view file;
    std::string_view members;  // of the alert, as JSON; a list names what must be in it
};

constexpr Right kRight[] = {
    {"o365-98-a.dlp.json",
     R"({"occurred_at":"2026-01-05T01:00:00Z","detected_at":"2026-01-05T01:05:00Z","users":["an@vidu.test"],"hosts":["10.1.1.1"]})"},
    {"entity-b.dlp.json", R"({"users":["an@vidu.test"]})"},
    {"entity-c.dlp.json", R"({"users":["binh@vidu.test"]})"},
    {"dt-without-zone.ocsf.json", R"({"occurred_at":"2026-01-05T01:00:00Z","detected_at":"2026-01-05T01:00:00Z"})"},
    {"tz-extension.cef", R"({"occurred_at":"2026-01-05T01:00:00Z"})"},
    {"ctime.cef", R"({"occurred_at":"2026-01-05T01:00:00Z","detected_at":"2026-01-05T01:05:00Z"})"},
    {"full-names.cef", R"({"occurred_at":"2026-01-05T01:00:00Z","hosts":["mx1","10.1.1.1"],"users":["an"]})"},
    {"vendor-keys.cef", R"({"occurred_at":"2026-01-05T01:00:00Z","hosts":["10.1.1.1","10.1.1.2"],"users":["an"]})"},
    {"vendor-keys.leef", R"({"users":["an"]})"},
    {"observables.ocsf.json", R"({"hosts":["pc1"],"users":["an"]})"},
    {"mail-recipient.defender.json", R"({"users":["an@vidu.test"]})"},
    {"severity-unknown.dlp.json", R"({"severity":80,"hosts":["pc1"],"records":null})"},
    {"key-value-text.syslog", R"({"title":"Exploit kit seen","severity":85,"hosts":["10.1.1.1","192.0.2.7"]})"},
    {"bracket-in-quotes.syslog", R"({"title":"New incident: Stealer seen","severity":80})"},
    {"name-says-nothing.cef", R"({"title":"Mass file deletion"})"},
    {"fqdn-host.wazuh.json", R"({"hosts":["BIO-DB-1.corp.vidu.local"]})"},
    {"nan.wazuh.json", R"({"hosts":["gps-db-2"],"severity":93})"},
};

constexpr std::pair<std::string_view, std::string_view> kTwo[] = {{"o365-98-a.dlp.json", "o365-98-b.dlp.json"},
                                                                  {"no-id-a.macie.json", "no-id-b.macie.json"}};

std::string format_of(const std::filesystem::path& file) {
    auto extension = file.extension().string().substr(1);
    return extension == "json" ? file.stem().extension().string().substr(1) : extension;
}

Alert alert_in(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    INFO(file);
    return one(format_of(file), text.str());
}

void check_member(const json::value& want, const json::value& have) {
    if (!want.is_array()) {
        CHECK(json::serialize(have) == json::serialize(want));
        return;
    }
    for (const auto& item : want.get_array()) {
        const auto& list = have.as_array();
        CHECK(std::find(list.begin(), list.end(), item) != list.end());
    }
}

}  // namespace

TEST_CASE("alerts from the field have the right values", "[field]") {
    const char* set = std::getenv("BREACHD_FIELD_ALERTS");
    if (set == nullptr) {
        WARN("no folder of inputs from the field (BREACHD_FIELD_ALERTS): skipped");
        return;
    }
    std::filesystem::path folder = set;
    for (const auto& [file, members] : kRight) {
        auto have = to_json(alert_in(folder / file));
        auto wanted = json::parse(members);
        for (const auto& member : wanted.as_object()) {
            INFO(file << " " << std::string_view(member.key()));
            check_member(member.value(), have.as_object().at(member.key()));
        }
    }
    for (const auto& [first, second] : kTwo)
        CHECK(alert_in(folder / first).external_id != alert_in(folder / second).external_id);
}
