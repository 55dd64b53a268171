// breachctl's commands. A command is declared once, beside the code that runs it: its words, its options, what each may
// be, one line of help each (Vietnamese / English). CLI11 reads the command line by these declarations; help, wrong
// usage and shell completion are made of the same ones (frame/). A command gives back a Result; main() turns it into
// the exit code: 0 done, 1 the answer is no or something failed, 2 wrong usage (an Error of code `invalid`, which
// commands use for nothing else).
#pragma once

#include <deque>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ctl/client.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

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
    std::string server;
    std::string token_file;
    std::string ca_file;
    std::string idempotency_key;
    std::string if_match;
    bool json = false;
};

// What the command line says to one command, by declared names: "INCIDENT" of a word, "reason" of --reason. A name that
// the command does not declare is a bug of ours and aborts.
class Arguments {
  public:
    // Every declared name is a key; without values where nothing was given.
    explicit Arguments(std::map<std::string, std::vector<std::string>, std::less<>> values)
        : values_(std::move(values)) {}

    bool has(std::string_view name) const { return !all(name).empty(); }
    std::string get(std::string_view name, std::string otherwise = {}) const;
    const std::vector<std::string>& all(std::string_view name) const;
    // Of a value declared as TIME.
    std::optional<Instant> moment(std::string_view name) const;

  private:
    std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

class Command;

struct Context {
    const Globals& globals;
    const Arguments& arguments;
    Client& client;       // connects at the first call: offline commands never touch it
    const Command& root;  // of all commands
};

// The call about the incident that the word INCIDENT names, or about what is below it ("/notice").
std::string incident_path(const Context& context, std::string_view rest = {});

// A command, or a group of commands, or both ("restore DIRECTORY" and "restore status"). The kind of a value says what
// it may be, and stands in the help: TIME, DURATION, NUMBER, SHA256 and HEX64 are checked, as is "a|b|c", a choice;
// FILE and DIRECTORY are completed by the shell; every other name is free text, and "" is text without a name.
class Command {
  public:
    using Run = Result<void> (*)(const Context&);

    explicit Command(CLI::App& app) : app_(&app) {}
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    // The group of this name, made by its first caller, who says what it is about.
    Command& group(const std::string& name, const std::string& about = "");
    Command& command(const std::string& name, const std::string& about, Run code);

    // Words, in the order in which they are declared.
    Command& word(const std::string& name, const std::string& about, const std::string& kind = "");
    Command& optional_word(const std::string& name, const std::string& about, const std::string& kind = "");
    // Needed, unless one of the commands below is meant.
    Command& word_or_command(const std::string& name, const std::string& about);
    Command& words(const std::string& name, const std::string& about);  // one or more
    Command& words_if_any(const std::string& name, const std::string& about, const std::string& kind = "");

    // --name KIND, once at most; asked for by needed(), given as often as wanted by repeated().
    Command& option(const std::string& name, const std::string& kind, const std::string& about);
    Command& needed(const std::string& name, const std::string& kind, const std::string& about);
    Command& repeated(const std::string& name, const std::string& kind, const std::string& about);
    Command& flag(const std::string& name, const std::string& about);
    // -o KIND
    Command& letter(const std::string& name, const std::string& kind, const std::string& about);

    // Of options and words that are declared already. `name` asks for each of `others`, or bars them.
    Command& asks_for(const std::string& name, std::initializer_list<const char*> others);
    Command& bars(const std::string& name, std::initializer_list<const char*> others);

    struct Option {
        std::string name, kind, about;
    };
    // Exactly one of these must be given.
    Command& exactly_one(std::initializer_list<Option> options);

    CLI::App& app() const { return *app_; }
    Run run() const { return run_; }
    const std::deque<Command>& below() const { return below_; }

  private:
    CLI::Option& declared(const std::string& name) const;

    CLI::App* app_;  // its parent's
    Run run_ = nullptr;
    std::deque<Command> below_;  // a deque: references stay
};

// Each declares the commands of its file; main.cpp lists them.
void declare_checks(Command& root);
void declare_incidents(Command& root);
void declare_notices(Command& root);
void declare_decisions(Command& root);
void declare_reports(Command& root);
void declare_watch(Command& root);
void declare_overview(Command& root);
void declare_accounts(Command& root);
void declare_keys(Command& root);
void declare_backup(Command& root);
void declare_store(Command& root);
void declare_drill(Command& root);
void declare_setup(Command& root);
void declare_senders(Command& root);
void declare_shell(Command& root);

// Whole files. `-` reads standard input.
Result<std::string> read_file(const std::string& path);
Result<void> write_out(std::string_view bytes);  // to the standard output
// Written to a temporary name beside it, synced, renamed: whole or not at all.
Result<void> write_file(const std::string& path, std::string_view bytes, unsigned mode = 0644);

}  // namespace breachd::ctl
