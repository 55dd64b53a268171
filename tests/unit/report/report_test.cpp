#include "config/config.hpp"
#include "core/telling/notice.hpp"
#include "report/zip.hpp"
#include "report_sample.hpp"

using namespace breachd;
using namespace breachd::report;

namespace {

// The decree's strings, written out here a second time on purpose.
const std::vector<std::string> kLabels = {
    "Thực hiện quy định về bảo vệ dữ liệu cá nhân, Công ty Cổ phần Vận tải Ví Dụ xin gửi Cơ quan chuyên trách bảo vệ "
    "dữ liệu cá nhân, Bộ "
    "Công an thông báo vi phạm quy định bảo vệ dữ liệu cá nhân, như sau:",
    "1. Thông tin về tổ chức, doanh nghiệp",
    "- Tên tổ chức, doanh nghiệp:",
    "- Địa chỉ trụ sở chính:",
    "- Địa chỉ trụ sở giao dịch:",
    "- Quyết định thành lập/Giấy chứng nhận đăng ký doanh nghiệp/Giấy chứng nhận đăng ký kinh doanh/Giấy chứng nhận "
    "đầu tư số:",
    "- Mã số thuế:",
    "- Điện thoại:",
    "Website:",
    "- Nhân sự chịu trách nhiệm bảo vệ dữ liệu cá nhân:",
    "Họ và tên:",
    "Chức danh:",
    "Số điện thoại liên lạc:",
    "Email:",
    "2. Mô tả hành vi vi phạm quy định bảo vệ dữ liệu cá nhân",
    "- Thời gian:",
    "- Địa điểm:",
    "- Hành vi:",
    "- Tổ chức, cá nhân liên quan:",
    "- Các loại dữ liệu cá nhân và số lượng dữ liệu liên quan:",
    "- Nhân sự chịu trách nhiệm bảo vệ dữ liệu cá nhân:",
    "Họ và tên:",
    "Chức danh:",
    "Số điện thoại liên lạc:",
    "Email:",
    "- Hậu quả xảy ra:",
    "- Biện pháp áp dụng:",
    "3. Tài liệu kèm theo",
    "a)",
    "b)",
    "4. Cam kết",
    "xin cam kết chịu trách nhiệm về tính chính xác và tính hợp pháp của thông báo cùng các tài liệu kèm theo và cam "
    "kết tuân thủ các quy "
    "định của pháp luật."};

const std::vector<std::string> kFrame = {"CÔNG TY CỔ PHẦN VẬN TẢI VÍ DỤ",
                                         "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                                         "Độc lập - Tự do - Hạnh phúc",
                                         "THÔNG BÁO",
                                         "VI PHẠM QUY ĐỊNH BẢO VỆ DỮ LIỆU CÁ NHÂN",
                                         "Kính gửi: Cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an.",
                                         "Nơi nhận:",
                                         "- Như trên;",
                                         "TM. TỔ CHỨC, DOANH NGHIỆP",
                                         "(Ký, ghi rõ họ tên, đóng dấu)",
                                         "Số: 12/TB-VIDU",
                                         "Hà Nội, ngày 22 tháng 11 năm 2026"};

// As a renderer has them: a value of one line stands behind its label, one of several below it.
std::vector<std::string> whole_paragraphs(const ReportInput& input) {
    std::vector<std::string> out;
    for (const auto& line : *form_lines(input)) {
        bool behind = line.value.find('\n') == std::string::npos;
        if (behind) out.push_back(line.label.empty() ? line.value : line.label + " " + line.value);
        std::istringstream values(behind ? "" : line.value);
        for (std::string value; std::getline(values, value);) out.push_back(value);
    }
    return out;
}

std::map<std::string, std::string> states(const json::object& completeness) {
    std::map<std::string, std::string> out;
    for (const auto& field : completeness.at("fields").as_array())
        out[std::string(field.as_object().at("field").as_string())] =
            std::string(field.as_object().at("state").as_string());
    return out;
}

}  // namespace

