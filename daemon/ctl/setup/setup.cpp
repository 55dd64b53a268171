// setup: six questions, and then a configuration that passes its check, with its keys, tokens and secrets beside it.
// Answers may come from a file or a pipe, one a line. The configuration is written last: without it nothing was set up.
#include "ctl/setup/answers.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "base/digest.hpp"
#include "config/config.hpp"
#include "ctl/abouts.hpp"
#include "ctl/command.hpp"
#include "ctl/places.hpp"
#include "ctl/print.hpp"
#include "start/system_user.hpp"
#include "store/vault/vault.hpp"

namespace breachd::ctl {

namespace {

namespace fs = std::filesystem;

constexpr int kTriesMax = 5;  // of one answer, on a terminal

// Who owns what the service reads: root sets up for the service's user, anybody else (and root on a trial, in a
// directory of its own where there is no such user) for himself.
struct Owner {
    bool service = false;
    ::uid_t uid = 0;
    ::gid_t gid = 0;
};

Result<Owner> owner_of_files(bool own_place) {
    if (::geteuid() != 0) return Owner{};
    auto user = user_named(kServiceUser);
    if (!user && own_place) return Owner{};
    if (!user)
        return failed(
            "chưa có người dùng breachd: chạy systemd-sysusers và systemd-tmpfiles --create trước / there is "
            "no user breachd yet: run systemd-sysusers and systemd-tmpfiles --create first");
    return Owner{true, user->id, user->group};
}

// Read by the service's group; the master key by its user alone.
Result<void> give(const Owner& owner, const std::string& path, bool to_user) {
    if (!owner.service) return {};
    if (::chown(path.c_str(), to_user ? owner.uid : 0, owner.gid) == 0) return {};
    return failed("không đổi được chủ của tệp / cannot be given to the service's user", path);
}

Result<void> write_given(const Owner& owner, const std::string& path, std::string_view text, bool to_user = false) {
    auto mode = owner.service && !to_user ? 0640U : 0600U;
    if (auto written = write_file(path, text, mode); !written) return written;
    return give(owner, path, to_user);
}

Result<void> make_folder(const Owner& owner, const std::string& path, bool to_user) {
    std::error_code error;
    if (fs::is_directory(path, error)) return {};
    if (!fs::create_directories(path, error))
        return failed("không tạo được thư mục / the directory cannot be made: " + error.message(), path);
    fs::permissions(path, to_user || !owner.service ? fs::perms(0700) : fs::perms(0750), error);
    return give(owner, path, to_user);
}

Result<SetupAnswers> ask_all() {
    SetupAnswers answers;
    bool terminal = ::isatty(STDIN_FILENO) != 0;
    for (int number = 0; number < kSetupQuestions; ++number) {
        for (int tries = 1;; ++tries) {
            complain(fmt::format("{}/{} {}", number + 1, kSetupQuestions, setup_question(number)));
            std::string line;
            if (!std::getline(std::cin, line))
                return failed(fmt::format("thiếu câu trả lời {} / answer {} is missing", number + 1, number + 1));
            auto taken = take_setup_answer(answers, number, line);
            if (taken) break;
            auto what = fmt::format("câu {} / question {}: {}", number + 1, number + 1, taken.error().message);
            if (!terminal || tries == kTriesMax) return failed(what);
            complain("  " + what);
        }
    }
    return answers;
}

std::string fresh_secret() { return hex(store::MasterKey::generate().bytes) + "\n"; }

Result<void> write_all_files(const Owner& owner, const SetupAnswers& answers, const std::string& directory,
                             const std::string& data) {
    for (const auto& folder : {directory, directory + "/tokens"})
        if (auto made = make_folder(owner, folder, false); !made) return made;
    if (auto made = make_folder(owner, data, true); !made) return made;
    if (auto key = directory + "/master.key"; !fs::exists(key))
        if (auto written = write_given(owner, key, fresh_secret(), true); !written) return written;
    for (const auto& name : setup_tokens(answers))
        if (auto file = directory + "/tokens/" + name + ".token"; !fs::exists(file))
            if (auto written = write_given(owner, file, fresh_secret()); !written) return written;
    return write_given(owner, directory + "/breachd.yaml", setup_configuration(answers, directory, data));
}

std::string done_text(const SetupAnswers& answers, const std::string& directory) {
    std::string tokens;
    for (const auto& name : setup_tokens(answers)) tokens += fmt::format("  {}/tokens/{}.token\n", directory, name);
    return fmt::format(
        "Đã xong, cấu hình qua kiểm tra. Done, the configuration passes its check.\n"
        "  {0}/breachd.yaml\n  {0}/master.key   cất một bản ở nơi khác / keep a copy elsewhere\n{1}\n"
        "Việc tiếp theo / next:\n"
        "  1. điền assets trong breachd.yaml: hệ thống nào giữ dữ liệu gì / fill in assets\n"
        "  2. breachctl check-config {0}/breachd.yaml\n"
        "  3. systemctl enable --now breachd\n"
        "  4. breachctl --token-file {0}/tokens/{2}.token channel test email --to {2}\n"
        "  5. mời từng người vào bảng điều khiển / invite each person into the console:\n"
        "     breachctl --token-file {0}/tokens/quantri.token account invite {2} --role dpo",
        directory, tokens, answers.officer.id);
}

Result<void> check_made(const std::string& file) {
    auto report = read_config(file, load_options());
    if (report.errors.empty()) return {};
    std::string all;
    for (const auto& error : report.errors) all += "\n  " + error.text();
    return failed("cấu hình vừa tạo có lỗi / the configuration that was made has errors:" + all, file);
}

Result<void> setup(const Context& context) {
    auto directory = context.arguments.get("directory", "/etc/breachd");
    bool own_place = context.arguments.has("directory");
    auto owner = owner_of_files(own_place);
    auto data = context.arguments.get("data", own_place ? directory + "/data" : "/var/lib/breachd");
    auto file = directory + "/breachd.yaml";
    if (!owner) return owner.error();
    directory = fs::absolute(directory).lexically_normal().string();
    data = fs::absolute(data).lexically_normal().string();
    if (fs::exists(file))
        return failed("đã có cấu hình, không ghi đè / there is a configuration, it is not overwritten", file);
    auto answers = ask_all();
    if (!answers) return answers.error();
    if (auto written = write_all_files(*owner, *answers, directory, data); !written) return written;
    if (auto good = check_made(file); !good) {
        std::error_code ignored;
        fs::remove(file, ignored);
        return good;
    }
    if (context.globals.json)
        print_json(json::object{{"file", file}, {"tokens", json::value_from(setup_tokens(*answers))}});
    else
        say(done_text(*answers, directory));
    return {};
}

}  // namespace

void declare_setup(Command& root) {
    root.command(
            "setup",
            "sáu câu hỏi, rồi có cấu hình, khóa và mã truy cập / six questions, then a configuration with its keys "
            "and tokens",
            setup)
        .option("directory", "DIRECTORY", "nơi đặt, nếu không có: /etc/breachd / where, without it /etc/breachd")
        .option("data", "DIRECTORY", about::kData);
}

}  // namespace breachd::ctl
