#include "ingest/people/list_pages.hpp"

#include <algorithm>
#include <utility>

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/workbook.hpp"

namespace breachd::ingest {

namespace {

constexpr std::string_view kMark = "\xef\xbb\xbf";  // of UTF-8

Error unreadable(std::string what) { return {ErrorCode::unprocessable, std::move(what), ""}; }

void skip_blanks(std::string_view& text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

// A token or a quoted text at the front, taken away; none when the quote never ends.
std::optional<std::string> word_of(std::string_view& text) {
    std::string out;
    if (text.empty() || text.front() != '"') {
        auto end = std::min(text.find_first_of("=;, \t"), text.size());
        out = text.substr(0, end);
        text.remove_prefix(end);
        return out;
    }
    for (text.remove_prefix(1); !text.empty(); text.remove_prefix(1)) {
        if (text.front() == '"') {
            text.remove_prefix(1);
            return out;
        }
        if (text.front() == '\\' && text.size() > 1) text.remove_prefix(1);
        out += text.front();
    }
    return std::nullopt;
}

// Whether the parameters of one link, taken away with the comma after them, say that it is the next page.
std::optional<bool> says_next(std::string_view& text) {
    bool next = false;
    for (skip_blanks(text); !text.empty() && text.front() == ';'; skip_blanks(text)) {
        text.remove_prefix(1);
        skip_blanks(text);
        auto name = word_of(text);
        std::optional<std::string> value = "";
        skip_blanks(text);
        if (!text.empty() && text.front() == '=') {
            text.remove_prefix(1);
            skip_blanks(text);
            value = word_of(text);
        }
        if (!name || !value) return std::nullopt;
        if (lower(*name) == "rel") next = next || (" " + lower(*value) + " ").find(" next ") != std::string::npos;
    }
    if (text.empty()) return next;
    if (text.front() != ',') return std::nullopt;
    text.remove_prefix(1);
    return next;
}

// The first line, and the line of a separator before it.
std::size_t header_bytes(std::string_view table) {
    auto end = table.find('\n');
    if (end != table.npos && lower(table.substr(0, 4)) == "sep=") end = table.find('\n', end + 1);
    return end == table.npos ? table.size() : end + 1;
}

std::string_view without_line_end(std::string_view line) {
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

const json::value* find(const json::value& in, const std::string& pointer) {
    boost::system::error_code missing;
    return pointer.empty() ? &in : in.find_pointer(pointer, missing);
}

}  // namespace

Result<std::string> next_in_link(std::string_view header) {
    auto wrong = unreadable("the Link header cannot be read");
    for (skip_blanks(header); !header.empty(); skip_blanks(header)) {
        if (header.front() == ',') {
            header.remove_prefix(1);
            continue;
        }
        auto end = header.find('>');
        if (header.front() != '<' || end == header.npos) return wrong;
        std::string address(header.substr(1, end - 1));
        header.remove_prefix(end + 1);
        auto next = says_next(header);
        if (!next) return wrong;
        if (*next && address.empty()) return wrong;
        if (*next) return address;
    }
    return std::string();
}

Result<ListPages::Slice> ListPages::take(std::string body, std::string_view link) {
    auto out = format_ == ListFormat::json ? records(body, link) : table(std::move(body), link);
    begun_ = true;
    return out;
}

// One header counts. Line by line the tables must be one table, or a column would be read as another.
Result<ListPages::Slice> ListPages::table(std::string body, std::string_view link) {
    auto next = next_in_link(link);
    if (!next) return next.error();
    if (!begun_) workbook_ = is_workbook(body);
    if (workbook_) {
        if (begun_ || !next->empty()) return unreadable("a workbook does not come in pages");
        return Slice{std::move(body), ""};
    }
    bool several = begun_ || !next->empty();
    if (several && (!is_utf8(body) || body.find('\0') != std::string::npos))
        return unreadable("a list in pages must be in UTF-8");
    if (several && body.starts_with(kMark)) body.erase(0, kMark.size());
    if (several && !body.empty() && !body.ends_with('\n')) body += '\n';
    if (format_ == ListFormat::csv && several) {
        auto bytes = header_bytes(body);
        auto header = without_line_end(std::string_view(body).substr(0, bytes));
        if (!begun_)
            header_ = header;
        else if (header != header_ && !body.empty())
            return unreadable("its header differs from the first page's");
        else
            body.erase(0, bytes);
    }
    return Slice{std::move(body), std::move(*next)};
}

Result<ListPages::Slice> ListPages::records(std::string_view body, std::string_view link) const {
    auto read = parse_json(body);
    if (!read) return unreadable("is not JSON");
    const auto* items = find(*read, items_);
    if (items == nullptr || !items->is_array()) return unreadable("has no array where `items` points to");
    Slice out;
    for (const auto& item : items->get_array()) out.bytes += json::serialize(item) + "\n";
    if (next_.empty()) {
        auto next = next_in_link(link);
        if (!next) return next.error();
        out.next = std::move(*next);
        return out;
    }
    const auto* next = find(*read, next_);
    if (next == nullptr || next->is_null()) return out;
    if (!next->is_string()) return unreadable("has no address where `next` points to");
    out.next = next->get_string();
    return out;
}

}  // namespace breachd::ingest