TEST_CASE("the PDF carries every fixed string of the form whole, composed and in the decree's order") {
    Sample s;
    for (const char* form : {"mau-04", "mau-08"}) {
        s.form = form;
        auto pdf = report_pdf(s.input());
        REQUIRE(pdf.has_value());
        auto text = flat(text_of_pdf(*pdf, std::string(form) + ".pdf"));
        INFO(text);
        check_in_order(text, kLabels);
        for (const auto& part : kFrame) CHECK(has(text, part));
        CHECK(has(text, form == std::string("mau-04") ? "Mẫu số 04" : "Mẫu số 08"));
        CHECK(has(text,
                  "+ vị trí của cá nhân được xác định qua dịch vụ định vị (dữ liệu cá nhân nhạy cảm, điểm h khoản 1 "
                  "Điều 4): 1.200 bản ghi; 1.000 chủ thể dữ liệu."));
        CHECK(has(text, "Thời điểm phát hiện vi phạm: 17 giờ 30 phút ngày 20/11/2026."));
        CHECK(has(text, "đã thông báo 940 trong 1.000 người"));
    }
}

TEST_CASE("decomposed letters are composed before they are printed") {
    Sample s;
    s.settings.organisation.place = kDecomposed;
    s.incident.place = kDecomposed;
    auto text = flat(text_of_pdf(*report_pdf(s.input()), "nfd.pdf"));
    CHECK(has(text, "Hà Nội, ngày 22"));
    CHECK(has(text, "- Địa điểm: Hà Nội"));
}

TEST_CASE("fonts are embedded, and the metadata names no person") {
    Sample s;
    auto path = output("mau-08-fonts.pdf");
    put(path, *report_pdf(s.input()));
    auto run = [&](const char* tool) {
        auto out = path.string() + ".info";
        REQUIRE(std::system((std::string(tool) + " '" + path.string() + "' > '" + out + "'").c_str()) == 0);
        return slurp(out);
    };
    std::istringstream fonts(run("pdffonts"));
    std::string line;
    int seen = 0;
    for (int row = 0; std::getline(fonts, line); ++row) {
        if (row < 2) continue;
        INFO(line);
        CHECK(has(line, "LiberationSerif"));
        CHECK(has(line, "yes yes yes"));  // embedded, subset, ToUnicode
        ++seen;
    }
    CHECK(seen >= 3);
    auto info = run("pdfinfo");
    CHECK(has(info, "595.276 x 841.89 pts (A4)"));
    CHECK_FALSE(has(info, "Nguyễn"));
    CHECK_FALSE(has(info, "Author"));
}

TEST_CASE("the same facts give the same bytes") {
    Sample s;
    for (const char* form : {"mau-04", "mau-08", "bien-ban"}) {
        s.form = form;
        CHECK(*report_pdf(s.input()) == *report_pdf(s.input()));
        CHECK(*report_docx(s.input()) == *report_docx(s.input()));
        CHECK(*report_json(s.input()) == *report_json(s.input()));
    }
}

TEST_CASE("unknown facts are dotted lines, never guesses") {
    Sample s;
    s.incident = sample::bare_incident();
    s.settings.organisation.registration = {};
    s.number.clear();
    auto text = flat(text_of_pdf(*report_pdf(s.input()), "mau-08-bare.pdf"));
    check_in_order(
        text,
        {"- Quyết định thành lập/Giấy chứng nhận", "đầu tư số: …………… do …………… cấp ngày … tháng … năm … tại ……………",
         "- Địa điểm: ....................", "- Hậu quả xảy ra: ....................", "a) ...................."});
    CHECK(has(text, "Thời điểm xảy ra vi phạm: ……………."));
    CHECK(has(text, ": …… bản ghi; …… chủ thể dữ liệu."));
    check_golden("mau-08-bare.txt", printed(s.input()));
}

TEST_CASE("the text of the forms is the reviewed one") {
    Sample s;
    check_golden("mau-08.txt", printed(s.input()));
    s.form = "mau-04";
    check_golden("mau-04.txt", printed(s.input()));
    s.form = "bien-ban";
    check_golden("bien-ban.txt", printed(s.input()));
    auto more = supplement();
    check_golden("mau-08-supplement.txt", printed(more.input()));
}

TEST_CASE("a supplement says its number and what it follows, inside 2.1") {
    auto s = supplement();
    auto text = printed(s.input());
    CHECK(has(text,
              "Thông báo bổ sung lần thứ 1, tiếp theo thông báo gửi lúc 09 giờ 00 phút ngày 21/11/2026 (số tiếp nhận "
              "TN-2026-000123)."));
    CHECK(has(text, "a) Bản sao thông báo lần đầu"));
    put(output("supplement.pdf"), *report_pdf(s.input()));
}

