#include "config/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/nearest.hpp"

namespace breachd::config {

namespace {

Place place_of(const YAML::Mark& mark) { return mark.is_null() ? Place{} : Place{mark.line + 1, mark.column + 1}; }

// What a person sees of a wrong value: short, one line.
std::string shown(std::string_view text) {
    std::string out;
    for (char c : text.substr(0, 60)) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    return text.size() > 60 ? out + "..." : out;
}

}  // namespace

void Document::error(Place place, std::string message) { errors_.push_back({place, std::move(message)}); }
void Document::warning(Place place, std::string message) { warnings_.push_back({place, std::move(message)}); }

std::vector<Error> Document::sorted(std::vector<Problem> problems) const {
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
        return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
    std::vector<Error> out;
    for (auto& problem : problems) {
        auto where =
            problem.place.line == 0 ? file_ : fmt::format("{}:{}:{}", file_, problem.place.line, problem.place.column);
        // Two readers of one key may both complain.
        if (!out.empty() && out.back().where == where && out.back().message == problem.message) continue;
        out.push_back(Error{ErrorCode::invalid, std::move(problem.message), std::move(where)});
    }
    return out;
}

std::vector<Error> Document::errors() const { return sorted(errors_); }
std::vector<Error> Document::warnings() const { return sorted(warnings_); }

Place Value::place() const { return place_of(yaml_.Mark()); }

std::optional<std::string> Value::text() const {
    if (!is_scalar() || yaml_.Scalar().empty()) {
        error("a text is wanted here, not " + std::string(is_map() ? "a mapping" : is_list() ? "a list" : "nothing"));
        return {};
    }
    return yaml_.Scalar();
}

std::optional<std::int64_t> Value::integer(std::int64_t least, std::int64_t most) const {
    std::int64_t number = 0;
    const std::string text = is_scalar() ? yaml_.Scalar() : "";
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || failed != std::errc{} || end != text.data() + text.size()) {
        error(fmt::format("a whole number is wanted here, not \"{}\"", shown(text)));
        return {};
    }
    if (number < least || number > most) {
        error(fmt::format("{} is out of range: {} to {}", number, least, most));
        return {};
    }
    return number;
}

std::optional<double> Value::number(double least, double most) const {
    double number = 0;
    const std::string text = is_scalar() ? yaml_.Scalar() : "";
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || failed != std::errc{} || end != text.data() + text.size()) {
        error(fmt::format("a number is wanted here, not \"{}\"", shown(text)));
        return {};
    }
    if (!(number >= least && number <= most)) {
        error(fmt::format("{} is out of range: {} to {}", number, least, most));
        return {};
    }
    return number;
}

std::optional<bool> Value::boolean() const {
    // YAML 1.1's yes/on/no/off are refused: a reader of the file should not have to know which YAML it is.
    if (is_scalar() && yaml_.Tag() != "!") {
        if (yaml_.Scalar() == "true") return true;
        if (yaml_.Scalar() == "false") return false;
    }
    error("true or false is wanted here");
    return {};
}

std::vector<Value> Value::items() const {
    std::vector<Value> out;
    if (!is_list()) {
        error("a list is wanted here");
        return out;
    }
    for (const auto& item : yaml_) out.emplace_back(item, *document_);
    return out;
}

Map::Map(const Value& value) : value_(value), ok_(value.is_map()) {
    if (!ok_) {
        value_.error("a mapping (key: value) is wanted here");
        return;
    }
    for (const auto& pair : value_.yaml()) {
        Place place = place_of(pair.first.Mark());
        if (!pair.first.IsScalar()) {
            value_.document().error(place, "a key must be a word");
            continue;
        }
        std::string key = pair.first.Scalar();
        if (has(key)) {
            value_.document().error(place, fmt::format("key \"{}\" is given twice", shown(key)));
            continue;
        }
        entries_.push_back({std::move(key), place, pair.second, false});
    }
}

Map::~Map() {
    for (const auto& entry : entries_)
        if (!entry.asked)
            value_.document().error(
                entry.place, fmt::format("unknown key \"{}\"{}", shown(entry.key), suggestion(entry.key, known_)));
}

bool Map::has(std::string_view key) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.key == key; });
}

std::optional<Value> Map::find(std::string_view key) {
    known_.emplace_back(key);
    for (auto& entry : entries_) {
        if (entry.key != key) continue;
        bool first = !entry.asked;
        entry.asked = true;
        if (!entry.value.IsNull()) return Value(entry.value, value_.document());
        if (first)
            value_.document().error(entry.place, fmt::format("\"{}\" has no value (leave the key out instead)", key));
    }
    return {};
}

std::optional<Value> Map::need(std::string_view key) {
    if (ok_ && !has(key)) error(fmt::format("\"{}\" is missing", key));
    return find(key);
}

std::vector<std::pair<std::string, Value>> Map::entries() {
    std::vector<std::pair<std::string, Value>> out;
    for (auto& entry : entries_) {
        entry.asked = true;
        out.emplace_back(entry.key, Value(entry.value, value_.document()));
    }
    return out;
}

void Map::text(std::string_view key, std::string& out) {
    if (auto value = find(key))
        if (auto read = value->text()) out = std::move(*read);
}

void Map::need_text(std::string_view key, std::string& out) {
    if (auto value = need(key))
        if (auto read = value->text()) out = std::move(*read);
}

