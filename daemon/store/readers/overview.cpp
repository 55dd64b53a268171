// What the first screen and each person's own page read: what waits, who was called, who stands in.
#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>

#include "core/words/causes.hpp"
#include "core/words/reasons.hpp"
#include "store/readers/reader_impl.hpp"
#include "store/tables/meta.hpp"
#include "store/tables/pages.hpp"

namespace breachd::store {

namespace {

std::string places(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += i == 0 ? "?" : ", ?";
    return out;
}

// Of one kind, so that the index gives the order. The parameters live as long as the query.
std::string waiting_sql(const WaitingQuery& query) {
    std::string out =
        "SELECT w.item, w.incident, s.light, w.due_at FROM waiting w JOIN incident_rows s ON s.id = w.incident "
        "WHERE w.kind = ?";
    if (query.owners) out += fmt::format(" AND w.owner IN ('', {})", places(query.owners->size()));
    if (!query.not_first.empty()) out += fmt::format(" AND w.first NOT IN ({})", places(query.not_first.size()));
    return out + " ORDER BY w.due_at, w.incident, w.place LIMIT ?";
}

void put_incident(json::object& item, const std::string& id, const std::string& light) {
    auto row = object_in(light);
    item["incident_id"] = id;
    item["title"] = row["title"];
    item["drill"] = row["drill"];
}

constexpr int kNewestPages = 200;  // of each good state: enough to know when a channel last worked

}  // namespace

json::array Reader::waiting(const WaitingQuery& query, std::size_t most) {
    std::vector<std::pair<Instant, json::object>> found;
    auto sql = waiting_sql(query);
    Snapshot snapshot(impl_->connection);
    for (auto kind : query.kinds) {
        Statement read(impl_->connection, sql);
        read.bind(boost::describe::enum_to_string(kind, "?"));
        if (query.owners)
            for (const auto& owner : *query.owners) read.bind(owner);
        for (const auto& first : query.not_first) read.bind(first);
        read.bind(static_cast<std::int64_t>(most));
        while (read.step()) {
            auto item = object_in(read.text(0));
            item["task_title"] = item["title"];
            put_incident(item, read.text(1), read.text(2));
            found.emplace_back(read.instant(3), std::move(item));
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    if (found.size() > most) found.resize(most);
    json::array out;
    for (auto& [due_at, item] : found) out.push_back(std::move(item));
    return out;
}

json::array Reader::open_pages(std::string_view person, std::size_t most) {
    json::array out;
    Snapshot snapshot(impl_->connection);
    Statement read(impl_->connection,
                   "SELECT p.id, p.incident, p.channel, p.why, p.state, p.created_at, p.words, s.light FROM pages p "
                   "JOIN incident_rows s ON s.id = p.incident WHERE p.person = ? AND p.state <> 'cancelled' AND EXISTS "
                   "(SELECT 1 FROM waiting w WHERE w.incident = p.incident AND w.kind = 'acknowledgement') "
                   "ORDER BY p.created_at DESC, p.id DESC LIMIT ?");
    read.bind(person).bind(static_cast<std::int64_t>(most));
    while (read.step()) {
        auto why = stored_reason(read.text(3));
        json::object item{{"page_id", read.text(0)},
                          {"channel", read.text(2)},
                          {"state", read.text(4)},
                          {"at", format_rfc3339(read.instant(5))},
                          {"why", json::object{{"vi", reason_text(why, "vi")}, {"en", reason_text(why, "en")}}}};
        put_incident(item, read.text(1), read.text(7));
        out.push_back(std::move(item));
    }
    return out;
}

std::map<std::string, Instant> Reader::last_sent() {
    std::map<std::string, Instant> out;
    auto seen = [&](const std::string& channel, Instant at) {
        auto& last = out.try_emplace(channel, at).first->second;
        last = std::max(last, at);
    };
    Snapshot snapshot(impl_->connection);
    for (const char* state : {"accepted", "delivered"}) {
        Statement pages(
            impl_->connection,
            "SELECT channel, created_at FROM pages WHERE state = ? ORDER BY created_at DESC, id DESC LIMIT ?");
        pages.bind(state).bind(kNewestPages);
        while (pages.step()) seen(pages.text(0), pages.instant(1));
    }
    Statement notices(impl_->connection,
                      "SELECT channel, max(slot) FROM accepted_counts GROUP BY channel ORDER BY channel");
    while (notices.step()) seen(notices.text(0), notices.instant(1));
    auto tested = parse_json(Meta(impl_->connection).get(kChannelsTested).value_or("{}"));
    if (tested && tested->is_object())
        for (const auto& [channel, at] : tested->as_object())
            if (auto moment = at.is_string() ? parse_rfc3339(at.as_string()) : Result<Instant>(Error{}))
                seen(std::string(channel), *moment);
    return out;
}

std::vector<RosterOverride> Reader::oncall_overrides() {
    std::vector<RosterOverride> out;
    Snapshot snapshot(impl_->connection);
    auto kept = parse_json(Meta(impl_->connection).get("oncall_overrides").value_or("[]"));
    if (kept && !from_json(*kept, out)) out.clear();
    return out;
}

}  // namespace breachd::store
