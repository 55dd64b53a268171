// Shell completion, made of the declared commands: subcommands, options, choices, files.
#pragma once

#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace breachd::ctl {

// `shell`: bash, zsh or fish.
std::string completion_of(const CLI::App& root, std::string_view shell);

}  // namespace breachd::ctl
