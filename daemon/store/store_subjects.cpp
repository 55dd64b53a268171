#include "store/store_impl.hpp"

#include <cstring>

namespace breachd::store {

namespace {

// Without a reference the whole row is the reference: a row given twice is still one person.
std::string duplicate_key(const Subject& subject) {
    const std::string& reference = subject.subject_ref.reveal();
    return reference.empty() ? "row|" + serialise(subject) : "ref|" + reference;
}

SubjectTag subject_tag(Vault& vault, std::string_view incident, const Subject& subject) {
    Digest full = vault.tag(incident, duplicate_key(subject));
    SubjectTag out;
    std::memcpy(out.data(), full.data(), out.size());
    return out;
}

struct ImportHead {
    std::int64_t import = 0;
    std::int64_t run = 0;
    std::int64_t finished_before = 0;
    std::optional<std::int64_t> first_number;
    std::int64_t duplicates = 0;
    ReachCounts reach;
};

std::optional<ImportHead> open_import(Connection& connection, std::string_view import_id) {
    auto number = number_in_id(kImportPrefix, import_id);
    if (!number) return std::nullopt;
    Query read(connection,
               "SELECT run, finished_before, first_n, duplicates, subjects, reachable_none, reachable_email, "
               "reachable_phone, reachable_zalo_id, reachable_push_token FROM imports "
               "WHERE import = ? AND state = 'staged'");
    if (!read.bind(*number).step()) return std::nullopt;
    ImportHead out;
    out.import = *number;
    out.run = read.integer(0);
    out.finished_before = read.integer(1);
    if (!read.is_null(2)) out.first_number = read.integer(2);
    out.duplicates = read.integer(3);
    out.reach.subjects = read.integer(4);
    out.reach.none = read.integer(5);
    for (std::size_t i = 0; i < kAddresses.size(); ++i) out.reach.by_address[i] = read.integer(6 + static_cast<int>(i));
    return out;
}

void save(Connection& connection, const ImportHead& head, const char* state) {
    Query update(connection,
                 "UPDATE imports SET state = ?, first_n = ?, duplicates = ?, subjects = ?, reachable_none = ?, "
                 "reachable_email = ?, reachable_phone = ?, reachable_zalo_id = ?, reachable_push_token = ? "
                 "WHERE import = ?");
    update.bind(state);
    if (head.first_number)
        update.bind(*head.first_number);
    else
        update.bind_null();
    update.bind(head.duplicates).bind(head.reach.subjects).bind(head.reach.none);
    for (auto count : head.reach.by_address) update.bind(count);
    update.bind(head.import).run();
}

std::int64_t finished_imports(Connection& connection, std::int64_t run) {
    Query read(connection, "SELECT count(*) FROM imports WHERE run = ? AND state = 'finished'");
    read.bind(run).step();
    return read.integer(0);
}

struct TagChunk {
    std::int64_t first_number;
    std::string tags;
};

std::vector<TagChunk> tag_chunks(Connection& connection, std::int64_t import) {
    std::vector<TagChunk> out;
    Query read(connection, "SELECT first_n, tags FROM import_tags WHERE import = ? ORDER BY first_n");
    read.bind(import);
    while (read.step()) out.push_back({read.integer(0), read.blob(1)});
    return out;
}

// Another import of the same incident was finished while this one was open: what both hold is a duplicate here. Rare,
// so it may be slow. The tag stays; it is in the other import's list as well.
void drop_what_is_known(Connection& connection, RunCounters& runs, const Run& run, ImportHead& head) {
    const SubjectTags& known = runs.tags_of_finished(run);
    for (const auto& chunk : tag_chunks(connection, head.import)) {
        for (std::size_t i = 0; i * sizeof(SubjectTag) < chunk.tags.size(); ++i) {
            SubjectTag tag;
            std::memcpy(tag.data(), chunk.tags.data() + i * sizeof tag, sizeof tag);
            if (!known.contains(tag)) continue;
            std::int64_t row = subject_row(run.run, chunk.first_number + static_cast<std::int64_t>(i));
            Query reach(connection, "SELECT reach FROM subjects WHERE id = ?");
            if (!reach.bind(row).step()) continue;
            head.reach.add(static_cast<Reach>(reach.integer(0)), -1);
            ++head.duplicates;
            Query(connection, "DELETE FROM subjects WHERE id = ?").bind(row).run();
        }
    }
}

ImportCounts counts_of(const ImportHead& head) {
    ImportCounts out{head.reach.subjects, head.duplicates, head.reach.none, {}};
    for (std::size_t i = 0; i < kAddresses.size(); ++i)
        out.reachable[std::string(row_of(kAddresses[i]).name)] = head.reach.by_address[i];
    return out;
}

}  // namespace

std::string Store::begin_import(std::string_view incident) {
    impl_->check_writing();
    impl_->vault.ensure(incident);
    Run& run = impl_->runs.find_or_create(incident);
    Query last(impl_->connection, "SELECT coalesce(max(import), 0) FROM imports");
    last.step();
    std::int64_t number = last.integer(0) + 1;
    Query(impl_->connection, "INSERT INTO imports (import, run, state, finished_before) VALUES (?, ?, 'staged', ?)")
        .bind(number)
        .bind(run.run)
        .bind(finished_imports(impl_->connection, run.run))
        .run();
    return numbered_id(kImportPrefix, number);
}

bool Store::import_open(std::string_view import_id, std::string_view incident) {
    auto head = open_import(impl_->connection, import_id);
    return head && impl_->runs.of(head->run).incident == incident;
}

// Numbers are given here and not when the import is finished, so that finishing is one small write.
void Store::stage_subjects(std::string_view import_id, std::string_view incident, const std::vector<ImportRow>& rows) {
    impl_->check_writing();
    auto head = open_import(impl_->connection, import_id);
    BREACHD_CHECK(head.has_value());
    Run& run = impl_->runs.of(head->run);
    BREACHD_CHECK(run.incident == incident);
    const SubjectTags& finished = impl_->runs.tags_of_finished(run);
    SubjectTags& own = impl_->runs.tags_of_import(head->import);
    std::int64_t first = run.last_number + 1;
    std::string tags;
    for (const auto& row : rows) {
        SubjectTag tag = subject_tag(impl_->vault, incident, row.subject);
        if (finished.contains(tag) || !own.insert(tag).second) {
            ++head->duplicates;
            continue;
        }
        tags.append(tag.data(), tag.size());
        std::int64_t number = ++run.last_number;
        std::string sealed = impl_->vault.seal(incident, serialise(row.subject), subject_place(incident, number));
        Query(impl_->connection,
              "INSERT INTO subjects (id, import, reach, state, sealed) VALUES (?, ?, ?, 'pending', ?)")
            .bind(subject_row(run.run, number))
            .bind(head->import)
            .bind(static_cast<std::int64_t>(row.reach))
            .bind_blob(sealed)
            .run();
        head->reach.add(row.reach);
    }
    if (!tags.empty()) {
        Query(impl_->connection, "INSERT INTO import_tags (import, first_n, tags) VALUES (?, ?, ?)")
            .bind(head->import)
            .bind(first)
            .bind_blob(tags)
            .run();
        if (!head->first_number) head->first_number = first;
    }
    save(impl_->connection, *head, "staged");
}

ImportCounts Store::finish_import(std::string_view import_id, std::string_view incident) {
    impl_->check_writing();
    auto head = open_import(impl_->connection, import_id);
    BREACHD_CHECK(head.has_value());
    Run& run = impl_->runs.of(head->run);
    BREACHD_CHECK(run.incident == incident);
    if (finished_imports(impl_->connection, run.run) != head->finished_before)
        drop_what_is_known(impl_->connection, impl_->runs, run, *head);
    save(impl_->connection, *head, "finished");
    run.reach.add(head->reach);
    run.changed = true;
    if (head->first_number) run.set_unplanned(*head->first_number);
    impl_->runs.forget_tags();
    return counts_of(*head);
}

void Store::abort_import(std::string_view import_id) {
    impl_->check_writing();
    auto head = open_import(impl_->connection, import_id);
    if (!head) return;
    if (head->first_number)
        Query(impl_->connection, "DELETE FROM subjects WHERE id >= ? AND id < ? AND import = ?")
            .bind(subject_row(head->run, *head->first_number))
            .bind(subject_row(head->run + 1, 0))
            .bind(head->import)
            .run();
    Query(impl_->connection, "DELETE FROM import_tags WHERE import = ?").bind(head->import).run();
    Query(impl_->connection, "DELETE FROM imports WHERE import = ?").bind(head->import).run();
    impl_->runs.flush();
    impl_->runs.forget();  // the last number given is lower now
}

void Store::abort_all_imports() {
    std::vector<std::string> ids;
    {
        Query read(impl_->connection, "SELECT import FROM imports WHERE state = 'staged' ORDER BY import");
        while (read.step()) ids.push_back(numbered_id(kImportPrefix, read.integer(0)));
    }
    for (const auto& id : ids) abort_import(id);
}

Result<Subject> Store::subject(std::string_view incident, std::int64_t number) {
    const Run* run = impl_->runs.find(incident);
    Error missing{ErrorCode::not_found, "no subject of this number", std::string(incident)};
    if (!run || number <= 0) return missing;
    Query read(impl_->connection,
               "SELECT s.sealed FROM subjects s CROSS JOIN imports i "
               "WHERE s.id = ? AND i.import = s.import AND i.state = 'finished'");
    if (!read.bind(subject_row(run->run, number)).step()) return missing;
    auto plain = impl_->vault.open(incident, read.blob(0), subject_place(incident, number));
    if (!plain) return plain.error();
    return deserialise_subject(*plain);
}

void Store::set_subject_state(std::string_view incident, std::int64_t number, SubjectState state, Instant at) {
    impl_->check_writing();
    Run* run = impl_->runs.find(incident);
    BREACHD_CHECK(run != nullptr);
    std::int64_t row = subject_row(run->run, number);
    Query read(impl_->connection, "SELECT state FROM subjects WHERE id = ?");
    BREACHD_CHECK(read.bind(row).step());
    SubjectState old = subject_state_from(read.text(0));
    if (old == state) return;
    Query(impl_->connection, "UPDATE subjects SET state = ?, changed_at = ? WHERE id = ?")
        .bind(state_name(state))
        .bind(at)
        .bind(row)
        .run();
    run->changed = true;
    run->told += (state == SubjectState::told) - (old == SubjectState::told);
    run->unreachable += (state == SubjectState::unreachable) - (old == SubjectState::unreachable);
    if (state == SubjectState::pending) run->set_unplanned(number);
    if (state != SubjectState::told && old != SubjectState::told) return;
    Query accepted(impl_->connection,
                   "SELECT version, channel FROM deliveries WHERE subject = ? AND state = 'accepted'");
    accepted.bind(row);
    while (accepted.step())
        run->count_told(static_cast<int>(accepted.integer(0)), accepted.text(1), state == SubjectState::told ? 1 : -1);
}

// Walks from the first subject that was unplanned last time; what lies before it cannot have become so without
// Run::set_unplanned().
std::vector<Store::Unplanned> Store::unplanned_subjects(std::string_view incident, int version, std::size_t most) {
    Run* run = impl_->runs.find(incident);
    if (!run) return {};
    std::int64_t& from = run->unplanned_from.try_emplace(version, 1).first->second;
    std::vector<Unplanned> out;
    Query read(impl_->connection,
               "SELECT s.id, s.reach FROM subjects s CROSS JOIN imports i "
               "WHERE s.id >= ? AND s.id < ? AND s.state = 'pending' AND i.import = s.import AND i.state = 'finished' "
               "AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.subject = s.id AND d.version = ?) "
               "ORDER BY s.id LIMIT ?");
    read.bind(subject_row(run->run, from)).bind(subject_row(run->run + 1, 0)).bind(version);
    read.bind(static_cast<std::int64_t>(most));
    while (read.step()) out.push_back({subject_number(read.integer(0)), static_cast<Reach>(read.integer(1))});
    if (most > 0) from = out.empty() ? run->last_number + 1 : out.front().number;
    return out;
}

}  // namespace breachd::store
