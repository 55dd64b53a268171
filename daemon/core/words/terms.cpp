#include "core/words/terms.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "core/words/labels.hpp"
#include "core/words/word_table.hpp"
#include "settings/contacts.hpp"

namespace breachd::words {

namespace {

std::string look_up(std::span<const Word> table, std::string_view id, std::string_view language) {
    const auto* word = find_word(table, id);
    return std::string(word ? word->in(language) : id);
}

constexpr Word kActs[] = {
    {"leak", "lộ dữ liệu", "leak of data"},
    {"loss", "mất dữ liệu", "loss of data"},
    {"unauthorised_access", "truy cập trái phép", "unauthorised access"},
    {"alteration_in_transit", "làm sai lệch dữ liệu trong quá trình truyền, nhận", "alteration in transit"},
    {"unlawful_sharing_or_sale", "chia sẻ hoặc mua bán trái phép", "unlawful sharing or sale"},
    {"wrong_purpose", "sử dụng sai mục đích", "use for a wrong purpose"},
    {"obstruction", "cản trở", "obstruction"},
    {"rights_not_ensured", "không bảo đảm quyền của chủ thể dữ liệu", "subjects' rights not ensured"},
    {"intellectual_property", "vi phạm sở hữu trí tuệ khi chia sẻ dữ liệu", "intellectual property in shared data"},
    {"other", "hành vi khác", "another act"},
};

// What happened to the data, for a short text: "dữ liệu vị trí của Quý khách bị lộ".
constexpr Word kSuffered[] = {
    {"leak", "bị lộ", "was leaked"},
    {"loss", "bị mất", "was lost"},
    {"unauthorised_access", "bị truy cập trái phép", "was accessed without permission"},
    {"alteration_in_transit", "bị làm sai lệch", "was altered"},
    {"unlawful_sharing_or_sale", "bị chia sẻ, mua bán trái phép", "was unlawfully shared or sold"},
    {"wrong_purpose", "bị sử dụng sai mục đích", "was used for a wrong purpose"},
};

// How a data set came from elsewhere.
constexpr Word kSharing[] = {
    {"default", "chia sẻ dữ liệu mặc định", "shared by default"},
    {"agreement", "chia sẻ theo thỏa thuận", "shared by agreement"},
    {"access_to_information", "theo yêu cầu tiếp cận thông tin", "by a request for access to information"},
    {"open_data", "dữ liệu mở", "open data"},
};

constexpr Word kYesNo[] = {{"yes", "có", "yes"}, {"no", "không", "no"}, {"unknown", "chưa rõ", "not known yet"}};

constexpr Word kRoles[] = {
    {"controller", "bên kiểm soát dữ liệu", "controller"},
    {"controller_processor", "bên kiểm soát và xử lý dữ liệu", "controller and processor"},
    {"processor", "bên xử lý dữ liệu", "processor"},
    {"third_party", "bên thứ ba", "third party"},
};

// Short names; the edition's file has the decree's own words.
constexpr Word kKinds[] = {
    {"name", "họ và tên", "names"},
    {"birth_date", "ngày sinh", "date of birth"},
    {"gender", "giới tính", "gender"},
    {"address", "địa chỉ", "address"},
    {"nationality", "quốc tịch", "nationality"},
    {"image", "hình ảnh", "images"},
    {"contact_or_id_number", "số điện thoại, số định danh, số giấy tờ", "telephone and identity numbers"},
    {"marital_status", "tình trạng hôn nhân", "marital status"},
    {"family", "quan hệ gia đình", "family relations"},
    {"digital_account", "tài khoản số", "digital accounts"},
    {"other_basic", "dữ liệu cơ bản khác", "other basic data"},
    {"race_ethnicity", "nguồn gốc chủng tộc, dân tộc", "race or ethnic origin"},
    {"political_religious", "quan điểm chính trị, tôn giáo", "political or religious view"},
    {"private_life", "đời sống riêng tư", "private life"},
    {"health", "sức khỏe", "health"},
    {"biometric", "sinh trắc học", "biometric"},
    {"genetic", "đặc điểm di truyền", "genetic"},
    {"sex_life", "đời sống tình dục", "sex life"},
    {"crime", "tội phạm, vi phạm pháp luật", "crime"},
    {"location", "vị trí cá nhân", "location"},
    {"electronic_identity", "danh tính điện tử", "electronic identity"},
    {"telecom_subscriber_activity", "hoạt động thuê bao viễn thông", "telecom subscribers' activity"},
    {"eid_login_or_id_image", "tài khoản định danh điện tử, ảnh căn cước", "e-ID login, images of identity cards"},
    {"account_login", "tên đăng nhập, mật khẩu", "account login"},
    {"bank_finance_credit", "ngân hàng, tài chính, tín dụng", "bank, finance, credit"},
    {"online_behaviour", "hành vi trên mạng", "online behaviour"},
    {"other_sensitive", "dữ liệu nhạy cảm khác", "other sensitive data"},
};

constexpr Word kDuties[] = {
    {"authority-report", "báo cáo cơ quan chuyên trách", "report to the authority"},
    {"subjects-location-biometric", "thông báo cho chủ thể dữ liệu (vị trí, sinh trắc học)",
     "notice to subjects (location, biometric)"},
    {"subjects-finance", "thông báo về dữ liệu tài chính", "notice of financial data"},
    {"public-notice", "thông báo công khai", "public notice"},
    {"individual-after-public", "thông báo từng người sau thông báo công khai",
     "individual notice after the public notice"},
    {"controller-inform", "báo cho bên kiểm soát dữ liệu", "informing the controller"},
    {"confirmation-record", "lập biên bản xác nhận", "confirmation record"},
    {"keep-file", "lưu hồ sơ vi phạm", "keeping the file"},
    // of the packs that ship
    {"gdpr-33-authority", "thông báo cho cơ quan giám sát của Liên minh châu Âu",
     "notification of the EU supervisory authority"},
    {"gdpr-33-controller", "bên xử lý báo cho bên kiểm soát (GDPR)", "the processor's notice to the controller (GDPR)"},
    {"gdpr-34-subjects", "thông báo cho chủ thể dữ liệu khi rủi ro cao (GDPR)",
     "notice to subjects when the risk is high (GDPR)"},
    {"nis2-early-warning", "cảnh báo sớm (NIS2)", "early warning (NIS2)"},
    {"nis2-notification", "thông báo sự cố (NIS2)", "incident notification (NIS2)"},
    {"nis2-final-report", "báo cáo cuối cùng (NIS2)", "final report (NIS2)"},
    {"cyber-at-once", "báo ngay cho lực lượng chuyên trách bảo vệ an ninh mạng",
     "telling the cybersecurity force at once"},
    {"cyber-serious", "báo cáo sự cố nghiêm trọng trong 24 giờ", "report of a serious incident within 24 hours"},
    {"cyber-full", "báo cáo đầy đủ trong 72 giờ", "full report within 72 hours"},
    {"sbv-incident-report", "báo cáo sự cố cho Ngân hàng Nhà nước", "incident report to the State Bank"},
    {"sbv-remedy-report", "báo cáo khắc phục xong cho Ngân hàng Nhà nước", "report of the remedy to the State Bank"},
};

constexpr Word kAddressees[] = {
    {"authority", "cơ quan chuyên trách bảo vệ dữ liệu cá nhân", "the authority"},
    {"subjects", "chủ thể dữ liệu", "the data subjects"},
    {"authority_and_subjects", "cơ quan chuyên trách và chủ thể dữ liệu", "the authority and the data subjects"},
    {"public", "công chúng", "the public"},
    {"controller", "bên kiểm soát dữ liệu", "the controller"},
    {"file", "hồ sơ của tổ chức", "the organisation's own file"},
    {"other_authority", "cơ quan khác", "another authority"},
};

constexpr Word kFacts[] = {
    {"title", "tên sự cố", "the title"},
    {"severity", "mức nghiêm trọng", "the severity"},
    {"owner", "người phụ trách", "the owner"},
    {"role", "vai trò của tổ chức", "the organisation's role"},
    {"act", "hành vi vi phạm", "the act"},
    {"place", "địa điểm", "the place"},
    {"description", "mô tả", "the description"},
    {"parties", "tổ chức, cá nhân liên quan", "the parties concerned"},
    {"place_public", "địa điểm để công khai", "the place for the public"},
    {"description_public", "mô tả để công khai", "the description for the public"},
    {"parties_public", "tổ chức, cá nhân liên quan để công khai", "the parties for the public"},
    {"consequences", "hậu quả", "the consequences"},
    {"severity_and_risks", "mức độ nghiêm trọng và rủi ro", "severity and risks"},
    {"measures", "biện pháp áp dụng", "the measures"},
    {"guidance", "hướng dẫn cho chủ thể dữ liệu", "the guidance to subjects"},
    {"detected_how", "hình thức phát hiện", "how it was detected"},
    {"place_en", "địa điểm (tiếng Anh)", "the place (in English)"},
    {"description_en", "mô tả (tiếng Anh)", "the description (in English)"},
    {"detected_how_en", "hình thức phát hiện (tiếng Anh)", "how it was detected (in English)"},
    {"consequences_en", "hậu quả (tiếng Anh)", "the consequences (in English)"},
    {"severity_and_risks_en", "mức độ nghiêm trọng và rủi ro (tiếng Anh)", "severity and risks (in English)"},
    {"measures_en", "biện pháp áp dụng (tiếng Anh)", "the measures (in English)"},
    {"guidance_en", "hướng dẫn cho chủ thể dữ liệu (tiếng Anh)", "the guidance to subjects (in English)"},
    {"late_reason", "lý do gửi muộn", "the reason for being late"},
    {"children", "dữ liệu của trẻ em", "data of children"},
    {"kinds", "loại dữ liệu bị ảnh hưởng", "the kinds of data"},
    {"occurred_from", "thời điểm bắt đầu xảy ra", "the start of the event"},
    {"occurred_to", "thời điểm kết thúc", "the end of the event"},
    {"detected_at", "thời điểm phát hiện vi phạm", "the moment of detection"},
    {"quantity", "số lượng dữ liệu liên quan", "the quantity of data"},
    {"incident_detected_at", "thời điểm phát hiện sự cố kỹ thuật", "the detection of the technical incident"},
    {"told_by_processor_at", "thời điểm được bên xử lý báo tin", "the moment the processor told us"},
    {"confirmed_at", "thời điểm xác nhận", "the moment of confirmation"},
    {"remedied_at", "thời điểm khắc phục xong", "the moment of the remedy"},
    {"provenance", "nguồn dữ liệu được chia sẻ", "where shared data came from"},
    {"sharing_partners", "bên được chia sẻ dữ liệu", "who was given the data"},
    {"attachments", "tài liệu kèm theo", "the attachments"},
};

constexpr Word kEditions[] = {
    {"vn-13-2023", "Nghị định số 13/2023/NĐ-CP", "Decree 13/2023/NĐ-CP"},
    {"vn-356-2025", "Nghị định số 356/2025/NĐ-CP", "Decree 356/2025/NĐ-CP"},
    {"vn-draft-2025-09-12", "Dự thảo Nghị định ngày 12/9/2025", "the draft decree of 12 September 2025"},
};

constexpr Word kForms[] = {
    {"mau-04", "Mẫu số 04", "Mẫu số 04"},
    {"mau-08", "Mẫu số 08", "Mẫu số 08"},
    {"bien-ban", "biên bản xác nhận", "the confirmation record"},
    {"controller", "thông báo cho bên kiểm soát dữ liệu", "the notice to the controller"},
    {"data-partner", "thông báo cho bên cung cấp hoặc sử dụng dữ liệu được chia sẻ",
     "the notice to the sharing partner"},
    {"other", "báo cáo theo yêu cầu khác", "a report that another rule wants"},
};

// Of TaskAct: what ends a task by itself.
constexpr Word kActsDone[] = {
    {"acknowledged", "đã có người tiếp nhận sự cố", "a person took the incident over"},
    {"decided", "đã xác nhận vi phạm", "the breach was confirmed"},
    {"filed", "đã ghi nhận bản báo cáo được nộp", "the report's filing was recorded"},
    {"recorded", "đã lập biên bản xác nhận", "the confirmation record was made"},
    {"released", "thông báo đã được phát hành", "the notice was released"},
    {"remedied", "đã ghi nhận khắc phục xong", "the remedy was recorded"},
    {"controller_informed", "đã báo cho bên kiểm soát dữ liệu", "the controller was informed"},
    {"partner_informed", "đã báo cho bên chia sẻ dữ liệu", "the sharing partner was informed"},
    {"filing_checked", "người khác đã xem lại mọi bản nộp", "another person looked at every filing"},
};

constexpr Word kFilingChannels[] = {
    {"portal", "Cổng thông tin quốc gia về bảo vệ dữ liệu cá nhân", "the national portal"},
    {"post", "đường bưu chính", "post"},
    {"e-mail", "thư điện tử", "e-mail"},
    {"email", "thư điện tử", "e-mail"},
    {"by hand", "nộp trực tiếp", "hand"},
};

constexpr Word kOutcomes[] = {
    {"accepted", "đã được nhà cung cấp nhận", "accepted by the provider"},
    {"delivered", "đã được nhận", "delivered"},
    {"retrying", "chưa gửi được, sẽ gửi lại", "not sent yet, will be tried again"},
    {"failed", "không gửi được", "failed"},
    {"unknown", "chưa rõ kết quả", "has no known outcome"},
    {"cancelled", "đã hủy", "cancelled"},
};

constexpr Word kVia[] = {
    {"api", "API hoặc breachctl", "the API or breachctl"},
    {"console", "bảng điều khiển", "the console"},
    {"link", "đường dẫn xác nhận", "the acknowledgement link"},
};

constexpr Word kNoticeParts[] = {
    {"subject", "tiêu đề", "subject line"},
    {"body", "nội dung", "body"},
    {"short", "bản tin ngắn", "short text"},
    {"short_text", "bản tin ngắn", "short text"},
};

}  // namespace

std::span<const Word> roles() { return kRoles; }
std::span<const Word> answers() { return kYesNo; }
std::span<const Word> addressees() { return kAddressees; }
std::span<const Word> filing_forms() { return kForms; }
std::span<const Word> filing_channels() { return kFilingChannels; }

std::string act(std::string_view id, std::string_view language) { return look_up(kActs, id, language); }
std::string role(std::string_view id, std::string_view language) { return look_up(kRoles, id, language); }
std::string kind_of_data(std::string_view id, std::string_view language) { return look_up(kKinds, id, language); }
std::string suffered(std::string_view act, std::string_view language) {
    auto known = look_up(kSuffered, act, language);
    return known != act ? known : std::string(pick(language, "bị ảnh hưởng", "is affected"));
}
std::string yes_no(std::string_view id, std::string_view language) { return look_up(kYesNo, id, language); }
std::string provenance(std::string_view source, std::string_view language) {
    for (const auto& word : kSharing) {
        auto mark = fmt::format(" ({}", word.id);
        auto at = source.rfind(mark);
        if (at == std::string_view::npos) continue;
        auto rest = source.substr(at + mark.size());
        if (!rest.starts_with(')') && !rest.starts_with(' ')) continue;
        return fmt::format("{} ({}{}{}", source.substr(0, at), is_english(language) ? word.en : word.vi,
                           rest.starts_with(')') ? "" : pick(language, " số", " no."), rest);
    }
    return std::string(source);
}
std::string addressee(Addressee whom, std::string_view language) {
    return look_up(kAddressees, boost::describe::enum_to_string(whom, "?"), language);
}
std::string fact(std::string_view field, std::string_view language) { return look_up(kFacts, field, language); }
std::string edition(std::string_view id, std::string_view language) { return look_up(kEditions, id, language); }
std::string form(std::string_view id, std::string_view language) { return look_up(kForms, id, language); }
std::string filing_channel(std::string_view id, std::string_view language) {
    return look_up(kFilingChannels, id, language);
}
std::string act_done(std::string_view id, std::string_view language) { return look_up(kActsDone, id, language); }
std::string outcome(std::string_view id, std::string_view language) { return look_up(kOutcomes, id, language); }
std::string rule(PublicNoticeRule which, std::string_view language) {
    switch (which) {
        case PublicNoticeRule::unreachable:
            return std::string(pick(language, "có người không liên hệ được qua bất kỳ kênh nào",
                                    "somebody cannot be reached on any channel"));
        case PublicNoticeRule::forecast:
            return std::string(pick(language, "dự báo không kịp thời hạn", "the forecast misses the deadline"));
        case PublicNoticeRule::channel_down:
            return std::string(pick(language, "một kênh thông báo ngừng hoạt động", "a channel is down"));
        case PublicNoticeRule::playbook:
            return std::string(
                pick(language, "đến hạn theo kịch bản ứng phó", "the response playbook's time has come"));
        case PublicNoticeRule::by_hand:
            break;
    }
    return std::string(pick(language, "theo quyết định của người phụ trách", "by a person's decision"));
}
std::string address(std::string_view id, std::string_view language) {
    auto kind = contact_kind_from(id);
    if (!kind) return std::string(id);
    return std::string(is_english(language) ? row_of(*kind).en : row_of(*kind).vi);
}
std::string notice_part(std::string_view field, std::string_view language) {
    return look_up(kNoticeParts, field, language);
}

std::string duty(std::string_view id, std::string_view language) {
    auto known = look_up(kDuties, id, language);
    return known == id ? fmt::format("“{}”", id) : known;
}

std::string via(std::string_view id, std::string_view language) {
    if (id.starts_with("hook:")) return (is_english(language) ? "“" : "hệ thống “") + std::string(id.substr(5)) + "”";
    return look_up(kVia, id, language);
}

std::string period(Duration d, std::string_view language) {
    struct Unit {
        std::int64_t ms;
        std::string_view vi, en;
    };
    constexpr Unit kUnits[] = {{86'400'000, "ngày", "day"},
                               {3'600'000, "giờ", "hour"},
                               {60'000, "phút", "minute"},
                               {1000, "giây", "second"},
                               {1, "mili giây", "millisecond"}};
    std::int64_t left = d < Duration::zero() ? -d.count() : d.count();
    std::string out;
    int shown = 0;
    for (const auto& unit : kUnits) {
        auto count = left / unit.ms;
        left %= unit.ms;
        if (count == 0 || shown == 3) continue;  // three units are exact enough to read aloud
        ++shown;
        out += out.empty() ? "" : " ";
        out += is_english(language) ? fmt::format("{} {}{}", count, unit.en, count == 1 ? "" : "s")
                                    : fmt::format("{} {}", count, unit.vi);
    }
    return out.empty() ? (is_english(language) ? "0 seconds" : "0 giây") : out;
}

std::string list(const std::vector<std::string>& items, std::string_view language) {
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += i + 1 < items.size() ? ", " : is_english(language) ? " and " : " và ";
        out += items[i];
    }
    return out;
}

std::string kinds(const std::vector<KindCount>& kinds, std::string_view language) {
    bool en = is_english(language);
    std::vector<std::string> parts;
    for (const auto& k : kinds) {
        std::vector<std::string> counts;
        if (k.records > 0)
            counts.push_back(fmt::format("{} {}", count_text(k.records, language),
                                         !en              ? "bản ghi"
                                         : k.records == 1 ? "record"
                                                          : "records"));
        if (k.subjects > 0)
            counts.push_back(fmt::format("{} {}", count_text(k.subjects, language),
                                         !en               ? "người"
                                         : k.subjects == 1 ? "person"
                                                           : "people"));
        auto name = kind_of_data(k.kind, language);
        parts.push_back(counts.empty() ? name : fmt::format("{} ({})", name, fmt::join(counts, ", ")));
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

std::optional<std::string> fact_value(std::string_view field, const json::value& value, std::string_view language) {
    bool en = is_english(language);
    if (value.is_null()) return en ? "unknown" : "chưa rõ";
    if (field.ends_with("_at") || field.starts_with("occurred_")) {
        Instant at{};
        if (from_json(value, at)) return time_text(at, language);
    }
    std::vector<KindCount> counts;
    if (field == "kinds" && from_json(value, counts)) {
        if (counts.empty()) return en ? "unknown" : "chưa rõ";
        return kinds(counts, language);
    }
    if (field == "severity" && value.is_number()) return json::serialize(value);
    std::string text;
    if (!from_json(value, text)) return {};
    if (field == "role") return role(text, language);
    if (field == "children") return yes_no(text, language);
    if (field == "act") return act(text, language);
    if (field == "owner") return one_line(text);
    return {};
}

std::string one_line(std::string_view text) {
    std::string out;
    for (char c : without_controls(text))
        if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
    constexpr std::size_t kBytesMax = 300;
    if (out.size() > kBytesMax) out = std::string(cut_at_character(out, kBytesMax)) + "…";
    while (!out.empty() && (out.back() == ' ' || out.back() == '.')) out.pop_back();
    return out;
}

}  // namespace breachd::words
