// Labels of the words that answers of the API hold (states, kinds of entries, who acts, roles of access, bands), in
// Vietnamese and English. The sentences of entries are in summary.hpp; words of the incident itself are in terms.hpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/words/word_table.hpp"

namespace breachd::words {

// One word can mean two things: a task that is `open` is not an incident that is `open`.
struct StateRow {
    std::string_view about;  // incident, obligation, run, public_notice, task, page, delivery, subject, decision, field
    Word word;
};
std::span<const StateRow> states();
// Null: no row about that has this word. `about` "" : the first row of all that has it.
const Word* state(std::string_view about, std::string_view id);

std::span<const Word> entry_kinds();    // of the journal, by event_kind()
std::span<const Word> actor_kinds();    // what stands before the colon of an entry's actor
std::span<const Word> next_steps();     // of the same
std::span<const Word> waiting_kinds();  // of core/incident/waiting.hpp: what a person is asked to do
std::span<const Word> access_roles();
std::span<const Word> roles();
std::span<const Word> answers();  // yes, no, unknown
std::span<const Word> addressees();
std::span<const Word> filing_forms();
std::span<const Word> filing_channels();

// From `from` on, up to the next band.
struct Band {
    int from = 0;
    Word word;
};
std::span<const Band> severity_bands();  // of 100
// How little time is left, in hours; `overdue` begins at 0 and goes down.
std::span<const Band> time_bands();
const Word& severity_word(int severity);

}  // namespace breachd::words