void Map::boolean(std::string_view key, bool& out) {
    if (auto value = find(key))
        if (auto read = value->boolean()) out = *read;
}

void Map::duration(std::string_view key, std::optional<Duration>& out, Duration least, Duration most) {
    auto value = find(key);
    auto text = value ? value->text() : std::nullopt;
    if (!text) return;
    auto read = parse_duration(*text);
    if (!read) return value->error(read.error().message);
    if (*read < least || *read > most)
        return value->error(
            fmt::format("{} is out of range: {} to {}", *text, format_duration(least), format_duration(most)));
    out = *read;
}

void Map::duration(std::string_view key, Duration& out, Duration least, Duration most) {
    std::optional<Duration> read;
    duration(key, read, least, most);
    if (read) out = *read;
}

void Map::instant(std::string_view key, std::optional<Instant>& out) {
    auto value = find(key);
    auto text = value ? value->text() : std::nullopt;
    if (!text) return;
    auto read = parse_rfc3339(*text);
    if (!read) return value->error(read.error().message);
    out = *read;
}

void Map::instant(std::string_view key, Instant& out) {
    std::optional<Instant> read;
    instant(key, read);
    if (read) out = *read;
}

void Map::size(std::string_view key, std::size_t& out, std::size_t least, std::size_t most) {
    auto value = find(key);
    auto text = value ? value->text() : std::nullopt;
    if (!text) return;
    std::uint64_t number = 0;
    auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), number);
    std::string_view unit(end, static_cast<std::size_t>(text->data() + text->size() - end));
    std::uint64_t bytes = unit.empty() || unit == "B" ? 1
                          : unit == "KiB"             ? 1024
                          : unit == "MiB"             ? 1024 * 1024
                          : unit == "GiB"             ? 1024ULL * 1024 * 1024
                                                      : 0;
    if (failed != std::errc{} || bytes == 0)
        return value->error(fmt::format("not a size: expected e.g. 512KiB or 1MiB, not \"{}\"", shown(*text)));
    if (number > most / bytes || number * bytes < least)
        return value->error(fmt::format("{} is out of range: {} to {} bytes", *text, least, most));
    out = static_cast<std::size_t>(number * bytes);
}

void Map::rate(std::string_view key, double& per_second) {
    auto value = find(key);
    auto text = value ? value->text() : std::nullopt;
    if (!text) return;
    double number = 0;
    auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), number);
    std::string_view unit(end, static_cast<std::size_t>(text->data() + text->size() - end));
    double seconds = unit == "/s" ? 1 : unit == "/m" ? 60 : unit == "/h" ? 3600 : 0;
    if (failed != std::errc{} || seconds == 0)
        return value->error(fmt::format("not a rate: expected e.g. 200/s, 30/m or 5000/h, not \"{}\"", shown(*text)));
    if (!(number > 0 && number / seconds <= 1e6)) return value->error("a rate lies above 0 and at most 1000000/s");
    per_second = number / seconds;
}

void Map::choice(std::string_view key, std::string& out, const std::vector<std::string>& words) {
    if (auto word = choice_of(key, words)) out = std::move(*word);
}

std::optional<std::string> Map::choice_of(std::string_view key, const std::vector<std::string>& known) {
    auto value = find(key);
    auto text = value ? value->text() : std::nullopt;
    if (!text || std::find(known.begin(), known.end(), *text) != known.end()) return text;
    std::string list;
    for (const auto& word : known) list += (list.empty() ? "" : ", ") + word;
    value->error(fmt::format("\"{}\" is not one of {}{}", shown(*text), list, suggestion(*text, known)));
    return {};
}

void Map::texts(std::string_view key, std::vector<std::string>& out) {
    auto value = find(key);
    if (!value) return;
    out.clear();
    for (const auto& item : value->items())
        if (auto text = item.text()) out.push_back(std::move(*text));
}

void Map::bilingual(std::string_view key, Bilingual& out) {
    auto value = need(key);
    if (!value) return;
    Map map(*value);
    map.need_text("vi", out.vi);
    map.text("en", out.en);
}

std::vector<Value> Map::list(std::string_view key) {
    auto value = find(key);
    return value ? value->items() : std::vector<Value>{};
}

std::optional<Value> parse(const std::string& bytes, Document& document) {
    if (bytes.size() > kFileBytesMax) {
        document.error({}, fmt::format("the file has more than {} bytes", kFileBytesMax));
        return {};
    }
    // yaml-cpp reports by exceptions; here is the one place that meets them.
    try {
        auto all = YAML::LoadAll(bytes);
        if (all.size() == 1) return Value(all.front(), document);
        document.error({}, all.empty() ? "the file is empty" : "the file holds more than one YAML document");
    } catch (const YAML::Exception& failed) {
        document.error(place_of(failed.mark), "not YAML: " + failed.msg);
    }
    return {};
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    const auto* best = nearest_word(word, known);
    return best ? fmt::format(" (did you mean \"{}\"?)", *best) : "";
}

void unknown_reference(const Value& value, std::string_view what, std::string_view word,
                       const std::vector<std::string>& known) {
    value.error(fmt::format("unknown {} \"{}\"{}", what, shown(word), suggestion(word, known)));
}

bool is_plain_name(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    });
}

}  // namespace breachd::config
