// What a lawyer tried and found false in papers, decisions and on the public page, played again with breachctl.
#include "e2e/office.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

constexpr const char* kLocation = "subjects-location-biometric";
constexpr const char* kTwoPeople = "KH-1,Nguyễn Văn Thử,kh1@x.test,\nKH-2,Lê Thị Thử,kh2@x.test,\n";

std::string id_of(const std::string& json) { return text(parse_json(json).value(), "id"); }

}  // namespace

TEST_CASE("the biên bản comes first and the Mẫu 08 after it is the first report, the second one is the supplement") {
    Office office;
    auto id = office.opened({"location:1200:1000"});
    auto record = office.paper(id, "bien-ban");
    CHECK_FALSE(has(record, "Thông báo đã gửi cơ quan chuyên trách"));
    office.file_signed(id, "bien-ban", {"--number", "03/BB"});
    CHECK(office.duty(id, "confirmation-record") == "met");
    CHECK(office.duty(id, "authority-report") == "running");

    auto first = office.paper(id, "mau-08");
    CHECK_FALSE(has(first, "bổ sung"));
    CHECK_FALSE(has(first, "Bản sao thông báo lần đầu"));
    CHECK(has(first, "Số: 12/VD"));
    CHECK(has(first, "Biên bản xác nhận số 03/BB"));
    office.file_signed(id, "mau-08", {"--receipt", "A05-77"});
    CHECK(office.duty(id, "authority-report") == "met");
    CHECK_FALSE(has(office.timeline(id), "bổ sung lần"));

    auto second = office.paper(id, "mau-08");
    CHECK(has(second, "Thông báo bổ sung lần thứ 1"));
    CHECK(has(second, "số tiếp nhận A05-77"));
    office.file_signed(id, "mau-08", {"--receipt", "A05-78"});
    CHECK(has(office.timeline(id), "bổ sung lần 1"));
    CHECK(has(office.paper(id, "mau-08"), "Thông báo bổ sung lần thứ 2"));
}

TEST_CASE("a late first report says that it is late and why, and so do its supplements") {
    Office office;
    auto id = office.opened({"location:1200:1000"}, {"act=leak"}, std::chrono::hours{80});
    CHECK(has(office.does("an", {"incident", "show", id}), "QUÁ HẠN"));
    CHECK(has(office.paper(id, "mau-08"), "được gửi sau thời hạn 72 giờ"));
    office.does("an", {"incident", "set", id, "late_reason=Nhà cung cấp báo tin sau bốn ngày"});
    CHECK(has(office.paper(id, "mau-08"), "Lý do: Nhà cung cấp báo tin sau bốn ngày"));
    office.file_signed(id, "mau-08");
    CHECK(office.duty(id, "authority-report") == "met_late");
    auto supplement = office.paper(id, "mau-08");
    CHECK(has(supplement, "Thông báo bổ sung lần thứ 1"));
    CHECK(has(supplement, "Nhà cung cấp báo tin sau bốn ngày"));
    CHECK(has(office.paper(id, "bien-ban"), "quá hạn"));
}

TEST_CASE("a receipt number that comes by post is added, a wrong filing is withdrawn and then meets nothing") {
    Office office;
    auto id = office.opened({"location:1200:1000"});
    office.file_signed(id, "mau-08");
    office.does("dpo", {"report", "correct", id, "1", "--receipt", "A05-99", "--reason", "biên nhận đến qua bưu điện"});
    CHECK(has(office.does("dpo", {"report", "list", id}), "A05-99"));
    CHECK(has(office.timeline(id), "biên nhận đến qua bưu điện"));
    CHECK_FALSE(has(office.timeline(id), "bổ sung lần"));
    CHECK(has(office.refused("dpo", {"report", "check", id, "1"}), "người khác phải xem lại"));
    office.does("an", {"report", "check", id, "1"});

    office.does("dpo", {"report", "withdraw", id, "1", "--reason", "nộp nhầm hồ sơ khác"});
    CHECK(office.duty(id, "authority-report") == "running");
    CHECK(has(office.does("dpo", {"report", "list", id}), "ĐÃ RÚT"));
    auto again = office.paper(id, "mau-08");
    CHECK_FALSE(has(again, "bổ sung"));
    CHECK_FALSE(has(again, "A05-99"));
    CHECK(has(office.timeline(id), "nộp nhầm hồ sơ khác"));

    testkit::spill(office.daemon().path("rubbish.txt"), "khong phai bao cao\n");
    CHECK(has(office.refused("dpo", {"report", "file", id, office.daemon().path("rubbish.txt"), "--form", "mau-08",
                                     "--channel", "portal"}),
              "không phải tài liệu nộp được"));
    CHECK(office.duty(id, "authority-report") == "running");
}

