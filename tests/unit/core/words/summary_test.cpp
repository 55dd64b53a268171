#include <algorithm>

#include "core/journal/because.hpp"
#include "core/words/summary.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample_events.hpp"

using namespace breachd;
using testkit::at;

TEST_CASE("every kind of entry has one finished sentence in both languages, without codes") {
    for (const auto& event : testkit::sample_events()) {
        for (const char* language : {"vi", "en"}) {
            auto text = summary(event, language);
            INFO(event_kind(event) << " " << language << ": " << text);
            CHECK(text.size() > 10);
            CHECK(text.ends_with("."));
            CHECK_FALSE(text.ends_with(".."));
            CHECK(text.find('\n') == std::string::npos);
            CHECK(text.find("  ") == std::string::npos);
            CHECK(text.find("T10:30:00") == std::string::npos);  // times are words
            CHECK(text.find("{}") == std::string::npos);
            // No field name or id of ours shows through.
            for (const char* code : {"authority-report", "subjects-location-biometric", "detected_at", "met_late",
                                     "not_applicable", "channel_down", "hook:", "mau-08", "mark_percent"})
                CHECK(text.find(code) == std::string::npos);
        }
        CHECK(summary(event, "vi").find("subjects told") == std::string::npos);
        CHECK(summary(event, "vi") != summary(event, "en"));
        CHECK(summary(event) == summary(event, "vi"));  // Vietnamese is what is read when nobody chose
    }
}

TEST_CASE("every kind of entry has its sentence when nothing is known") {
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<AnyEvent>>>([&](auto index) {
        Event event{std::variant_alternative_t<index, AnyEvent>{}};
        CHECK(summary(event, "vi").ends_with("."));
        CHECK(summary(event, "en").ends_with("."));
    });
}

TEST_CASE("an overdue duty says the true moment, and that it is still owed") {
    auto due = at("2027-01-03T23:59:59+07:00");
    CHECK(summary(ObligationOverdue{"authority-report", due, false, false}) ==
          "Quá hạn: nghĩa vụ báo cáo cơ quan chuyên trách phải hoàn thành trước 23 giờ 59 phút ngày 03/01/2027. Nghĩa "
          "vụ vẫn phải thực hiện ngay.");
    CHECK(summary(ObligationOverdue{"authority-report", due, false, true}, "en") ==
          "Overdue: the duty report to the authority was due by 23:59 on 3 January 2027 (Vietnam time, UTC+7); it "
          "passed while the program was "
          "not running. It is still owed, at once.");
    CHECK(summary(ObligationOverdue{"authority-report", due, true, false}).find("đã qua ngay khi") !=
          std::string::npos);
}

TEST_CASE("a correction shows the old value, the new value and the reason") {
    FactChanged change{"detected_at",
                       json::value("2026-11-20T10:30:00Z"),
                       json::value("2026-11-20T09:00:00Z"),
                       {},
                       "xem lại nhật ký."};
    CHECK(summary(change) ==
          "Đính chính thời điểm phát hiện vi phạm: trước là 17 giờ 30 phút ngày 20/11/2026, nay là 16 giờ 00 phút "
          "ngày 20/11/2026; lý do: xem lại nhật ký.");
}

TEST_CASE("counts are written as each language writes them") {
    auto released = NoticeReleased{1, "", "an", 1'250'000};
    CHECK(summary(released).find("1.250.000 chủ thể") != std::string::npos);
    CHECK(summary(released, "en").find("1,250,000 people") != std::string::npos);
    CHECK(summary(AlertsJoined{{}, 1, 50, {}}, "en") == "1 more alert joined the incident, highest severity 50/100.");
    CHECK(summary(ClockStepped{5'400'000}, "en") ==
          "The system clock jumped forward by 1 hour 30 minutes; no deadline moves.");
    CHECK(summary(ClockStepped{-3500}) ==
          "Đồng hồ hệ thống nhảy lùi 3 giây 500 mili giây; các thời hạn không thay đổi.");
}

TEST_CASE("free texts of facts stay out of the sentence, so that it cannot carry what somebody pasted there") {
    auto text = summary(FactChanged{"description", nullptr, "0912345678 Nguyễn Thị X", {}, ""});
    CHECK(text == "Bổ sung mô tả.");
    CHECK(summary(NoticeEdited{"vi", "body", "Kính gửi chị X", ""}).find("chị X") == std::string::npos);
}

