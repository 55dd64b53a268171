#include "ctl/frame/outline.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "ctl/frame/values.hpp"

namespace breachd::ctl {

namespace {

std::string path_of(const CLI::App& app) {
    if (app.get_parent() == nullptr) return "";
    auto above = path_of(*app.get_parent());
    return above.empty() ? app.get_name() : above + " " + app.get_name();
}

void add_options(Outline& out, const CLI::App& app, int choice) {
    for (const auto* option : app.get_options()) {
        if (option == app.get_help_ptr()) continue;
        OutlineOption one;
        one.word = option->get_positional();
        one.name = one.word ? option->get_name(true) : option->get_name();
        if (option->get_type_name() != kText) one.kind = option->get_type_name();
        one.about = option->get_description();
        one.takes_value = option->get_expected_max() > 0;
        one.needed = option->get_required();
        bool many = option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
        one.repeated = many || option->get_allow_extra_args();
        one.choice = choice;
        out.options.push_back(std::move(one));
    }
}

}  // namespace

Outline outline_of(const CLI::App& app) {
    Outline out;
    out.path = path_of(app);
    out.about = app.get_description();
    add_options(out, app, 0);
    int choice = 0;
    for (const auto* below : app.get_subcommands({})) {
        if (below->get_name().empty())
            add_options(out, *below, below->get_require_option_max() == 1 ? ++choice : 0);
        else
            out.below.push_back(below->get_name());
    }
    return out;
}

std::vector<Outline> outlines_of(const CLI::App& app) {
    std::vector<Outline> out{outline_of(app)};
    for (const auto* below : app.get_subcommands({})) {
        if (below->get_name().empty()) continue;
        auto more = outlines_of(*below);
        out.insert(out.end(), more.begin(), more.end());
    }
    return out;
}

std::string shown_option(const OutlineOption& option) {
    if (option.word) return option.kind.empty() ? option.name : option.kind;
    if (!option.takes_value) return option.name;
    return option.name + " " + (option.kind.empty() ? "…" : option.kind);
}

std::string usage_line(const Outline& outline) {
    auto out = "breachctl" + (outline.path.empty() ? "" : " " + outline.path);
    int open = 0;  // the choice whose bracket is open
    for (const auto& option : outline.options) {
        if (open != 0 && option.choice != open) out += ")";
        auto shown = shown_option(option);
        if (option.repeated && option.word) shown += "…";
        if (option.choice != 0)
            out += (option.choice == open ? " | " : " (") + shown;
        else
            out += option.needed ? " " + shown : " [" + shown + "]";
        if (option.repeated && !option.word) out += "…";
        open = option.choice;
    }
    if (open != 0) out += ")";
    if (!outline.below.empty()) out += outline.options.empty() || outline.path.empty() ? " COMMAND …" : " | COMMAND …";
    return out;
}

}  // namespace breachd::ctl
