#include "ctl/drill/drill.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "ctl/command.hpp"
#include "ctl/http_date.hpp"
#include "ctl/pace.hpp"
#include "ctl/places.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace fs = std::filesystem;

struct Drill::Step {
    const char* vi;
    const char* en;
    Result<void> (Drill::*play)();
};

Drill::Drill(DrillOptions options, LoadedConfig config)
    : options_(std::move(options)), config_(std::move(config)), world_(options_.directory + "/world") {}

std::string Drill::clock_text() const {
    auto detected = parse_rfc3339(text_at(incident_, "detected_at"));
    if (!now_ || !detected) return std::string(34, ' ');
    auto minutes = std::chrono::duration_cast<std::chrono::minutes>(*now_ - *detected).count();
    auto local = format_local(*now_);  // 2026-11-23 17:30:05 +07:00
    return fmt::format("{:>3}h{:02} sau phát hiện · {} {}", minutes / 60, minutes % 60, local.substr(11, 5),
                       local.substr(8, 2) + "/" + local.substr(5, 2));
}

void Drill::tell(const std::string& text) const {
    std::size_t from = 0;
    while (from < text.size()) {
        auto end = text.find('\n', from);
        if (end == std::string::npos) end = text.size();
        say("      " + text.substr(from, end - from));
        from = end + 1;
    }
    std::fflush(stdout);
}

Result<void> Drill::run(const Step& step) {
    ++step_;
    if (!id_.empty()) {
        if (auto ok = refresh(); !ok) return ok;
    }
    say(fmt::format("{:2}. [{}] {} / {}", step_, clock_text(), step.vi, step.en));
    std::fflush(stdout);
    auto done = (this->*step.play)();
    if (!done)
        return failed(
            fmt::format("bước {} không đạt / step {} failed ({}): {}", step_, step_, step.en, done.error().text()));
    return {};
}

Result<void> Drill::play() {
    const Step kSteps[] = {
        {"Máy chủ ở chế độ diễn tập", "the daemon is in drill time", &Drill::must_be_a_drill},
        {"SIEM gửi cảnh báo", "the SIEM sends an alert", &Drill::send_alert},
        {"Sự cố được mở, các thời hạn chạy", "the incident opens, its clocks run", &Drill::see_clocks},
        {"Người trực được gọi", "on-call is paged", &Drill::be_paged},
        {"Người trực nhận việc qua webhook có chữ ký", "on-call acknowledges over the signed webhook",
         &Drill::acknowledge},
        {"Ghi dữ kiện, xác nhận vi phạm", "facts are written down, the breach is confirmed", &Drill::write_facts},
        {"Nhập danh sách chủ thể dữ liệu", "the subjects are imported", &Drill::import_subjects},
        {"Ai liên lạc được", "who can be reached", &Drill::see_contactability},
        {"Xem trước thông báo", "the notice is previewed", &Drill::preview_notice},
        {"Người thứ hai cho gửi thông báo", "a second person releases the notice", &Drill::release_notice},
        {"Báo cho từng chủ thể", "subjects are told one by one", &Drill::wait_until_told},
        {"Thông báo công khai cho người không liên hệ được", "the public notice for those out of reach",
         &Drill::see_public_notice},
        {"Lập báo cáo theo cả hai mẫu", "the report on both forms", &Drill::build_reports},
        {"Nộp báo cáo cho cơ quan chuyên trách", "the report is filed with the authority", &Drill::file_report},
        {"Lập biên bản xác nhận, người khác xem lại các bản nộp",
         "the confirmation record is made, another person looks at the filings", &Drill::file_record},
        {"Khắc phục xong, định ngày lưu giữ", "remedied, the keep-until date is set", &Drill::remedy},
        {"Đóng hồ sơ khi không còn gì phải làm", "the file is closed when nothing is owed", &Drill::close},
        {"Xuất và kiểm chứng bằng chứng", "the evidence is exported and verified", &Drill::prove},
        {"Dòng thời gian", "the timeline", &Drill::show_timeline},
    };
    say("DIỄN TẬP / DRILL: một vụ lộ dữ liệu vị trí, từ cảnh báo đến hồ sơ lưu giữ / a leak of location data, from "
        "alert to archive\n");
    for (const auto& step : kSteps)
        if (auto done = run(step); !done) return done;
    say("\nDIỄN TẬP ĐẠT / DRILL PASSED");
    list_files();
    return {};
}

