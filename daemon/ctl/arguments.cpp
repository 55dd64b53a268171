#include <fmt/format.h>

#include "base/instant.hpp"
#include "ctl/command.hpp"

namespace breachd::ctl {

std::string Arguments::get(const std::string& name, std::string otherwise) const {
    auto found = options.find(name);
    return found == options.end() ? otherwise : found->second.back();
}

std::vector<std::string> Arguments::all(const std::string& name) const {
    auto found = options.find(name);
    return found == options.end() ? std::vector<std::string>{} : found->second;
}

Result<std::string> Arguments::required(const std::string& name) const {
    if (!has(name)) return usage("thiếu / missing --" + name);
    return get(name);
}

Result<std::optional<Instant>> Arguments::moment(const std::string& name) const {
    if (!has(name)) return std::optional<Instant>{};
    auto at = parse_rfc3339(get(name));
    if (!at) return usage(at.error().text(), "--" + name);
    return std::optional<Instant>{*at};
}

namespace {

enum class Kind { unknown, flag, value, repeated };

// How the row's option list knows this name: "state= kind=* reason=! all". A `!` says in the help that the command asks
// for it.
Kind kind_of(std::string_view list, std::string_view name) {
    while (!list.empty()) {
        auto space = list.find(' ');
        auto item = list.substr(0, space);
        list = space == std::string_view::npos ? std::string_view{} : list.substr(space + 1);
        if (item == name) return Kind::flag;
        if (item.size() == name.size() + 1 && item.starts_with(name) && item.back() == '=') return Kind::value;
        if (item.size() == name.size() + 2 && item.starts_with(name) && item.ends_with("=!")) return Kind::value;
        if (item.size() == name.size() + 2 && item.starts_with(name) && item.ends_with("=*")) return Kind::repeated;
    }
    return Kind::unknown;
}

}  // namespace

Result<Arguments> parse_arguments(const Command& command, std::span<const std::string> given) {
    Arguments out;
    bool only_words = false;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto& word = given[i];
        if (only_words || !word.starts_with("--")) {
            out.words.push_back(word);
            continue;
        }
        if (word == "--") {
            only_words = true;
            continue;
        }
        auto equals = word.find('=');
        auto name = word.substr(2, equals == std::string::npos ? std::string::npos : equals - 2);
        auto kind = kind_of(command.options, name);
        if (kind == Kind::unknown) return usage("không có tùy chọn này / no such option", word);
        auto& values = out.options[name];
        if (kind != Kind::repeated && !values.empty()) return usage("tùy chọn lặp lại / given twice", "--" + name);
        if (kind == Kind::flag) {
            if (equals != std::string::npos) return usage("tùy chọn không nhận giá trị / takes no value", "--" + name);
            values.emplace_back();
        } else if (equals != std::string::npos) {
            values.push_back(word.substr(equals + 1));
        } else if (i + 1 < given.size()) {
            values.push_back(given[++i]);
        } else {
            return usage("tùy chọn cần giá trị / needs a value", "--" + name);
        }
    }
    auto words = static_cast<int>(out.words.size());
    if (words < command.words_min) return usage(fmt::format("thiếu đối số / missing argument: {}", command.arguments));
    if (command.words_max >= 0 && words > command.words_max)
        return usage("thừa đối số / unexpected argument", out.words[static_cast<std::size_t>(command.words_max)]);
    return out;
}

}  // namespace breachd::ctl
