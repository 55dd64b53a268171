#include "store/tables/imports.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/check.hpp"
#include "store/imports/import_head.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::store {

std::string rejected_place(std::int64_t import, std::int64_t piece) {
    return fmt::format("rejected|{}|{}", import, piece);
}

std::optional<Imports::Head> Imports::head_of(std::string_view import_id) {
    auto number = number_in_id(kImportPrefix, import_id);
    if (!number) return std::nullopt;
    Statement read(connection_,
                   "SELECT run, finished_before, first_n, duplicates, subjects, reachable_none, known FROM imports "
                   "WHERE import = ? AND state = 'staged'");
    if (!read.bind(*number).step()) return std::nullopt;
    Head out;
    out.import = *number;
    out.run = read.integer(0);
    out.finished_before = read.integer(1);
    if (!read.is_null(2)) out.first_number = read.integer(2);
    out.duplicates = read.integer(3);
    out.reach.subjects = read.integer(4);
    out.reach.none = read.integer(5);
    out.known = read.integer(6);
    read_reach(connection_, ReachOf::import, *number, out.reach);
    return out;
}

void Imports::save(const Head& head, const char* state) {
    Statement update(connection_,
                     "UPDATE imports SET state = ?, first_n = ?, duplicates = ?, subjects = ?, reachable_none = ?, "
                     "known = ?, finished_before = ? WHERE import = ?");
    update.bind(state);
    if (head.first_number)
        update.bind(*head.first_number);
    else
        update.bind_null();
    update.bind(head.duplicates).bind(head.reach.subjects).bind(head.reach.none).bind(head.known);
    update.bind(head.finished_before).bind(head.import).run();
    write_reach(connection_, ReachOf::import, head.import, head.reach);
}

void Imports::count_kinds(const Head& head, const std::string& kinds, std::int64_t by) {
    if (kinds.empty()) return;
    Statement(connection_,
              "INSERT INTO import_kinds (import, kinds, count) VALUES (?, ?, ?) "
              "ON CONFLICT (import, kinds) DO UPDATE SET count = import_kinds.count + excluded.count")
        .bind(head.import)
        .bind(kinds)
        .bind(by)
        .run();
}

std::map<std::string, std::int64_t> Imports::kinds_of(const Head& head) {
    std::map<std::string, std::int64_t> out;
    Statement read(connection_, "SELECT kinds, count FROM import_kinds WHERE import = ? AND count > 0 ORDER BY kinds");
    read.bind(head.import);
    while (read.step()) out[read.text(0)] = read.integer(1);
    return out;
}

std::int64_t Imports::count_finished(std::int64_t run) {
    Statement read(connection_, "SELECT count(*) FROM imports WHERE run = ? AND state = 'finished'");
    read.bind(run).step();
    return read.integer(0);
}

std::string Imports::begin(std::string_view incident) {
    BREACHD_CHECK(connection_.in_transaction());
    vault_.ensure(incident);
    Run& run = runs_.find_or_create(incident);
    Statement last(connection_, "SELECT coalesce(max(import), 0) FROM imports");
    last.step();
    std::int64_t number = last.integer(0) + 1;
    refused_.erase(number);  // of one that was rolled back
    Statement(connection_, "INSERT INTO imports (import, run, state, finished_before) VALUES (?, ?, 'staged', ?)")
        .bind(number)
        .bind(run.number())
        .bind(count_finished(run.number()))
        .run();
    return numbered_id(kImportPrefix, number);
}

bool Imports::is_open(std::string_view import_id, std::string_view incident) {
    auto head = head_of(import_id);
    return head && runs_.of(head->run).incident() == incident;
}

// Whom the list had and has no more, by tag. Nobody who stands on it again.
Imports::RowsByTag Imports::set_aside(const Run& run) {
    RowsByTag out;
    if (!run.has_set_aside()) return out;
    std::set<std::int64_t> rows;
    Statement read(connection_,
                   "SELECT id FROM subjects WHERE id >= ? AND id < ? AND state IN ('removed', 'impossible') "
                   "ORDER BY id");
    read.bind(subject_row(run.number(), 0)).bind(subject_row(run.number() + 1, 0));
    while (read.step()) rows.insert(read.integer(0));
    TagTable present;
    Statement finished(connection_, "SELECT import FROM imports WHERE run = ? AND state = 'finished' ORDER BY import");
    finished.bind(run.number());
    while (finished.step())
        for (const auto& chunk : tags_.chunks_of(finished.integer(0)))
            for (std::size_t i = 0; i < chunk.tags.size(); ++i) {
                auto row = subject_row(run.number(), chunk.first_number + static_cast<std::int64_t>(i));
                if (rows.contains(row))
                    out[chunk.tags[i]] = row;
                else
                    present.set(chunk.tags[i], 1);
            }
    std::erase_if(out, [&](const auto& each) { return present.find(each.first) != 0; });
    return out;
}

