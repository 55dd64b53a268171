// The declared commands as values: what help, wrong usage, shell completion and the tests read of CLI11's tree.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace breachd::ctl {

inline constexpr const char* kText = "TEXT";  // what CLI11 calls text without a name

struct OutlineOption {
    std::string name;  // "--state"; "INCIDENT" of a word
    std::string kind;  // of its value (command.hpp); "" of a flag and of text without a name
    std::string about;
    bool word = false;
    bool takes_value = true;
    bool needed = false;
    bool repeated = false;
    int choice = 0;  // exactly one of the options with the same number is given; 0: it stands alone
};

struct Outline {
    std::string path;  // "incident list"; "" of breachctl itself
    std::string about;
    std::vector<OutlineOption> options;  // its own, without --help
    std::vector<std::string> below;      // names of its subcommands
};

// The one command; `app` must have come from Command.
Outline outline_of(const CLI::App& app);
// It, and every command below it, in the order of their declaration.
std::vector<Outline> outlines_of(const CLI::App& app);

// "breachctl incident hold INCIDENT on|off --reason … [--id HOLD]"
std::string usage_line(const Outline& outline);
// "--at TIME"
std::string shown_option(const OutlineOption& option);

}  // namespace breachd::ctl
