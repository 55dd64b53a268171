// How help looks: CLI11's formatter with our usage line, both languages, and every command of a group with its usage.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace breachd::ctl {

std::shared_ptr<CLI::FormatterBase> make_help_formatter();

}  // namespace breachd::ctl
