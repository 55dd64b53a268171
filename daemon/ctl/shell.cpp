// help, completion: what the declared commands say of themselves.
#include "ctl/frame/completion.hpp"
#include "ctl/frame/tree.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

// The command that the words name; the last group that they reach where they go no further.
Result<const Command*> named(const Command& root, const std::vector<std::string>& words) {
    const Command* at = &root;
    for (const auto& word : words) {
        const Command* next = nullptr;
        for (const auto& each : at->below())
            if (name_of(each) == word) next = &each;
        if (next == nullptr) return usage("không có lệnh này / no such command", word);
        at = next;
    }
    return at;
}

Result<void> help(const Context& context) {
    auto command = named(context.root, context.arguments.all("COMMAND"));
    if (!command) return command.error();
    say(help_of((*command)->app()));
    return {};
}

Result<void> completion(const Context& context) {
    say(completion_of(context.root.app(), context.arguments.get("SHELL")));
    return {};
}

}  // namespace

void declare_shell(Command& root) {
    root.command("help", "cách dùng một lệnh hay một nhóm lệnh / how to use a command, or a group of them", help)
        .words_if_any("COMMAND", "lệnh / the command");
    root.command(
            "completion",
            "tệp để shell tự điền lệnh, tùy chọn và giá trị / what a shell needs to complete commands, options and "
            "values",
            completion)
        .word("SHELL", "shell nào / for which shell", "bash|zsh|fish");
}

}  // namespace breachd::ctl
