#include "api/views/csv.hpp"

#include <algorithm>
#include <string_view>

#include "base/text.hpp"

namespace breachd::api {

namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

std::string text_of(const json::value* value) {
    if (value == nullptr || value->is_null()) return "";
    return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

void add_field(std::string& out, std::string text, bool number) {
    constexpr std::string_view kFormula = "=+-@\t\r";
    // A spreadsheet that divides at semicolons sees a cell behind each.
    for (std::size_t at = 0; !number && at < text.size();) {
        if (kFormula.find(text[at]) != std::string_view::npos) text.insert(at, "'");
        auto next = text.find(';', at);
        at = next == std::string::npos ? text.size() : next + 1;
    }
    if (text.find_first_of(",;\"\r\n") == std::string::npos) {
        out += text;
        return;
    }
    out += '"';
    for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
}

}  // namespace

std::string csv_head(const std::vector<std::string>& headings) {
    std::string out(kUtf8Mark);
    for (const auto& heading : headings) out.append(&heading == &headings.front() ? "" : ",").append(heading);
    return out + "\r\n";
}

void add_csv_rows(std::string& out, const json::array& items, const std::vector<std::string>& members) {
    for (const auto& item : items) {
        const auto& object = item.as_object();
        for (const auto& member : members) {
            const auto* value = object.if_contains(member);
            if (&member != &members.front()) out += ',';
            add_field(out, text_of(value), value != nullptr && value->is_number());
        }
        out += "\r\n";
    }
}

bool wants_csv(const http::Request& request) { return lower(request.header("accept")).starts_with("text/csv"); }

std::string csv_text(const json::array& items, const std::vector<std::string>& members) {
    auto out = csv_head(members);
    add_csv_rows(out, items, members);
    return out;
}

http::Response csv_response(const json::array& items, const std::vector<std::string>& members,
                            const std::string& name) {
    return csv_response(csv_text(items, members), name);
}

http::Response csv_response(std::string text, const std::string& name) {
    http::Response out;
    out.content_type = "text/csv; charset=utf-8";
    out.body = std::move(text);
    out.with("Content-Disposition", "attachment; filename=\"" + name + "\"");
    return out;
}

}  // namespace breachd::api
