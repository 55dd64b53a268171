#include <fmt/format.h>

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "ctl/setup/answers.hpp"
#include "ingest/format.hpp"

namespace breachd::ctl {

namespace {

constexpr std::string_view kQuestions[kSetupQuestions] = {
    "Tên tổ chức, đúng như trên giấy đăng ký\n    Name of the organisation, as on its registration paper",
    "Người phụ trách bảo vệ dữ liệu cá nhân: Họ tên, e-mail, điện thoại\n"
    "    Data-protection officer: name, e-mail, telephone",
    "Người trực, theo lượt, cách nhau bằng dấu chấm phẩy: Họ tên, e-mail, điện thoại; …\n"
    "    Who is on call, in turns, separated by semicolons: name, e-mail, telephone; …",
    "Máy chủ thư đi và địa chỉ gửi, ví dụ smtp://127.0.0.1:25 thongbao@congty.vn (Enter: chưa có, tin ghi vào tệp)\n"
    "    Mail relay and sender's address (Enter: none yet, messages are written into files)",
    "Địa chỉ mà người dùng mở, ví dụ https://suco.congty.vn (Enter: chỉ máy này)\n"
    "    Address that people open (Enter: this machine only)",
    "Định dạng của nguồn cảnh báo đầu tiên, ví dụ wazuh, splunk, cef (Enter: generic)\n"
    "    Format of the first source of alerts (Enter: generic)",
};

constexpr std::string_view kAdmin = "quantri";

Error lacks(std::string message) { return Error{ErrorCode::unprocessable, std::move(message), ""}; }

Error taken(const std::string& email) {
    return lacks(
        fmt::format("{}: phần trước @ đã có người hoặc mã khác dùng / the part before @ is somebody else's", email));
}

std::vector<std::string> parts_of(std::string_view line, char between) {
    std::vector<std::string> out;
    while (true) {
        auto end = line.find(between);
        out.emplace_back(trim(line.substr(0, end)));
        if (end == std::string_view::npos) return out;
        line.remove_prefix(end + 1);
    }
}

std::string id_of(std::string_view email) {
    auto out = lower(email.substr(0, email.find('@')));
    for (char& c : out)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) c = '-';
    return out;
}

bool is_address(std::string_view text) {
    auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find(' ') == std::string_view::npos;
}

Result<SetupPerson> person_of(std::string_view text) {
    auto parts = parts_of(text, ',');
    if (parts.size() < 2 || parts.size() > 3 || parts[0].empty() || !is_address(parts[1]))
        return lacks(fmt::format("cần: Họ tên, e-mail, điện thoại; đã ghi \"{}\" / name, e-mail, telephone are needed",
                                 std::string(text)));
    return SetupPerson{id_of(parts[1]), parts[0], parts[1], parts.size() == 3 ? parts[2] : ""};
}

Result<void> take_people(SetupAnswers& answers, std::string_view line) {
    answers.on_call.clear();
    for (const auto& each : parts_of(line, ';')) {
        if (each.empty()) continue;
        auto person = person_of(each);
        if (!person) return person.error();
        auto same = [&](const SetupPerson& other) { return other.id == person->id; };
        bool another = answers.officer.id == person->id && answers.officer.email != person->email;
        if (another || person->id == kAdmin || std::any_of(answers.on_call.begin(), answers.on_call.end(), same))
            return taken(person->email);
        answers.on_call.push_back(std::move(*person));
    }
    if (answers.on_call.empty()) return lacks("cần ít nhất một người / at least one person is needed");
    return {};
}

Result<void> take_relay(SetupAnswers& answers, std::string_view line) {
    if (line.empty()) return {};
    auto space = line.find(' ');
    auto url = std::string(line.substr(0, space));
    auto sender = space == std::string_view::npos ? std::string() : std::string(trim(line.substr(space)));
    if (!(url.starts_with("smtp://") || url.starts_with("smtps://")) || !is_address(sender))
        return lacks("cần: smtp://MÁY:CỔNG ĐỊA_CHỈ_GỬI / smtp://HOST:PORT SENDER is needed");
    answers.relay = url;
    answers.sender = sender;
    return {};
}

Result<void> take_url(SetupAnswers& answers, std::string_view line) {
    while (line.ends_with('/')) line.remove_suffix(1);
    if (line.empty() || line.starts_with("https://")) return answers.public_url = std::string(line), Result<void>();
    return lacks("phải bắt đầu bằng https:// / must begin with https://");
}

Result<void> take_format(SetupAnswers& answers, std::string_view line) {
    auto format = line.empty() ? std::string("generic") : lower(line);
    if (format == "mapped" || ingest::find_format(format) == nullptr)
        return lacks(
            fmt::format("không có định dạng này: {}; xem breachctl ingest formats / there is no such format", format));
    answers.format = format;
    return {};
}

std::string in_yaml(std::string_view text) { return json::serialize(json::value(text)); }

bool is_on_call(const SetupAnswers& answers, const std::string& id) {
    return std::any_of(answers.on_call.begin(), answers.on_call.end(),
                       [&](const SetupPerson& person) { return person.id == id; });
}

// Of the first source, which is no person's.
std::string source_of(const SetupAnswers& answers) {
    bool free = answers.format != answers.officer.id && !is_on_call(answers, answers.format);
    return free ? answers.format : "nguon-" + answers.format;
}

std::string person_line(const SetupPerson& person) {
    auto out = fmt::format("  - {{id: {}, name: {}, email: {}", in_yaml(person.id), in_yaml(person.name),
                           in_yaml(person.email));
    if (!person.phone.empty()) out += ", phone: " + in_yaml(person.phone);
    return out + "}\n";
}

std::string members(const SetupAnswers& answers) {
    std::string out;
    for (const auto& person : answers.on_call) out += (out.empty() ? "" : ", ") + in_yaml(person.id);
    return out;
}

std::string access(const SetupAnswers& answers) {
    std::string out = "access:\n  tokens:\n";
    auto row = [&](const std::string& name, std::string_view role) {
        auto whose = name == kAdmin ? std::string() : ", person: " + in_yaml(name);
        out += fmt::format("    - {{name: {}, role: {}{}, token_file: {}}}\n", in_yaml(name), role, whose,
                           in_yaml("tokens/" + name + ".token"));
    };
    for (const auto& person : answers.on_call)
        if (person.id != answers.officer.id) row(person.id, "responder");
    row(answers.officer.id, "dpo");
    row(std::string(kAdmin), "admin");
    return out;
}

std::string channels(const SetupAnswers& answers, const std::string& data) {
    if (answers.relay.empty())
        return fmt::format(
            "# Chưa có máy chủ thư: tin ghi vào tệp. No relay yet: messages are written into files.\n"
            "channels:\n  email: {{type: file, directory: {}}}\n",
            in_yaml(data + "/sent"));
    return fmt::format("channels:\n  email: {{type: smtp, url: {}, from: {}}}\n", in_yaml(answers.relay),
                       in_yaml(answers.sender));
}

}  // namespace

