// The words that stand beside the contacts of a cell, and phrases that they are compared with. Pure.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace breachd::ingest {

// The words between contacts, brackets and their like.
struct Note {
    std::vector<std::string> words = {};  // in small letters
    std::vector<bool> great = {};         // of each word: it begins with a great letter
    bool small = true;                    // it was written so
    bool marked = false;
    bool title = false;   // a colon follows
    bool shouted = true;  // in great letters alone
};
// Parts of addresses are no words: sai.so@hopthu.test is none.
std::vector<Note> notes_of(std::string_view text);

// When a word counts without its marks.
enum class Without { always, in_small_letters, never };

// Phrases, their words apart and folded once for all cells.
class Phrases {
  public:
    template <std::size_t N>
    Phrases(const std::string_view (&phrases)[N], Without without) : without_(without) {
        for (auto phrase : phrases) add(phrase);
    }
    bool are_in(const Note& note) const;
    bool are_all_of(const Note& note, std::size_t from = 0) const;
    // How many words the longest of them has that stands at `at`; 0 for none.
    std::size_t begin_at(const Note& note, std::size_t at) const;

  private:
    struct Phrase {
        std::vector<std::string> words = {}, folded = {};
    };
    void add(std::string_view phrase);
    bool stands_at(const Note& note, std::size_t at, const Phrase& phrase) const;

    Without without_;
    std::vector<Phrase> phrases_;
};

}  // namespace breachd::ingest