Result<Client> Drill::as(const std::string& who) {
    auto token = read_file(options_.tokens + "/" + who + ".token");
    if (!token) return token.error();
    while (!token->empty() && (token->back() == '\n' || token->back() == '\r')) token->pop_back();
    return Client(options_.server, *token);
}

std::string Drill::path(std::string_view rest) const {
    return fmt::format("/api/v1/incidents/{}{}", percent_encoded(id_), rest);
}

Result<void> Drill::refresh() {
    auto client = as("an");
    if (!client) return client.error();
    auto answer = client->call({.path = path()});
    if (!answer) return answer.error();
    auto incident = answer->parsed();
    if (!incident) return incident.error();
    incident_ = std::move(*incident);
    now_ = parse_http_date(answer->date);
    return {};
}

Result<void> Drill::until(const std::string& expected, const std::function<bool(const json::value&)>& holds) {
    Result<void> asked;
    bool good = wait_for(
        [&] {
            asked = refresh();
            return !asked || holds(incident_);
        },
        options_.patience, std::chrono::milliseconds(200));
    if (!asked) return asked;
    if (good) return {};
    return failed(
        fmt::format("mong đợi / expected: {}; sự cố là / the incident is: {}", expected, json::serialize(incident_)));
}

Result<void> Drill::save(Client& client, const std::string& from, const std::string& name, const std::string& method) {
    auto answer = client.call({.method = method, .path = from});
    if (!answer) return answer.error();
    if (auto ok = write_file(options_.directory + "/" + name, answer->body); !ok) return ok;
    tell(fmt::format("{}  {} byte", name, answer->body.size()));
    return {};
}

namespace {

// The daemon's own files and the secrets are not what a drill makes.
bool is_document(const fs::path& beside, const fs::path& file) {
    auto inside = file.lexically_relative(beside);
    auto first = inside.begin()->string();
    bool top = std::next(inside.begin()) == inside.end();
    if (top)
        return first.find(".key") == std::string::npos && first.find(".secret") == std::string::npos &&
               !first.ends_with(".yaml");
    return first != "tokens" && first != "data" && file.extension() != ".new";
}

}  // namespace

void Drill::list_files() const {
    say("\nTệp đã tạo / files made:");
    std::vector<std::pair<std::string, std::uintmax_t>> files;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(options_.directory, error))
        if (entry.is_regular_file(error) && is_document(options_.directory, entry.path()))
            files.emplace_back(entry.path().lexically_normal().string(), entry.file_size(error));
    std::sort(files.begin(), files.end());
    for (const auto& [file, bytes] : files) say(fmt::format("  {:>10}  {}", bytes, file));
}

namespace {

Result<void> drill(const Context& context) {
    const auto& arguments = context.arguments;
    auto file = arguments.get("config");
    auto config = load_config(file, load_options());
    if (!config) return failed(config.error().message);
    auto beside = fs::absolute(file).parent_path().string();
    DrillOptions options;
    options.server = context.globals.server;
    options.directory = arguments.get("directory", "drill");
    options.tokens = arguments.get("tokens", beside + "/tokens");
    options.hook_secret = arguments.get("hook-secret", beside + "/hook.secret");
    options.keep_webhooks = arguments.has("keep-webhooks");
    if (auto patience = parse_duration(arguments.get("patience")))
        options.patience = std::chrono::duration_cast<std::chrono::seconds>(*patience);
    std::error_code error;
    fs::create_directories(options.directory, error);
    if (error) return failed(error.message(), options.directory);
    return Drill(std::move(options), std::move(*config)).play();
}

}  // namespace

void declare_drill(Command& root) {
    root.command("drill",
                 "diễn tập toàn bộ việc chính với máy chủ mode: drill / plays the whole main job against a daemon in "
                 "drill mode",
                 drill)
        .needed("config", "FILE", "cấu hình của máy chủ đó / that daemon's configuration")
        .option("directory", "DIRECTORY",
                "nơi ghi tài liệu, nếu không có: drill / where documents go, without it drill")
        .option(
            "tokens", "DIRECTORY",
            "các tệp NAME.token, nếu không có: cạnh cấu hình / files NAME.token, without it beside the configuration")
        .option("hook-secret", "FILE",
                "bí mật của hook, nếu không có: cạnh cấu hình / the hook's secret, without it beside the configuration")
        .option("patience", "DURATION", "chờ mỗi bước bao lâu / how long each step may take")
        .flag("keep-webhooks", "đã có nơi khác nhận webhook / somebody else receives the webhooks");
}

}  // namespace breachd::ctl
