// Whose a contact is by the note beside it: "(vợ)", "SĐT của em trai", "STK". Pure.
#pragma once

#include <cstddef>

#include "ingest/people/beside/note.hpp"

namespace breachd::ingest {

enum class NoteOf {
    person,  // or nothing is said of it
    parent,  // of the person: right where the person is a child whose parent is written to
    another,
    nobody,  // the number of an account, a paper or a fax
};
// In doubt it is another's: nobody is called by guess. "anh Nam" is the person, politely; "anh", "anh trai" and "gặp
// anh Nam" are not.
NoteOf whose_note(const Note& note);
// Behind "số", "SĐT", "email" and their like: the index of the first word that says something.
std::size_t behind_titles(const Note& note);

}  // namespace breachd::ingest
