#include "api/views/list_report.hpp"

#include <algorithm>

#include "api/views/csv.hpp"
#include "core/words/errors.hpp"

namespace breachd::api {

namespace {

std::string in_language(std::string english, bool vietnamese) {
    if (!vietnamese) return english;
    return words::error_in_vietnamese(english).value_or(std::move(english));
}

json::object item_of(const ingest::ListNote& note) {
    return {{"line", note.line}, {"column", note.column}, {"field", std::string(note.field)}};
}

}  // namespace

std::string ListReport::sentence(const std::string& english) const { return in_language(english, vietnamese_); }

void ListReport::add(std::vector<ingest::ListNote> notes) {
    for (const auto& note : notes) {
        constexpr auto kShown = static_cast<std::int64_t>(kNotesShownMax);
        if (!note.rejected) {
            if (++repaired_total_ > kShown) continue;
            auto item = item_of(note);
            item["what"] = sentence(note.what);
            repaired_.push_back(std::move(item));
            continue;
        }
        bool shown = ++rejected_total_ <= kShown;
        if (!shown && !keeps_) continue;
        auto item = item_of(note);
        item["cause"] = note.what;
        item["value"] = note.masked;
        if (keeps_) to_keep_ += json::serialize(item) + "\n";
        if (!shown) continue;
        item["cause"] = sentence(note.what);
        rejected_.push_back(std::move(item));
    }
}

json::object ListReport::view(const ingest::ListReading& reading, std::int64_t rows) const {
    return {{"rows", rows},
            {"format", reading.format},
            {"encoding", reading.encoding},
            {"separator", reading.separator.empty() ? json::value(nullptr) : json::value(reading.separator)},
            {"blank_rows", reading.blank_rows},
            {"title_rows", reading.title_rows},
            {"blank_columns", reading.blank_columns},
            {"guardians", reading.guardians},
            {"sheet", reading.sheet.empty() ? json::value(nullptr) : json::value(reading.sheet)},
            {"other_sheets", to_json(reading.other_sheets)},
            {"ignored_columns", to_json(reading.ignored_columns)},
            {"repaired", repaired_},
            {"repaired_total", repaired_total_},
            {"rejected", rejected_},
            {"rejected_total", rejected_total_}};
}

std::string rejected_table(const std::vector<std::string>& kept, bool vietnamese) {
    json::array items;
    for (std::string_view part : kept)
        while (!part.empty()) {
            auto end = std::min(part.find('\n'), part.size());
            if (auto item = parse_json(part.substr(0, end)); item && item->is_object()) {
                auto& object = item->get_object();
                object["cause"] = in_language(text_member(object, "cause"), vietnamese);
                items.push_back(std::move(*item));
            }
            part.remove_prefix(std::min(end + 1, part.size()));
        }
    return csv_text(items, {"line", "column", "field", "cause", "value"});
}

}  // namespace breachd::api
