// What papers must not say: a biên bản is no report, an estimate is no statement, nobody is guessed to have been there.
#include <algorithm>
#include <random>

#include "base/utf8.hpp"
#include "report/zip.hpp"
#include "report_sample.hpp"
#include "testkit/json_schema.hpp"

using namespace breachd;
using namespace breachd::report;
using testkit::JsonSchema;

namespace {

const std::string kHash = "8a8e5bb6f7a64e4b9f1f1d7a1b0f5b1d4f5c8a3e2d1c0b9a8f7e6d5c4b3a2910";

Filing filed(std::string form, const char* at) {
    Filing out;
    out.form = std::move(form);
    out.channel = "by hand";
    out.filed_at = sample::at(at);
    out.sha256 = kHash;
    out.by = "dpo";
    return out;
}

// The minutes were written and the controller was told before anything went to the authority.
Sample after_record() {
    Sample s;
    auto record = filed("bien-ban", "2026-11-21T17:30:00+07:00");
    record.paper_number = "03/BB-VIDU";
    s.incident.filings = {record, filed("controller", "2026-11-21T18:00:00+07:00")};
    return s;
}

json::object json_of(const ReportInput& input) { return parse_json(*report_json(input))->as_object(); }

std::size_t pages_of(const std::string& pdf_text) {
    return static_cast<std::size_t>(std::count(pdf_text.begin(), pdf_text.end(), '\f'));
}

JsonSchema schema() {
    auto path = std::string(BREACHD_SOURCE_DIR) + "/daemon/api/report.v1.schema.json";
    return JsonSchema(parse_json(slurp(path))->as_object());
}

std::vector<std::optional<std::string>*> texts_of(Incident& i) {
    return {&i.place,    &i.description, &i.detected_how, &i.consequences, &i.severity_and_risks,
            &i.measures, &i.guidance,    &i.late_reason,  &i.remedy};
}

}  // namespace

TEST_CASE("a biên bản and a letter to the controller are no reports: the first Mẫu 08 after them is the first report") {
    auto s = after_record();
    auto text = printed(s.input());
    CHECK_FALSE(has(text, "bổ sung"));
    CHECK_FALSE(has(text, "thông báo lần đầu"));
    CHECK(has(text, "a) Biên bản xác nhận số 03/BB-VIDU lập lúc 17 giờ 30 phút ngày 21/11/2026"));
    CHECK(has(text, "b) Thông báo cho bên kiểm soát dữ liệu gửi lúc 18 giờ 00 phút ngày 21/11/2026"));
    auto facts = json_of(s.input()).at("facts").as_object();
    CHECK(facts.at("supplement").as_int64() == 0);
    CHECK(facts.at("first_filing").is_null());
    check_golden("mau-08-after-bien-ban.txt", text);
}

TEST_CASE("the first supplement after a biên bản is the first, and follows the report") {
    auto s = after_record();
    auto report = filed("mau-08", "2026-11-21T19:00:00+07:00");
    report.receipt_number = "TN-1";
    s.incident.filings.push_back(report);
    auto text = printed(s.input());
    CHECK(has(text, "Thông báo bổ sung lần thứ 1, tiếp theo thông báo gửi lúc 19 giờ 00 phút ngày 21/11/2026"));
    CHECK(has(text, "a) Bản sao thông báo lần đầu gửi lúc 19 giờ 00 phút ngày 21/11/2026, số tiếp nhận TN-1"));
    s.form = "bien-ban";
    auto record = printed(s.input());
    CHECK(has(record, "- Thông báo lần đầu gửi lúc 19 giờ 00 phút ngày 21/11/2026, số tiếp nhận TN-1 (SHA-256: "));
    CHECK(has(record, "- Biên bản xác nhận số 03/BB-VIDU lập lúc"));
    CHECK_FALSE(has(record, "đã gửi cơ quan chuyên trách"));
}

