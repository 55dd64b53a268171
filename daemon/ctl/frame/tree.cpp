#include "ctl/frame/tree.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/nearest.hpp"
#include "ctl/frame/help.hpp"
#include "ctl/frame/outline.hpp"

namespace breachd::ctl {

namespace {

constexpr const char* kAbout =
    "breachctl: dòng lệnh của breachd, cho người và chương trình / the command line of breachd, for people and "
    "programs";
constexpr const char* kFooter =
    "Tùy chọn chung đứng trước hoặc sau lệnh / global options stand before or after the command\n"
    "Mã thoát / exit codes: 0 xong / done, 1 không hoặc lỗi / no or failed, 2 sai cách dùng / wrong usage";

void declare_globals(Command& root) {
    root.option("server", "URL", "địa chỉ máy chủ / the daemon's address")
        .option("token-file", "FILE", "tệp chứa mã truy cập / the file that holds the token")
        .option("ca-file", "FILE", "chứng chỉ gốc của máy chủ / certificates to trust")
        .option("idempotency-key", "KEY", "gọi lại với cùng khóa không làm hai lần / a repeated call acts once")
        .option("if-match", "VERSION", "chỉ khi sự cố còn ở phiên bản này / only while this is its version")
        .letter("o", "text|json", "dạng kết quả / the form of the answer");
    auto& app = root.app();
    app.get_option("--server")->envname("BREACHD_SERVER")->default_str("http://127.0.0.1:8472");
    app.get_option("--token-file")->envname("BREACHD_TOKEN_FILE");
    for (auto* option : app.get_options())
        if (option != app.get_help_ptr()) option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void declare_all(Command& root) {
    for (auto* declare : {declare_setup, declare_checks, declare_incidents, declare_decisions, declare_watch,
                          declare_overview, declare_notices, declare_reports, declare_accounts, declare_keys,
                          declare_backup, declare_store, declare_drill, declare_senders, declare_shell})
        declare(root);
}

// "incident" of --incident and of a word INCIDENT stay two names: words are in capitals.
std::string key_of(const CLI::Option& option) {
    auto name = option.get_positional() ? option.get_name(true) : option.get_name();
    while (name.starts_with('-')) name.erase(0, 1);
    return name;
}

void take_values(std::map<std::string, std::vector<std::string>, std::less<>>& values, const CLI::App& app) {
    for (const auto* option : app.get_options())
        if (option != app.get_help_ptr()) values[key_of(*option)] = option->results();
    for (const auto* below : app.get_subcommands({}))
        if (below->get_name().empty()) take_values(values, *below);
}

// The first word or option of the command itself that was given; "" of none.
std::string given_to(const CLI::App& app) {
    for (const auto* option : app.get_options())
        if (option->count() != 0) return option->get_name();
    for (const auto* below : app.get_subcommands({}))
        if (auto given = below->get_name().empty() ? given_to(*below) : ""; !given.empty()) return given;
    return "";
}

// What went wrong, in both languages; CLI11's own words name the option.
std::string said_of(const CLI::ParseError& error) {
    std::string_view what = error.what();
    if (what.find("Exactly 1") != what.npos) return fmt::format("đúng một trong số này / just one of these: {}", what);
    constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
        {"RequiredError", "thiếu / missing"},
        {"ArgumentMismatch", "sai số giá trị / wrong number of values"},
        {"ExcludesError", "không đi cùng nhau / not together"},
        {"RequiresError", "phải đi cùng / only together"}};
    for (const auto& [name, words] : kKinds)
        if (error.get_name() == name) return fmt::format("{}: {}", words, error.what());
    return error.what();
}

std::vector<std::string> names_below(const Command& command) {
    std::vector<std::string> out;
    for (const auto& each : command.below()) out.push_back(each.app().get_name());
    return out;
}

std::vector<std::string> option_names(const Command& command) {
    std::vector<std::string> out;
    for (const auto& option : outline_of(command.app()).options)
        if (!option.word) out.push_back(option.name);
    return out;
}

std::string meant(std::string_view word, const std::vector<std::string>& known) {
    const auto* near = nearest_word(word, known);
    return near == nullptr ? "" : fmt::format("; có phải / did you mean: {}?", *near);
}

Said wrong(const std::string& what, const Command& at) {
    return {kUsage, fmt::format("breachctl: {}\n{}", what, usage_of(at))};
}

}  // namespace

std::string name_of(const Command& command) { return command.app().get_name(); }

std::string usage_of(const Command& command) {
    auto outline = outline_of(command.app());
    auto path = outline.path.empty() ? "" : " " + outline.path;
    return fmt::format("  {}\n  xem / see: breachctl{} --help", usage_line(outline), path);
}

Tree::Tree() : app_(std::make_unique<CLI::App>(kAbout, "breachctl")) {
    app_->formatter(make_help_formatter());
    app_->set_help_flag("-h,--help", "cách dùng / how to use it");
    app_->fallthrough();
    app_->require_subcommand(1);
    app_->footer(kFooter);
    root_ = std::make_unique<Command>(*app_);
    declare_globals(*root_);
    declare_all(*root_);
    app_->set_version_flag("--version", "breachctl " BREACHD_VERSION, "phiên bản / the version");
}

Tree::~Tree() = default;

const Command& Tree::chosen() const {
    const Command* at = root_.get();
    for (bool deeper = true; deeper;) {
        deeper = false;
        for (const auto& each : at->below()) {
            if (!each.app().parsed()) continue;
            at = &each;
            deeper = true;
            break;
        }
    }
    return *at;
}

Globals Tree::globals() const {
    auto value = [&](const char* name, std::string otherwise = {}) {
        const auto& results = app_->get_option(name)->results();
        return results.empty() ? otherwise : results.back();
    };
    Globals out;
    out.server = value("--server", app_->get_option("--server")->get_default_str());
    out.token_file = value("--token-file");
    out.ca_file = value("--ca-file");
    out.idempotency_key = value("--idempotency-key");
    out.if_match = value("--if-match");
    out.json = value("-o") == "json";
    return out;
}

std::variant<Call, Said> Tree::read(std::vector<std::string> words) {
    bool nothing = words.empty();
    std::reverse(words.begin(), words.end());  // as CLI11 takes them
    try {
        app_->parse(std::move(words));
    } catch (const CLI::CallForVersion& version) {
        return Said{kDone, version.what()};
    } catch (const CLI::CallForHelp&) {
        return Said{kDone, help_of(chosen().app())};
    } catch (const CLI::ParseError& error) {
        if (nothing) return Said{kUsage, help_of(*app_)};
        const auto& at = chosen();
        auto left = app_->remaining(true);
        if (left.empty() && at.run() == nullptr)
            return wrong("thiếu lệnh / a command is missing: " + fmt::format("{}", fmt::join(names_below(at), ", ")),
                         at);
        if (left.empty()) return wrong(said_of(error), at);
        const auto& word = left.front();
        if (word.starts_with('-')) {
            auto known = option_names(at), everywhere = option_names(*root_);
            known.insert(known.end(), everywhere.begin(), everywhere.end());
            return wrong(fmt::format("không có tùy chọn này / no such option: {}{}", word,
                                     meant(word.substr(0, word.find('=')), known)),
                         at);
        }
        if (at.run() != nullptr) return wrong("thừa đối số / unexpected argument: " + word, at);
        auto path = outline_of(at.app()).path;
        return wrong(fmt::format("không có lệnh này / no such command: {}{}{}{}", path, path.empty() ? "" : " ", word,
                                 meant(word, names_below(at))),
                     at);
    }
    const auto& command = chosen();
    for (const auto* above = command.app().get_parent(); above != nullptr && above != app_.get();
         above = above->get_parent())
        if (auto given = given_to(*above); !given.empty())
            return wrong("thừa đối số hoặc tùy chọn / an argument or option of another command: " + given, command);
    std::map<std::string, std::vector<std::string>, std::less<>> values;
    take_values(values, command.app());
    return Call{&command, globals(), Arguments(std::move(values))};
}

}  // namespace breachd::ctl