// Once for each open import: it walks over all that the run has. What moves meanwhile is seen when the import is
// finished.
const Imports::RowsByTag& Imports::set_aside_before(const Run& run, std::int64_t import) {
    auto [place, fresh] = set_aside_.try_emplace(import);
    if (fresh) place->second = set_aside(run);
    return place->second;
}

// Whose place a new row of this import takes: asked of the tags and not remembered along the way, because a transaction
// that is rolled back between two chunks takes everything in memory with it.
void Imports::bring_back(Run& run, const Head& head, Instant at) {
    if (!head.first_number || !run.has_set_aside()) return;
    const TagTable& own = tags_.of_import(head.import);
    for (const auto& [tag, row] : set_aside(run))
        if (auto number = own.find(tag); number >= *head.first_number && number != subject_number(row))
            set_subject_state(connection_, run, row, SubjectState::removed, at, 0);
}

void Imports::insert(const Head& head, const Run& run, const ListedRow& row, std::int64_t number) {
    vault_.seal_into(sealed_, run.incident(), row.text, subject_place(run.incident(), number));
    Statement(connection_,
              "INSERT INTO subjects (id, import, reach, state, sealed, destinations, kinds) "
              "VALUES (?, ?, ?, 'pending', ?, ?, ?)")
        .bind(subject_row(run.number(), number))
        .bind(head.import)
        .bind(static_cast<std::int64_t>(row.reach))
        .bind_blob(sealed_)
        .bind(row.destinations)
        .bind(row.kinds)
        .run();
}

namespace {

ImportRow person_of(const ListedRow& row) {
    auto subject = deserialise_subject(row.text);
    BREACHD_CHECK(subject.has_value());
    return {std::move(*subject), row.reach, std::string(row.destinations)};
}

}  // namespace

// Numbers are given here and not when the import is finished, so that finishing is one small write.
Staged Imports::stage(std::string_view import_id, std::string_view incident, const ListedRows& rows, OfKnown how) {
    BREACHD_CHECK(connection_.in_transaction());
    auto head = head_of(import_id);
    BREACHD_CHECK(head.has_value());
    Run& run = runs_.of(head->run);
    BREACHD_CHECK(run.incident() == incident);
    const TagTable& finished = tags_.of_finished(run.number());
    TagTable& own = tags_.of_import(head->import);
    const auto& gone = set_aside_before(run, head->import);
    TagTable& refused = refused_[head->import];
    std::int64_t first = run.last_number() + 1;
    std::vector<SubjectTag> added;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        finished.expect(rows[i].tag);
        own.expect(rows[i].tag);
    }
    std::map<std::string, std::int64_t> groups;
    std::map<Reach, std::int64_t> reached;
    Staged out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto row = rows[i];
        auto back = gone.find(row.tag);
        auto known = back == gone.end() ? finished.find(row.tag) : 0;
        auto next = known != 0 ? known : run.last_number() + 1;
        auto mine = own.add(row.tag, next);
        if (mine == 0 && known == 0) {
            added.push_back(row.tag);
            insert(*head, run, row, run.take_number());
            ++reached[row.reach];
            ++groups[std::string(row.kinds)];
            continue;
        }
        auto given = person_of(row);
        auto merged = Merged::another;
        if (how == OfKnown::complete || refused.find(row.tag) == 0)
            merged = known == 0 ? merge_staged(*head, run, mine, given, how)
                                : merge_known(*head, run, known, given, mine != 0, how);
        if (known != 0 && mine == 0) ++head->known;
        if (mine != 0 || merged == Merged::nothing_new) ++head->duplicates;
        if (merged == Merged::differing) out.differing.push_back(i);
        if (merged == Merged::another) {
            out.others.push_back(i);
            refused.set(row.tag, next);
        }
        if (merged == Merged::told) out.told.push_back(i);
    }
    for (const auto& [reach, people] : reached) head->reach.add(reach, people);
    for (const auto& [kinds, people] : groups) count_kinds(*head, kinds, people);
    if (!added.empty()) {
        tags_.add(head->import, first, added);
        if (!head->first_number) head->first_number = first;
    }
    save(*head, "staged");
    return out;
}

