#include "ctl/frame/completion.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ctl/frame/outline.hpp"
#include "ctl/frame/values.hpp"

namespace breachd::ctl {

namespace {

// What may stand at one place of the command line.
struct Candidates {
    std::vector<std::pair<std::string, std::string>> words;  // with what each is about
    bool files = false, directories = false;
};

// --option of the commands at `paths`, and what its value may be.
struct Valued {
    std::string path, option;
    Candidates values;
};

struct Commands {
    std::vector<std::string> paths;  // of every command and group: "incident list"
    std::vector<Valued> valued;
    std::vector<std::pair<std::string, Candidates>> next;  // after the path
};

void add_value(Candidates& out, const OutlineOption& option) {
    auto kind = option.kind.empty() && option.word ? option.name : option.kind;
    for (auto& choice : choices_of(kind)) out.words.emplace_back(choice, option.about);
    out.files = out.files || kind == "FILE";
    out.directories = out.directories || kind == "DIRECTORY";
}

Commands commands_of(const CLI::App& root) {
    Commands out;
    auto outlines = outlines_of(root);
    for (const auto& outline : outlines) {
        Candidates next;
        for (const auto& name : outline.below) {
            auto path = outline.path.empty() ? name : outline.path + " " + name;
            auto about =
                std::find_if(outlines.begin(), outlines.end(), [&](const Outline& each) { return each.path == path; });
            next.words.emplace_back(name, about->about);
        }
        for (const auto& option : outline.options) {
            if (!option.word) next.words.emplace_back(option.name, option.about);
            if (option.word) add_value(next, option);
            if (option.word || !option.takes_value) continue;
            out.valued.push_back({outline.path, option.name, {}});
            add_value(out.valued.back().values, option);
        }
        if (!outline.path.empty()) {
            out.paths.push_back(outline.path);
            for (const auto& option : outlines.front().options) next.words.emplace_back(option.name, option.about);
        }
        next.words.emplace_back("--help", "cách dùng / how to use it");
        out.next.emplace_back(outline.path, std::move(next));
    }
    return out;
}

// In single quotes, which every one of the shells takes as they are.
std::string in_quotes(std::string_view text) {
    std::string out = "'";
    for (char c : text) out += c == '\'' ? std::string("’") : std::string(1, c);
    return out + "'";
}

// A pattern of `case`: the option at its command, or an option of all commands anywhere.
std::string pattern_of(const Valued& valued) {
    return valued.path.empty() ? "*" + in_quotes(" " + valued.option) : in_quotes(valued.path + " " + valued.option);
}

std::string words_of(const Candidates& candidates) {
    std::string out;
    for (const auto& [word, about] : candidates.words) out += (out.empty() ? "" : " ") + word;
    return out;
}

std::string paths_pattern(const Commands& commands) {
    std::string out;
    for (const auto& path : commands.paths) out += (out.empty() ? "" : " | ") + in_quotes(path);
    return out;
}

std::string valued_pattern(const Commands& commands) {
    std::string out;
    for (const auto& valued : commands.valued) out += (out.empty() ? "" : " | ") + pattern_of(valued);
    return out;
}

// Goes over the words before the cursor, then replies to what may follow: the same in both shells but for the loop, the
// name of the words and the replies.
std::string walk(const Commands& commands, std::string_view loop, std::string_view words,
                 std::string (*replies)(const Candidates&)) {
    std::string values, next;
    for (const auto& valued : commands.valued)
        values += fmt::format("        {}) {}return ;;\n", pattern_of(valued), replies(valued.values));
    for (const auto& [path, candidates] : commands.next)
        next += fmt::format("        {}) {};;\n", in_quotes(path), replies(candidates));
    return fmt::format(R"(    {}; do
        word=${{{}[i]}}
        if [[ -n $skip ]]; then skip=; continue; fi
        case "$command $word" in {}) skip=yes; continue ;; esac
        case "${{command:+$command }}$word" in {}) command="${{command:+$command }}$word" ;; esac
    done
    case "$command $previous" in
{}    esac
    case "$command" in
{}    esac
)",
                       loop, words, valued_pattern(commands), paths_pattern(commands), values, next);
}

// --- bash -----------------------------------------------------------------------------------------------------------

std::string bash_replies(const Candidates& candidates) {
    std::string out;
    if (!candidates.words.empty())
        out += fmt::format("COMPREPLY=($(compgen -W {} -- \"$current\")); ", in_quotes(words_of(candidates)));
    if (candidates.files || candidates.directories)
        out += fmt::format(
            "compopt -o filenames 2>/dev/null; mapfile -t -O \"${{#COMPREPLY[@]}}\" COMPREPLY < <(compgen "
            "{} -- \"$current\"); ",
            candidates.files ? "-f" : "-d");
    return out;
}

