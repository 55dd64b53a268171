// The part of class Imports that puts a row together with the person whom the list, or an earlier one, has already.
#include <algorithm>

#include "base/check.hpp"
#include "store/imports/import_head.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::store {

namespace {

// Two incidents may count their people 1, 2, 3 …: without two names, one reference says little.
bool may_be_one_person(const Subject& a, const Subject& b) {
    if (!may_be_one_name(a, b)) return false;
    if (!a.name.reveal().empty() && !b.name.reveal().empty()) return true;
    auto is_of_a = [&](const Contact& contact) {
        return std::find(a.contacts.begin(), a.contacts.end(), contact) != a.contacts.end();
    };
    return a.contacts.empty() || b.contacts.empty() || std::any_of(b.contacts.begin(), b.contacts.end(), is_of_a);
}

// Nothing of the known person is replaced.
Subject completed(const Subject& known, Subject given) {
    if (!known.name.reveal().empty()) given.name = {};  // another way to write it is no other person here
    bool differs = false;
    return united(known, given, differs);
}

}  // namespace

// A second row of the list about somebody whom it brings.
Imports::Merged Imports::merge_staged(Head& head, const Run& run, std::int64_t number, const ImportRow& given,
                                      OfKnown how) {
    auto row = subject_row(run.number(), number);
    auto first = updates_.person(run.incident(), head.import, row);
    if (!first) return Merged::nothing_new;
    if (how == OfKnown::complete && !may_be_one_person(first->person.subject, given.subject)) return Merged::another;
    bool differs = false;
    ImportRow both{united(first->person.subject, given.subject, differs), 0, {}};
    if (serialise(both.subject) != serialise(first->person.subject)) {
        both.reach = breachd::kinds_of(both.subject.contacts);
        both.destinations = store::destinations_of(both.subject, given, first->person.destinations);
        auto before = group_of(first->person.subject.kinds), now = group_of(both.subject.kinds);
        Statement(connection_, "UPDATE subjects SET reach = ?, destinations = ?, kinds = ?, sealed = ? WHERE id = ?")
            .bind(static_cast<std::int64_t>(both.reach))
            .bind(both.destinations)
            .bind(now)
            .bind_blob(vault_.seal(run.incident(), serialise(both.subject), subject_place(run.incident(), number)))
            .bind(row)
            .run();
        head.reach.add(first->person.reach, -1);
        head.reach.add(both.reach);
        count_kinds(head, before, -1);
        count_kinds(head, now, 1);
    }
    return differs ? Merged::differing : Merged::nothing_new;
}

// A row about somebody who is listed. `again`: the list had a row about the same person before.
Imports::Merged Imports::merge_known(const Head& head, const Run& run, std::int64_t number, const ImportRow& given,
                                     bool again, OfKnown how) {
    auto row = subject_row(run.number(), number);
    auto known = updates_.person(run.incident(), head.import, row);
    if (!known) return Merged::nothing_new;
    const auto& before = known->person.subject;
    bool completes = how == OfKnown::complete, differs = false;
    if (completes ? !may_be_one_person(before, given.subject) : !again && !may_be_one_name(before, given.subject))
        return Merged::another;
    ImportRow now{completes ? completed(before, given.subject)
                  : again   ? united(before, given.subject, differs)
                            : corrected(before, given.subject),
                  0,
                  {}};
    auto told = known->told_version > 0 && group_of(now.subject.kinds) != group_of(before.kinds);
    if ((again && !completes) || told) now.subject.kinds = told ? before.kinds : corrected(before, given.subject).kinds;
    bool changes = serialise(now.subject) != serialise(before);
    if (changes) {
        now.reach = breachd::kinds_of(now.subject.contacts);
        now.destinations = store::destinations_of(now.subject, given, known->person.destinations);
        updates_.put(run.incident(), head.import, row, now, differing_contacts(before, now.subject));
    }
    if (differs) return Merged::differing;
    return told ? Merged::told : changes ? Merged::changed : Merged::nothing_new;
}

// Another import of the same incident was finished while this one was open: its new people put right those whom both
// hold. Rare, so it may cost a walk over this import's tags. The tag stays; it is in the other import's list as well.
std::int64_t Imports::merge_known_rows(const Run& run, Head& head) {
    std::int64_t others = 0;
    const TagTable& known = tags_.of_finished(run.number());
    const auto back = set_aside(run);
    for (const auto& chunk : tags_.chunks_of(head.import)) {
        std::int64_t number = chunk.first_number - 1;
        for (const auto& tag : chunk.tags) {
            ++number;
            auto listed = known.find(tag);
            if (listed == 0 || back.contains(tag)) continue;
            others += merge_known_row(run, head, number, listed);
        }
    }
    head.finished_before = count_finished(run.number());
    return others;
}

// Whether it holds somebody else.
bool Imports::merge_known_row(const Run& run, Head& head, std::int64_t number, std::int64_t listed) {
    std::int64_t row = subject_row(run.number(), number);
    Statement reach(connection_, "SELECT reach, kinds FROM subjects WHERE id = ?");
    if (!reach.bind(row).step()) return false;
    head.reach.add(static_cast<Reach>(reach.integer(0)), -1);
    count_kinds(head, reach.text(1), -1);
    auto given = updates_.person(run.incident(), head.import, row);
    auto merged = given ? merge_known(head, run, listed, given->person, false, OfKnown::correct) : Merged::nothing_new;
    ++head.known;
    if (merged == Merged::nothing_new) ++head.duplicates;
    Statement(connection_, "DELETE FROM subjects WHERE id = ?").bind(row).run();
    return merged == Merged::another;
}

// Marks the other open lists that change somebody whom this one changes as it is finished.
void Imports::overtake_others(const Head& head) {
    Statement(connection_,
              "UPDATE imports SET finished_before = ? WHERE run = ? AND state = 'staged' AND import <> ? AND EXISTS "
              "(SELECT 1 FROM import_updates other JOIN import_updates own ON own.import = ? AND "
              "own.subject = other.subject WHERE other.import = imports.import)")
        .bind(kOvertaken)
        .bind(head.run)
        .bind(head.import)
        .bind(head.import)
        .run();
}

bool Imports::is_overtaken(std::string_view import_id) {
    auto head = head_of(import_id);
    BREACHD_CHECK(head.has_value());
    return head->finished_before == kOvertaken;
}

}  // namespace breachd::store
