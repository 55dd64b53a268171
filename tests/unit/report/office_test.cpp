// The papers that `./run office` has LibreOffice open (tests/office/office.py): three incidents in three states on
// every form. Hidden: an ordinary run of the tests writes nothing here.
#include "config/config.hpp"
#include "report_sample.hpp"

using namespace breachd;
using namespace breachd::report;

namespace {

Sample with_shipped_editions() {
    Sample s;
    auto editions = load_editions(std::string(BREACHD_SOURCE_DIR) + "/playbooks/law");
    REQUIRE(editions.has_value());
    s.settings.editions = *editions;
    s.settings.people = {{"an", "Nguyễn An", {}}};
    s.incident.owner = "an";
    s.incident.tasks = {{"general/1", "Khóa tài khoản bị chiếm quyền", sample::at("2026-11-22T12:00:00+07:00")},
                        {"general/2", "Lưu nhật ký của máy chủ", {}}};
    return s;
}

Sample location() {
    auto s = with_shipped_editions();
    s.incident.kinds = {{"location", 1200, 1000}, {"name", 1000, 1000}};
    return s;
}

Sample finance() {
    auto s = with_shipped_editions();
    s.settings.organisation.name = "Công ty Tài chính Trách nhiệm hữu hạn một thành viên Ví Dụ & Đối tác \"Việt\"";
    s.settings.organisation.sector = {"finance"};
    s.incident.kinds = {{"bank_finance_credit", 3600000, 1200000}, {"name", 1200000, 1200000}};
    s.incident.parties = {"Nguyên nhân viên kỹ thuật <đã nghỉ việc>"};
    s.incident.notice_run = {RunState::running, 1200000, 1187000, 512, 12000, {}};
    s.incident.notice_run.by_hand = 340;
    s.incident.notice_run.impossible = 6;
    auto duty = s.incident.obligations.back();
    duty.id = "subjects-finance";
    duty.citation = "Điều 8.3";
    s.incident.obligations.push_back(duty);
    return s;
}

Sample mixed() {
    auto s = finance();
    auto& i = s.incident;
    i.kinds = {{"location", 1200, 1000}, {"biometric", 80, 80}, {"bank_finance_credit", 4000, 1000}, {"name", 1, 1}};
    i.children = "yes";
    i.systems = {"gps-db-1", "core-banking"};
    i.provenance = {"Sở GTVT (agreement 12/TT-2025)", "Bộ A (open_data)"};
    i.incident_detected_at = sample::at("2026-11-20T15:00:00+07:00");
    i.told_by_processor_at = sample::at("2026-11-20T16:00:00+07:00");
    i.remedied_at = sample::at("2026-11-22T09:00:00+07:00");
    i.remedy = "Đã vá lỗ hổng, đổi toàn bộ khóa.";
    i.alerts = 1234;
    i.release = NoticeRelease{1, "an", {"an"}, {}, "không liên lạc được ai khác", s.at};
    i.description =
        std::string("Ha\u0300 No\u0323\u0302i: ") + *i.description + "\n- nguyên nhân thứ nhất;\n- thứ hai.";
    for (int part = 0; part < 40; ++part)
        *i.measures += " Biện pháp số " + std::to_string(part) + " đã được thực hiện;";
    s.present = {"Trần Văn Thử", "Lê Thị Mẫu", "Phạm Minh Họa"};
    i.attachments = {"Sơ đồ hệ thống số 3"};
    s.attachments = {"Báo cáo điều tra kỹ thuật", "Hợp đồng với bên xử lý; phụ lục 2"};
    s.settings.authority_copies = {"Ngân hàng Nhà nước Việt Nam"};
    return s;
}

Sample as_supplement(Sample s) {
    auto more = supplement();
    s.incident.filings = more.incident.filings;
    s.incident.notice_hash = more.incident.notice_hash;
    s.incident.notice_version = more.incident.notice_version;
    s.incident.public_notice = more.incident.public_notice;
    return s;
}

Sample late(Sample s) {
    s.at = sample::at("2026-11-24T10:00:00+07:00");
    s.incident.late_reason = "Mất điện toàn khu vực\ntừ ngày 22/11.";
    return s;
}

// A paragraph a line, as the paper has them.
std::string paragraphs(const ReportInput& input) {
    std::string out;
    for (const auto& line : *form_lines(input)) {
        bool heading = line.kind == FormLine::Kind::heading && !line.number.empty();
        auto text = heading ? line.number + ". " + line.label : line.label;
        out += text + (text.empty() || line.value.empty() ? "" : " ") + line.value + "\n";
    }
    return out;
}

void write(const std::string& name, Sample s) {
    for (const char* form : {"mau-08", "mau-04", "bien-ban"}) {
        s.form = form;
        auto path = [&](const char* kind) { return output("office/" + name + "-" + form + kind); };
        put(path(".docx"), *report_docx(s.input()));
        put(path(".ours.pdf"), *report_pdf(s.input()));
        put(path(".lines"), paragraphs(s.input()));
    }
}

}  // namespace

TEST_CASE("papers for another program to open", "[.office]") {
    fs::create_directories(output("office"));
    for (auto& [name, sample] :
         std::map<std::string, Sample>{{"location", location()}, {"finance", finance()}, {"mixed", mixed()}}) {
        write(name + "-initial", sample);
        write(name + "-supplement", as_supplement(sample));
        write(name + "-late", late(sample));
    }
    Sample bare;
    bare.incident = sample::bare_incident();
    bare.settings.organisation.registration = {};
    bare.number.clear();
    write("bare", bare);
    bare.incident.drill = true;
    write("drill", bare);
}