std::string bash(const Commands& commands) {
    return fmt::format(R"(# breachctl completion bash >/usr/share/bash-completion/completions/breachctl
_breachctl() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} command= word i skip=
    COMPREPLY=()
{}}}
complete -F _breachctl breachctl
)",
                       walk(commands, "for ((i = 1; i < COMP_CWORD; i++))", "COMP_WORDS", bash_replies));
}

// --- zsh ------------------------------------------------------------------------------------------------------------

std::string zsh_replies(const Candidates& candidates) {
    std::string out;
    if (!candidates.words.empty()) {
        out += "found=(";
        for (const auto& [word, about] : candidates.words) {
            auto name = word;
            for (auto at = name.find(':'); at != name.npos; at = name.find(':', at + 2)) name.insert(at, "\\");
            out += in_quotes(name + ":" + about) + " ";
        }
        out += "); _describe breachctl found; ";
    }
    if (candidates.files || candidates.directories) out += candidates.files ? "_files; " : "_files -/; ";
    return out;
}

std::string zsh(const Commands& commands) {
    return fmt::format(R"(#compdef breachctl
# breachctl completion zsh >/usr/share/zsh/vendor-completions/_breachctl
_breachctl() {{
    local previous=${{words[CURRENT - 1]}} command= word i skip=
    local -a found
{}}}
if [[ $funcstack[1] == _breachctl ]]; then _breachctl "$@"; else compdef _breachctl breachctl; fi
)",
                       walk(commands, "for ((i = 2; i < CURRENT; i++))", "words", zsh_replies));
}

// --- fish -----------------------------------------------------------------------------------------------------------

std::string fish_values(const Candidates& candidates) {
    std::string out = candidates.files || candidates.directories ? "" : " -f";
    if (candidates.directories && !candidates.files) return " -f -a '(__fish_complete_directories)'";
    if (!candidates.words.empty()) out += fmt::format(" -a {}", in_quotes(words_of(candidates)));
    return out;
}

// `complete` of one word or option, at the commands that `at` says.
std::string fish_rule(const Commands& commands, const std::string& path, const std::string& at, const std::string& word,
                      const std::string& about) {
    if (!word.starts_with('-'))
        return fmt::format("complete -c breachctl -n {} -f -a {} -d {}\n", at, in_quotes(word), in_quotes(about));
    auto name = word.substr(word.find_first_not_of('-'));
    auto valued = std::find_if(commands.valued.begin(), commands.valued.end(), [&](const Valued& each) {
        return each.option == word && (each.path == path || each.path.empty());
    });
    return fmt::format("complete -c breachctl -n {} {} {}{} -d {}\n", at, word.starts_with("--") ? "-l" : "-s", name,
                       valued == commands.valued.end() ? "" : " -r" + fish_values(valued->values), in_quotes(about));
}

std::string fish(const Commands& commands) {
    std::string paths, valued, rules;
    for (const auto& path : commands.paths) paths += " " + in_quotes(path);
    for (const auto& each : commands.valued)
        valued += " " + in_quotes((each.path.empty() ? "*" : each.path) + " " + each.option);
    for (const auto& [path, candidates] : commands.next) {
        auto at = in_quotes(fmt::format("__breachctl_at \"{}\"", path));
        for (const auto& [word, about] : candidates.words) rules += fish_rule(commands, path, at, word, about);
        if (!candidates.files && !candidates.directories) rules += fmt::format("complete -c breachctl -n {} -f\n", at);
    }
    return fmt::format(R"(# breachctl completion fish >/usr/share/fish/vendor_completions.d/breachctl.fish
function __breachctl_at
    set -l command ''
    set -l skip ''
    for word in (commandline -opc)[2..-1]
        if test -n "$skip"
            set skip ''
            continue
        end
        if contains -- "$command $word"{1}; or contains -- "* $word"{1}
            set skip yes
            continue
        end
        set -l longer (string trim -- "$command $word")
        if contains -- "$longer"{0}
            set command $longer
        end
    end
    test "$command" = "$argv[1]"
end
{2})",
                       paths, valued, rules);
}

}  // namespace

std::string completion_of(const CLI::App& root, std::string_view shell) {
    auto commands = commands_of(root);
    return shell == "bash" ? bash(commands) : shell == "zsh" ? zsh(commands) : fish(commands);
}

}  // namespace breachd::ctl