namespace {

constexpr std::size_t kRejectedPieceBytes = 1 << 20;

// As many whole lines as a piece has room for; a line that is longer is a piece.
std::string_view next_piece(std::string_view text) {
    if (text.size() <= kRejectedPieceBytes) return text;
    auto end = text.rfind('\n', kRejectedPieceBytes - 1);
    if (end == text.npos) end = text.find('\n');
    return end == text.npos ? text : text.substr(0, end + 1);
}

}  // namespace

void Imports::keep_rejected(std::string_view import_id, std::string_view incident, std::string_view text) {
    if (text.empty()) return;
    auto head = head_of(import_id);
    BREACHD_CHECK(head.has_value());
    Statement last(connection_, "SELECT coalesce(max(piece), 0) + 1 FROM import_rejected WHERE import = ?");
    last.bind(head->import).step();
    for (auto number = last.integer(0); !text.empty(); ++number) {
        auto piece = next_piece(text);
        text.remove_prefix(piece.size());
        Statement(connection_, "INSERT INTO import_rejected (import, piece, sealed) VALUES (?, ?, ?)")
            .bind(head->import)
            .bind(number)
            .bind_blob(vault_.seal(incident, piece, rejected_place(head->import, number)))
            .run();
    }
}

ImportCounts Imports::staged(std::string_view import_id) {
    auto head = head_of(import_id);
    BREACHD_CHECK(head.has_value());
    auto counts = head->counts();
    counts.updated = updates_.count(head->import);
    return counts;
}

std::int64_t Imports::catch_up(std::string_view import_id) {
    auto head = head_of(import_id);
    BREACHD_CHECK(head.has_value());
    if (count_finished(head->run) == head->finished_before) return 0;
    auto others = merge_known_rows(runs_.of(head->run), *head);
    save(*head, "staged");
    return others;
}

// From the letters on: they are few, and a list may change a million people.
std::vector<std::int64_t> Imports::letters_outdated(std::string_view import_id, std::string_view incident) {
    Statement read(connection_,
                   "SELECT d.subject FROM postal_batches b JOIN postal_letters p ON p.batch = b.id "
                   "JOIN deliveries d ON d.id = p.delivery AND d.state = 'accepted' "
                   "JOIN import_updates u ON u.import = ? AND u.subject = d.subject "
                   "WHERE b.incident = ? AND b.posted_at IS NULL ORDER BY d.subject");
    read.bind(number_in_id(kImportPrefix, import_id).value_or(0)).bind(incident);
    std::vector<std::int64_t> out;
    while (read.step()) out.push_back(subject_number(read.integer(0)));
    return out;
}

ImportCounts Imports::finish(std::string_view import_id, std::string_view incident, Instant at) {
    BREACHD_CHECK(connection_.in_transaction());
    auto head = head_of(import_id);
    BREACHD_CHECK(head.has_value());
    Run& run = runs_.of(head->run);
    BREACHD_CHECK(run.incident() == incident);
    if (count_finished(run.number()) != head->finished_before) merge_known_rows(run, *head);
    bring_back(run, *head, at);
    save(*head, "finished");
    run.add_reach(head->reach);
    if (head->first_number) run.set_unplanned(*head->first_number);
    tags_.forget();
    set_aside_.clear();
    refused_.erase(head->import);
    overtake_others(*head);
    auto counts = head->counts();
    counts.groups = kinds_of(*head);
    for (const auto& [kinds, people] : counts.groups) run.count_people(kListed, 0, kinds, people);
    auto applied = updates_.apply(run, head->import, at);
    counts.updated = applied.updated;
    counts.reopened = applied.reopened;
    counts.reached = applied.reached;
    counts.pointed = std::move(applied.pointed);
    for (const auto& [kinds, people] : applied.groups)
        if (!kinds.empty()) counts.groups[kinds] += people;
    Statement(connection_, "DELETE FROM import_kinds WHERE import = ?").bind(head->import).run();
    return counts;
}

void Imports::abort(std::string_view import_id) {
    BREACHD_CHECK(connection_.in_transaction());
    auto head = head_of(import_id);
    if (!head) return;
    Statement(connection_, "UPDATE imports SET state = 'aborted' WHERE import = ?").bind(head->import).run();
    set_aside_.erase(head->import);
    refused_.erase(head->import);
    aborted_ = true;
}

}  // namespace breachd::store