TEST_CASE("a sentence stays one line and short whatever is put into it") {
    std::string hostile = "a\r\nb\x1b[2Jc";
    for (int i = 0; i < 500; ++i) hostile += "ữ";
    auto text = summary(Dismissed{hostile});
    CHECK(text.size() < 500);
    CHECK(std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
    auto cut = text.find("…");
    REQUIRE(cut != std::string::npos);
    CHECK((static_cast<unsigned char>(text[cut - 3]) & 0xc0) == 0xc0);  // the last "ữ" (three bytes) is whole
}

TEST_CASE("a duty of a pack that has no word of its own is named by its id") {
    CHECK(summary(ReminderSent{"gdpr-33", 50}) == "Nhắc hạn: đã qua 50% thời gian của nghĩa vụ “gdpr-33”.");
}

TEST_CASE("the program's reason is part of the sentence, in the sentence's language") {
    CHECK(summary(ObligationMet{"subjects-finance", at("2026-11-23T17:30:00+07:00"),
                                because::told_and_filed({12, 40}, "mau-08")}) ==
          "Hoàn thành nghĩa vụ thông báo về dữ liệu tài chính lúc 17 giờ 30 phút ngày 23/11/2026: đã "
          "thông báo cho 12 trong 40 chủ thể "
          "dữ liệu, đã nộp báo cáo theo Mẫu số 08.");
}

TEST_CASE("a public notice's sentence says that each person must still be told") {
    auto text = summary(PublicNoticePublished{"https://vidu.test/n", "", at("2026-11-23T10:00:00+07:00")});
    CHECK(text.find("từng người vẫn phải được thông báo riêng") != std::string::npos);
}

TEST_CASE("a task is named by its title, and by its id only in entries that have none") {
    CHECK(summary(TaskDone{"general/contain", "", "Cô lập hệ thống"}) == "Hoàn thành việc: Cô lập hệ thống.");
    CHECK(summary(TaskOverdue{"general/contain", "Cô lập hệ thống"}, "en") ==
          "Task “Cô lập hệ thống” is late and not done.");
    CHECK(summary(TaskOverdue{"general/contain", ""}) == "Quá giờ, chưa hoàn thành: general/contain.");
}

TEST_CASE("a page that arrived is told without the provider's code, one that did not with it") {
    PageOutcome outcome{"p", "an", "pager", PageState::delivered, "file", ""};
    CHECK(summary(outcome) == "Tin gọi trực gửi an qua kênh “pager” đã được nhận.");
    outcome.outcome = PageState::failed;
    CHECK(summary(outcome).find("file") != std::string::npos);
}

TEST_CASE("people are named, by their ids only in entries that are older than their names") {
    CHECK(summary(Paged{"p", "an", "email", "pager", {}, "Nguyễn An"}) ==
          "Gửi tin gọi trực tới Nguyễn An qua kênh “pager”.");
    CHECK(summary(Paged{"p", "an", "email", "pager", {}}) == "Gửi tin gọi trực tới an qua kênh “pager”.");
    CHECK(summary(EscalationStep{0, 0, {"an", "binh"}, {"Nguyễn An", "Trần Bình"}}) ==
          "Vòng 1, bước 1: gọi Nguyễn An và Trần Bình.");
    CHECK(summary(Acknowledged{"an", "link", "", "Nguyễn An"}).starts_with("Nguyễn An đã xác nhận tiếp nhận"));
}

TEST_CASE("only a report to the authority has supplements, another paper is the next one, or not signed") {
    Filing filing{"bien-ban", "", "", at("2026-11-21T17:30:00+07:00"), "", "dpo", 1};
    filing.paper_number = "03/BB";
    CHECK(summary(ReportFiled{filing}) == "Lập biên bản xác nhận số 03/BB lúc 17 giờ 30 phút ngày 21/11/2026, lần 2.");
    filing.supplement = 0;
    filing.as_built = true;
    CHECK(summary(ReportFiled{filing}).ends_with("21/11/2026 (bản chưa ký)."));
    filing = {"mau-08", "portal", "7", at("2026-11-21T17:30:00+07:00"), "", "dpo", 1};
    CHECK(summary(ReportFiled{filing}).ends_with(", số tiếp nhận 7, bổ sung lần 1."));
}

TEST_CASE("the duty to keep the file names its last day, and the articles are cited as a lawyer does") {
    auto started = at("2026-11-28T12:00:00+07:00");
    CHECK(
        summary(ObligationStarted{
            "keep-file", "Điều 29.1.c", Addressee::file, started, {}, {}, at("2031-11-29T00:00:00+07:00")}) ==
        "Phát sinh nghĩa vụ lưu hồ sơ vi phạm (điểm c khoản 1 Điều 29), tính từ 12 giờ 00 phút ngày 28/11/2026; lưu ít "
        "nhất đến hết ngày 28/11/2031.");
    CHECK(summary(Remedied{started, "đã vá", at("2031-11-29T00:00:00+07:00")}).ends_with("đến hết ngày 28/11/2031."));
}

TEST_CASE("parts of a progress that are nought are left out") {
    CHECK(summary(DeliveriesRecorded{3, "", 40, 0, 0, {}, {}}) ==
          "Ghi nhận 3 kết quả gửi: đến nay 40 người đã được thông báo.");
    CHECK(summary(NoticeRunDone{40, 0}) == "Gửi xong: 40 người đã được thông báo.");
    CHECK(summary(NoticeRunDone{0, 0, 0, 1}) ==
          "Gửi xong: 0 người đã được thông báo, 1 người mới nhận tin ngắn và vẫn phải được thông báo.");
}
