#include "ctl/frame/help.hpp"

#include <fmt/format.h>

#include "ctl/frame/outline.hpp"
#include "ctl/frame/tree.hpp"
#include "ctl/frame/values.hpp"

namespace breachd::ctl {

namespace {

class Help : public CLI::Formatter {
  public:
    Help() { label("Positionals", "Đối số / arguments"); }

    std::string make_description(const CLI::App* app) const override { return app->get_description() + "\n"; }

    std::string make_usage(const CLI::App* app, std::string) const override {
        return fmt::format("\nCách dùng / usage:\n  {}\n", usage_line(outline_of(*app)));
    }

    std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode) const override {
        std::string out;
        bool whole = app->get_parent() == nullptr;
        auto all = outlines_of(*app);
        for (std::size_t i = 1; i < all.size(); ++i) {
            const auto& each = all[i];
            if (each.options.empty() && !each.below.empty()) continue;  // a group alone
            out += whole ? fmt::format("  {:<24}{}\n", each.path, each.about)
                         : fmt::format("  {}\n      {}\n", usage_line(each), each.about);
        }
        auto choices = choices_text(*app);
        return choices + (out.empty() ? "" : "\nLệnh / commands:\n" + out);
    }

    std::string make_group(std::string group, bool words, std::vector<const CLI::Option*> options) const override {
        return Formatter::make_group(group == "Options" ? "Tùy chọn / options" : group, words, std::move(options));
    }

    std::string make_option_opts(const CLI::Option* option) const override {
        auto kind = option->get_type_name();
        bool word = option->get_positional();
        std::string out;
        if (option->get_expected_max() > 0 && !(word && kind == kText)) out = " " + (kind == kText ? "…" : kind);
        if (!option->get_default_str().empty()) out += " = " + option->get_default_str();
        if (!option->get_envname().empty()) out += " ($" + option->get_envname() + ")";
        if (option->get_required() && !option->get_positional()) out += " (cần / needed)";
        return out;
    }

  private:
    // The options of which exactly one is given, which CLI11 keeps as commands without a name.
    std::string choices_text(const CLI::App& app) const {
        std::string out;
        for (const auto* group : app.get_subcommands({}))
            if (group->get_name().empty())
                out += make_group(group->get_group(), false, group->get_options([&](const CLI::Option* option) {
                    return option != group->get_help_ptr();
                }));
        return out;
    }
};

}  // namespace

std::shared_ptr<CLI::FormatterBase> make_help_formatter() { return std::make_shared<Help>(); }

std::string help_of(const CLI::App& app) {
    auto text = app.get_formatter()->make_help(&app, "", CLI::AppFormatMode::Normal);
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

}  // namespace breachd::ctl
