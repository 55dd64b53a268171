// What is shown before a notice is released: whom it could reach, a few of them, and how its channels stand.
#include <algorithm>

#include "store/readers/reader_impl.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::store {

namespace {

#define BREACHD_LISTED                                                                \
    "FROM subjects s JOIN imports i ON i.import = s.import AND i.state = 'finished' " \
    "WHERE s.id >= ? AND s.id < ? AND s.state NOT IN ('removed', 'impossible', 'by_hand') "

}  // namespace

std::vector<ReachGroup> Reader::reach_groups(std::string_view incident) {
    std::vector<ReachGroup> out;
    Snapshot snapshot(impl_->connection);
    Statement run(impl_->connection, "SELECT run FROM runs WHERE incident = ?");
    if (!run.bind(incident).step()) return out;
    Statement read(impl_->connection, "SELECT s.reach, count(*) " BREACHD_LISTED "GROUP BY s.reach ORDER BY s.reach");
    read.bind(subject_row(run.integer(0), 0)).bind(subject_row(run.integer(0) + 1, 0));
    while (read.step()) out.push_back({static_cast<Reach>(read.integer(0)), read.integer(1)});
    return out;
}

std::vector<Reader::SamplePerson> Reader::sample_people(std::string_view incident, std::size_t most) {
    std::vector<SamplePerson> out;
    Snapshot snapshot(impl_->connection);
    auto opener = impl_->vault.opener(incident);
    Statement run(impl_->connection, "SELECT run FROM runs WHERE incident = ?");
    if (!opener || !run.bind(incident).step()) return out;
    auto first = subject_row(run.integer(0), 0), end = subject_row(run.integer(0) + 1, 0);
    auto take = [&](Statement& read) {
        while (out.size() < most && read.step()) {
            SamplePerson each;
            each.number = subject_number(read.integer(0));
            bool known = std::any_of(out.begin(), out.end(), [&](const auto& o) { return o.number == each.number; });
            auto plain = opener->open(read.blob(2), subject_place(incident, each.number));
            auto person = plain ? deserialise_subject(*plain) : plain.error();
            if (known || !person) continue;
            each.code = reference_code(*opener, each.number);
            each.reach = static_cast<Reach>(read.integer(1));
            each.person = std::move(*person);
            out.push_back(std::move(each));
        }
    };
    Statement kinds(impl_->connection,
                    "SELECT s.id, s.reach, s.sealed FROM subjects s WHERE s.id IN (SELECT min(s.id) " BREACHD_LISTED
                    "AND s.reach <> 0 GROUP BY s.reach) ORDER BY s.id");
    kinds.bind(first).bind(end);
    take(kinds);
    Statement others(impl_->connection,
                     "SELECT s.id, s.reach, s.sealed " BREACHD_LISTED "AND s.reach <> 0 ORDER BY s.id LIMIT ?");
    others.bind(first).bind(end).bind(static_cast<std::int64_t>(2 * most));
    take(others);
    return out;
}

std::map<std::string, Reader::TokenAge> Reader::token_ages() {
    std::map<std::string, TokenAge> out;
    Statement read(impl_->connection, "SELECT channel, got_at, failures FROM channel_tokens ORDER BY channel");
    while (read.step()) out[read.text(0)] = {read.maybe_instant(1), read.integer(2)};
    return out;
}

std::vector<std::string> Reader::templates_refused(std::string_view incident) {
    std::vector<std::string> out;
    Statement read(impl_->connection,
                   "SELECT DISTINCT d.channel FROM deliveries d JOIN runs r ON r.run = d.run WHERE r.incident = ? "
                   "AND d.state IN ('failed', 'retrying') AND d.words = 'template_refused' ORDER BY d.channel");
    read.bind(incident);
    while (read.step()) out.push_back(read.text(0));
    return out;
}

}  // namespace breachd::store
