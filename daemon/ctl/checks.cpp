#include "ctl/command.hpp"
namespace breachd::ctl { std::span<const Command> check_commands() { return {}; } }