TEST_CASE("a report that is late stays late in its supplements, with the reason that a person gave") {
    auto s = after_record();
    s.at = sample::at("2026-11-24T10:00:00+07:00");
    s.incident.late_reason = "Mất điện toàn khu vực\ntừ ngày 22/11.";
    CHECK(has(printed(s.input()),
              "+ Thông báo được gửi sau thời hạn 72 giờ (hạn: 17 giờ 30 phút ngày 23/11/2026). Lý "
              "do: Mất điện toàn khu vực từ ngày 22/11."));
    s.incident.filings.push_back(filed("mau-08", "2026-11-24T08:00:00+07:00"));
    CHECK(has(printed(s.input()), "+ Thông báo lần đầu được gửi sau thời hạn 72 giờ"));
    s.incident.filings.back().filed_at = sample::at("2026-11-23T17:30:00+07:00");
    CHECK_FALSE(has(printed(s.input()), "sau thời hạn"));
}

TEST_CASE("attachments that a person names are listed after those that the file has") {
    auto s = after_record();
    s.incident.attachments = {"Báo cáo điều tra kỹ thuật", "Hợp đồng với bên xử lý"};
    auto text = printed(s.input());
    CHECK(has(text, "c) Báo cáo điều tra kỹ thuật;"));
    CHECK(has(text, "d) Hợp đồng với bên xử lý."));
    s.attachments = {"  Sơ đồ mạng\nbản 2 ", " \n", "Ảnh chụp"};  // of this report alone
    text = printed(s.input());
    CHECK(has(text, "d) Hợp đồng với bên xử lý;"));
    CHECK(has(text, "đ) Sơ đồ mạng bản 2;"));
    CHECK(has(text, "e) Ảnh chụp."));
    CHECK(json_of(s.input()).at("facts").at("attachments").as_array().size() == 4);
    s.attachments = {"Ảnh\xef\xbf\xbd"};
    CHECK(warnings(s.input()) ==
          std::vector<std::string>{"Tài liệu kèm theo: 1 ký tự không in được, đã thay bằng ký hiệu."});
    s.attachments.clear();
    s.incident.attachments.assign(30, "Phụ lục");
    CHECK(has(printed(s.input()), "aa) Phụ lục"));
    CHECK(has(printed(s.input()), "ai) Phụ lục."));
}

TEST_CASE("a paper that nobody signed says so") {
    auto s = after_record();
    s.incident.filings.front().as_built = true;
    CHECK(has(printed(s.input()), "lập lúc 17 giờ 30 phút ngày 21/11/2026, bản chưa ký (SHA-256"));
}

TEST_CASE("what does not apply reads Không có, and is not unknown") {
    Sample s;
    s.settings.organisation.transaction_office.clear();
    CHECK(has(printed(s.input()), "1.3   - Địa chỉ trụ sở giao dịch: Không có"));
    auto fields = completeness(s.input());
    for (const auto& field : fields.at("fields").as_array())
        if (field.as_object().at("field") == "1.3") CHECK(field.as_object().at("state") == "not_applicable");
}

TEST_CASE("the moment that an alert gave is an estimate until a person states it") {
    Sample s;
    s.incident.occurred_to.reset();
    s.incident.occurred_estimated = true;
    CHECK(
        has(printed(s.input()), "Thời điểm xảy ra vi phạm: 02 giờ 10 phút ngày 20/11/2026 (ước tính, theo cảnh báo)."));
    CHECK(json::serialize(completeness(s.input())).find(R"("label":"Thời gian","state":"unknown")") !=
          std::string::npos);
    s.incident.occurred_estimated = false;
    CHECK_FALSE(has(printed(s.input()), "ước tính"));
}

TEST_CASE("2.8 counts against the number of people in the facts, and leaves out what is nought") {
    Sample s;
    s.incident.kinds = {{"location", 0, 1200}};
    s.incident.notice_run = {RunState::running, 40, 34, 0, 6, {}};
    CHECK(has(printed(s.input()),
              "đã thông báo 34 trong 1.200 người (danh sách đã nhập: 40 người); không liên hệ được 6 người."));
    CHECK_FALSE(has(printed(s.input()), "đang gửi"));
    s.incident.notice_run.unreachable = 0;
    CHECK(has(printed(s.input()), "(danh sách đã nhập: 40 người). Thời hạn"));
}

