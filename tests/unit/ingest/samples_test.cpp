// Runs over a folder of real payloads when there is one (it is no part of this repository: BREACHD_ALERT_SAMPLES, or
// ../shared/alerts beside the source). `expected_dev.jsonl` is one careful reading of the samples; where ours differs
// on purpose, kDeviations says why.
#include <filesystem>
#include <fstream>

#include "ingest/fields.hpp"
#include "ingest/times.hpp"
#include "ingest_helpers.hpp"
#include "samples.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

struct Deviation {
    std::string_view file;
    std::string_view field;
    std::string_view reason;
};

constexpr Deviation kDeviations[] = {
    {"gcp_scc/dev/scc_demisto_pubsub_pull_base64.json", "title",
     "a finding without a category: we never leave a title empty"},
    {"dlp/dev/sekoia_wiz_issue_publicly_exposed_data_finding_gdpr.json", "hosts",
     "the finding's own name, \"GDPR 2415\", is no host"},
    {"sentinel_defender/dev/sekoia_defender_test_alert_evidence.json", "hosts",
     "the reading leaves out the machine that the entity in AdditionalFields lies on"},
    {"sentinel_defender/dev/sekoia_defender_test_alert_evidence.json", "users", "the same for the process's account"},
    {"alertmanager/dev/goalert_minimal_no_fingerprint.json", "dedup_key",
     "no fingerprint: we hash the labels, the reading lists them"},
};

// Where our duplicate key is the reading's with more behind it, because the sender's own id is shared by several
// alerts.
constexpr Deviation kLongerKeys[] = {
    {"splunk/", "dedup_key", "one run of a search posts each of its rows under one sid: the row's hash follows"},
    {"falco/", "dedup_key", "no id: rule, host and time also need the output fields to be told apart"},
    {"sentinel_defender/", "dedup_key", "every evidence row of an alert names another host or account"},
    {"grafana/dev/goalert_legacy", "dedup_key", "a rule that fires again has no other sign of it than its values"},
};

bool deviates(std::string_view file, std::string_view field) {
    for (const auto& known : kDeviations)
        if (known.file == file && known.field == field) return true;
    return false;
}

void compare_key(std::string_view file, std::string_view want, std::string_view have) {
    if (deviates(file, "dedup_key")) return;
    INFO(file << " dedup_key " << want);
    bool longer = false;
    for (const auto& known : kLongerKeys) longer = longer || file.starts_with(known.file);
    if (longer && have.starts_with(want)) return;
    CHECK(have == want);
}

// The reading's coarse kind of one of our kinds of data.
std::string_view coarse(std::string_view kind) {
    for (auto basic : {"name", "birth_date", "gender", "address", "nationality", "image", "contact_or_id_number",
                       "marital_status", "family", "other_basic"})
        if (kind == basic) return "basic";
    if (kind == "digital_account") return "credentials";
    if (kind == "bank_finance_credit") return "financial";
    return kind == "location" || kind == "biometric" ? kind : "sensitive";
}

void compare_kind(std::string_view file, std::string_view want, const Alert& got) {
    if (deviates(file, "data_kind")) return;
    INFO(file << " data_kind " << want);
    bool found = got.data_kinds.empty() && want.empty();
    for (const auto& kind : got.data_kinds) found = found || coarse(kind) == want;
    CHECK(found);
}

std::string_view format_of(std::string_view file) {
    auto folder = file.substr(0, file.find('/'));
    return folder == "sentinel_defender" ? "defender" : folder;
}

Texts texts(const json::value& list) {
    Texts out;
    for (const auto& item : list.as_array()) out.push_back(text_of(&item));
    return out;
}

void compare(std::string_view file, const json::object& want, const Alert& got) {
    auto same = [&](std::string_view field, const std::string& wanted, const std::string& have) {
        if (deviates(file, field)) return;
        INFO(file << " " << field);
        CHECK(have == wanted);
    };
    compare_key(file, text_view(find(want, "dedup_key")), got.external_id);
    if (want.contains("envelope"))
        return same("occurred_at", time_text(time_of(find(want, "occurred_at"))), time_text(got.occurred_at));
    same("title", text_of(find(want, "title")), got.title);
    same("severity", text_of(find(want, "severity")), std::to_string(got.severity));
    if (find(want, "severity_native") != nullptr)
        same("severity_native", text_of(find(want, "severity_native")), got.severity_native);
    same("occurred_at", time_text(time_of(find(want, "occurred_at"))), time_text(got.occurred_at));
    same("detected_at", time_text(time_of(find(want, "detected_at"))), time_text(got.detected_at));
    same("status", text_of(find(want, "status")), boost::describe::enum_to_string(got.status, "?"));
    same("test", text_of(find(want, "test")), got.test ? "true" : "false");
    same("records", text_of(find(want, "records")), got.records ? std::to_string(*got.records) : "");
    INFO(file);
    if (!deviates(file, "hosts")) CHECK(got.hosts == texts(want.at("hosts")));
    if (!deviates(file, "users")) CHECK(got.users == texts(want.at("users")));
    compare_kind(file, text_view(find(want, "data_kind")), got);
}

}  // namespace

TEST_CASE("real payloads are read as their careful reading says", "[samples]") {
    auto folder = samples_folder();
    if (!folder) return;
    std::ifstream lines(*folder / "expected_dev.jsonl");
    std::string line;
    std::size_t files = 0;
    while (std::getline(lines, line)) {
        auto row = json::parse(line).as_object();
        auto file = text_of(find(row, "file"));
        INFO(file);
        auto body = read_text(*folder / file);
        auto parsed = parse(format_of(file), body);
        if (!parsed) {
            CHECK(parsed.error().text() == "");
            continue;
        }
        const auto& want = row.at("alerts").as_array();
        CHECK(parsed->rejected.empty());
        CHECK(parsed->items.size() == want.size());
        for (std::size_t i = 0; i < want.size() && i < parsed->items.size(); ++i)
            compare(file, want[i].as_object(), parsed->items[i].alert);
        ++files;
    }
    CHECK(files > 50);
}

TEST_CASE("every real text payload gives an alert", "[samples]") {
    auto folder = samples_folder();
    if (!folder) return;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
        auto path = entry.path();
        if (path.extension() != ".txt" || path.parent_path().filename() != "dev") continue;
        auto format = path.parent_path().parent_path().filename().string();
        if (format == "cloudevents") continue;  // a transcript of an HTTP request, tested below
        INFO(path);
        auto body = read_text(path);
        auto parsed = parse(format, body);
        REQUIRE(parsed.has_value());
        CHECK(parsed->items.size() >= 1);
        for (const auto& item : parsed->items) CHECK_FALSE(item.alert.title.empty());
    }
}
