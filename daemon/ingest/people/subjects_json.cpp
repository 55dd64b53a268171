// People as lines of JSON: members as the columns of a table are named, addresses and kinds one or in arrays.
#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "ingest/people/subjects.hpp"
#include "ingest/people/titles.hpp"

namespace breachd::ingest {

namespace {

using Holds = ListColumn::Holds;

// The column behind "byte 17" of parse_json, from 1; 0 when there is none.
int column_of(const Error& error) {
    constexpr std::string_view kByte = "byte ";
    int byte = -1;
    if (error.where.starts_with(kByte))
        std::from_chars(error.where.data() + kByte.size(), error.where.data() + error.where.size(), byte);
    return byte + 1;
}

// A text, or a number as it is written; none for other values.
std::optional<std::string> text_in(const json::value& value) {
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_int64() || value.is_uint64()) return json::serialize(value);
    if (!value.is_double()) return std::nullopt;
    double number = value.get_double();
    bool whole = number >= 0 && number < 9e15 && number == static_cast<double>(static_cast<std::int64_t>(number));
    return whole ? std::optional(std::to_string(static_cast<std::int64_t>(number))) : std::nullopt;
}

// A member of the line as it is written.
struct Written {
    std::string_view key, value;
};

// Of an object that was read: keys with their quotes, values up to the next comma or the end.
std::vector<Written> members_of(std::string_view line) {
    std::vector<Written> out;
    int depth = 0;
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        char c = line[at];
        if (quoted) {
            if (c == '\\') ++at;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == ':' && depth == 1) {
            out.push_back({trim(line.substr(begin, at - begin)), {}});
            begin = at + 1;
        } else if ((c == ',' || c == '}') && depth == 1) {
            if (!out.empty()) out.back().value = trim(line.substr(begin, at - begin));
            begin = at + 1;
        }
        if (quoted) continue;
        if (c == '{' || c == '[') begin = ++depth == 1 ? at + 1 : begin;
        if (c == '}' || c == ']') --depth;
    }
    return out;
}

// Two members of which one's value would be lost.
struct Two {
    std::size_t column;
    std::string_view one, other;  // their keys
};

// A key that stands there twice.
std::optional<Two> written_twice(const std::vector<Written>& members) {
    for (auto at = members.begin(); at != members.end(); ++at)
        for (auto before = members.begin(); before != at; ++before)
            if (at->key == before->key)
                if (auto column = list_column(at->key)) return Two{*column, at->key, at->key};
    return {};
}

// The first two members that are one column, where their values do not add up: beside a parent's or guardian's, none
// do.
std::optional<Two> twice(const std::vector<ListTitle>& titles, bool guardians,
                         const std::vector<std::string_view>& keys) {
    for (std::size_t i = 0; i < titles.size(); ++i)
        for (std::size_t before = 0; before < i; ++before) {
            const auto &at = titles[i], &first = titles[before];
            bool parts = at.part != NamePart::whole && first.part != NamePart::whole && at.part != first.part;
            bool add_up = !guardians && (parts || (at.column && may_repeat(*at.column)));
            if (at.column && at.column == first.column && !add_up) return Two{*at.column, keys[before], keys[i]};
        }
    return {};
}

std::string said_of(const Two& two) {
    auto shown = [](std::string_view key) {
        if (key.size() > 1 && key.front() == '"' && key.back() == '"') key = key.substr(1, key.size() - 2);
        return shown_title(key);
    };
    auto out = "two members for " + std::string(list_columns()[two.column].name);
    auto one = shown(two.one), other = shown(two.other);
    return one.empty() || other.empty() ? out : out + ": “" + one + "” and “" + other + "”";
}

// By its name only beside a reference: a line of something else may have somebody's data as keys.
std::string unknown_member(std::string_view key, const std::vector<ListTitle>& titles) {
    bool reference = std::any_of(titles.begin(), titles.end(), [](const ListTitle& title) {
        return title.column && list_columns()[*title.column].holds == Holds::ref;
    });
    auto shown = reference ? shown_title(key) : "";
    return "unknown member" + (shown.empty() ? "" : " “" + shown + "”") + std::string(kLeaveOut) + list_columns_known();
}

bool has_exponent(const std::vector<Written>& members, std::string_view key) {
    auto quoted = json::serialize(json::value(key));
    return std::any_of(members.begin(), members.end(), [&](const Written& member) {
        return member.key == quoted && member.value.find_first_of("eE") != std::string_view::npos;
    });
}

