#include "ctl/command.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/check.hpp"
#include "base/instant.hpp"
#include "ctl/frame/outline.hpp"
#include "ctl/frame/values.hpp"

namespace breachd::ctl {

const std::vector<std::string>& Arguments::all(std::string_view name) const {
    auto found = values_.find(name);
    BREACHD_CHECK(found != values_.end());
    return found->second;
}

std::string Arguments::get(std::string_view name, std::string otherwise) const {
    const auto& values = all(name);
    return values.empty() ? otherwise : values.back();
}

std::optional<Instant> Arguments::moment(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    auto at = parse_rfc3339(get(name));
    BREACHD_CHECK(at.has_value());  // checked when the command line was read
    return *at;
}

namespace {

constexpr const char* kFooter = "Tùy chọn chung / global options: breachctl --help";

CLI::Option& add(CLI::App& app, const std::string& name, const std::string& kind, const std::string& about) {
    auto* option = app.add_option(name, CLI::callback_t{}, about, false);
    option->type_name(kind.empty() ? kText : kind);
    if (is_checked(kind))
        option->check(CLI::Validator([kind](std::string& value) { return fault_of(kind, value); }, ""));
    return *option;
}

std::string dashes(const std::string& name) { return "--" + name; }

// A command above asks for nothing when one of the commands below it is meant.
void ask_for_nothing(CLI::App& app) {
    for (auto* option : app.get_options()) option->required(false);
    for (auto* group : app.get_subcommands([](CLI::App* below) { return below->get_name().empty(); })) {
        group->require_option(0);
        ask_for_nothing(*group);
    }
}

CLI::Option& many(CLI::Option& option) { return *option.expected(1, -1)->allow_extra_args(); }

}  // namespace

Command& Command::group(const std::string& name, const std::string& about) {
    for (auto& each : below_)
        if (each.app_->get_name() == name) return each;
    auto* app = app_->add_subcommand(name, about);
    app->require_subcommand(1);
    app->footer(kFooter);
    return below_.emplace_back(*app);
}

Command& Command::command(const std::string& name, const std::string& about, Run code) {
    auto* app = app_->add_subcommand(name, about);
    app->footer(kFooter);
    if (run_ != nullptr) {
        app_->require_subcommand(0, 1);
        auto* above = app_;
        app->preparse_callback([above](std::size_t) { ask_for_nothing(*above); });
    }
    auto& made = below_.emplace_back(*app);
    made.run_ = code;
    return made;
}

Command& Command::word(const std::string& name, const std::string& about, const std::string& kind) {
    add(*app_, name, kind, about).required();
    return *this;
}

Command& Command::optional_word(const std::string& name, const std::string& about, const std::string& kind) {
    add(*app_, name, kind, about);
    return *this;
}

// In a group of its own: CLI11 takes the next word for a word that its command still lacks, whatever command it names.
Command& Command::word_or_command(const std::string& name, const std::string& about) {
    add(*app_->add_option_group(name), name, "", about).required();
    return *this;
}

Command& Command::words(const std::string& name, const std::string& about) {
    many(add(*app_, name, "", about)).required();
    return *this;
}

Command& Command::words_if_any(const std::string& name, const std::string& about, const std::string& kind) {
    many(add(*app_, name, kind, about));
    return *this;
}

Command& Command::option(const std::string& name, const std::string& kind, const std::string& about) {
    add(*app_, dashes(name), kind, about);
    return *this;
}

Command& Command::needed(const std::string& name, const std::string& kind, const std::string& about) {
    add(*app_, dashes(name), kind, about).required();
    return *this;
}

Command& Command::repeated(const std::string& name, const std::string& kind, const std::string& about) {
    add(*app_, dashes(name), kind, about).multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    return *this;
}

Command& Command::flag(const std::string& name, const std::string& about) {
    app_->add_flag(dashes(name), about);
    return *this;
}

Command& Command::letter(const std::string& name, const std::string& kind, const std::string& about) {
    add(*app_, "-" + name, kind, about);
    return *this;
}

CLI::Option& Command::declared(const std::string& name) const {
    auto* option = app_->get_option_no_throw(dashes(name));
    return option != nullptr ? *option : *app_->get_option(name);
}

Command& Command::asks_for(const std::string& name, std::initializer_list<const char*> others) {
    for (const char* other : others) declared(name).needs(&declared(other));
    return *this;
}

Command& Command::bars(const std::string& name, std::initializer_list<const char*> others) {
    for (const char* other : others) declared(name).excludes(&declared(other));
    return *this;
}

Command& Command::exactly_one(std::initializer_list<Option> options) {
    auto* group = app_->add_option_group("Một trong / exactly one of");
    for (const auto& option : options) add(*group, dashes(option.name), option.kind, option.about);
    group->require_option(1);
    return *this;
}

std::string incident_path(const Context& context, std::string_view rest) {
    return fmt::format("/api/v1/incidents/{}{}", percent_encoded(context.arguments.get("INCIDENT")), rest);
}

}  // namespace breachd::ctl
