// What the answer desk shows of one person: every message, what was sent once more, what the person said; and the
// look-up of a code over all incidents.
#include <boost/describe/enum_to_string.hpp>

#include "core/words/causes.hpp"
#include "core/words/desk_words.hpp"
#include "store/desk/repeats.hpp"
#include "store/desk/replies.hpp"
#include "store/readers/reader_impl.hpp"
#include "store/tables/deliveries.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::store {

namespace {

constexpr std::int64_t kPeopleLookedAt = 5'000'000;  // a code is made for each: some seconds
constexpr std::size_t kFoundMax = 20;

template <class Row>
json::object message_item(const Row& row, Cause cause, Instant at, bool again) {
    auto vi = words::message_state(row.state, "vi"), en = words::message_state(row.state, "en");
    if (auto why = words::cause(cause, "vi"); !why.empty()) vi += ": " + why;
    if (auto why = words::cause(cause, "en"); !why.empty()) en += ": " + why;
    return {{"channel", row.channel},
            {"version", row.version},
            {"state", std::string(state_name(row.state))},
            {"words", vi},
            {"words_en", en},
            {"attempts", row.attempts},
            {"code", row.code},
            {"again", again},
            {"at", format_rfc3339(at)}};
}

json::object reply_item(const ReplyRow& row, bool opened) {
    json::object out{{"kind", boost::describe::enum_to_string(row.kind, "")},
                     {"kind_words", words::reply_kind(row.kind, "vi")},
                     {"way", boost::describe::enum_to_string(row.way, "")},
                     {"way_words", words::reply_way(row.way, "vi")},
                     {"at", format_rfc3339(row.at)},
                     {"by", row.actor}};
    if (opened) out["text"] = row.words.reveal();
    return out;
}

}  // namespace

Result<Reader::DeskFile> Reader::desk_file(std::string_view incident, std::int64_t number, bool opened) {
    Error missing{ErrorCode::not_found, "the list has no such person", std::string(incident)};
    Snapshot snapshot(impl_->connection);
    Statement run(impl_->connection, "SELECT run FROM runs WHERE incident = ?");
    if (number <= 0 || !run.bind(incident).step()) return missing;
    auto row = subject_row(run.integer(0), number);
    Statement person(impl_->connection,
                     "SELECT s.state, s.state_version, s.told_version, s.reach, s.sealed FROM subjects s "
                     "JOIN imports i ON i.import = s.import AND i.state = 'finished' WHERE s.id = ?");
    if (!person.bind(row).step()) return missing;
    auto opener = impl_->vault.opener(incident);
    auto plain = impl_->vault.open(incident, person.blob(4), subject_place(incident, number));
    auto subject = plain ? deserialise_subject(*plain) : plain.error();
    if (!opener || !subject)
        return Error{ErrorCode::unavailable, "this person's data cannot be opened", std::to_string(number)};
    DeskFile out;
    out.person = std::move(*subject);
    out.reach = static_cast<Reach>(person.integer(3));
    out.code = reference_code(*opener, number);
    auto told = person.integer(2);
    bool pointed = subject_state_from(person.text(0)) == SubjectState::pointed;
    out.version = static_cast<int>(told > 0 ? told : pointed ? person.integer(1) : 0);
    json::array messages, replies;
    for (const auto& again : read_repeats(impl_->connection, incident, number)) {
        messages.push_back(message_item(again, again.cause, again.changed_at, true));
        messages.back().get_object()["asked_at"] = format_rfc3339(again.asked_at);
    }
    Statement sent(impl_->connection, "SELECT " BREACHD_DELIVERY_COLUMNS
                                      " FROM deliveries WHERE subject = ? ORDER BY version DESC, id DESC");
    sent.bind(row);
    while (sent.step()) {
        auto delivery = delivery_in(sent, incident);
        messages.push_back(message_item(delivery, delivery.cause, delivery.updated_at, false));
    }
    bool no_more = false;
    for (const auto& reply : read_replies(impl_->connection, opened ? opener.get() : nullptr, incident, number)) {
        replies.push_back(reply_item(reply, opened));
        no_more |= reply.kind == ReplyKind::no_more;
    }
    out.item["messages"] = std::move(messages);
    out.item["replies"] = std::move(replies);
    out.item["note"] = no_more ? json::value(words::no_more_note("vi")) : json::value(nullptr);
    out.item["note_en"] = no_more ? json::value(words::no_more_note("en")) : json::value(nullptr);
    return out;
}

Reader::FoundAnywhere Reader::subjects_anywhere(const std::string& q) {
    std::vector<std::string> incidents;
    FoundAnywhere out;
    {
        Snapshot snapshot(impl_->connection);
        Statement runs(impl_->connection,
                       "SELECT r.incident, (SELECT max(s.id) FROM subjects s WHERE s.id >= (r.run << 32) "
                       "AND s.id < ((r.run + 1) << 32)) FROM runs r ORDER BY r.run DESC");
        for (std::int64_t looked_at = 0; runs.step();) {
            auto people = subject_number(runs.integer(1));  // 0 without people
            if (people == 0 || !impl_->vault.has(runs.text(0))) continue;
            looked_at += people;
            out.complete &= looked_at <= kPeopleLookedAt;
            if (looked_at <= kPeopleLookedAt) incidents.push_back(runs.text(0));
        }
    }
    for (const auto& id : incidents) {
        auto found = subjects(id, {.q = q, .shown = PeopleShown::shapes}, "", kFoundMax);
        if (!found) continue;
        auto doc = found->items.empty() ? std::nullopt : incident(id);
        for (auto& each : found->items) {
            auto& item = each.get_object();
            item["incident_id"] = id;
            item["title"] = doc ? doc->at("title") : json::value(nullptr);
            if (out.items.size() < kFoundMax) out.items.push_back(std::move(item));
        }
    }
    return out;
}

json::object Reader::replies_by_kind(std::string_view incident) {
    json::object out;
    Statement read(impl_->connection,
                   "SELECT kind, count(*) FROM replies WHERE incident = ? GROUP BY kind ORDER BY kind");
    read.bind(incident);
    while (read.step()) out[read.text(0)] = read.integer(1);
    return out;
}

}  // namespace breachd::store