TEST_CASE("2.8 and the biên bản count people told by hand, and those who cannot be told, apart from messages") {
    Sample s;
    s.incident.notice_run = {RunState::running, 1000, 940, 45, 0, {}};
    s.incident.notice_run.by_hand = 1200;
    s.incident.notice_run.impossible = 2;
    for (const char* form : {"mau-08", "bien-ban"}) {
        s.form = form;
        CHECK(has(printed(s.input()),
                  "đã thông báo 940 trong 1.000 người; ngoài ra 1.200 người được báo trực tiếp; không thể thông báo "
                  "riêng cho 2 người; đang gửi 45 người."));
    }
    s.incident.notice_run.by_hand = 0;
    CHECK(has(printed(s.input()), "1.000 người; không thể thông báo riêng cho 2 người; đang gửi 45 người."));
    s.incident.notice_run = {};
    s.incident.notice_run.impossible = 2;  // two people said so before anything was sent
    CHECK(has(printed(s.input()), "chưa gửi; không thể thông báo riêng cho 2 người."));
    s.incident.notice_run.impossible = 0;
    CHECK(has(printed(s.input()), "cá nhân: chưa gửi."));
}

TEST_CASE("roles and kinds of sharing are words, never ids") {
    Sample s;
    s.incident.parties = {json::object{{"name", "Công ty B"}, {"role", "processor"}}};
    s.incident.provenance = {"Sở GTVT (agreement 12/TT-2025)", "Bộ A (open_data)", "Ông C (bạn)"};
    auto text = printed(s.input());
    CHECK(has(text,
              "Công ty B (bên xử lý dữ liệu); Sở GTVT (chia sẻ theo thỏa thuận số 12/TT-2025); Bộ A (dữ liệu "
              "mở); Ông C (bạn)"));
}

TEST_CASE("the papers that do not register the organisation are struck through in 1.4, none when no number is known") {
    Sample s;
    auto parts = read_zip(*report_docx(s.input()));
    REQUIRE(parts.has_value());
    std::string document;
    for (const auto& part : *parts)
        if (part.name == "word/document.xml") document = part.bytes;
    std::size_t struck = 0;
    for (std::size_t at = 0; (at = document.find("<w:strike/>", at)) != std::string::npos; ++at) ++struck;
    CHECK(struck == 3);
    auto last = document.find("<w:strike/>");
    CHECK(document.find("Quyết định thành lập", last) < document.find("</w:t>", last));
    s.settings.organisation.registration = {};
    CHECK_FALSE(has((*read_zip(*report_docx(s.input())))[3].bytes, "<w:strike/>"));
}

TEST_CASE("an ordinary biên bản has two pages, open steps with their owner, the closing formula and every signature") {
    Sample s;
    s.form = "bien-ban";
    s.number = "03/BB-VIDU";
    s.present = {"Trần Văn Thử", "Lê Thị Mẫu"};
    s.settings.people = {{"an", "Nguyễn An", {}}};
    s.incident.owner = "an";
    s.incident.children = "no";
    s.incident.tasks.clear();
    for (int i = 1; i <= 20; ++i) {
        Task task;
        task.id = "general/" + std::to_string(i);
        task.title = i == 20 ? "Việc số 1" : "Việc số " + std::to_string(i);  // a title is printed once
        task.due_at = sample::at("2026-11-22T12:00:00+07:00") + std::chrono::hours(i);
        if (i == 2) task.state = TaskState::done;
        s.incident.tasks.push_back(task);
    }
    auto text = printed(s.input());
    CHECK(has(text, "- Thành phần khác có mặt: Trần Văn Thử; Lê Thị Mẫu"));
    CHECK(has(text, "dữ liệu của trẻ em: không."));
    CHECK(has(text, "- Việc số 1 (Nguyễn An, thời hạn 13 giờ 00 phút ngày 22/11/2026)."));
    CHECK_FALSE(has(text, "Việc số 2 "));
    CHECK(has(text, "- Việc số 9 ("));
    CHECK_FALSE(has(text, "- Việc số 10 "));
    CHECK(has(text, "- 10 việc khác theo kịch bản ứng phó."));
    CHECK(has(text,
              "Biên bản kết thúc hồi … giờ … phút, ngày … tháng … năm 2026, đã đọc lại cho những người có mặt "
              "cùng nghe, nhất trí và ký tên dưới đây."));
    CHECK(has(text, "được ký bằng khóa của hệ thống và liên kết bằng chuỗi băm SHA-256"));
    CHECK_FALSE(has(text, "chữ ký số"));
    CHECK_FALSE(has(text, "authority-report"));
    auto pdf = text_of_pdf(*report_pdf(s.input()), "bien-ban-full.pdf");
    CHECK(pages_of(pdf) <= 2);
    check_in_order(flat(pdf), {"NGƯỜI LẬP BIÊN BẢN", "NGƯỜI CÓ MẶT", "Nguyễn Thị Mẫu"});
    for (const char* name : {"Nguyễn Thị Mẫu", "Trần Văn Thử", "Lê Thị Mẫu"}) CHECK(has(pdf, name));
    put(output("bien-ban-full.docx"), *report_docx(s.input()));
    check_golden("bien-ban-full.txt", text);
}