TEST_CASE("a late report says so in 2.8, with the reason or dots for it") {
    Sample s;
    s.at = sample::at("2026-11-23T17:30:01+07:00");
    CHECK(has(printed(s.input()), "sau thời hạn 72 giờ (hạn: 17 giờ 30 phút ngày 23/11/2026). Lý do: ……"));
    s.incident.late_reason = "mất điện toàn khu vực";
    CHECK(has(printed(s.input()), "Lý do: mất điện toàn khu vực"));
    s.at = sample::at("2026-11-23T17:30:00+07:00");
    CHECK_FALSE(has(printed(s.input()), "Lý do:"));
}

TEST_CASE("2.8 never counts more people than were told, whatever duties are met") {
    Sample s;
    auto& run = s.incident.notice_run;
    run.state = RunState::done;
    run.subjects = 4;
    run.told = 0;  // by the present text
    run.unreachable = 1;
    s.incident.told_by = {{1, 3}};
    for (auto& o : s.incident.obligations) o.state = ObligationState::met;
    CHECK(has(printed(s.input()), "đã thông báo 3 trong"));
    CHECK(has(printed(s.input()), "không liên hệ được 1 người"));
}

TEST_CASE("completeness names each field of the form once, with its facts") {
    Sample s;
    auto full = completeness(s.input());
    INFO(json::serialize(full));
    CHECK(full.at("complete").as_bool());
    CHECK(full.at("unknown").as_int64() == 0);
    CHECK(full.at("fields").as_array().size() == 15);
    s.incident = sample::bare_incident();
    s.settings.organisation.transaction_office.clear();
    auto bare = completeness(s.input());
    auto by_field = states(bare);
    CHECK_FALSE(bare.at("complete").as_bool());
    for (const char* field : {"2.1", "2.2", "2.4", "2.5", "2.7", "2.8"}) CHECK(by_field[field] == "unknown");
    for (const char* field : {"1.1", "1.4", "1.7", "2.3", "2.6"}) CHECK(by_field[field] == "known");
    CHECK(by_field["1.3"] == "not_applicable");
    CHECK(bare.at("fields").as_array()[7].as_object().at("label").as_string() == "Thời gian");
}

TEST_CASE("a drill says so on every page") {
    Sample s;
    s.incident.drill = true;
    auto text = text_of_pdf(*report_pdf(s.input()), "drill.pdf");
    std::size_t pages = 0, marks = 0;
    for (char c : text) pages += c == '\f';
    for (std::size_t at = 0; (at = text.find("DIỄN TẬP / DRILL", at)) != std::string::npos; ++at) ++marks;
    CHECK(pages >= 2);
    CHECK(marks == pages);
    CHECK(has(*report_json(s.input()), "DIỄN TẬP / DRILL"));
}

TEST_CASE("the DOCX is a sound archive of well-formed XML with the same lines") {
    Sample s;
    s.settings.organisation.name = "A & B <Ví Dụ>";
    s.incident.drill = true;
    auto docx = report_docx(s.input());
    REQUIRE(docx.has_value());
    put(output("mau-08.docx"), *docx);
    auto parts = read_zip(*docx);
    REQUIRE(parts.has_value());
    CHECK(parts->front().name == "[Content_Types].xml");
    for (const auto& part : *parts) {
        auto path = output("part.xml");
        put(path, part.bytes);
        INFO(part.name);
        CHECK(
            std::system(("python3 -c \"import sys,xml.dom.minidom as m; m.parse(sys.argv[1])\" '" + path.string() + "'")
                            .c_str()) == 0);
        if (part.name == "word/document.xml") {
            CHECK(has(part.bytes, "A &amp; B &lt;Ví Dụ&gt;"));
            CHECK(has(part.bytes, "- Các loại dữ liệu cá nhân và số lượng dữ liệu liên quan:"));
            CHECK(has(part.bytes, "DIỄN TẬP / DRILL"));
        }
    }
}

TEST_CASE("the JSON has the facts to type from: basic and sensitive kinds apart, and the supplement's dossier") {
    auto s = supplement();
    auto out = parse_json(*report_json(s.input()));
    REQUIRE(out.has_value());
    const auto& facts = out->as_object().at("facts").as_object();
    CHECK(facts.at("sensitive_kinds").as_array().size() == 1);
    CHECK(facts.at("basic_kinds").as_array().size() == 1);
    CHECK(facts.at("supplement").as_int64() == 1);
    CHECK(facts.at("first_filing").as_object().at("receipt_number").as_string() == "TN-2026-000123");
}

