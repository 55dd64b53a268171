// What a lawyer tried and found false, played again with breachctl: duties towards people and towards the authority are
// recorded as done only when they were done.
#include "e2e/office.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

constexpr const char* kLocation = "subjects-location-biometric";
constexpr const char* kFinance = "subjects-finance";
constexpr const char* kTwoPeople = "KH-1,Nguyễn Văn Thử,kh1@x.test,\nKH-2,Lê Thị Thử,kh2@x.test,\n";

// The release of a dpo who wrote none of it.
std::string released(Office& office, const std::string& id, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"notice", "release", id};
    words.insert(words.end(), more.begin(), more.end());
    return office.does("dpo", words);
}

}  // namespace

TEST_CASE("two people told of a thousand is no duty done, unless two people say that the list is complete") {
    Office office;
    auto id = office.opened({"location:1200:1000"});
    office.import(id, kTwoPeople);
    released(office, id);
    REQUIRE(office.told(id, 2));
    CHECK(office.duty(id, kLocation) == "running");
    auto shown = office.does("dpo", {"incident", "show", id});
    INFO(shown);
    CHECK(has(shown, "2/1.000 đã báo"));
    CHECK(has(office.paper(id, "mau-08"), "đã thông báo 2 trong 1.000 người"));
    CHECK_FALSE(has(office.timeline(id), "Hoàn thành nghĩa vụ thông báo"));

    office.does("an", {"subjects", "complete", id, "--reason", "đã đối chiếu với hệ thống khách hàng"});
    CHECK(office.duty(id, kLocation) == "running");
    auto alone = office.refused("an", {"subjects", "complete", id, "--reason", "vẫn là tôi"});
    CHECK(has(alone, "phải có người thứ hai xác nhận danh sách đã đầy đủ"));
    office.does("dpo", {"subjects", "complete", id, "--reason", "đồng ý"});
    CHECK(office.duty(id, kLocation) == "met");
    CHECK(has(office.timeline(id), "đã đối chiếu với hệ thống khách hàng"));
}

TEST_CASE("a kind of data found after the notice opens the duty again, and another duty is not met by the old letter") {
    Office office;
    auto id = office.opened({"location:2:2"});
    office.import(id, kTwoPeople);
    released(office, id);
    REQUIRE(office.told(id, 2));
    REQUIRE(office.duty(id, kLocation) == "met");

    office.does("an", {"incident", "set", id, "--kind", "location:2:2", "--kind", "biometric:2:2", "--kind",
                       "bank_finance_credit:2:2"});
    CHECK(office.duty(id, kLocation) == "running");
    CHECK(office.duty(id, kFinance) == "running");
    CHECK(has(office.timeline(id), "loại dữ liệu mà thông báo đã gửi chưa nêu: sinh trắc học"));
    auto before = office.timeline(id);
    CHECK_FALSE(has(before, "Hoàn thành việc: Người thứ hai duyệt và phát hành thông báo cho khách hàng"));
    released(office, id);
    CHECK(has(office.timeline(id), "Hoàn thành việc: Người thứ hai duyệt và phát hành thông báo cho khách hàng"));
    REQUIRE(testkit::wait_until([&] { return office.letters().size() == 4; }));
    REQUIRE(office.told(id, 2));
    CHECK(office.duty(id, kLocation) == "met");
    CHECK(office.duty(id, kFinance) == "running");  // it is owed to the authority as well
    office.file_signed(id, "mau-08");
    CHECK(office.duty(id, kFinance) == "met");
    int both = 0;
    for (const auto& letter : office.letters())
        both += has(letter, "sinh trắc học") && has(letter, "khoản 3 Điều 8") ? 1 : 0;
    CHECK(both == 2);
}

TEST_CASE("a corrected notice goes again to those who had the wrong one") {
    Office office;
    auto id = office.opened({"location:2:2"});
    office.import(id, kTwoPeople);
    released(office, id);
    REQUIRE(office.told(id, 2));
    auto nothing_new = office.refused("dpo", {"notice", "release", id});
    CHECK(has(nothing_new, "chính bản thông báo này đã được phát hành"));

    office.does("an", {"incident", "set", id, "guidance=Đổi ngay mã PIN của thiết bị định vị."});
    CHECK(has(office.does("dpo", {"notice", "diff", id}), "+ Đổi ngay mã PIN của thiết bị định vị."));
    released(office, id);
    REQUIRE(testkit::wait_until([&] { return office.letters().size() == 4; }));
    int corrected = 0;
    for (const auto& letter : office.letters()) corrected += has(letter, "Đổi ngay mã PIN") ? 1 : 0;
    CHECK(corrected == 2);
    CHECK(has(office.timeline(id), "Phát hành thông báo bản 2 tới 2 chủ thể dữ liệu"));
    REQUIRE(office.told(id, 2));
    CHECK(office.duty(id, kLocation) == "met");
}

