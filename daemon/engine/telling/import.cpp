// Import of the people to be told: streamed in chunks, sealed at once, visible only when the whole file was good.
#include <fmt/format.h>

#include <algorithm>

#include "core/incident/filings.hpp"
#include "core/incident/lifecycle.hpp"
#include "engine/telling/row_maker.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kTakenOverAtOnce = 1000;

// A restart throws away what was staged; the sender of the list must begin again.
Error import_gone(const std::string& id) {
    return {ErrorCode::conflict, "this import is not open any more: send the list again", id};
}

// Into the list, with what becomes of messages to people whose contacts change by it: they get another letter, or a
// message on a channel that the list brings.
store::ImportCounts finish_staged(Step& step, const Incident& incident, const std::string& import_id) {
    auto& imports = step.store.imports();
    for (auto subject : imports.letters_outdated(import_id, incident.id))
        Runs::take_out_letter(step, incident, subject);
    auto counts = imports.finish(import_id, incident.id, step.now);
    for (auto subject : counts.pointed) step.store.deliveries().cancel(incident.id, subject, step.now);
    return counts;
}

// Stages people of a duplicate. The reference of one of them may be another person's in the incident that stays: they
// come in under that reference with the duplicate's id before it. Longer by each round, it is nobody's in the end.
void stage_taken_over(Step& step, const std::string& duplicate, const std::string& into, const std::string& import_id,
                      RowMaker& maker, std::vector<Subject> people) {
    while (!people.empty()) {
        store::ListedRows rows;
        for (const auto& person : people) maker.add(rows, person);
        auto staged = step.store.imports().stage(import_id, into, rows, store::OfKnown::complete);
        std::vector<Subject> others;
        for (auto i : staged.others) {
            auto& other = others.emplace_back(std::move(people[i]));
            other.subject_ref = Pii(duplicate + "/" + other.subject_ref.reveal());
        }
        people = std::move(others);
    }
}

}  // namespace

store::ImportRow Telling::import_row(Step& step, Subject given) {
    store::ImportRow row{std::move(given), 0, {}};
    row.reach = normalise(row.subject);
    row.destinations = destinations_.of(row.subject, index_tag(step.store.vault()));
    return row;
}

void Telling::load(Step& step) {
    polls_.load(step);
    repeats_.load(step);
    step.store.imports().abort_all();
    runs_.load(step);
    runs_.close(step);
}

Result<Answer> Telling::handle(Step& step, const Envelope&, const Incident& incident, const BeginImport&) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto import_id = step.store.imports().begin(incident.id);
    auto maker = std::make_shared<RowMaker>(step.store.vault(), incident.id);
    return Answer(ImportBegun{std::move(import_id),
                              [maker](store::ListedRows& rows, const Subject& given) { maker->add(rows, given); }});
}

std::set<std::string> Telling::kinds_named(const std::string& import_id) const {
    std::set<std::string> out;
    if (auto groups = kinds_named_.find(import_id); groups != kinds_named_.end())
        for (const auto& group : groups->second)
            for (auto& kind : kinds_in(group)) out.insert(std::move(kind));
    return out;
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const ImportChunk& command) {
    if (!step.store.imports().is_open(command.import_id, envelope.incident)) return import_gone(command.import_id);
    auto& named = kinds_named_[command.import_id];
    for (std::size_t i = 0; i < command.rows.size(); ++i)
        if (auto kinds = command.rows[i].kinds; !kinds.empty()) named.emplace(kinds);
    auto staged = step.store.imports().stage(command.import_id, envelope.incident, command.rows);
    step.store.imports().keep_rejected(command.import_id, envelope.incident, command.rejected);
    return Answer(ImportStaged{std::move(staged.differing), std::move(staged.others), std::move(staged.told)});
}