TEST_CASE("an unknown form or edition is refused") {
    Sample s;
    s.form = "mau-99";
    CHECK(report_pdf(s.input()).error().code == ErrorCode::unprocessable);
    CHECK_FALSE(form_lines(s.input()).has_value());
    s.form = "mau-08";
    s.incident.edition = "xx";
    CHECK(report_json(s.input()).error().code == ErrorCode::unprocessable);
    CHECK_FALSE(report_docx(s.input()).has_value());
    CHECK(completeness(s.input()).at("fields").as_array().empty());
}

TEST_CASE("very long facts run over pages and lose nothing") {
    Sample s;
    std::string longest;
    for (int i = 0; i < 400; ++i) longest += "Biện pháp số " + std::to_string(i) + " đã được thực hiện; ";
    s.incident.measures = longest + "\n" + std::string(300, 'x');
    auto text = flat(text_of_pdf(*report_pdf(s.input()), "long.pdf"));
    for (int i = 0; i < 400; i += 17) CHECK(has(text, "Biện pháp số " + std::to_string(i) + " "));
    CHECK(has(text, "(Ký, ghi rõ họ tên, đóng dấu)"));
}

TEST_CASE("wherever a page ends, no label is its last line and nobody signs an otherwise empty page") {
    Sample s;
    s.present = {"Trần Văn Thử"};
    for (int lines = 0; lines < 34; ++lines) {
        *s.incident.consequences += "\nDòng thứ " + std::to_string(lines) + ".";
        for (const char* form : {"mau-08", "bien-ban"}) {
            s.form = form;
            std::istringstream pages(text_of_pdf(*report_pdf(s.input()), "breaks.pdf"));
            for (std::string page; std::getline(pages, page, '\f');) {
                INFO(form << ", " << lines << " lines more:\n" << page);
                page.erase(page.find_last_not_of(" \n") + 1);
                CHECK_FALSE(page.ends_with(":"));
                auto last = page.substr(page.rfind('\n') + 1);
                for (const auto& whole : whole_paragraphs(s.input()))  // its first line does not stand alone
                    CHECK_FALSE((whole.size() > last.size() && whole.starts_with(last) && last.size() > 3));
                if (has(page, "NGƯỜI CÓ MẶT")) CHECK(has(page, "Biên bản kết thúc hồi"));
                if (has(page, "TM. TỔ CHỨC")) CHECK(has(page, "xin cam kết"));
            }
        }
    }
}

TEST_CASE("the confirmation record prints through the same machinery") {
    Sample s;
    s.form = "bien-ban";
    auto text = flat(text_of_pdf(*report_pdf(s.input()), "bien-ban.pdf"));
    check_in_order(text, {"BIÊN BẢN XÁC NHẬN", "1. Thời gian, địa điểm lập biên bản", "2. Việc phát hiện",
                          "dữ liệu vị trí cá nhân: có", "5. Nghĩa vụ thông báo",
                          "thời hạn 17 giờ 30 phút ngày 23/11/2026", "NGƯỜI LẬP BIÊN BẢN"});
}

TEST_CASE("with the editions that are shipped: both forms complete, their addressees, and no missing item") {
    Sample s;
    auto editions = load_editions(std::string(BREACHD_SOURCE_DIR) + "/playbooks/law");
    REQUIRE(editions.has_value());
    s.settings.editions = *editions;
    s.incident.kinds = {{"location", 1200, 1000}, {"name", 1000, 1000}};
    auto now = printed(s.input());
    CHECK(has(now, "Kính gửi: Cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an."));
    CHECK(has(now, "(dữ liệu cá nhân nhạy cảm, điểm h khoản 1 Điều 4): 1.200 bản ghi"));
    CHECK(completeness(s.input()).at("complete").as_bool());
    CHECK(missing_items(s.incident, s.settings).empty());
    CHECK(draft_notice(s.incident, s.settings).vi.body.find("6. Thông tin liên hệ") != std::string::npos);
    s.incident.edition = "vn-draft-2025-09-12";
    s.form = "mau-04";
    auto draft = printed(s.input());
    CHECK(has(draft, "Mẫu số 04"));
    CHECK(has(draft, "Kính gửi: Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao, Bộ Công an."));
}
