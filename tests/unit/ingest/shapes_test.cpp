// What holds for every JSON format, however its sender writes JSON: numbers as texts, null anywhere, one body as an
// array, on lines, behind a byte-order mark.
#include "ingest/batch.hpp"
#include "ingest/fields.hpp"
#include "ingest_helpers.hpp"
#include "own_samples.hpp"
#include "promises.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

bool is_json(std::string_view text) { return text.starts_with("{") || text.starts_with("["); }

// Without ids, which for some senders are a hash over the very bytes that the test changes.
std::vector<Alert> alerts_of(std::string_view format, std::string_view body) {
    std::vector<Alert> out;
    for (auto& item : must_parse(format, body).items) {
        item.alert.external_id.clear();
        out.push_back(std::move(item.alert));
    }
    return out;
}

json::value numbers_as_texts(const json::value& in) {
    if (const auto* items = array_of(&in)) {
        json::array out;
        for (const auto& item : *items) out.push_back(numbers_as_texts(item));
        return out;
    }
    if (const auto* object = object_of(&in)) {
        json::object out;
        for (const auto& member : *object) out.emplace(member.key(), numbers_as_texts(member.value()));
        return out;
    }
    return in.is_number() ? json::value(text_of(&in)) : in;
}

// Calls `use` with the document once for each of its values, that one replaced.
void with_each_replaced(json::value& place, const json::value& by, const std::function<void()>& use) {
    json::value kept = std::exchange(place, by);
    use();
    place = std::move(kept);
    if (place.is_array())
        for (auto& item : place.get_array()) with_each_replaced(item, by, use);
    else if (place.is_object())
        for (auto& member : place.get_object()) with_each_replaced(member.value(), by, use);
}

// Formats that are strict on purpose.
bool is_strict(std::string_view format) { return format == "generic"; }

}  // namespace

TEST_CASE("a number written as a text gives the same alert") {
    for (const auto& sample : own_samples()) {
        auto document = parse_json(sample.body);
        if (!document || is_strict(sample.format)) continue;
        INFO(sample.format << " " << sample.body);
        CHECK(alerts_of(sample.format, json::serialize(numbers_as_texts(*document))) ==
              alerts_of(sample.format, sample.body));
    }
}

TEST_CASE("null, an empty text, a number, a list or an object in any one place breaks no promise") {
    for (const auto& sample : own_samples()) {
        auto document = parse_json(sample.body);
        if (!document) continue;
        INFO(sample.format << " " << sample.body);
        const Format* format = find_format(sample.format);
        for (const json::value& by : {json::value(nullptr), json::value(""), json::value(-1), json::value(1e300),
                                      json::value(json::array{1}), json::value(json::object{{"a", nullptr}})})
            with_each_replaced(*document, by, [&] {
                auto body = json::serialize(*document);
                if (const char* broken = broken_promise(format->parse(Body{body, "", {}}))) {
                    INFO(body);
                    FAIL_CHECK(broken);
                }
            });
    }
}

TEST_CASE("one body gives the same alerts in an array, twice on lines, behind a byte-order mark and between blanks") {
    for (const auto& sample : own_samples()) {
        if (!is_json(sample.body) || !parse_json(sample.body)) continue;
        INFO(sample.format << " " << sample.body);
        auto want = alerts_of(sample.format, sample.body);
        std::string body(sample.body);
        CHECK(alerts_of(sample.format, "\xef\xbb\xbf \n" + body + "\r\n\n") == want);
        auto twice = want;
        twice.insert(twice.end(), want.begin(), want.end());
        CHECK(alerts_of(sample.format, body + "\n" + body) == twice);
        CHECK(alerts_of(sample.format, body + body) == twice);
        if (!body.starts_with("[")) CHECK(alerts_of(sample.format, "[" + body + "," + body + "]") == twice);
    }
}

TEST_CASE("alerts whose sender gives no id stay apart") {
    struct Pair {
        std::string_view format, first, second;
    };
    for (
        const auto& [format, first, second] : {
            // Hayabusa's minimal profile
            Pair{"sigma",
                 R"({"RuleTitle":"t","Level":"high","Computer":"c","Channel":"x","Timestamp":"2026-11-22T02:15:02Z"})",
                 R"({"RuleTitle":"t","Level":"high","Computer":"c","Channel":"x","Timestamp":"2026-11-23T02:15:02Z"})"},
            Pair{"dlp", R"({"alert_type":"DLP","alert_name":"a","timestamp":1795313702})",
                 R"({"alert_type":"DLP","alert_name":"b","timestamp":1795313702})"},
            Pair{"dlp", R"({"alarm_id":"","alarm_type_details":{"alarm_main_type":"a"}})",
                 R"({"alarm_id":"","alarm_type_details":{"alarm_main_type":"b"}})"},
            Pair{"dlp", R"({"event_id":"","event_type":"x","description":"a"})",
                 R"({"event_id":"","event_type":"x","description":"b"})"},
            Pair{"defender", R"({"AlertId":"","Title":"a"})", R"({"AlertId":"","Title":"b"})"},
            // a packet outside of any flow
            Pair{
                "suricata",
                R"({"event_type":"alert","timestamp":"2026-11-22T02:15:02Z","src_ip":"10.0.0.1","dest_ip":"10.0.0.2","alert":{"signature":"s","signature_id":1}})",
                R"({"event_type":"alert","timestamp":"2026-11-22T02:15:02Z","src_ip":"10.0.0.1","dest_ip":"10.0.0.3","alert":{"signature":"s","signature_id":1}})"},
        }) {
        INFO(format << " " << first);
        CHECK(one(format, first).external_id != one(format, second).external_id);
        CHECK(one(format, first).external_id == one(format, first).external_id);
    }
}

TEST_CASE("a line sent again with another header or a blank at its end is the same alert") {
    CHECK(one("cef", "<13>Nov 22 02:15:02 h CEF:0|V|P|1|1|N|5|src=10.0.0.1").external_id ==
          one("cef", "<13>Nov 22 02:15:09 h CEF:0|V|P|1|1|N|5|src=10.0.0.1 \r\n").external_id);
    CHECK(one("leef", "LEEF:1.0|V|P|1|E|src=10.0.0.1\tsev=5").external_id ==
          one("leef", "LEEF:1.0|V|P|1|E|src=10.0.0.1\tsev=5 \n").external_id);
}
