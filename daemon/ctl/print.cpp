#include "ctl/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace breachd::ctl {

std::size_t letters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// A line break in a cell would begin a row of its own.
void Table::row(std::vector<std::string> cells) {
    for (auto& cell : cells)
        if (cell.find_first_of("\r\n\t") != std::string::npos) cell = without_controls(cell);
    rows_.push_back(std::move(cells));
}

std::string Table::text() const {
    std::vector<std::size_t> widths(rows_.front().size(), 0);
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = std::max(widths[i], letters(row[i]));
    std::string out;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size()) line.append(widths[i] - letters(row[i]) + 2, ' ');
        }
        while (!line.empty() && line.back() == ' ') line.pop_back();
        out += line + "\n";
    }
    return out;
}

const json::value* find_at(const json::value& in, std::string_view path) {
    const json::value* at = &in;
    while (!path.empty()) {
        auto dot = path.find('.');
        auto name = path.substr(0, dot);
        path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
        if (!at->is_object()) return nullptr;
        at = at->get_object().if_contains(json::string_view(name.data(), name.size()));
        if (at == nullptr) return nullptr;
    }
    return at;
}

std::string text_at(const json::value& in, std::string_view path, std::string otherwise) {
    const auto* value = find_at(in, path);
    return value == nullptr || value->is_null() ? otherwise : text_of(*value);
}

std::string text_of(const json::value& in) {
    if (in.is_null()) return "-";
    if (in.is_string()) return std::string(in.get_string().data(), in.get_string().size());
    if (in.is_double()) return fmt::format("{}", in.get_double());  // 50, not 5E1
    if (in.is_array()) {
        std::string out;
        for (const auto& item : in.get_array()) out += (out.empty() ? "" : ", ") + text_of(item);
        return out;
    }
    if (in.is_object()) {
        std::string out;
        for (const auto& [name, item] : in.get_object())
            out += fmt::format("{}{}: {}", out.empty() ? "" : "; ", std::string_view(name), text_of(item));
        return out;
    }
    return json::serialize(in);
}

std::int64_t number_at(const json::value& in, std::string_view path) {
    const auto* value = find_at(in, path);
    return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

const json::array& array_at(const json::value& in, std::string_view path) {
    static const json::array kNone;
    const auto* value = find_at(in, path);
    return value != nullptr && value->is_array() ? value->get_array() : kNone;
}

std::string local_at(const json::value& in, std::string_view path) {
    auto at = parse_rfc3339(text_at(in, path));
    return at ? format_local(*at) : "-";
}

std::string both_times(const std::string& rfc3339) {
    auto at = parse_rfc3339(rfc3339);
    return at ? fmt::format("{} · {}", format_vietnamese(*at), format_rfc3339(*at)) : "-";
}

std::string missing_line(const json::value& item) {
    if (!item.is_object()) return text_at(json::value{{"x", item}}, "x");
    auto label = text_at(item, "label.vi", text_at(item, "label"));
    std::string facts;
    for (const auto& fact : array_at(item, "facts")) {
        if (!facts.empty()) facts += ", ";
        facts += fact.is_string() ? std::string(fact.get_string()) : json::serialize(fact);
    }
    auto language = text_at(item, "language");
    auto where = language.empty() ? "" : fmt::format(", không có trong / not in {}.body", language);
    return fmt::format("thiếu / missing: {} {} [{}]{}", text_at(item, "citation"), label, facts, where);
}

Result<void> show_test(const Context& context, const Result<json::value>& answer, const std::string& channel) {
    if (!answer) return answer.error();
    if (context.globals.json) print_json(*answer);
    auto result = text_at(*answer, "result");
    auto said = fmt::format("{} {} {}", result, text_at(*answer, "code"), text_at(*answer, "words"));
    if (result != "accepted" && result != "delivered")
        return failed("tin thử không đi được / the test message was not taken: " + said, channel);
    if (!context.globals.json)
        say(fmt::format("kênh {} đã nhận tin thử / the channel took the message: {}", channel, said));
    return {};
}

namespace {

void write_line(std::FILE* to, const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), to);
    std::fputc('\n', to);
}

}  // namespace

void say(std::string_view text) { write_line(stdout, for_terminal(text)); }
void complain(std::string_view text) { write_line(stderr, for_terminal(text)); }
void print_json(const json::value& value) { write_line(stdout, json_for_terminal(json::serialize(value))); }

Result<void> save_as(const Context& context, const std::string& file, std::string_view bytes, unsigned mode) {
    if (file == "-") return write_out(bytes);
    if (auto ok = write_file(file, bytes, mode); !ok) return ok;
    auto digest = hex(sha256(bytes));
    if (context.globals.json)
        print_json(json::object{{"file", file}, {"bytes", bytes.size()}, {"sha256", digest}});
    else
        say(fmt::format("{}  {} byte  sha256 {}", file, bytes.size(), digest));
    return {};
}

}  // namespace breachd::ctl