TEST_CASE("a remedy is corrected with a reason, a relapse opens the file again, and no clock is lost") {
    Office office;
    auto id = office.opened({"location:1200:1000"}, {"act=leak"}, std::chrono::hours{10});
    office.does("an", {"incident", "confirm", id});
    office.does("an", {"incident", "remedy", id, "--what", "Đã vá.", "--at", now_rfc3339(-std::chrono::hours{5})});
    auto kept = text(office.daemon().incident(id), "retention.keep_until");
    auto due = office.duty(id, kLocation, "due_at");
    CHECK(has(office.refused("an", {"incident", "remedy", id, "--what", "Vá lại."}), "muốn đính chính phải nêu lý do"));
    office.does("an", {"incident", "remedy", id, "--what", "Vá lại.", "--reason", "bản vá đầu thiếu một máy", "--at",
                       now_rfc3339(-std::chrono::hours{1})});
    CHECK(has(office.timeline(id), "bản vá đầu thiếu một máy"));
    CHECK(text(office.daemon().incident(id), "retention.keep_until") >= kept);

    office.does("dpo", {"incident", "reopen", id, "--reason", "dữ liệu lại bị sao chép"});
    CHECK(text(office.daemon().incident(id), "retention.keep_until").empty());
    CHECK(office.duty(id, kLocation, "due_at") == due);
    CHECK(has(office.timeline(id), "dữ liệu lại bị sao chép"));
    office.does("an", {"incident", "remedy", id, "--what", "Đã thay hệ thống."});
    CHECK_FALSE(text(office.daemon().incident(id), "retention.keep_until").empty());
    auto owed = office.refused("dpo", {"incident", "close", id});
    CHECK(has(owed, "còn việc chưa xong"));
    office.does("dpo", {"incident", "close", id, "--note", "bàn giao cho ban kiểm soát"});
    CHECK(has(office.timeline(id), "bàn giao cho ban kiểm soát"));
    CHECK(office.duty(id, "authority-report") == "running");
}

TEST_CASE("one person's dismissal ends nothing, two responders' neither, with a dpo it does, and can be undone") {
    Office office;
    auto id = office.opened({"location:1200:1000"});
    office.does("an", {"incident", "dismiss", id, "--reason", "báo động giả"});
    CHECK(office.duty(id, "authority-report") == "running");
    CHECK(has(office.does("an", {"incident", "show", id}), "CHỜ NGƯỜI THỨ HAI"));
    CHECK(has(office.refused("an", {"incident", "dismiss", id, "--reason", "tôi chắc"}), "người khác phải xác nhận"));
    CHECK(has(office.refused("binh", {"incident", "dismiss", id, "--reason", "đúng vậy"}), "vai trò dpo"));
    CHECK(office.duty(id, kLocation) == "running");
    office.does("dpo", {"incident", "dismiss", id, "--reason", "đã kiểm tra: dữ liệu giả"});
    CHECK(text(office.daemon().incident(id), "state") == "dismissed");
    CHECK(office.duty(id, "authority-report") == "not_applicable");
    CHECK(has(office.timeline(id), "đã kiểm tra: dữ liệu giả"));
    office.does("dpo", {"incident", "reopen", id, "--reason", "dữ liệu là thật"});
    CHECK(office.duty(id, "authority-report") == "running");
    CHECK(office.duty(id, kLocation) == "running");
}

