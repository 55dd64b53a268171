#include "core/words/errors.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "core/words/error_rows.hpp"
#include "core/words/error_rows_config.hpp"
#include "core/words/terms.hpp"
#include "core/words/words.hpp"

namespace breachd::words {

namespace {

constexpr ErrorRow kStates[] = {
    {"open", "mới mở"},           {"acknowledged", "đã tiếp nhận"},
    {"confirmed", "đã xác nhận"}, {"remedied", "đã khắc phục"},
    {"closed", "đã đóng"},        {"purged", "đã xóa"},
    {"dismissed", "đã loại bỏ"},
};

// What every refused file is to be saved as.
constexpr ErrorRow kListForms = {"an Excel workbook (.xlsx) or as CSV UTF-8", "bảng tính Excel (.xlsx) hoặc CSV UTF-8"};

// "leak, loss": "leak (lộ dữ liệu), loss (mất dữ liệu)"; what is neither an act nor a kind nor a fact stays as it is.
std::string each_in_words(std::string_view ids) {
    std::string out;
    while (!ids.empty()) {
        auto id = ids.substr(0, ids.find(", "));
        ids.remove_prefix(std::min(ids.size(), id.size() + 2));
        auto meaning = act(id, "vi");
        if (meaning == id) meaning = kind_of_data(id, "vi");
        if (meaning == id) meaning = fact(id, "vi");
        join(out, ", ", meaning == id ? std::string(id) : std::string(id) + " (" + meaning + ")");
    }
    return out;
}

// An id or a moment of ours in words; anything else as it is.
std::string in_words(std::string_view id) {
    if (id == "2026-11-20T17:30:00+07:00") return std::string(id);  // the example of how to write one
    if (id == kListForms.en) return std::string(kListForms.vi);
    if (id.find(", ") != std::string_view::npos) return each_in_words(id);
    if (auto moment = parse_rfc3339(id)) return format_vietnamese(*moment);
    auto state =
        std::find_if(std::begin(kStates), std::end(kStates), [&](const ErrorRow& row) { return row.en == id; });
    if (state != std::end(kStates)) return std::string(state->vi);
    auto known = fact(id, "vi");
    return known != id ? known : form(id, "vi");
}

std::optional<std::vector<std::string_view>> captures(std::string_view pattern, std::string_view text) {
    constexpr std::string_view kHole = "{}";
    std::vector<std::string_view> out;
    auto hole = pattern.find(kHole);
    if (hole == std::string_view::npos) return pattern == text ? std::optional(out) : std::nullopt;
    if (!text.starts_with(pattern.substr(0, hole))) return {};
    text.remove_prefix(hole);
    for (;;) {
        pattern.remove_prefix(hole + kHole.size());
        hole = pattern.find(kHole);
        auto piece = pattern.substr(0, hole);
        bool last = hole == std::string_view::npos;
        if (last && !text.ends_with(piece)) return {};
        auto at = last ? text.size() - piece.size() : text.find(piece);
        if (at == std::string_view::npos) return {};
        out.push_back(text.substr(0, at));
        if (last) return out;
        text.remove_prefix(at + piece.size());
    }
}

std::string filled(std::string_view sentence, const std::vector<std::string>& with) {
    std::string out(sentence);
    for (std::size_t i = 0; i < with.size(); ++i) {
        auto hole = "{" + std::to_string(i) + "}";
        if (auto at = out.find(hole); at != std::string::npos) out.replace(at, hole.size(), with[i]);
    }
    return out;
}

// "duties: authority-report; people who are not told: 2; open tasks: general/contain and 12 more"
std::string owed_in_words(std::string_view owed) {
    constexpr ErrorRow kParts[] = {{"duties: ", "nghĩa vụ: "},
                                   {"people who are not told: ", "số người chưa được thông báo: "},
                                   {"open tasks: ", "việc theo kịch bản ứng phó: "}};
    std::string out;
    while (!owed.empty()) {
        auto part = owed.substr(0, owed.find("; "));
        bool duties = part.starts_with(kParts[0].en);
        owed.remove_prefix(std::min(owed.size(), part.size() + 2));
        for (const auto& row : kParts) {
            if (!part.starts_with(row.en)) continue;
            part.remove_prefix(row.en.size());
            join(out, "; ", row.vi);
            break;
        }
        for (std::string_view before; !part.empty(); before = ", ") {
            auto id = part.substr(0, part.find(", "));
            part.remove_prefix(std::min(part.size(), id.size() + 2));
            out += std::string(before) + (duties ? duty(id, "vi") : std::string(id));
        }
    }
    if (auto more = out.rfind(" and "); more != std::string::npos && out.ends_with(" more"))
        out = out.substr(0, more) + " và " + out.substr(more + 5, out.size() - more - 10) + " việc nữa";
    return out;
}

std::optional<std::string> known(std::string_view english) {
    constexpr std::string_view kOwed = "not done yet: ", kNote = ". To close the file all the same, say why in `note`";
    if (english.starts_with(kOwed) && english.ends_with(kNote)) {
        auto owed = english.substr(kOwed.size(), english.size() - kOwed.size() - kNote.size());
        return "còn việc chưa xong: " + owed_in_words(owed) + ". Vẫn muốn đóng hồ sơ thì nêu lý do (--note)";
    }
    for (std::span<const ErrorRow> rows :
         {std::span<const ErrorRow>(kListErrorRows), std::span<const ErrorRow>(kErrorRows)})
        for (const auto& row : rows)
            if (auto found = captures(row.en, english)) {
                std::vector<std::string> ids;
                for (auto id : *found) ids.push_back(in_words(id));
                return filled(row.vi, ids);
            }
    // A key of a file stays as it is typed.
    for (const auto& row : kConfigErrorRows)
        if (auto found = captures(row.en, english)) return filled(row.vi, {found->begin(), found->end()});
    return {};
}

}  // namespace

std::optional<std::string> error_in_vietnamese(std::string_view english) {
    if (auto whole = known(english)) return whole;
    // "authority-report: this obligation is not owed any more", as Error::text() puts the place before the sentence.
    auto colon = english.find(": ");
    if (colon == std::string_view::npos) return {};
    auto rest = known(english.substr(colon + 2));
    if (!rest) return {};
    auto where = english.substr(0, colon);
    if (where.starts_with('/')) return rest;
    return in_words(where) + ": " + *rest;
}

}  // namespace breachd::words
