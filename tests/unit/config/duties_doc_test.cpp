// docs/duties.md: what each edition asks for in cases that a lawyer can check one by one. It is made from the editions
// that ship by the function that starts the duties of an incident, so that it cannot say anything else than the daemon
// does. BREACHD_UPDATE_GOLDEN=1 writes it anew; every changed line is then read by a person before it is committed.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "config/config.hpp"
#include "core/law/obligation.hpp"
#include "core/words/terms.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

namespace breachd::duties_doc {

using testkit::at;

namespace {

const std::string kDocument = std::string(BREACHD_SOURCE_DIR) + "/docs/duties.md";
const std::vector<std::string> kEditionIds = {"vn-356-2025", "vn-draft-2025-09-12", "vn-13-2023"};

struct Combination {
    std::vector<std::string> kinds;
    std::string act;
    bool finance = false;
    std::string role = "controller";
};

const std::vector<Combination> kCombinations = {
    {{"location"}, "leak"},
    {{"biometric"}, "loss"},
    {{"genetic"}, "leak"},
    {{"location", "biometric"}, "unauthorised_access"},
    {{"location"}, "leak", false, "processor"},
    {{"bank_finance_credit"}, "leak"},
    {{"bank_finance_credit"}, "loss", true},
    {{"bank_finance_credit"}, "unauthorised_access"},
    {{"bank_finance_credit"}, "unlawful_sharing_or_sale", true},
    {{"bank_finance_credit"}, "other"},
    {{"bank_finance_credit"}, "alteration_in_transit", true},
    {{"bank_finance_credit"}, "obstruction", true},
    {{"eid_login_or_id_image"}, "leak"},
    {{"eid_login_or_id_image"}, "leak", true},
    {{"health"}, "unlawful_sharing_or_sale", true},
    {{"private_life"}, "wrong_purpose", true},
    {{"account_login"}, "leak"},
    {{"account_login"}, "leak", true},
    {{"name"}, "leak", true},
    {{"name"}, "rights_not_ensured"},
    {{"location", "bank_finance_credit"}, "leak", true},
    {{}, "leak"},
};

const std::map<std::string, std::string> kMarks = {
    {"authority-report", "CQ"},        {"subjects-location-biometric", "VT"},
    {"subjects-finance", "TC"},        {"public-notice", "CK"},
    {"individual-after-public", "TN"}, {"controller-inform", "KS"},
    {"confirmation-record", "BB"},     {"keep-file", "LH"},
};

const std::vector<Edition>& editions() {
    static const auto all = load_editions(std::string(BREACHD_SOURCE_DIR) + "/playbooks/law").value();
    return all;
}

const Edition& edition(const std::string& id) {
    for (const auto& each : editions())
        if (each.id == id) return each;
    throw std::invalid_argument(id);
}

std::vector<ObligationStarted> duties(const Combination& of, const Edition& law) {
    Settings settings;
    settings.editions = editions();
    if (of.finance) settings.organisation.sector = {"finance"};
    Incident incident;
    incident.edition = law.id;
    incident.detected_at = at("2026-11-20T17:30:00+07:00");
    incident.act = of.act;
    incident.role = of.role;
    for (const auto& kind : of.kinds) incident.kinds.push_back({kind, 0, 0});
    std::vector<ObligationStarted> out;
    for (const auto& event : plan_obligations(incident, settings, incident.detected_at))
        if (const auto* started = std::get_if<ObligationStarted>(&event)) out.push_back(*started);
    return out;
}

std::string joined(const std::vector<std::string>& items, std::string_view separator) {
    std::string out;
    for (const auto& item : items) join(out, separator, item);
    return out;
}

std::string within(const ObligationRule& rule) {
    if (!rule.within_of.empty()) return "cùng hạn với " + kMarks.at(rule.within_of);
    auto from = rule.applies.after == StartsAfter::occurrence ? "từ khi xảy ra" : "từ khi phát hiện";
    if (rule.within)
        return fmt::format("{} giờ {}", std::chrono::duration_cast<std::chrono::hours>(*rule.within).count(), from);
    return "không ghi số giờ";
}

std::string kinds_of(const std::vector<std::string>& ids) {
    std::vector<std::string> names;
    for (const auto& id : ids) names.push_back(words::kind_of_data(id, "vi"));
    return joined(names, ", ");
}

std::string when(const ObligationRule& rule) {
    const auto& a = rule.applies;
    std::vector<std::string> out;
    if (!a.kinds.empty()) out.push_back("loại: " + kinds_of(a.kinds));
    if (a.in_sector)
        out.push_back("hoặc, trong lĩnh vực tài chính: " +
                      (a.in_sector->sensitive ? "mọi dữ liệu nhạy cảm" : kinds_of(a.in_sector->kinds)));
    std::vector<std::string> acts, roles;
    for (const auto& act : a.acts) acts.push_back(words::act(act, "vi"));
    for (const auto& role : a.roles) roles.push_back(words::role(role, "vi"));
    if (!acts.empty()) out.push_back("hành vi: " + joined(acts, ", "));
    if (!roles.empty()) out.push_back("vai trò: " + joined(roles, ", "));
    if (a.when_in_doubt) out.push_back("chưa chắc chắn thì coi là có");
    if (!a.without_condition.empty()) out.push_back("không kèm điều kiện với " + kinds_of(a.without_condition));
    if (a.after == StartsAfter::public_notice_needed) out.push_back("không báo được hết cho mọi người đúng hạn");
    if (a.after == StartsAfter::public_notice) out.push_back("sau thông báo công khai");
    if (a.after == StartsAfter::remedied) out.push_back("từ khi khắc phục xong");
    return out.empty() ? "mọi vi phạm" : joined(out, "; ");
}

// Lines of at most 110 characters, those behind the first indented.
std::string wrapped(const std::string& text) {
    std::string out, word;
    std::size_t column = 0;
    std::istringstream words(text);
    while (words >> word) {
        auto letters = static_cast<std::size_t>(
            std::count_if(word.begin(), word.end(), [](unsigned char c) { return (c & 0xc0) != 0x80; }));
        bool breaks = column + letters > 110;
        if (!out.empty()) out += breaks ? "\n  " : " ";
        column = breaks ? letters + 2 : column + letters + 1;
        out += word;
    }
    return out + "\n";
}

std::string duty_table(const Edition& law) {
    auto out = fmt::format("### {} (`{}`)\n\n", law.name, law.id);
    out += "| | nghĩa vụ | căn cứ | đối với | thời hạn | khi nào |\n|---|---|---|---|---|---|\n";
    for (const auto& rule : law.obligations)
        out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", kMarks.at(rule.id), rule.title.vi, rule.citation,
                           words::addressee(rule.addressee, "vi"), within(rule), when(rule));
    out += "\n";
    for (const auto& rule : law.obligations)
        if (!rule.reading.empty())
            out += wrapped(fmt::format("- {}, cách hiểu [reading]: {}", kMarks.at(rule.id), rule.reading));
    return out + "\n";
}

std::string cell(const Combination& of, const Edition& law) {
    for (const auto& kind : of.kinds)
        if (law.kind(kind) == nullptr) return "–";
    std::vector<std::string> marks;
    for (const auto& duty : duties(of, law)) marks.push_back(kMarks.at(duty.id));
    return joined(marks, ", ");
}

std::string combination_table() {
    std::string out = "| | loại dữ liệu | hành vi | lĩnh vực | vai trò |";
    for (const auto& id : kEditionIds) out += " `" + id + "` |";
    out += "\n|---|---|---|---|---|---|---|---|\n";
    int number = 0;
    for (const auto& each : kCombinations) {
        auto kinds = each.kinds.empty() ? "chưa rõ" : kinds_of(each.kinds);
        out += fmt::format("| {} | {} | {} | {} | {} |", ++number, kinds, words::act(each.act, "vi"),
                           each.finance ? "tài chính" : "khác", words::role(each.role, "vi"));
        for (const auto& id : kEditionIds) out += " " + cell(each, edition(id)) + " |";
        out += "\n";
    }
    return out;
}

std::string document() {
    std::string out =
        "# Nghĩa vụ theo từng ấn bản / duties by edition\n\n"
        "Tài liệu này do một phép thử lập ra từ các tệp `playbooks/law/*.yaml` bằng chính hàm đặt nghĩa vụ của chương\n"
        "trình, và được so lại ở mỗi lần thử: nó không thể nói khác chương trình. Điều không ghi tên văn bản là của "
        "nghị\nđịnh đang xét; *Luật* là Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15. Chỗ nào vượt quá lời văn đều ghi "
        "[reading].\n\n"
        "Made from the editions by the function that starts duties, and compared by a test (`duties_doc_test.cpp`).\n"
        "`organisation.sector` in the configuration decides what stands in the column *lĩnh vực*.\n\n"
        "## Trường hợp / cases\n\n"
        "Ký hiệu của từng nghĩa vụ xem ở phần sau; “–”: ấn bản không có loại dữ liệu này. Nghĩa vụ chỉ phát sinh sau "
        "đó\n"
        "(CK, TN khi cần thông báo công khai, LH khi khắc phục xong) không ghi ở đây.\n\n";
    out += combination_table() + "\n## Nghĩa vụ / duties\n\n";
    for (const auto& id : kEditionIds) out += duty_table(edition(id));
    while (out.ends_with("\n\n")) out.pop_back();
    return out;
}

std::string read(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<std::string> marks(Combination of, const std::string& id) {
    std::vector<std::string> out;
    for (const auto& duty : duties(of, edition(id))) out.push_back(duty.id);
    return out;
}

bool owes(Combination of, const std::string& id, std::string_view duty) {
    auto all = marks(std::move(of), id);
    return std::find(all.begin(), all.end(), duty) != all.end();
}

}  // namespace

TEST_CASE("docs/duties.md says what the editions say") {
    auto made = document();
    if (std::getenv("BREACHD_UPDATE_GOLDEN") != nullptr) std::ofstream(kDocument, std::ios::binary) << made;
    CHECK(read(kDocument) == made);
    CHECK(kCombinations.size() >= 14);
}

TEST_CASE("Điều 8.3: bank data anywhere, and any sensitive data in the sector of finance, when they came out") {
    const std::string in_force = "vn-356-2025", finance = "subjects-finance";
    for (auto act : {"leak", "loss", "unauthorised_access", "unlawful_sharing_or_sale", "other"}) {
        INFO(act);
        CHECK(owes({{"bank_finance_credit"}, act}, in_force, finance));
        CHECK(owes({{"eid_login_or_id_image"}, act, true}, in_force, finance));
        CHECK(owes({{"health"}, act, true}, in_force, finance));
        CHECK_FALSE(owes({{"eid_login_or_id_image"}, act}, in_force, finance));
        CHECK_FALSE(owes({{"name"}, act, true}, in_force, finance));
    }
    for (auto act : {"alteration_in_transit", "wrong_purpose", "obstruction", "rights_not_ensured"})
        CHECK_FALSE(owes({{"bank_finance_credit"}, act, true}, in_force, finance));
    CHECK(edition(in_force).obligation(finance)->citation == "Luật Điều 27.1.d; Điều 8.3");
}

TEST_CASE("Điều 8.3 of the draft stays with accounts: a password alone is one only in the sector of finance") {
    const std::string draft = "vn-draft-2025-09-12", finance = "subjects-finance";
    CHECK(owes({{"bank_finance_credit"}, "unauthorised_access"}, draft, finance));
    CHECK(owes({{"account_login"}, "leak", true}, draft, finance));
    CHECK_FALSE(owes({{"account_login"}, "leak"}, draft, finance));
    CHECK_FALSE(owes({{"eid_login_or_id_image"}, "leak", true}, draft, finance));
}

TEST_CASE("genetic data are sensitive, and Điều 29 is about biometric data only") {
    for (const auto* id : {"vn-356-2025", "vn-draft-2025-09-12"}) {
        CHECK(edition(id).kind("genetic")->sensitive);
        CHECK_FALSE(owes({{"genetic"}, "leak"}, id, "subjects-location-biometric"));
        CHECK(owes({{"biometric"}, "leak"}, id, "subjects-location-biometric"));
    }
}

TEST_CASE("Decree 13/2023 knows a report and a record, and no notice to the subjects") {
    CHECK(marks({{"location", "bank_finance_credit"}, "leak", true}, "vn-13-2023") ==
          std::vector<std::string>{"authority-report", "confirmation-record"});
    CHECK(marks({{"location"}, "leak", false, "processor"}, "vn-13-2023") ==
          std::vector<std::string>{"controller-inform"});
}

}  // namespace breachd::duties_doc