TEST_CASE("the report to the authority is never set aside for biometric data, whoever agrees, for other data by two") {
    Office office;
    auto faces = office.opened({"biometric:10:10"});
    for (const char* who : {"an", "dpo"}) {
        auto said =
            office.refused(who, {"incident", "not-applicable", faces, "authority-report", "--reason", "không có hại"});
        CHECK(has(said, "luôn phải thông báo cho cơ quan chuyên trách"));
    }
    CHECK(office.duty(faces, "authority-report") == "running");

    auto names = office.opened({"name:10:10"});
    REQUIRE(office.duty(names, "authority-report") == "running");
    std::vector<std::string> words{"incident", "not-applicable", names, "authority-report", "--reason", "không có hại"};
    office.does("an", words);
    CHECK(office.duty(names, "authority-report") == "running");
    CHECK(has(office.refused("an", words), "người khác phải xác nhận"));
    CHECK(has(office.refused("binh", words), "vai trò dpo"));
    office.does("dpo", words);
    CHECK(office.duty(names, "authority-report") == "not_applicable");
    CHECK(has(office.paper(names, "bien-ban"), "không áp dụng"));
}

TEST_CASE("the public page follows what changes: facts, remedy, dismissal, it names no figure while the run goes on") {
    Settings settings;
    settings.mode = "drill";
    settings.time_scale = 200;  // a page is renewed at most every five minutes
    Office office(settings);
    auto id = office.opened({"location:2:2"});
    office.import(id, kTwoPeople);
    auto asked = office.does("an", {"public-notice", "publish", id, "--reason", "khách hàng hỏi nhiều"});
    CHECK(has(asked, "người thứ hai phải gọi lại chính lệnh này"));
    CHECK(text(office.daemon().incident(id), "public_notice.state") !=
          "published");  // two people, earlier than the rule
    office.does("dpo", {"public-notice", "publish", id, "--reason", "đồng ý"});
    auto published = [&](int times) {
        return office.daemon().wait_incident(id, [&](const json::value& it) {
            return text(it, "public_notice.publications") == std::to_string(times) &&
                   text(it, "public_notice.state") == "published";
        });
    };
    REQUIRE(published(1));
    auto page = office.page(id);
    CHECK_FALSE(has(page, "trên tổng số"));
    CHECK_FALSE(has(page, "Bảng dữ liệu bị sao chép ra ngoài."));  // the inside description
    CHECK_FALSE(has(page, "khắc phục xong"));
    auto proof = text(office.daemon().incident(id), "public_notice.proof_sha256");

    office.does("an", {"incident", "set", id, "guidance=Đổi ngay mã PIN."});
    REQUIRE(published(2));
    CHECK(has(office.page(id), "Đổi ngay mã PIN."));
    CHECK(text(office.daemon().incident(id), "public_notice.proof_sha256") != proof);
    office.does("an", {"incident", "remedy", id, "--what", "Đã vá."});
    REQUIRE(published(3));
    CHECK(has(office.page(id), "khắc phục xong"));
    CHECK(has(office.page(id), "cập nhật lần 2"));
    CHECK(has(office.does("dpo", {"public-notice", "status", id}), "đã đăng / published"));

    office.does("dpo", {"public-notice", "withdraw", id, "--reason", "không phải vi phạm"});
    CHECK_FALSE(has(office.page(id), "rút lại"));
    office.does("an", {"public-notice", "withdraw", id, "--reason", "đồng ý"});
    CHECK(testkit::wait_until([&] { return has(office.page(id), "rút lại"); }));
}

