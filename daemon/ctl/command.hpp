// breachctl's frame: one table row a command, the command line as values, and what every command gets handed. A
// command gives back a Result; main() turns it into the exit code: 0 done, 1 the answer is no or something failed,
// 2 wrong usage (an Error of code `invalid`, which commands use for nothing else).
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ctl/client.hpp"

namespace breachd::ctl {

inline constexpr int kDone = 0;
inline constexpr int kNo = 1;
inline constexpr int kUsage = 2;

inline Error usage(std::string message, std::string where = {}) {
    return Error{ErrorCode::invalid, std::move(message), std::move(where)};
}
inline Error failed(std::string message, std::string where = {}) {
    return Error{ErrorCode::failed, std::move(message), std::move(where)};
}

// Options of every command.
struct Globals {
    std::string server = "http://127.0.0.1:8472";
    std::string token_file;
    std::string ca_file;
    std::string idempotency_key;
    std::string if_match;
    bool json = false;
};

// What is left of the command line after the command's name, checked against its row.
struct Arguments {
    std::vector<std::string> words;
    std::map<std::string, std::vector<std::string>> options;  // a flag has the one value ""

    bool has(const std::string& name) const { return options.count(name) != 0; }
    // The last value given, or `otherwise`.
    std::string get(const std::string& name, std::string otherwise = {}) const;
    std::vector<std::string> all(const std::string& name) const;
    Result<std::string> required(const std::string& name) const;
    // RFC 3339; an error is a usage error.
    Result<std::optional<Instant>> moment(const std::string& name) const;
};

struct Context {
    const Globals& globals;
    const Arguments& arguments;
    Client& client;  // connects at the first call: offline commands never touch it
};

struct Command {
    std::string_view name;       // "incident list"
    std::string_view arguments;  // for the usage text: "INCIDENT FILE"
    int words_min, words_max;    // -1: any number
    std::string_view options;    // "state= all": `=` takes a value, `*` may be repeated, `!` is needed: "kind=* new=!"
    std::string_view about;      // Vietnamese / English, one line
    Result<void> (*run)(const Context&);
};

// One span a group; main.cpp lists them.
std::span<const Command> check_commands();
std::span<const Command> incident_commands();
std::span<const Command> notice_commands();
std::span<const Command> decision_commands();
std::span<const Command> report_commands();
std::span<const Command> watch_commands();
std::span<const Command> overview_commands();
std::span<const Command> account_commands();
std::span<const Command> key_commands();
std::span<const Command> backup_commands();
std::span<const Command> store_commands();
std::span<const Command> drill_commands();
std::span<const Command> setup_commands();
std::span<const Command> sender_commands();

Result<Arguments> parse_arguments(const Command& command, std::span<const std::string> given);

// Whole files. `-` reads standard input.
Result<std::string> read_file(const std::string& path);
// Written to a temporary name beside it, synced, renamed: whole or not at all.
Result<void> write_file(const std::string& path, std::string_view bytes, unsigned mode = 0644);

}  // namespace breachd::ctl
