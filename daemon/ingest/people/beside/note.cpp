#include "ingest/people/beside/note.hpp"

#include "base/search_text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/cell.hpp"

namespace breachd::ingest {

namespace {

void add_word(std::string_view word, Note& note) {
    auto small = in_small_letters(word);
    note.small = note.small && small == word;
    note.marked = note.marked ||
                  std::any_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    auto first = std::max<std::size_t>(character_at(word, 0).bytes, 1);
    note.great.push_back(small.compare(0, first, word.substr(0, first)) != 0);
    note.shouted = note.shouted && std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    note.words.push_back(std::move(small));
}

}  // namespace

std::vector<Note> notes_of(std::string_view text) {
    constexpr std::string_view kBetween = " \t\r\n,;:/|&()[]{}<>\"";
    std::vector<Note> out(1);
    auto end_note = [&] {
        if (!out.back().words.empty()) out.emplace_back();
    };
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find_first_of(kBetween, at), text.size());
        auto token = text.substr(at, end - at);
        if (token.find('@') != token.npos) {
            end_note();
        } else {
            for (std::size_t i = 0; i < token.size();) {
                auto last = i;
                while (last < token.size() && is_letter(token[last])) ++last;
                if (last > i) add_word(token.substr(i, last - i), out.back());
                bool within = last < token.size() &&
                              std::string_view(".'_-").find(token[last]) != std::string_view::npos && last > i;
                if (last < token.size() && !within) end_note();
                i = last + 1;
            }
        }
        if (end < text.size() && text[end] != ' ') {
            out.back().title = text[end] == ':';
            end_note();
        }
        at = end + 1;
    }
    return out;
}

void Phrases::add(std::string_view phrase) {
    phrases_.emplace_back();
    while (!phrase.empty()) {
        phrases_.back().words.emplace_back(next_part(phrase, " "));
        phrases_.back().folded.push_back(folded_for_search(phrases_.back().words.back()));
    }
}

bool Phrases::are_in(const Note& note) const {
    for (std::size_t at = 0; at < note.words.size(); ++at)
        if (begin_at(note, at) > 0) return true;
    return false;
}

bool Phrases::are_all_of(const Note& note, std::size_t from) const {
    return std::any_of(phrases_.begin(), phrases_.end(), [&](const Phrase& phrase) {
        return from + phrase.words.size() == note.words.size() && stands_at(note, from, phrase);
    });
}

std::size_t Phrases::begin_at(const Note& note, std::size_t at) const {
    std::size_t longest = 0;
    for (const auto& phrase : phrases_)
        if (phrase.words.size() > longest && at + phrase.words.size() <= note.words.size() &&
            stands_at(note, at, phrase))
            longest = phrase.words.size();
    return longest;
}

bool Phrases::stands_at(const Note& note, std::size_t at, const Phrase& phrase) const {
    bool folds = without_ == Without::always || (without_ == Without::in_small_letters && note.small && !note.marked);
    for (std::size_t i = 0; i < phrase.words.size(); ++i) {
        const auto& word = note.words[at + i];
        if (word != phrase.words[i] && !(folds && word == phrase.folded[i])) return false;
    }
    return true;
}

}  // namespace breachd::ingest
