// All commands together, and how a command line becomes the call of one of them.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "ctl/command.hpp"

namespace breachd::ctl {

// What the command line asks for.
struct Call {
    const Command* command;
    Globals globals;
    Arguments arguments;
};
// Help or version (code kDone, for standard output), or what is wrong with the command line (kUsage, for the error
// stream).
struct Said {
    int code;
    std::string text;
};

class Tree {
  public:
    Tree();  // with every command declared
    ~Tree();
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;

    // Once: CLI11 keeps what it read.
    std::variant<Call, Said> read(std::vector<std::string> words);
    const Command& root() const { return *root_; }

  private:
    const Command& chosen() const;
    Globals globals() const;

    std::unique_ptr<CLI::App> app_;
    std::unique_ptr<Command> root_;
};

std::string name_of(const Command& command);
// What `breachctl COMMAND --help` says.
std::string help_of(const CLI::App& app);
// How the command is used and where to read more: the lines below a complaint.
std::string usage_of(const Command& command);

}  // namespace breachd::ctl