TEST_CASE("real reports are what the published schema says: full, bare, supplement, drill, minutes") {
    auto published = schema();
    auto check = [&](Sample s) {
        for (const char* form : {"mau-04", "mau-08", "bien-ban"}) {
            s.form = form;
            for (const auto& fault : published.faults(json_of(s.input()))) FAIL_CHECK(form << fault);
        }
    };
    check(Sample{});
    check(supplement());
    check(after_record());
    Sample bare;
    bare.incident = sample::bare_incident();
    bare.settings.organisation = {};
    check(bare);
    Sample drill;
    drill.incident.drill = true;
    drill.incident.children = "unknown";
    drill.incident.place = "a\x01";
    check(drill);
    auto broken = json_of(drill.input());
    broken["facts"].as_object()["role"] = "nobody";
    broken.erase("lines");
    broken["extra"] = 1;
    CHECK(published.faults(broken).size() == 3);
}

TEST_CASE("a fact that cannot be printed is named in the warnings, and nothing of the paper is lost") {
    Sample s;
    CHECK(warnings(s.input()).empty());
    s.incident.description = "đã \ufffe khóa";
    CHECK(warnings(s.input()) == std::vector<std::string>{"Mô tả: 1 ký tự không in được, đã thay bằng ký hiệu."});
    s.incident.description = printable(*s.incident.description).text;  // as it is kept today
    CHECK(warnings(s.input()).size() == 1);
    auto text = text_of_pdf(*report_pdf(s.input()), "nonchar.pdf");
    CHECK(has(text, "(Ký, ghi rõ họ tên, đóng dấu)"));
    CHECK(json_of(s.input()).at("warnings").as_array().size() == 1);
}

namespace {

// What people paste and what breaks programs: decomposed letters, marks of direction and of no width, noncharacters,
// controls, private use, emoji, scripts of the right and of the east.
std::string odd_text(std::mt19937& chance, std::size_t bytes_max) {
    static const std::vector<std::string> kPieces = {"Nguye\u0302\u0303n ",
                                                     "Ha\u0300 No\u0323\u0302i ",
                                                     "dữ liệu ",
                                                     "\u200b",
                                                     "\u200d",
                                                     "\ufeff",
                                                     "\ufffe",
                                                     "\uffff",
                                                     "\ufdd0",
                                                     "\U0001fffe",
                                                     "\U0010ffff",
                                                     "\x01",
                                                     "\x0b",
                                                     "\x0c",
                                                     "\x7f",
                                                     "\u0085",
                                                     "\u2028",
                                                     "\u202e",
                                                     "\u2066",
                                                     "\u200f",
                                                     "\uf0b7 ",
                                                     "\ue000",
                                                     "\U000f0000",
                                                     "😀",
                                                     "👩\u200d💻",
                                                     "組織",
                                                     "العربية ",
                                                     "שלום ",
                                                     "<w:t> & ]]> ",
                                                     "\r\n",
                                                     "\n",
                                                     "\t",
                                                     "  ",
                                                     "{{name}} ",
                                                     "\xff",
                                                     "\xed\xa0\x80",
                                                     "xxxxxxxxxxxxxxxxxxxx",
                                                     "a\u0301\u0302\u0303",
                                                     "%s\\n",
                                                     "\"'",
                                                     "e\u0323\u0302 ",
                                                     "ﬁ"};
    std::string out;
    std::uniform_int_distribution<std::size_t> any(0, kPieces.size() - 1);
    std::uniform_int_distribution<std::size_t> pieces(0, 60);
    for (auto left = pieces(chance); left > 0 && out.size() < bytes_max; --left) out += kPieces[any(chance)];
    return out;
}

bool well_formed(const std::string& folder) {
    auto command =
        "python3 -c \"import sys,glob,xml.dom.minidom as m; [m.parse(f) for f in "
        "glob.glob(sys.argv[1]+'/*.xml')]\" '" +
        folder + "'";
    return std::system(command.c_str()) == 0;
}

}  // namespace

