#include "core/words/reasons.hpp"

#include <algorithm>
#include <set>

#include "core/incident/incident.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample_reasons.hpp"

using namespace breachd;
using testkit::sample_reasons;

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Words of English that no Vietnamese sentence holds, as whole words.
bool sounds_english(std::string_view text) {
    for (std::string word : {"the", "by", "of", "is", "was", "and", "not", "incident", "alert", "channel", "because",
                             "people", "rule", "told", "opened", "kept", "report", "published"}) {
        auto at = text.find(word);
        auto letter = [&](std::size_t i) {
            return i < text.size() &&
                   ((text[i] >= 'a' && text[i] <= 'z') || static_cast<unsigned char>(text[i]) >= 0x80);
        };
        if (at != std::string_view::npos && !(at > 0 && letter(at - 1)) && !letter(at + word.size())) return true;
    }
    return false;
}

bool has_vietnamese_marks(std::string_view text) {
    for (const char* letter : {"ă", "đ", "ở", "ằ", "Ư", "Đ", "ễ", "ơ", "ư", "ạ", "ả", "ấ", "ầ", "ậ", "ế", "ề", "ệ", "ị",
                               "ọ", "ố", "ộ", "ớ", "ờ", "ợ", "ụ", "ứ", "ự", "à", "á", "é", "í", "ó", "ô", "â", "ê"})
        if (has(text, letter)) return true;
    return false;
}

}  // namespace

TEST_CASE("every code of a reason is made by a function of its own") {
    std::set<ReasonCode> made;
    for (const auto& reason : sample_reasons()) made.insert(reason.code);
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<ReasonCode>>([&](auto code) {
        INFO(code.name);
        CHECK((code.value == ReasonCode::none) == !made.contains(code.value));
    });
}

TEST_CASE("every reason has a clause in both languages, with all its arguments and without codes") {
    for (const auto& reason : sample_reasons()) {
        auto vi = reason_text(reason, "vi"), en = reason_text(reason, "en");
        INFO(word_of(reason.code) << "\n  " << vi << "\n  " << en);
        for (const auto& text : {vi, en}) {
            CHECK(text.size() > 8);
            CHECK_FALSE(has(text, "?"));  // an argument that was not found
            CHECK_FALSE(has(text, "{"));
            CHECK_FALSE(has(text, "_"));  // a code, or an argument's name
            CHECK_FALSE(has(text, "  "));
            CHECK_FALSE(has(text, "T10:30:00"));
            CHECK_FALSE(text.ends_with("."));
        }
        CHECK(has_vietnamese_marks(vi));
        CHECK_FALSE(sounds_english(vi));
        CHECK(vi != en);
    }
}

TEST_CASE("a reason survives JSON and back, and an unknown code is an error") {
    for (const auto& reason : sample_reasons()) {
        auto text = canonical_json(to_json(reason));
        INFO(text);
        CHECK(stored_reason(text) == reason);
        Reason back;
        REQUIRE(from_json(*parse_json(text), back));
        CHECK(back == reason);
    }
    Reason unknown;
    CHECK_FALSE(from_json(*parse_json(R"({"code":"moon_phase","args":{}})"), unknown));
    CHECK(stored_reason("no JSON") == Reason{});
}

TEST_CASE("no reason says nothing") {
    CHECK(reason_text({}, "vi").empty());
    CHECK(reason_sentence({}, "vi").empty());
    CHECK(explanation_text({}, "vi").empty());
}

TEST_CASE("a reason alone is a sentence with a capital letter and a full stop") {
    CHECK(reason_sentence(because::joined_group("INC-2026-0001", "exfiltration"), "vi") ==
          "Gộp vào INC-2026-0001 theo quy tắc “exfiltration”.");
    CHECK(reason_sentence(because::asked_to_stop(), "vi") == "Được yêu cầu dừng.");
}

TEST_CASE("a reason may rest on another one") {
    CHECK(reason_text(because::nobody_acknowledges(because::incident_new(), 3), "vi") ==
          "KHÔNG AI xác nhận sau 3 lượt báo động: sự cố mới");
    CHECK(reason_text(because::escalation_step(because::incident_new(), 2, 1), "en") ==
          "a new incident (round 2, step 1)");
}

TEST_CASE("a page of a new incident says its title, also when the page rests on another reason") {
    CHECK(page_text(because::escalation_step(because::incident_new(), 1, 2), "Sao chép dữ liệu", "vi") ==
          "sự cố mới: Sao chép dữ liệu (lượt 1, bước 2)");
    CHECK(page_text(because::deadline_near(), "Sao chép dữ liệu", "vi") == reason_text(because::deadline_near(), "vi"));
}

TEST_CASE("an argument cannot break out of its line") {
    auto text = reason_text(because::channel_down("email", "421a\r\nBcc: x\x1b[2J", Cause::none), "vi");
    CHECK(std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

TEST_CASE("an incident's JSON shows explanations as Vietnamese sentences, a person's words as typed") {
    Incident incident;
    incident.obligations.push_back({});
    incident.obligations[0].how = {because::everyone_told({12, 12}), ""};
    incident.public_notice.why = Explanation{{}, "quyết định của An"};
    auto shown = to_json(incident);
    CHECK(shown.at("obligations").at(0).at("how") == "đã thông báo cho 12 trong 12 chủ thể dữ liệu");
    CHECK(shown.at("public_notice").at("why") == "quyết định của An");
    incident.obligations[0].how = {because::incident_dismissed(), "báo động giả"};
    CHECK(to_json(incident).at("obligations").at(0).at("how") == "sự cố được loại bỏ: báo động giả");
    CHECK(to_json(Incident{}).at("public_notice").at("why").is_null());
    Incident back;  // an answer that is kept for its Idempotency-Key is read back and shown as it was
    REQUIRE(from_json(to_json(incident), back));
    CHECK(to_json(back) == to_json(incident));
}

TEST_CASE("facts that the program fills in never change their words: bundles of evidence hold them") {
    CHECK(detected_by("wazuh") == "Cảnh báo từ hệ thống giám sát an ninh “wazuh”");
    CHECK(storm_title("Sao chép dữ liệu") == "Bão cảnh báo: Sao chép dữ liệu");
}
