// The people to be told, one by one.
#include <algorithm>
#include <boost/describe/enum_from_string.hpp>

#include "core/telling/masked.hpp"
#include "core/telling/reply.hpp"
#include "core/words/causes.hpp"
#include "store/imports/import_tags.hpp"
#include "store/readers/reader_impl.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::store {

namespace {

// Who has no usable address cannot be reached, before anything is sent, too, whatever was tried before.
#define BREACHD_NO_ADDRESS "s.reach = 0 AND s.state IN ('pending', 'unreachable')"
#define BREACHD_STATE "CASE WHEN " BREACHD_NO_ADDRESS " THEN 'unreachable' ELSE s.state END"
#define BREACHD_CAUSE "CASE WHEN " BREACHD_NO_ADDRESS " THEN 'no_address' ELSE coalesce(d.words, '') END"
#define BREACHD_IN_STATE "(? = '' OR " BREACHD_STATE " = ?)"
#define BREACHD_PEOPLE                                                                        \
    "SELECT s.id, " BREACHD_STATE                                                             \
    ", s.state_version, s.told_version, s.changed_at, s.sealed, s.proof, "                    \
    "coalesce(d.channel, ''), " BREACHD_CAUSE                                                 \
    " FROM subjects s JOIN imports i ON i.import = s.import AND i.state = 'finished' "        \
    "LEFT JOIN deliveries d ON d.id = (SELECT l.id FROM deliveries l WHERE l.subject = s.id " \
    "ORDER BY l.version DESC, l.id DESC LIMIT 1) "

// Beside the causes of messages: nothing could be sent.
constexpr std::string_view kNoAddress = "no_address";
constexpr std::string_view kNoAddressWords = "không có địa chỉ liên hệ dùng được";
constexpr std::string_view kNoAddressWordsEn = "no usable contact";
constexpr std::string_view kAnyReply = "any";

json::object person_item(Statement& read, const Opener* opener) {
    auto number = subject_number(read.integer(0));
    json::object item;
    item["subject"] = number;
    item["code"] = opener != nullptr ? json::value(reference_code(*opener, number)) : json::value(nullptr);
    item["state"] = read.text(1);
    item["version"] = read.integer(2);
    item["told_version"] = read.integer(3);
    item["changed_at"] = moment_or_null(read.maybe_instant(4));
    auto cause = read.text(8);
    bool no_address = cause == kNoAddress;
    item["channel"] = read.text(7);
    item["cause"] = cause;
    item["words"] = no_address ? std::string(kNoAddressWords) : words::cause(cause_from(cause), "vi");
    item["words_en"] = no_address ? std::string(kNoAddressWordsEn) : words::cause(cause_from(cause), "en");
    return item;
}

std::string addresses_joined(const Subject& person, ContactKind kind) {
    std::string out;
    for (const auto& address : addresses_of(person, kind)) out += (out.empty() ? "" : "; ") + address.reveal();
    return out;
}

void add_person(json::object& item, Statement& read, const Opener* opener, std::string_view incident,
                Reader::PeopleShown shown) {
    bool opened = shown == Reader::PeopleShown::opened;
    auto as_shown = [opened](const std::string& text) { return opened ? text : masked(text); };
    for (const char* name : {"subject_ref", "name", "guardian_of"}) item[name] = nullptr;
    item["contacts"] = json::object{};
    auto place = subject_place(incident, subject_number(read.integer(0)));
    auto plain = opener != nullptr ? opener->open(read.blob(5), place) : Result<std::string>(bad_cursor());
    auto person = plain ? deserialise_subject(*plain) : plain.error();
    if (!person) return;
    item["subject_ref"] = person->subject_ref.reveal();
    item["name"] = as_shown(person->name.reveal());
    if (const auto& child = person->guardian_of.reveal(); !child.empty()) item["guardian_of"] = as_shown(child);
    for (const auto& contact : person->contacts)
        item["contacts"].get_object()[row_of(contact.kind).name] =
            opened ? addresses_joined(*person, contact.kind) : masked_addresses(*person, contact.kind);
}

// A code as it is read out: "ab2c-3def" is AB2C3DEF; "" for what is none.
std::string code_in(std::string_view text) {
    std::string out;
    for (char c : text)
        if (c >= 'a' && c <= 'z')
            out += static_cast<char>(c - 'a' + 'A');
        else if (c != ' ' && c != '-')
            out += c;
    return out.size() == kReferenceCodeLetters ? out : "";
}

// Rows of people of this code or this reference, at most a few. The codes are made of the numbers, so that no index
// of them need be kept: a million are made in a second.
std::vector<std::int64_t> looked_up(Connection& connection, const Opener& opener, std::int64_t run,
                                    std::string_view text) {
    std::vector<std::int64_t> out;
    Statement last(connection, "SELECT coalesce(max(id), 0) FROM subjects WHERE id < ?");
    last.bind(subject_row(run + 1, 0)).step();
    auto most = last.integer(0) >= subject_row(run, 0) ? subject_number(last.integer(0)) : 0;
    if (auto code = code_in(text); !code.empty())
        for (std::int64_t number = 1; number <= most; ++number)
            if (reference_code(opener, number) == code) out.push_back(subject_row(run, number));
    auto tag = reference_tag(opener, text);
    Statement tags(connection,
                   "SELECT first_n, tags FROM import_tags WHERE import IN (SELECT import FROM imports WHERE run = ? "
                   "AND state = 'finished') ORDER BY import, first_n");
    tags.bind(run);
    while (tags.step()) {
        auto packed = tags.blob(1);
        for (std::size_t at = 0; at + tag.size() <= packed.size(); at += tag.size())
            if (std::equal(tag.begin(), tag.end(), packed.begin() + static_cast<std::ptrdiff_t>(at)))
                out.push_back(subject_row(run, tags.integer(0) + static_cast<std::int64_t>(at / tag.size())));
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace

Result<Slice> Reader::subjects(std::string_view incident, const PeopleQuery& query, std::string_view cursor,
                               std::size_t limit) {
    std::int64_t after = 0;
    if (!cursor.empty()) {
        auto parts = cursor_parts(cursor, 1);
        auto number = parts ? cursor_number(parts->front()) : std::nullopt;
        if (!number) return bad_cursor();
        after = *number;
    }
    SubjectState known{};
    if (!query.state.empty() && !boost::describe::enum_from_string(query.state.c_str(), known))
        return Error{ErrorCode::invalid, "is not a state of a person", "state"};
    if (!query.cause.empty() && query.cause != kNoAddress && cause_word(cause_from(query.cause)) != query.cause)
        return Error{ErrorCode::invalid, "is not a cause", "cause"};
    ReplyKind kind{};
    if (!query.reply.empty() && query.reply != kAnyReply &&
        !boost::describe::enum_from_string(query.reply.c_str(), kind))
        return Error{ErrorCode::invalid, "is not a kind of reply", "reply"};
    Snapshot snapshot(impl_->connection);
    Statement run(impl_->connection, "SELECT run FROM runs WHERE incident = ?");
    if (!run.bind(incident).step()) return Slice{};
    auto first = subject_row(run.integer(0), 0), end = subject_row(run.integer(0) + 1, 0);
    auto opener = impl_->vault.opener(incident);
    auto item = [&](Statement& row) {
        auto out = person_item(row, opener.get());
        if (query.shown != PeopleShown::numbers) add_person(out, row, opener.get(), incident, query.shown);
        return out;
    };
    if (!query.q.empty()) {
        Slice slice;
        if (!opener) return slice;
        for (auto row : looked_up(impl_->connection, *opener, run.integer(0), query.q)) {
            Statement one(impl_->connection, BREACHD_PEOPLE "WHERE s.id = ? AND " BREACHD_IN_STATE);
            if (one.bind(row).bind(query.state).bind(query.state).step()) slice.items.push_back(item(one));
        }
        return slice;
    }
    Statement read(impl_->connection, BREACHD_PEOPLE
                   "WHERE s.id > ? AND s.id < ? AND " BREACHD_IN_STATE
                   " AND (? = '' OR d.channel = ?) "
                   "AND (? = '' OR " BREACHD_CAUSE
                   " = ?) "
                   "AND (? = '' OR EXISTS (SELECT 1 FROM replies r WHERE r.incident = ? AND r.subject = s.id - ? "
                   "AND ? IN ('any', r.kind))) AND (? = 0 OR s.state <> 'removed') ORDER BY s.id LIMIT ?");
    read.bind(std::max(first, after)).bind(end).bind(query.state).bind(query.state);
    read.bind(query.channel).bind(query.channel).bind(query.cause).bind(query.cause);
    read.bind(query.reply).bind(incident).bind(first).bind(query.reply);
    read.bind(std::int64_t{query.listed_only}).bind(rows_wanted(limit));
    return slice_of(read, limit, item, [](Statement& row) { return cursor_of({std::to_string(row.integer(0))}); });
}

Result<json::object> Reader::subject(std::string_view incident, std::int64_t number) {
    Error missing{ErrorCode::not_found, "the list has no such person", std::string(incident)};
    Snapshot snapshot(impl_->connection);
    Statement run(impl_->connection, "SELECT run FROM runs WHERE incident = ?");
    if (number <= 0 || !run.bind(incident).step()) return missing;
    Statement read(impl_->connection, BREACHD_PEOPLE "WHERE s.id = ?");
    if (!read.bind(subject_row(run.integer(0), number)).step()) return missing;
    auto opener = impl_->vault.opener(incident);
    auto item = person_item(read, opener.get());
    auto plain = impl_->vault.open(incident, read.blob(5), subject_place(incident, number));
    auto person = plain ? parse_json(*plain) : plain.error();
    if (!person || !person->is_object())
        return Error{ErrorCode::unavailable, "this person's data cannot be opened", std::to_string(number)};
    for (const auto& member : person->get_object())
        item[member.key() == "ref" ? "subject_ref" : member.key()] = member.value();
    item["proof"] = nullptr;
    if (!read.is_null(6)) {
        auto proof = impl_->vault.open(incident, read.blob(6), proof_place(incident, number));
        if (proof) item["proof"] = *proof;
    }
    return item;
}

}  // namespace breachd::store
