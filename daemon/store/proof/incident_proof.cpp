// The proof of what is made of the entries: chains, the projection, the documents that entries name, the counts.
#include <fmt/format.h>

#include <map>
#include <tuple>

#include "core/incident/derived.hpp"
#include "core/journal/documents.hpp"
#include "core/journal/evolve.hpp"
#include "core/law/obligation.hpp"
#include "store/proof/proof.hpp"
#include "store/tables/chains.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/incidents.hpp"
#include "store/tables/journal.hpp"
#include "store/tables/runs.hpp"

namespace breachd::store {

namespace {

// What one incident's entries say.
struct Said {
    Chain chain, at_head;  // at_head: after as many entries as the newest head signs of it
    Incident incident;
    std::vector<NamedDocument> documents;
    bool readable = true;
};

Said said_by_entries(Connection& connection, const std::string& id, std::uint64_t signed_count) {
    Said out;
    Statement read(connection,
                   "SELECT seq, at, incident, actor, kind, data, leaf FROM journal WHERE incident = ? ORDER BY seq");
    read.bind(id);
    while (read.step()) {
        out.chain.append(digest_or_zero(read.blob(6)));
        if (out.chain.count == signed_count) out.at_head = out.chain;
        if (id.empty() || !out.readable) continue;  // the daemon's own entries make nothing
        try {
            auto entry = entry_in(read);
            evolve(out.incident, entry);
            for (auto& document : documents_named(entry.event)) out.documents.push_back(std::move(document));
        } catch (const StoreError&) {  // named when the entries were looked at
            out.readable = false;
        }
    }
    return out;
}

bool is_kept(Connection& connection, const std::string& incident, const std::string& sha256) {
    Statement read(connection, "SELECT 1 FROM documents WHERE sha256 = ? AND incident = ?");
    return read.bind(sha256).bind(incident).step();
}

std::string shown(const std::string& id) { return id.empty() ? "-" : id; }

using Counts = std::map<std::tuple<std::string, std::int64_t, std::string>, std::int64_t>;

Counts without_zeros(Counts counts) {
    std::erase_if(counts, [](const auto& count) { return count.second == 0; });
    return counts;
}

// Columns of three, and how many.
Counts counts_in(Statement& read) {
    Counts out;
    while (read.step()) out[{read.text(0), read.integer(1), read.text(2)}] += read.integer(3);
    return without_zeros(std::move(out));
}

// As tables/subjects.cpp counts a person: by the last telling, and by the present state beside it.
Counts people_in_rows(Connection& connection, std::int64_t run, std::int64_t& listed) {
    Counts out;
    Statement read(connection,
                   "SELECT state, state_version, told_version, kinds, count(*) FROM subjects "
                   "WHERE id >= ? AND id < ? AND "
                   "(SELECT state FROM imports WHERE imports.import = subjects.import) = 'finished' "
                   "GROUP BY state, state_version, told_version, kinds ORDER BY state");
    read.bind(subject_row(run, 0)).bind(subject_row(run + 1, 0));
    listed = 0;
    while (read.step()) {
        auto state = read.text(0), kinds = read.text(3);
        auto told = read.integer(2), people = read.integer(4);
        if (told > 0) out[{"told", told, kinds}] += people;
        if (state != "removed") {
            listed += people;
            if (!kinds.empty()) out[{std::string(kListed), 0, kinds}] += people;
        }
        if (state == "told" || state == "pending") continue;
        out[{state, state == "removed" ? 0 : state == "by_hand" ? told : read.integer(1), kinds}] += people;
    }
    return without_zeros(std::move(out));
}

Counts deliveries_in_rows(Connection& connection, std::int64_t run) {
    Counts out;
    {
        Statement read(connection,
                       "SELECT channel, version, state, count(*) FROM deliveries WHERE run = ? "
                       "GROUP BY channel, version, state ORDER BY channel");
        out = counts_in(read.bind(run));
    }
    Statement told(connection,
                   "SELECT d.channel, d.version, 'accepted_told', count(*) FROM deliveries d JOIN subjects s "
                   "ON s.id = d.subject WHERE d.run = ? AND d.state = 'accepted' AND (d.version <= s.told_version "
                   "OR s.state = 'removed' OR (s.state = 'pointed' AND d.version = s.state_version)) "
                   "GROUP BY d.channel, d.version ORDER BY d.channel");
    for (const auto& [place, count] : counts_in(told.bind(run))) out[place] += count;
    return out;
}

}  // namespace

// One incident; its entries are read once more by its own index, so that only one is in memory.
bool Proof::next_incident() {
    std::string id;
    if (incidents_began_) {
        Statement next(connection_, "SELECT min(incident) FROM journal WHERE incident > ?");
        if (!next.bind(last_incident_).step() || next.is_null(0)) return check_chains();
        id = next.text(0);
    }
    incidents_began_ = true;
    last_incident_ = id;
    Chain kept, at_head;
    {
        Statement row(connection_,
                      "SELECT count, root, signed_count, signed_root FROM journal_chains WHERE incident = ?");
        if (row.bind(id).step()) {
            kept = {static_cast<std::uint64_t>(row.integer(0)), digest_or_zero(row.blob(1))};
            at_head = {static_cast<std::uint64_t>(row.integer(2)), digest_or_zero(row.blob(3))};
        }
    }
    auto said = said_by_entries(connection_, id, at_head.count);
    if (said.chain != kept || said.at_head != at_head) found("chain", shown(id));
    if (id.empty()) return true;
    ++incidents_;
    if (!said.readable) return true;
    auto differing = projection_differs(connection_, said.incident, next_due(said.incident));
    if (!differing.empty()) found("projection", fmt::format("{}: {}", id, differing));
    for (const auto& document : said.documents)
        if (!is_kept(connection_, id, document.sha256))
            found("document_missing", fmt::format("{}, {} {}", id, document.kind, document.sha256));
    return true;
}

// Nothing is there that no entry began, and the newest head signs these chains.
bool Proof::check_chains() {
    {
        Statement extra(connection_,
                        "SELECT id FROM incidents WHERE NOT EXISTS (SELECT 1 FROM journal WHERE incident = id) "
                        "ORDER BY id");
        while (extra.step()) found("projection", extra.text(0));
        Statement chains(connection_,
                         "SELECT incident FROM journal_chains WHERE NOT EXISTS (SELECT 1 FROM journal "
                         "WHERE journal.incident = journal_chains.incident) ORDER BY place");
        while (chains.step()) found("chain", shown(chains.text(0)));
    }
    Statement head(connection_, "SELECT size, note FROM heads ORDER BY size DESC LIMIT 1");
    if (!head.step()) return false;
    auto note = parse_signed_note(head.text(1));
    if (!note || !note->checkpoint.chains) return false;
    auto tree = sealed_chains(connection_);
    const auto& wanted = *note->checkpoint.chains;
    if (tree.size != wanted.size || tree.root != wanted.root)
        found("chains_of_head", fmt::format("#{}", head.integer(0)));
    return false;
}

bool Proof::next_counts() {
    std::int64_t run = 0, subjects = 0;
    std::string incident;
    {
        Statement next(connection_, "SELECT run, incident, subjects FROM runs WHERE run > ? ORDER BY run LIMIT 1");
        if (!next.bind(last_run_).step()) return false;
        run = next.integer(0), incident = next.text(1), subjects = next.integer(2);
    }
    last_run_ = run;
    std::int64_t listed = 0;
    auto people = people_in_rows(connection_, run, listed);
    Statement kept(connection_, "SELECT state, version, kinds, count FROM subject_counts WHERE run = ? ORDER BY state");
    if (people != counts_in(kept.bind(run)) || listed != subjects)
        found("counts", fmt::format("{}: subject_counts", incident));
    Statement sent(connection_,
                   "SELECT channel, version, state, count FROM delivery_counts WHERE run = ? ORDER BY channel");
    if (deliveries_in_rows(connection_, run) != counts_in(sent.bind(run)))
        found("counts", fmt::format("{}: delivery_counts", incident));
    return true;
}

}  // namespace breachd::store