TEST_CASE("whoever is not reached can be found by the code in the letter, told by hand, or set aside by two people") {
    Office office({}, {"-B", "550 5.1.1 no such mailbox", "-f", "RCPT"});
    auto id = office.opened({"location:3:3"});
    office.import(id, std::string(kTwoPeople) + "KH-3,Không Địa Chỉ,,\n");
    office.does("dpo", {"notice", "release", id});
    REQUIRE(
        office.daemon().wait_incident(id, [](const auto& it) { return text(it, "notice_run.unreachable") == "3"; }));
    auto list = office.does("dpo", {"subjects", "list", id, "--state", "unreachable"});
    CHECK(has(list, "không liên hệ được"));
    auto person = office.does("dpo", {"subjects", "show", id, "3"});
    CHECK(has(person, "KH-3"));
    CHECK(has(person, "Không Địa Chỉ"));
    office.does("dpo", {"subjects", "told", id, "1", "--how", "letter", "--proof", "RR123456789VN"});
    office.does("dpo", {"subjects", "remove", id, "2", "--reason", "nhập nhầm người"});
    office.does("an", {"subjects", "impossible", id, "3", "--reason", "không còn địa chỉ nào"});
    CHECK(office.duty(id, kLocation) == "running");
    CHECK(has(office.refused("an", {"subjects", "impossible", id, "3", "--reason", "tôi chắc"}), "người thứ hai"));
    office.does("dpo", {"subjects", "impossible", id, "3", "--reason", "đã kiểm tra"});
    CHECK(office.duty(id, kLocation) == "running");  // the facts say three people, the list has two
    CHECK_FALSE(has(office.timeline(id), "RR123456789VN"));
    CHECK(has(office.refused("dpo", {"incident", "set", id, "--kind", "location:2:2"}), "giảm số người phải có lý do"));
    office.does("dpo", {"incident", "set", id, "--kind", "location:2:2", "--reason", "đếm lại: hai người"});
    CHECK(office.duty(id, kLocation) == "running");  // a number once named is not lowered by one person's word
    office.does("an", {"incident", "remedy", id, "--what", "Đã vá."});
    CHECK(has(office.refused("dpo", {"incident", "close", id}), "số người chưa được thông báo: 1"));
    for (const char* who : {"an", "dpo"})
        office.does(who, {"subjects", "complete", id, "--reason", "chỉ có hai người"});
    CHECK(office.duty(id, kLocation) == "met");
    CHECK(has(office.duty(id, kLocation, "how"), "1 trong 2"));
    CHECK_FALSE(has(office.refused("dpo", {"incident", "close", id}), "số người chưa được thông báo"));
}

TEST_CASE("two files of one breach become one: its people, its filings and the earlier detection go over") {
    Office office;
    auto first = office.opened({"location:2:2"}, {"act=leak"}, std::chrono::hours{3});
    auto second = office.opened({"location:2:2"}, {"act=leak"}, std::chrono::hours{9});
    office.import(second, kTwoPeople);
    office.does("an", {"incident", "merge", second, first, "--reason", "cùng một máy chủ"});
    CHECK(text(office.daemon().incident(second), "state") != "dismissed");
    office.does("dpo", {"incident", "merge", second, first, "--reason", "đồng ý"});
    CHECK(has(office.does("dpo", {"incident", "show", second}), first));
    CHECK(has(office.does("dpo", {"subjects", "list", first}), "chờ gửi / pending"));
    CHECK(text(office.daemon().incident(first), "detected_at") ==
          text(office.daemon().incident(second), "detected_at"));
    CHECK(has(office.refused("an", {"incident", "set", second, "place=Huế"}), first));
}

TEST_CASE("the evidence of a whole case verifies offline and holds the papers that were filed") {
    Office office;
    auto id = office.opened({"location:2:2"});
    office.import(id, kTwoPeople);
    office.does("dpo", {"notice", "release", id});
    REQUIRE(office.told(id, 2));
    office.file_signed(id, "mau-08");
    office.does("dpo", {"evidence", "export", id, "--to", office.daemon().path("evidence.zip")});
    CHECK(has(office.does("auditor", {"evidence", "verify", office.daemon().path("evidence.zip")}), "TOÀN VẸN"));
    CHECK(id_of(office.does("auditor", {"-o", "json", "incident", "show", id})) == id);
}

TEST_CASE("moments that contradict each other and words that nobody knows are refused, with what to write instead") {
    Office office;
    auto id = office.opened({"location:2:2"});
    auto refused = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {"incident", "set", id});
        return office.refused("an", words);
    };
    CHECK(has(refused({"occurred_from=" + now_rfc3339()}), "muộn hơn: thời điểm phát hiện vi phạm"));
    CHECK(has(refused({"detected_at=" + now_rfc3339(std::chrono::hours{1}), "--reason", "x"}), "nằm ở tương lai"));
    CHECK(has(refused({"detected_at=" + now_rfc3339(-std::chrono::hours{2})}), "phải có lý do"));
    CHECK(has(refused({"occurred_from=2026-11-20 17:30"}), "viết như 2026-11-20T17:30:00+07:00"));
    CHECK(has(refused({"dia_diem=Huế"}), "place (địa điểm)"));
    CHECK(has(refused({"act=lo"}), "leak (lộ dữ liệu)"));
    CHECK(has(refused({"--kind", "gps"}), "location (vị trí cá nhân)"));
    CHECK(has(office.does("dpo", {"incident", "timeline", id, "--no-progress"}), "Mở sự cố"));
    CHECK_FALSE(has(office.timeline(id), "Đính chính"));
}