std::vector<std::string_view> keys_of(const json::object& line) {
    std::vector<std::string_view> out;
    for (const auto& member : line) out.push_back(member.key());
    return out;
}

bool names_a_child(const json::object& line, const std::vector<ListTitle>& titles) {
    auto title = titles.begin();
    for (const auto& member : line) {
        auto column = (title++)->column;
        if (!column || list_columns()[*column].holds != Holds::guardian_of) continue;
        if (auto text = text_in(member.value()); text && !is_placeholder(trim(*text)) && !trim(*text).empty())
            return true;
    }
    return false;
}

}  // namespace

void SubjectReader::json_row() {
    if (std::exchange(json_too_long_, false))
        error(0, "the line is longer than " + std::to_string(kSubjectLineBytesMax) + " bytes");
    else
        json_line(json_);
    json_.clear();
    ++line_;
}

void SubjectReader::json_line(std::string_view line) {
    if (trim(line).empty()) return;
    if (auto wrong = first_wrong_byte(line); wrong != line.size())
        return error(static_cast<int>(wrong) + 1, "is not valid UTF-8");
    auto parsed = parse_json(line);
    if (!parsed) return error(column_of(parsed.error()), parsed.error().message);
    if (!parsed->is_object()) return error(1, "is not a JSON object");
    Subject subject;
    auto keys = keys_of(parsed->get_object());
    auto titles = list_titles(keys);
    expect_child(titles);
    auto two = twice(titles, guardians_, keys);
    if (two && guardians_) return error(0, named_twice(two->column, true));
    if (std::any_of(titles.begin(), titles.end(), [](const auto& title) { return title.of_another; }))
        return error(0, std::string(kTwoParents));
    bool strangers = std::any_of(titles.begin(), titles.end(), [](const auto& title) { return title.strangers; });
    if (strangers && options_.ignore_columns) {
        std::vector<std::string> shown;
        for (auto key : keys) shown.push_back("“" + shown_title(key) + "”");
        if (auto why = names_of_strangers(titles, shown); !why.empty()) return error(0, std::move(why));
    }
    auto written = members_of(line);
    if (!two) two = written_twice(written);
    if (two) return error(0, said_of(*two));
    auto title = titles.begin();
    written_to_ = names_a_child(parsed->get_object(), titles) ? WrittenTo::guardian : WrittenTo::person;
    std::string name[3];
    for (const auto& member : parsed->get_object()) {
        auto known = *title++;
        const auto& value = member.value();
        if (!known.column && (options_.ignore_columns || numbers_rows(member.key()))) continue;
        if (!known.column)
            return error(0, known.guardians ? std::string(kNoChild) : unknown_member(member.key(), titles));
        if (value.is_null()) continue;
        const auto& column = list_columns()[*known.column];
        auto text = text_in(value);
        // As a spreadsheet leaves a long number: its last digits may be lost.
        if (column.holds == Holds::ref && value.is_double() && has_exponent(written, member.key()))
            return error(0, "subject_ref was damaged by a spreadsheet: format the column as text");
        if (column.holds == Holds::kinds && value.is_array()) {
            json_kinds(subject, value);
        } else if (column.holds == Holds::contact && value.is_array()) {
            json_addresses(subject, column, value.get_array());
        } else if (text && known.part != NamePart::whole) {
            name[static_cast<int>(known.part) - 1] = *text + " ";
        } else if (text) {
            if (column.holds == Holds::ref) paper_ = paper_of(title_letters(member.key()));
            if (!set(subject, column, 0, *text)) return;
        } else if (column.holds == Holds::ref) {
            return error(0, "subject_ref must be a string");
        } else {
            note(0, column.name, true, "must be a string", "");
        }
    }
    if (auto whole = name[0] + name[1] + name[2]; !trim(whole).empty()) set_name(subject, 0, whole);
    take(std::move(subject), 0);
}

void SubjectReader::json_kinds(Subject& subject, const json::value& kinds) {
    std::vector<std::string> names;
    if (!from_json(kinds, names)) return note(0, "kinds", true, "kinds must be an array of strings", "");
    std::string joined;
    for (const auto& name : names) joined += name + ";";
    set_kinds(subject, 0, joined);
}

void SubjectReader::json_addresses(Subject& subject, const ListColumn& column, const json::array& addresses) {
    for (const auto& address : addresses) {
        if (auto text = text_in(address))
            set_contact(subject, column, 0, *text);
        else if (!address.is_null())
            note(0, column.name, true, "must be a string", "");
    }
}

}  // namespace breachd::ingest
