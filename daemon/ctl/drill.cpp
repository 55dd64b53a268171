#include "ctl/command.hpp"
namespace breachd::ctl {
std::span<const Command> drill_commands() { return {}; }
}
