// breachctl: the twin of the daemon for people and scripts.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "ctl/command.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

std::vector<Command> all_commands() {
    std::vector<Command> out;
    for (auto group : {setup_commands(), check_commands(), incident_commands(), decision_commands(), watch_commands(),
                       overview_commands(), notice_commands(), report_commands(), account_commands(), key_commands(),
                       backup_commands(), store_commands(), drill_commands(), sender_commands()})
        out.insert(out.end(), group.begin(), group.end());
    return out;
}

std::string option_text(std::string_view list) {
    std::string out;
    while (!list.empty()) {
        auto space = list.find(' ');
        auto item = list.substr(0, space);
        list = space == std::string_view::npos ? std::string_view{} : list.substr(space + 1);
        auto equals = item.find('=');
        auto name = item.substr(0, equals);
        out += item.ends_with('!')                ? fmt::format(" --{} …", name)
               : equals == std::string_view::npos ? fmt::format(" [--{}]", name)
               : item.ends_with('*')              ? fmt::format(" [--{} …]…", name)
                                                  : fmt::format(" [--{} …]", name);
    }
    return out;
}

std::string usage_line(const Command& command) {
    return fmt::format("  breachctl {}{}{}{}\n      {}", command.name, command.arguments.empty() ? "" : " ",
                       command.arguments, option_text(command.options), command.about);
}

constexpr const char* kGlobalUsage =
    "Cách dùng / usage: breachctl [--server URL] [--token-file FILE] [--ca-file FILE] [-o text|json]\n"
    "                    [--idempotency-key KEY] [--if-match VERSION] COMMAND …\n"
    "                    breachctl --version | --help [GROUP] | COMMAND --help\n"
    "Biến môi trường / environment: BREACHD_SERVER (http://127.0.0.1:8472), BREACHD_TOKEN_FILE;\n"
    "Mã thoát / exit codes: 0 xong / done, 1 không hoặc lỗi / no or failed, 2 sai cách dùng / wrong usage\n";

void print_help(const std::vector<Command>& commands, std::string_view prefix, std::FILE* to) {
    std::fputs(kGlobalUsage, to);
    for (const auto& command : commands)
        if (command.name.starts_with(prefix)) fmt::print(to, "{}\n", usage_line(command));
}

// Takes the global options out, wherever they stand before a `--`, and gives back the rest.
Result<std::vector<std::string>> take_globals(const std::vector<std::string>& given, Globals& globals) {
    const std::array<std::pair<std::string_view, std::string*>, 5> kNames{
        {{"--server", &globals.server},
         {"--token-file", &globals.token_file},
         {"--ca-file", &globals.ca_file},
         {"--idempotency-key", &globals.idempotency_key},
         {"--if-match", &globals.if_match}}};
    std::vector<std::string> rest;
    for (std::size_t at = 0; at < given.size(); ++at) {
        if (given[at] == "--") {
            rest.insert(rest.end(), given.begin() + static_cast<std::ptrdiff_t>(at), given.end());
            break;
        }
        auto equals = given[at].find('=');
        auto name = given[at].substr(0, equals);
        bool output = given[at] == "-o";
        auto row = std::find_if(kNames.begin(), kNames.end(), [&](const auto& item) { return item.first == name; });
        if (!output && row == kNames.end()) {
            rest.push_back(given[at]);
            continue;
        }
        if (equals == std::string::npos && at + 1 >= given.size())
            return usage("tùy chọn cần giá trị / needs a value", name);
        auto value = equals == std::string::npos ? given[++at] : given[at].substr(equals + 1);
        if (!output)
            *row->second = value;
        else if (value == "json" || value == "text")
            globals.json = value == "json";
        else
            return usage("phải là text hoặc json / must be text or json", "-o " + value);
    }
    return rest;
}

// The command whose name is the longest beginning of the words.
const Command* find_command(const std::vector<Command>& commands, std::span<const std::string> words,
                            std::size_t& used) {
    for (std::size_t take = std::min<std::size_t>(2, words.size()); take > 0; --take) {
        auto name = take == 2 ? words[0] + " " + words[1] : words[0];
        auto found = std::find_if(commands.begin(), commands.end(), [&](const Command& c) { return c.name == name; });
        if (found != commands.end()) {
            used = take;
            return &*found;
        }
    }
    return nullptr;
}

Result<std::string> read_token(const std::string& path) {
    if (path.empty()) return std::string();
    auto text = read_file(path);
    if (!text) return text.error();
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r' || text->back() == ' ')) text->pop_back();
    return *text;
}

int report(const Error& error) {
    complain(fmt::format("breachctl: {}", error.text()));
    return error.code == ErrorCode::invalid ? kUsage : kNo;
}

Result<void> run_command(const Command& command, const Globals& globals, const Arguments& arguments) {
    auto token = read_token(globals.token_file);
    if (!token) return token.error();
    Client client(globals.server, *token, globals.ca_file);
    if (!globals.idempotency_key.empty()) client.always("Idempotency-Key", globals.idempotency_key);
    if (!globals.if_match.empty()) client.always("If-Match", "\"" + globals.if_match + "\"");
    return command.run(Context{globals, arguments, client});
}

int run(const std::vector<std::string>& given) {
    Globals globals;
    if (const char* server = std::getenv("BREACHD_SERVER")) globals.server = server;
    if (const char* file = std::getenv("BREACHD_TOKEN_FILE")) globals.token_file = file;
    auto commands = all_commands();
    auto words = take_globals(given, globals);
    if (!words) return report(words.error());
    if (words->empty()) {
        print_help(commands, "", stderr);
        return kUsage;
    }
    if (words->front() == "--version") return say("breachctl " BREACHD_VERSION), kDone;
    if (words->front() == "--help" || words->front() == "-h" || words->front() == "help") {
        print_help(commands, words->size() > 1 ? std::string_view((*words)[1]) : "", stdout);
        return kDone;
    }
    std::size_t used = 0;
    const auto* command = find_command(commands, *words, used);
    if (command == nullptr) {
        bool group = std::any_of(commands.begin(), commands.end(),
                                 [&](const Command& each) { return each.name.starts_with(words->front() + " "); });
        if (group && words->size() > 1 && words->back() == "--help")
            return print_help(commands, words->front() + " ", stdout), kDone;
        auto named = words->front() + (group && words->size() > 1 ? " " + (*words)[1] : group ? " …" : "");
        complain(fmt::format("breachctl: không có lệnh này / no such command: {}", named));
        print_help(commands, words->front(), stderr);
        return kUsage;
    }
    auto rest = std::span<const std::string>(*words).subspan(used);
    if (std::any_of(rest.begin(), rest.end(), [](const auto& word) { return word == "--help"; }))
        return say(usage_line(*command)), kDone;
    auto arguments = parse_arguments(*command, rest);
    auto result = arguments ? run_command(*command, globals, *arguments) : Result<void>(arguments.error());
    if (result) return std::fflush(stdout) == 0 ? kDone : kNo;
    int code = report(result.error());
    if (code == kUsage) complain(usage_line(*command));
    return code;
}

}  // namespace

}  // namespace breachd::ctl

int main(int argc, char** argv) { return breachd::ctl::run({argv + 1, argv + argc}); }