// The same bytes again, by a sender who never heard the first answer, or twice at once. A list says how things stood
// when it was made: taken in once more it would undo what was corrected since.
Result<Answer> Telling::imported_before(Step& step, const Incident& incident, const FinishImport& command, Instant at) {
    auto counts = step.store.imports().staged(command.import_id);
    step.store.imports().abort(command.import_id);
    kinds_named_.erase(command.import_id);
    Imported out{std::make_shared<const Incident>(incident), step.now};
    out.known = counts.rows + counts.known;
    out.imported_at = at;
    return Answer(std::move(out));
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const FinishImport& command) {
    if (!step.store.imports().is_open(command.import_id, incident.id)) return import_gone(command.import_id);
    auto& imports = step.store.imports();
    if (auto before = incident.lists.find(command.sha256); before != incident.lists.end() && !command.again)
        return imported_before(step, incident, command, before->second);
    if (!command.check && imports.is_overtaken(command.import_id))
        return Error{ErrorCode::conflict,
                     "a list that was imported meanwhile changed people whom this one changes, too; import this one "
                     "again",
                     ""};
    if (!command.check && imports.catch_up(command.import_id) > 0)
        return Error{ErrorCode::conflict,
                     "a list that was imported meanwhile has the same references under other names; import this one "
                     "again, and its lines are named",
                     ""};
    imports.keep_rejected(command.import_id, incident.id, command.rejected);
    auto counts = command.check ? imports.staged(command.import_id) : finish_staged(step, incident, command.import_id);
    std::vector<std::string> missing;
    for (const auto& kind : kinds_named(command.import_id))
        if (!incident.has_kind(kind)) missing.push_back(kind);
    kinds_named_.erase(command.import_id);
    if (!command.check) {
        step.ledger.append(incident.id, envelope.actor,
                           SubjectsImported{counts.rows, counts.duplicates, command.sha256, counts.reachable,
                                            counts.unreachable, missing, counts.groups, counts.updated, counts.reopened,
                                            counts.reached, command.import_id, command.values_rejected});
        runs_.plan_again(incident.id);
        step.ledger.settle(incident.id);
    }
    return Answer(Imported{std::make_shared<const Incident>(incident), step.now, counts.rows, counts.duplicates,
                           counts.unreachable, counts.reachable, std::move(missing), command.import_id, counts.known,
                           counts.updated, counts.reopened});
}

void Telling::hear(Step& step, const Entry& entry) {
    if (const auto* dismissed = std::get_if<Dismissed>(&entry.event); dismissed && !dismissed->duplicate_of.empty())
        take_over(step, step.ledger.get(entry.incident_id), step.ledger.get(dismissed->duplicate_of));
}

// Nobody was told by the duplicate's notice: it never went out (may_merge()). They are sealed anew under the key of the
// incident that stays. Those whom it knows by their reference are left as they are, but for contacts that they lack.
void Telling::take_over(Step& step, const Incident& duplicate, const Incident& into) {
    DuplicateMerged merged{duplicate.id, 0, std::count_if(duplicate.filings.begin(), duplicate.filings.end(), counts)};
    if (auto last = step.store.subjects().last_number(duplicate.id); last > 0) {
        auto import_id = step.store.imports().begin(into.id);
        RowMaker maker(step.store.vault(), into.id);
        std::vector<Subject> people;
        for (std::int64_t number = 1; number <= last; ++number) {
            auto subject = step.store.subjects().find(duplicate.id, number);
            if (subject) people.push_back(std::move(*subject));
            if (people.size() < kTakenOverAtOnce && number < last) continue;
            stage_taken_over(step, duplicate.id, into.id, import_id, maker, std::exchange(people, {}));
        }
        auto counts = finish_staged(step, into, import_id);
        merged.subjects = counts.rows;
        step.ledger.append(into.id, "system",
                           SubjectsImported{counts.rows,
                                            counts.duplicates,
                                            "",
                                            counts.reachable,
                                            counts.unreachable,
                                            {},
                                            counts.groups,
                                            counts.updated,
                                            counts.reopened,
                                            counts.reached,
                                            import_id});
        runs_.plan_again(into.id);
    }
    step.ledger.append(into.id, "system", std::move(merged));
}

Result<Answer> Telling::handle(Step& step, const Envelope&, const AbortImport& command) {
    step.store.imports().abort(command.import_id);
    kinds_named_.erase(command.import_id);
    return Answer(Done{});
}

}  // namespace breachd::engine