TEST_CASE("a notice without an item of the law, without its code or with an unknown placeholder does not go out") {
    Office office;
    auto id = office.opened({"location:2:2"});
    office.import(id, kTwoPeople);
    auto edit = [&](const std::string& json) {
        testkit::spill(office.daemon().path("draft.json"), json);
        return office.does("an", {"notice", "edit", id, office.daemon().path("draft.json")});
    };
    CHECK(has(edit(R"({"vi":{"body":"Xin chào {{name}}. Mọi việc vẫn ổn. {{code}}"}})"), "thiếu / missing: "));
    auto refused = office.refused("dpo", {"notice", "release", id});
    CHECK(has(refused, "thông báo còn thiếu nội dung bắt buộc"));
    testkit::spill(office.daemon().path("draft.json"), R"({"vi":{"body":"","subject":"Thông báo {{ten}}"}})");
    auto wrong = office.refused("an", {"notice", "edit", id, office.daemon().path("draft.json")});
    CHECK(has(wrong, "không được để trống"));
    testkit::spill(office.daemon().path("draft.json"), R"({"vi":{"subject":"Thông báo {{ten}}"}})");
    CHECK(has(office.refused("an", {"notice", "edit", id, office.daemon().path("draft.json")}),
              "có {{ten}}, không có gì điền vào"));
    edit(R"({"vi":{"body":null}})");
    CHECK(office.letters().empty());
    CHECK(office.duty(id, kLocation) == "running");
    released(office, id);
    CHECK(office.told(id, 2));
}

TEST_CASE("whoever wrote words of the notice releases it only after somebody else approved this very text") {
    Office office;
    auto id = office.opened({"location:2:2"});
    office.import(id, kTwoPeople);
    CHECK(has(office.refused("an", {"notice", "release", id}), "người thứ hai"));
    auto sha256 = text(parse_json(office.does("dpo", {"-o", "json", "notice", "diff", id})).value(), "sha256");
    office.does("dpo", {"notice", "approve", id, "--sha256", sha256});
    office.does("an", {"incident", "set", id, "measures=Đã khóa tài khoản và đổi khóa."});
    CHECK(has(office.refused("an", {"notice", "release", id}), "người thứ hai"));  // not the text that was read
    CHECK(has(office.refused("dpo", {"notice", "approve", id, "--sha256", sha256}), "nội dung đã đổi"));
    sha256 = text(parse_json(office.does("dpo", {"-o", "json", "notice", "diff", id})).value(), "sha256");
    office.does("dpo", {"notice", "approve", id, "--sha256", sha256.substr(0, 8)});
    office.does("an", {"notice", "release", id});
    CHECK(office.told(id, 2));
}

TEST_CASE("a bank's leak of identity cards is owed to the people, elsewhere only bank and credit data is") {
    for (bool bank : {true, false}) {
        Settings settings;
        if (bank) settings.organisation = "  sector: [finance]\n";
        Office office(settings);
        auto ekyc = office.opened({"eid_login_or_id_image:500:500"});
        CHECK(office.duty(ekyc, kFinance) == (bank ? "running" : ""));
        auto accounts = office.opened({"bank_finance_credit:500:500"}, {"act=unauthorised_access"});
        CHECK(office.duty(accounts, kFinance) == "running");
        CHECK(has(office.paper(accounts, "bien-ban"), "khoản 3 Điều 8"));
        CHECK(has(office.does("an", {"notice", "preview", accounts}), "khoản 3 Điều 8"));
        office.import(ekyc, kTwoPeople);
        CHECK(has(office.does("an", {"notice", "preview", ekyc}), "khoản 3 Điều 8") == bank);
    }
}

TEST_CASE("a text message tells when it leads to the page with every item, without it the person is only pointed") {
    constexpr const char* kOnePhone = "KH-1,Lê Thị Thử,,0900000001\n";
    Office office;
    auto id = office.opened({"location:1:1"});
    office.import(id, kOnePhone);
    released(office, id);
    REQUIRE(office.told(id, 1));
    REQUIRE(office.short_texts().size() == 1);
    auto sms = office.short_texts()[0];
    INFO(sms);
    auto link = sms.find(office.daemon().url() + "/notices/");
    REQUIRE(link != std::string::npos);
    auto page = flat(office.daemon().call("", "GET", sms.substr(link + office.daemon().url().size())).body);
    for (const char* item : {"Cảnh báo của hệ thống giám sát.", "Vị trí của cá nhân", "Cao.", "Đã khóa tài khoản.",
                             "Cảnh giác với cuộc gọi lạ.", "Trần Bình"})
        CHECK(has(page, item));
    CHECK(office.duty(id, kLocation) == "met");

    auto other = office.opened({"location:1:1"});
    office.import(other, kOnePhone);
    testkit::spill(office.daemon().path("draft.json"),
                   R"({"vi":{"short":"Công ty Ví Dụ: dữ liệu của Quý khách bị lộ. Mã {{code}}. Gọi +84240000001."}})");
    office.does("an", {"notice", "edit", other, office.daemon().path("draft.json")});
    released(office, other);
    REQUIRE(office.daemon().wait_incident(other, [](const auto& it) { return text(it, "notice_run.pointed") == "1"; }));
    CHECK(office.duty(other, kLocation) == "running");
    CHECK(has(office.does("dpo", {"incident", "show", other}), "1 chỉ nhận tin ngắn"));
    CHECK(has(office.does("dpo", {"subjects", "list", other}), "pointed"));
    // Somebody rings up and reads the released notice out.
    office.does("dpo", {"subjects", "told", other, "1", "--how", "telephone", "--proof", "Gọi 10 giờ, số 0900000001"});
    CHECK(office.duty(other, kLocation) == "met");
    CHECK_FALSE(has(office.timeline(other), "0900000001"));
}
