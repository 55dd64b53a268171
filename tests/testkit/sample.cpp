#include "testkit/sample.hpp"

namespace breachd::sample {

namespace {

const std::vector<std::string> kContactFacts = {"organisation.data_protection_officer", "organisation.incident_desk"};

Content nature() {
    return {"nature_28_1",
            {{"nature",
              "Điều 28.1.a",
              {"Mô tả tính chất của việc vi phạm quy định bảo vệ dữ liệu cá nhân", "Nature of the violation"},
              {"detected_at", "place", "act", "parties", "kinds"}},
             {"contacts",
              "Điều 28.1.b",
              {"Chi tiết liên lạc của bộ phận, nhân sự bảo vệ dữ liệu cá nhân", "Contacts"},
              {"organisation.data_protection_officer"}},
             {"consequences",
              "Điều 28.1.c",
              {"Mô tả các hậu quả, thiệt hại có thể xảy ra", "Consequences"},
              {"consequences"}},
             {"measures", "Điều 28.1.d", {"Mô tả biện pháp được đưa ra", "Measures"}, {"measures"}}}};
}

Content six_items() {
    return {"six_items_29_2",
            {{"when_how_detected",
              "Điều 29.2.a",
              {"Thời điểm và hình thức phát hiện vi phạm", "When and how it was detected"},
              {"detected_at", "detected_how"}},
             {"kinds",
              "Điều 29.2.b",
              {"Loại dữ liệu bị ảnh hưởng (vị trí, sinh trắc học hoặc cả hai)", "Which data"},
              {"kinds"}},
             {"severity_and_risks",
              "Điều 29.2.c",
              {"Mức độ nghiêm trọng và các rủi ro có thể xảy ra", "Severity and risks"},
              {"severity_and_risks"}},
             {"measures", "Điều 29.2.d", {"Biện pháp đã, đang và sẽ được thực hiện", "Measures"}, {"measures"}},
             {"guidance", "Điều 29.2.đ", {"Hướng dẫn chủ thể dữ liệu", "Guidance"}, {"guidance"}},
             {"contacts", "Điều 29.2.e", {"Thông tin liên hệ", "Contacts"}, kContactFacts}}};
}

ObligationRule rule(std::string id, std::string citation, Addressee addressee, std::string content) {
    ObligationRule out;
    out.id = std::move(id);
    out.citation = std::move(citation);
    out.addressee = addressee;
    out.content = std::move(content);
    out.within = std::chrono::hours{72};
    return out;
}

}  // namespace

Instant at(const char* rfc3339) { return *parse_rfc3339(rfc3339); }

Edition edition() {
    Edition e;
    e.id = "vn-356-2025";
    e.name = "Nghị định 356/2025/NĐ-CP";
    e.in_force_from = at("2026-01-01T00:00:00+07:00");
    e.authority = "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an";
    e.form = "mau-08";
    e.form_citation = "Điều 28.2";
    e.kinds = {
        {"location",
         true,
         "Điều 4.1.h",
         {"vị trí của cá nhân được xác định qua dịch vụ định vị", "location determined by positioning services"}},
        {"biometric", true, "Điều 4.1.đ", {"dữ liệu sinh trắc học", "biometric data"}},
        {"bank_finance_credit",
         true,
         "Điều 4.1.k",
         {"thông tin tài khoản ngân hàng, thẻ ngân hàng, tài chính, tín dụng",
          "bank, card, financial and credit data"}},
        {"full_name", false, "Điều 3.1", {"họ, chữ đệm và tên khai sinh, tên gọi khác", "names"}}};
    e.acts = {{"leak", {"lộ dữ liệu cá nhân", "leak"}}, {"loss", {"mất dữ liệu cá nhân", "loss"}}};
    e.contents = {nature(), six_items()};
    e.obligations = {rule("authority-report", "Điều 28", Addressee::authority, "nature_28_1"),
                     rule("subjects-location-biometric", "Điều 29.1.a", Addressee::subjects, "six_items_29_2"),
                     rule("subjects-finance", "Điều 8.3", Addressee::authority_and_subjects, "nature_28_1")};
    return e;
}

Settings settings() {
    Settings s;
    s.organisation.name = "Công ty Cổ phần Vận tải Ví Dụ";
    s.organisation.address = "Số 1 đường Thử Nghiệm, phường Mẫu, thành phố Hà Nội";
    s.organisation.transaction_office = "Tầng 5, tòa nhà Minh Họa, phường Mẫu, thành phố Hà Nội";
    s.organisation.registration = {RegistrationPaper::enterprise, "0101234567", "Sở Tài chính thành phố Hà Nội",
                                   "Hà Nội", "2015-03-02"};
    s.organisation.tax_code = "0101234567";
    s.organisation.phone = "024 0000 0000";
    s.organisation.website = "https://vidu.test";
    s.organisation.place = "Hà Nội";
    s.organisation.data_protection_officer = {"Nguyễn Thị Mẫu", "Trưởng bộ phận Bảo vệ dữ liệu cá nhân",
                                              "024 0000 0001", "baovedulieu@vidu.test"};
    s.organisation.incident_desk = {"Bộ phận Tiếp nhận sự cố", "", "024 0000 0002", "suco@vidu.test"};
    s.editions = {edition()};
    return s;
}

Incident bare_incident() {
    Incident i;
    i.id = "INC-2026-0001";
    i.version = 3;
    i.title = "Sample";
    i.edition = "vn-356-2025";
    i.opened_at = at("2026-11-20T17:31:00+07:00");
    i.detected_at = at("2026-11-20T17:30:00+07:00");
    i.kinds = {{"location", 0, 0}};
    for (const char* id : {"authority-report", "subjects-location-biometric"}) {
        Obligation o;
        o.id = id;
        o.citation = id[0] == 'a' ? "Điều 28" : "Điều 29.1.a";
        o.addressee = id[0] == 'a' ? Addressee::authority : Addressee::subjects;
        o.starts_at = i.detected_at;
        o.due_at = i.detected_at + std::chrono::hours{72};
        i.obligations.push_back(o);
    }
    return i;
}

Incident incident() {
    auto i = bare_incident();
    i.state = IncidentState::confirmed;
    i.version = 21;
    i.severity = 80;
    i.occurred_from = at("2026-11-20T02:10:00+07:00");
    i.occurred_to = at("2026-11-20T03:40:00+07:00");
    i.confirmed_at = at("2026-11-20T19:05:00+07:00");
    i.detected_how =
        "Hệ thống giám sát an ninh mạng cảnh báo lượng dữ liệu tải ra ngoài bất thường; bộ phận trực đã xác minh.";
    i.place = "Máy chủ cơ sở dữ liệu gps-db-1 tại trung tâm dữ liệu Hà Nội";
    i.description = "Một bản sao lưu dữ liệu hành trình bị tải ra ngoài qua tài khoản kỹ thuật bị chiếm quyền.";
    i.parties = {json::value("Chưa xác định được đối tượng xâm nhập"),
                 json::object{{"name", "Công ty TNHH Hạ tầng Minh Họa"}, {"role", "bên xử lý dữ liệu cá nhân"}}};
    i.consequences =
        "Lịch sử di chuyển của khách hàng có thể bị người khác biết, bị lợi dụng để theo dõi hoặc lừa đảo.";
    i.severity_and_risks =
        "Nghiêm trọng: vị trí và thói quen di chuyển có thể bị suy ra; có nguy cơ bị theo dõi, lừa đảo có chủ đích.";
    i.measures =
        "Đã khóa tài khoản kỹ thuật và cô lập máy chủ.\nĐang rà soát toàn bộ quyền truy cập và nhật ký.\nSẽ mã hóa bản "
        "sao lưu và bật xác thực nhiều lớp.";
    i.guidance =
        "Cảnh giác với cuộc gọi, tin nhắn nhắc tới hành trình của mình; đổi mật khẩu ứng dụng; báo ngay cho chúng tôi "
        "khi thấy dấu hiệu bất thường.";
    i.kinds = {{"location", 1200, 1000}, {"full_name", 1000, 1000}};
    i.notice_run = {RunState::running, 1000, 940, 45, 15, at("2026-11-22T09:00:00+07:00")};
    return i;
}

}  // namespace breachd::sample