std::string_view setup_question(int number) { return kQuestions[number]; }

Result<void> take_setup_answer(SetupAnswers& answers, int number, std::string_view line) {
    line = trim(line);
    switch (number) {
        case 0:
            answers.organisation = std::string(line);
            if (line.empty()) return lacks("không được để trống / may not be empty");
            return {};
        case 1: {
            auto officer = person_of(line);
            if (!officer) return officer.error();
            if (officer->id == kAdmin) return taken(officer->email);
            answers.officer = std::move(*officer);
            return {};
        }
        case 2:
            return take_people(answers, line);
        case 3:
            return take_relay(answers, line);
        case 4:
            return take_url(answers, line);
        default:
            return take_format(answers, line);
    }
}

std::vector<std::string> setup_tokens(const SetupAnswers& answers) {
    std::vector<std::string> out;
    for (const auto& person : answers.on_call) out.push_back(person.id);
    if (!is_on_call(answers, answers.officer.id)) out.push_back(answers.officer.id);
    out.emplace_back(kAdmin);
    out.push_back(source_of(answers));
    return out;
}

std::string setup_configuration(const SetupAnswers& answers, const std::string& directory, const std::string& data) {
    auto url = answers.public_url.empty() ? std::string("http://localhost:8472") : answers.public_url;
    const auto& officer = answers.officer;
    auto contact = fmt::format("{{name: {}, email: {}{}}}", in_yaml(officer.name), in_yaml(officer.email),
                               officer.phone.empty() ? "" : ", phone: " + in_yaml(officer.phone));
    std::string people;
    for (const auto& person : answers.on_call) people += person_line(person);
    if (!is_on_call(answers, officer.id)) people += person_line(officer);
    return fmt::format(
        "# Do breachctl setup tạo; mọi khóa khác có chú thích trong share/breachd/breachd.yaml.\n"
        "# Made by breachctl setup; every other key is explained in share/breachd/breachd.yaml.\n"
        "mode: live\n\n"
        "organisation:\n  name: {}\n  data_protection_officer: {}\n  incident_desk: {}\n\n"
        "server: {{listen: \"127.0.0.1:8472\", public_url: {}, serve_notices: true}}\n"
        "storage: {{directory: {}}}\nkeys: {{master_key_file: {}}}\n\n{}\n"
        "sources:\n  - {{name: {}, format: {}, token_file: {}}}\n\n"
        "# Hệ thống nào giữ dữ liệu gì của bao nhiêu người: điền ngay, báo cáo và thời hạn dựa vào đây.\n"
        "# Which system holds which data of how many people: fill in now, reports and deadlines rest on it.\n"
        "# assets:\n#   - {{name: crm, match: {{hosts: [\"crm-*\"]}}, kinds: [name, contact_or_id_number], subjects: "
        "120000}}\n\n"
        "triage:\n  rules:\n    - name: du-lieu-ca-nhan\n      when: ['severity >= 60']\n      then: {{open: true}}\n\n"
        "people:\n{}\n"
        "on_call:\n  rosters: [{{name: truc, members: [{}], starts: \"2026-01-05T08:00:00+07:00\"}}]\n"
        "  escalation:\n    - {{after: 0m, page: [\"roster:truc\"]}}\n    - {{after: 15m, page: [{}]}}\n"
        "  channels: [email]\n\n{}\n"
        "notice: {{order: [email]}}\n"
        "public_notice:\n  publishers: [{{type: directory, path: {}, url: {}}}]\n",
        in_yaml(answers.organisation), contact, contact, in_yaml(url), in_yaml(data),
        in_yaml(directory + "/master.key"), access(answers), in_yaml(source_of(answers)), in_yaml(answers.format),
        in_yaml("tokens/" + source_of(answers) + ".token"), people, members(answers), in_yaml(officer.id),
        channels(answers, data), in_yaml(data + "/public"), in_yaml(url + "/notices"));
}

}  // namespace breachd::ctl
