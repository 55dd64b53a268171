#include "ingest/kinds.hpp"

#include <algorithm>
#include <array>

#include "ingest/fields.hpp"

namespace breachd::ingest {

namespace {

constexpr std::array<std::string_view, 24> kKindIds = {"name",
                                                       "birth_date",
                                                       "gender",
                                                       "address",
                                                       "nationality",
                                                       "image",
                                                       "contact_or_id_number",
                                                       "marital_status",
                                                       "family",
                                                       "digital_account",
                                                       "other_basic",
                                                       "race_ethnicity",
                                                       "political_religious",
                                                       "private_life",
                                                       "health",
                                                       "biometric",
                                                       "genetic",
                                                       "sex_life",
                                                       "crime",
                                                       "location",
                                                       "eid_login_or_id_image",
                                                       "bank_finance_credit",
                                                       "online_behaviour",
                                                       "other_sensitive"};

struct Rule {
    std::string_view part;  // of the normalised name, with a blank on each side: whole words only
    std::string_view kind;
};

// The first that matches decides, so the narrow stands before the wide. "e mail address" is no street address, "device
// location" is a location, "medical record number" is health, "bank account" is no digital account.
constexpr std::array kRules = {
    Rule{" latitude", "location"},
    Rule{" longitude", "location"},
    Rule{" location", "location"},
    Rule{" gps ", "location"},
    Rule{" geolocation ", "location"},
    Rule{" coordinates ", "location"},
    Rule{" vi tri ", "location"},
    Rule{" vị trí ", "location"},
    Rule{" toạ độ ", "location"},
    Rule{" tọa độ ", "location"},
    Rule{" device fingerprint", "online_behaviour"},
    Rule{" browser fingerprint", "online_behaviour"},
    Rule{" biometric", "biometric"},
    Rule{" fingerprint", "biometric"},
    Rule{" face id ", "biometric"},
    Rule{" face recognition ", "biometric"},
    Rule{" voice print", "biometric"},
    Rule{" vân tay ", "biometric"},
    Rule{" face template", "biometric"},
    Rule{" facial ", "biometric"},
    Rule{" iris ", "biometric"},
    Rule{" voiceprint", "biometric"},
    Rule{" genetic", "genetic"},
    Rule{" dna ", "genetic"},
    Rule{" sinh trắc ", "biometric"},
    Rule{" vneid ", "eid_login_or_id_image"},
    Rule{" eid account", "eid_login_or_id_image"},
    Rule{" eid login", "eid_login_or_id_image"},
    Rule{" id card image", "eid_login_or_id_image"},
    Rule{" identity card image", "eid_login_or_id_image"},
    Rule{" id image", "eid_login_or_id_image"},
    // Before " card number": these cards are no bank's.
    Rule{" identity card", "contact_or_id_number"},
    Rule{" identification card", "contact_or_id_number"},
    Rule{" residence card", "contact_or_id_number"},
    Rule{" căn cước ", "contact_or_id_number"},
    Rule{" credit card", "bank_finance_credit"},
    Rule{" debit card", "bank_finance_credit"},
    Rule{" creditcard", "bank_finance_credit"},
    Rule{" ccn ", "bank_finance_credit"},
    Rule{" thẻ tín dụng ", "bank_finance_credit"},
    Rule{" tín dụng ", "bank_finance_credit"},
    Rule{" payment card", "bank_finance_credit"},
    Rule{" card number", "bank_finance_credit"},
    Rule{" cc number ", "bank_finance_credit"},
    Rule{" credit score", "bank_finance_credit"},
    Rule{" bank", "bank_finance_credit"},
    Rule{" iban", "bank_finance_credit"},
    Rule{" bic ", "bank_finance_credit"},
    Rule{" swift ", "bank_finance_credit"},
    Rule{" aba routing", "bank_finance_credit"},
    Rule{" aba rtn ", "bank_finance_credit"},
    Rule{" pci ", "bank_finance_credit"},
    Rule{" cvv ", "bank_finance_credit"},
    Rule{" financ", "bank_finance_credit"},
    Rule{" loan", "bank_finance_credit"},
    Rule{" crypto wallet", "bank_finance_credit"},
    Rule{" ngân hàng ", "bank_finance_credit"},
    Rule{" medical", "health"},
    Rule{" health", "health"},
    Rule{" icd10 ", "health"},
    Rule{" icd 10 ", "health"},
    Rule{" icd9 ", "health"},
    Rule{" icd 9 ", "health"},
    Rule{" hipaa ", "health"},
    Rule{" phi ", "health"},
    Rule{" drug", "health"},
    Rule{" medication", "health"},
    Rule{" surgical", "health"},
    Rule{" blood test", "health"},
    Rule{" lab test", "health"},
    Rule{" impairment", "health"},
    Rule{" mrn ", "health"},
    Rule{" bệnh án ", "health"},
    Rule{" sức khỏe ", "health"},
    Rule{" sức khoẻ ", "health"},
    Rule{" patient", "health"},
    Rule{" nhs number", "health"},
    Rule{" medicare ", "health"},
    Rule{" disease", "health"},
    Rule{" ethnic", "race_ethnicity"},
    Rule{" race ", "race_ethnicity"},
    Rule{" racial ", "race_ethnicity"},
    Rule{" religi", "political_religious"},
    Rule{" political", "political_religious"},
    Rule{" union ", "political_religious"},
    Rule{" sexual", "sex_life"},
    Rule{" sex life ", "sex_life"},
    Rule{" criminal", "crime"},
    Rule{" conviction", "crime"},
    Rule{" browsing history", "online_behaviour"},
    Rule{" online behaviour", "online_behaviour"},
    Rule{" advertising id ", "online_behaviour"},
    Rule{" imei", "online_behaviour"},
    Rule{" gdpr special categor", "other_sensitive"},
    Rule{" special categor", "other_sensitive"},
    Rule{" password", "digital_account"},
    Rule{" credential", "digital_account"},
    Rule{" private key", "digital_account"},
    Rule{" api key", "digital_account"},
    Rule{" auth token", "digital_account"},
    Rule{" access key", "digital_account"},
    Rule{" account key", "digital_account"},
    Rule{" connection string", "digital_account"},
    Rule{" client secret", "digital_account"},
    Rule{" secret key", "digital_account"},
    Rule{" stealer", "digital_account"},
    Rule{" encryption key", "digital_account"},
    Rule{" json web token ", "digital_account"},
    Rule{" basic auth header", "digital_account"},
    Rule{" http cookie", "digital_account"},
    Rule{" e mail", "digital_account"},
    Rule{" email", "digital_account"},
    Rule{" user name", "digital_account"},
    Rule{" username", "digital_account"},
    Rule{" mật khẩu ", "digital_account"},
    Rule{" passport", "contact_or_id_number"},
    Rule{" phone", "contact_or_id_number"},
    Rule{" telephone", "contact_or_id_number"},
    Rule{" driver", "contact_or_id_number"},
    Rule{" driving licen", "contact_or_id_number"},
    Rule{" social security", "contact_or_id_number"},
    Rule{" ssn ", "contact_or_id_number"},
    Rule{" government id", "contact_or_id_number"},
    Rule{" visa number", "contact_or_id_number"},
    Rule{" national id", "contact_or_id_number"},
    Rule{" identification number", "contact_or_id_number"},
    Rule{" identification code", "contact_or_id_number"},
    Rule{" insurance number", "contact_or_id_number"},
    Rule{" tax file number", "contact_or_id_number"},
    Rule{" permanent account number", "contact_or_id_number"},
    Rule{" aadhaar ", "contact_or_id_number"},
    Rule{" id number", "contact_or_id_number"},
    Rule{" nric ", "contact_or_id_number"},
    Rule{" my number ", "contact_or_id_number"},
    Rule{" insee ", "contact_or_id_number"},
    Rule{" cpf ", "contact_or_id_number"},
    Rule{" dni ", "contact_or_id_number"},
    Rule{" hộ chiếu ", "contact_or_id_number"},
    Rule{" điện thoại ", "contact_or_id_number"},
    Rule{" tax id", "contact_or_id_number"},
    Rule{" tin ", "contact_or_id_number"},
    Rule{" cccd ", "contact_or_id_number"},
    Rule{" cmnd ", "contact_or_id_number"},
    Rule{" vehicle", "contact_or_id_number"},
    Rule{" license plate", "contact_or_id_number"},
    Rule{" licence plate", "contact_or_id_number"},
    Rule{" date of birth", "birth_date"},
    Rule{" birth", "birth_date"},
    Rule{" ngày sinh ", "birth_date"},
    Rule{" dob ", "birth_date"},
    Rule{" age ", "birth_date"},
    Rule{" gender ", "gender"},
    Rule{" giới tính ", "gender"},
    Rule{" nationality ", "nationality"},
    Rule{" quốc tịch ", "nationality"},
    Rule{" marital", "marital_status"},
    Rule{" hôn nhân ", "marital_status"},
    Rule{" ip address", "other_basic"},
    Rule{" mac address", "other_basic"},
    Rule{" street", "address"},
    Rule{" postal", "address"},
    Rule{" physical address", "address"},
    Rule{" địa chỉ ", "address"},
    Rule{" Địa chỉ ", "address"},
    Rule{" mailing address", "address"},
    Rule{" home address", "address"},
    Rule{" address ", "address"},
    Rule{" full name", "name"},
    Rule{" person name", "name"},
    Rule{" proper name", "name"},
    Rule{" first name", "name"},
    Rule{" last name", "name"},
    Rule{" family name", "name"},
    Rule{" họ và tên ", "name"},
    Rule{" họ tên ", "name"},
    Rule{" gdpr ", "other_basic"},
    Rule{" pii ", "other_basic"},
    Rule{" personal information", "other_basic"},
    Rule{" personal data", "other_basic"},
    Rule{" personally identifiable", "other_basic"},
};

// Names that mean something only as the whole name: inside others they mislead ("file name", "policy address").
constexpr std::array kWholeNames = {
    Rule{" name ", "name"},          Rule{" names ", "name"},
    Rule{" person ", "other_basic"}, Rule{" personal ", "other_basic"},
    Rule{" pii ", "other_basic"},    Rule{" image ", "image"},
    Rule{" photo ", "image"},        Rule{" portrait ", "image"},
};

// " credit card number ": lower case, every separator one blank.
std::string normalised(std::string_view name) {
    std::string out = " ";
    for (char c : name.substr(0, kFieldBytesMax)) {
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
        if (word)
            out += lower(c);
        else if (out.back() != ' ')
            out += ' ';
    }
    if (out.back() != ' ') out += ' ';
    return out;
}

// The short labels of the law's editions and what offices write for them, letters without marks.
constexpr std::array kLabels = {Rule{"hovaten", "name"},
                                Rule{"hoten", "name"},
                                Rule{"ten", "name"},
                                Rule{"names", "name"},
                                Rule{"ngaysinh", "birth_date"},
                                Rule{"ngaythangnamsinh", "birth_date"},
                                Rule{"dateofbirth", "birth_date"},
                                Rule{"gioitinh", "gender"},
                                Rule{"diachi", "address"},
                                Rule{"quoctich", "nationality"},
                                Rule{"hinhanh", "image"},
                                Rule{"images", "image"},
                                Rule{"sodienthoaisodinhdanhsogiayto", "contact_or_id_number"},
                                Rule{"sodienthoai", "contact_or_id_number"},
                                Rule{"dienthoai", "contact_or_id_number"},
                                Rule{"sodinhdanh", "contact_or_id_number"},
                                Rule{"sogiayto", "contact_or_id_number"},
                                Rule{"telephoneandidentitynumbers", "contact_or_id_number"},
                                Rule{"tinhtranghonnhan", "marital_status"},
                                Rule{"maritalstatus", "marital_status"},
                                Rule{"quanhegiadinh", "family"},
                                Rule{"familyrelations", "family"},
                                Rule{"taikhoanso", "digital_account"},
                                Rule{"digitalaccounts", "digital_account"},
                                Rule{"dulieucobankhac", "other_basic"},
                                Rule{"otherbasicdata", "other_basic"},
                                Rule{"nguongocchungtocdantoc", "race_ethnicity"},
                                Rule{"raceorethnicorigin", "race_ethnicity"},
                                Rule{"quandiemchinhtritongiao", "political_religious"},
                                Rule{"politicalorreligiousview", "political_religious"},
                                Rule{"doisongriengtu", "private_life"},
                                Rule{"privatelife", "private_life"},
                                Rule{"suckhoe", "health"},
                                Rule{"tinhtrangsuckhoe", "health"},
                                Rule{"sinhtrachoc", "biometric"},
                                Rule{"dulieusinhtrachoc", "biometric"},
                                Rule{"dacdiemditruyen", "genetic"},
                                Rule{"ditruyen", "genetic"},
                                Rule{"doisongtinhduc", "sex_life"},
                                Rule{"sexlife", "sex_life"},
                                Rule{"toiphamviphamphapluat", "crime"},
                                Rule{"toipham", "crime"},
                                Rule{"vitricanhan", "location"},
                                Rule{"vitri", "location"},
                                Rule{"dulieuvitri", "location"},
                                Rule{"taikhoandinhdanhdientuanhcancuoc", "eid_login_or_id_image"},
                                Rule{"taikhoandinhdanhdientu", "eid_login_or_id_image"},
                                Rule{"anhcancuoc", "eid_login_or_id_image"},
                                Rule{"eidloginimagesofidentitycards", "eid_login_or_id_image"},
                                Rule{"nganhangtaichinhtindung", "bank_finance_credit"},
                                Rule{"nganhang", "bank_finance_credit"},
                                Rule{"taichinh", "bank_finance_credit"},
                                Rule{"tindung", "bank_finance_credit"},
                                Rule{"bankfinancecredit", "bank_finance_credit"},
                                Rule{"hanhvitrenmang", "online_behaviour"},
                                Rule{"onlinebehaviour", "online_behaviour"},
                                Rule{"dulieunhaycamkhac", "other_sensitive"},
                                Rule{"othersensitivedata", "other_sensitive"}};

}  // namespace

std::string_view kind_of_label(std::string_view letters) {
    auto found = std::find_if(kLabels.begin(), kLabels.end(), [&](const Rule& rule) { return rule.part == letters; });
    return found == kLabels.end() ? std::string_view() : found->kind;
}

bool is_kind_id(std::string_view text) { return std::find(kKindIds.begin(), kKindIds.end(), text) != kKindIds.end(); }

bool add_detector(std::vector<std::string>& kinds, std::string_view name) {
    auto words = normalised(name);
    for (const Rule& rule : kWholeNames)
        if (words == rule.part) return add(kinds, rule.kind), true;
    for (const Rule& rule : kRules)
        if (words.find(rule.part) != std::string::npos) return add(kinds, rule.kind), true;
    return false;
}

void add_category(std::vector<std::string>& kinds, std::string_view name) {
    auto words = normalised(name);
    if (add_detector(kinds, name)) return;
    if (words.find(" personal ") != std::string::npos) add(kinds, "other_basic");
}

void add_kind_labels(std::vector<std::string>& kinds, std::string_view list) {
    while (!list.empty()) {
        auto comma = list.find(',');
        auto label = trim(list.substr(0, comma));
        if (is_kind_id(label))
            add(kinds, label);
        else if (!label.empty())
            add_detector(kinds, label);
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
}

void add_kind_labels(std::vector<std::string>& kinds, const json::value* in) {
    if (const auto* items = array_of(in)) {
        for (const auto& item : *items) add_kind_labels(kinds, text_view(&item));
    } else {
        add_kind_labels(kinds, text_view(in));
    }
}

}  // namespace breachd::ingest
