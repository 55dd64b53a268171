#include "core/telling/letter_items.hpp"

#include "core/telling/notice.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample.hpp"

using namespace breachd;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

Incident without_duty(Incident incident) {
    for (auto& duty : incident.obligations)
        if (duty.id.starts_with("subjects")) duty.state = ObligationState::not_applicable;
    return incident;
}

std::vector<std::string> empty_ids(const NoticeDraft& draft) {
    std::vector<std::string> out;
    for (const auto& item : draft.empty) out.push_back(item.id);
    return out;
}

}  // namespace

TEST_CASE("a letter that no duty demands has the items that have facts, and the draft names the others") {
    auto draft = draft_notice(without_duty(sample::bare_incident()), sample::settings());
    INFO(draft.vi.body);
    CHECK_FALSE(draft.demanded);
    CHECK(empty_ids(draft) ==
          std::vector<std::string>{"when_how_detected", "consequences", "severity_and_risks", "measures", "guidance"});
    CHECK(draft.empty[3].label.vi == "biện pháp khắc phục");
    for (const char* heading :
         {"Thời điểm và hình thức", "Hậu quả", "Mức độ nghiêm trọng", "Biện pháp đã", "Hướng dẫn"})
        CHECK_FALSE(has(draft.vi.body, heading));
    CHECK(has(draft.vi.body, "1. Tính chất của việc vi phạm\n- Thời điểm phát hiện: "));
    CHECK(has(draft.vi.body, "2. Loại dữ liệu bị ảnh hưởng\n- Vị trí"));
    CHECK(has(draft.vi.body, "3. Thông tin liên hệ\n- Bộ phận, nhân sự"));
    CHECK(has(draft.en.body, "3. Contacts\n- Personal data"));

    auto known = draft_notice(without_duty(sample::incident()), sample::settings());
    CHECK(known.empty.empty());
    CHECK(has(known.vi.body, "8. Thông tin liên hệ"));
    CHECK(has(known.vi.body, "Hình thức phát hiện: "));
}

TEST_CASE("a contact that is not configured leaves no empty line in a letter that no duty demands") {
    auto settings = sample::settings();
    settings.organisation.incident_desk = {};
    auto body = draft_notice(without_duty(sample::bare_incident()), settings).vi.body;
    CHECK_FALSE(has(body, "tiếp nhận, xử lý sự cố"));
    settings.organisation.data_protection_officer = {};
    auto draft = draft_notice(without_duty(sample::bare_incident()), settings);
    CHECK_FALSE(has(draft.vi.body, "Thông tin liên hệ"));
    CHECK(empty_ids(draft).back() == "contacts");
}

TEST_CASE("where a duty demands the letter every item stands in it, known or not") {
    auto draft = draft_notice(sample::bare_incident(), sample::settings());
    CHECK(draft.demanded);
    CHECK(draft.empty.empty());
    CHECK(has(draft.vi.body, "Hình thức phát hiện: [chưa có thông tin]"));
    CHECK(has(draft.vi.body, "4. Biện pháp đã"));
}
