#include "api/views/correction.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/columns.hpp"
#include "ingest/people/names.hpp"
#include "ingest/people/repair.hpp"

namespace breachd::api {

namespace {

using Holds = ingest::ListColumn::Holds;

bool is_kind(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
}

// What is wrong with the member; "" when it was taken.
std::string take(engine::CorrectSubject& command, const ingest::ListColumn& column, const json::value& value) {
    auto& given = command.given;
    if (column.holds == Holds::ref) return "a reference cannot be changed: remove the person and import the right one";
    if (value.is_null() && (column.holds == Holds::contact || column.holds == Holds::guardian_of)) {
        command.cleared.emplace_back(column.name);
        return "";
    }
    if (column.holds == Holds::kinds) {
        if (!from_json(value, given.kinds)) return "must be an array of strings";
        bool good = std::all_of(given.kinds.begin(), given.kinds.end(), is_kind);
        return good ? "" : "a kind has other letters than a-z, 0-9 and _";
    }
    if (!value.is_string()) return "must be a string";
    ingest::Repairs repairs;
    auto text = ingest::cleaned(std::string_view(value.get_string()), repairs);
    if (column.holds == Holds::language) {
        auto language = ingest::list_language(text);
        if (!language) return "language must be vi or en";
        given.language = *language;
    } else if (column.holds == Holds::name || column.holds == Holds::guardian_of) {
        auto name = clean_line(printable(text).text, 1000);
        if (name.empty()) return "is required";
        if (auto cause = ingest::wrong_name(name); !cause.empty()) return std::string(cause);
        (column.holds == Holds::name ? given.name : given.guardian_of) = Pii(std::move(name));
    } else {
        auto read = ingest::read_address(column.contact, text, repairs);
        if (!read.cause.empty()) return std::string(read.cause);
        if (read.instead) return "a telephone number: give it as phone";
        if (read.address.empty()) return "is required";
        add_address(given.contacts, column.contact, std::move(read.address));
        for (auto& further : read.further)
            if (!add_address(given.contacts, column.contact, std::move(further)))
                return "the cell has more addresses than a person can have";
    }
    return "";
}

}  // namespace

Correction read_correction(const json::object& body) {
    Correction out;
    for (const auto& member : body) {
        std::string name(member.key());
        if (name == "reason") {
            if (member.value().is_string()) out.command.reason = member.value().get_string();
            continue;
        }
        const auto& columns = ingest::list_columns();
        auto column = std::find_if(columns.begin(), columns.end(), [&](const auto& each) { return each.name == name; });
        auto wrong = column == columns.end() ? std::string("is not a fact of a person")
                                             : take(out.command, *column, member.value());
        if (wrong.empty())
            out.command.fields.push_back(name);
        else
            out.faults.push_back({"/" + name, wrong});
    }
    if (trim(out.command.reason).empty()) out.faults.push_back({"/reason", "is required"});
    return out;
}

}  // namespace breachd::api