TEST_CASE("300 random texts in every fact: every paper is whole, well-formed and NFC") {
    std::mt19937 chance(20261128);
    auto folder = output("odd-xml");
    fs::remove_all(folder);
    fs::create_directories(folder);
    for (int round = 0; round < 300; ++round) {
        Sample s;
        s.form = round % 3 == 0 ? "bien-ban" : "mau-08";
        for (auto* text : texts_of(s.incident)) *text = odd_text(chance, 19'000);
        if (round == 0) s.incident.measures = std::string(10'000, 'x') + " \ufffe " + std::string(9'900, 'y');
        s.incident.parties = {json::value(valid_utf8(odd_text(chance, 500)))};
        s.settings.organisation.name = "Công ty " + odd_text(chance, 60);
        s.settings.organisation.place = odd_text(chance, 30);
        s.number = odd_text(chance, 20);
        s.incident.attachments = {odd_text(chance, 200)};
        s.present = {odd_text(chance, 100)};
        INFO("round " << round);
        auto pdf = report_pdf(s.input());
        REQUIRE(pdf.has_value());
        auto docx = report_docx(s.input());
        REQUIRE(docx.has_value());
        auto parts = read_zip(*docx);
        REQUIRE(parts.has_value());
        for (const auto& part : *parts)
            if (part.name == "word/document.xml") {
                put(folder / (std::to_string(round) + ".xml"), part.bytes);
                CHECK(nfc(part.bytes) == part.bytes);
            }
        auto text = printed(s.input());
        CHECK(nfc(text) == text);
        auto published = report_json(s.input());
        REQUIRE(published.has_value());
        CHECK(nfc(*published) == *published);
        if (round % 10 != 0) continue;  // reading a PDF back takes a process of its own
        auto read = text_of_pdf(*pdf, "odd.pdf");
        CHECK(has(flat(read), round % 3 == 0 ? "ĐẠI DIỆN TỔ CHỨC" : "(Ký, ghi rõ họ tên, đóng dấu)"));
    }
    CHECK(well_formed(folder.string()));
}

TEST_CASE("what Word pastes prints whole: soft line breaks, a noncharacter, no width, an override, letters in parts") {
    Sample s;
    s.incident.description =
        "Dòng 1\x0b"
        "dòng 2 (Word dán)\x0c trang\x01 \ufffe \u200b hết. Nguye\u0302\u0303n 😀 \U00020000 " +
        std::string(400, 'x') + " <w:t> & <b> \u202e ngược";
    s.incident.place = kDecomposed;
    auto text = text_of_pdf(*report_pdf(s.input()), "pasted.pdf");
    CHECK(has(flat(text), "dòng 2 (Word dán)"));
    CHECK(has(flat(text), "Nguyễn"));
    CHECK(has(flat(text), "(Ký, ghi rõ họ tên, đóng dấu)"));
    CHECK(has(printed(s.input()), "2.2   - Địa điểm: Hà Nội"));
    CHECK(warnings(s.input()).front() == "Mô tả: 3 ký tự không in được, đã thay bằng ký hiệu.");
}
