#include "ingest/people/csv.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace breachd::ingest {

namespace {

constexpr std::string_view kSeparators = ",;\t|";
constexpr std::size_t kContactDigits = 9;
// "Lê \"Tí\" Mận": the closing quote of the cell is any one's guess.
constexpr std::string_view kBackslash =
    "a backslash before a quote, as MySQL writes it: save the file with each quote in a cell written twice";

// A line of a header: quotes as in a row.
std::vector<std::string> cells_of(std::string_view line, char separator) {
    std::vector<std::string> out(1);
    bool quoted = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
        char c = line[at];
        if (c == '"' && quoted && at + 1 < line.size() && line[at + 1] == '"')
            out.back() += line[++at];
        else if (c == '"' && (quoted || out.back().empty()))
            quoted = !quoted;
        else if (c == separator && !quoted)
            out.emplace_back();
        else
            out.back() += c;
    }
    return out;
}

// `sep=;`, in quotes or not; 0 for another line.
char said_separator(std::string_view line) {
    line = line.substr(0, line.find_last_not_of(" \"") + 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \""), line.size()));
    return line.size() == 5 && starts_with_word(line, "sep=") ? line[4] : char{0};
}

// An "@" or a telephone number in one run of digits: in the midst of a cell over several lines it is another row's. Not
// digits that stand apart, as in "12 Lê Lợi, Q1, 700000".
bool holds_a_contact(std::string_view text) {
    std::size_t digits = 0;
    for (char c : text) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (c == '@' || digits == kContactDigits) return true;
    }
    return false;
}

// Whether the last line of a cell begins with what could be the first cell of another row.
bool begins_alike(std::string_view first_cell, std::string_view cell, char separator) {
    auto line = cell.rfind('\n');
    if (line == cell.npos) return false;
    auto rest = cell.substr(line + 1);
    auto like = without_numbers(first_cell);
    return like.find('0') != like.npos && like == without_numbers(rest.substr(0, rest.find(separator)));
}

// Lines of rows rather than of an address, which has a blank after each comma ("12 Lê Lợi, P1"). A separator before the
// line's end says nothing, unless the row is not as wide as the header either.
bool has_lines_of_rows(std::string_view cell, char separator, bool width_differs) {
    if (cell.find('\n') == cell.npos) return false;
    bool between = false;
    for (auto at = cell.find(separator); at != cell.npos; at = cell.find(separator, at + 1)) {
        char next = at + 1 < cell.size() ? cell[at + 1] : '\n';
        if (next == ' ') return false;
        between = between || width_differs || (next != '\n' && next != '\r') || at + 1 == cell.size();
    }
    return between;
}

std::string_view without_end(std::string_view line) {
    if (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace

std::string without_numbers(std::string_view text) {
    std::string out;
    for (char c : text) {
        bool digit = c >= '0' && c <= '9';
        if (!digit || !out.ends_with('0')) out += digit ? '0' : c;
    }
    return out;
}

void CsvCutter::feed(std::string_view text, RowTaker& taker) {
    while (!text.empty()) {
        if (taker.ended()) return;
        auto run = plain_run(text);
        if (run > 0) {
            cell_ += text.substr(0, run);
            line_bytes_ += run;
            text.remove_prefix(run);
            if (at_ == At::start) at_ = At::plain;
            return_ = false;
            continue;
        }
        byte(text.front(), taker);
        text.remove_prefix(1);
    }
}

// Letters that mean nothing but themselves: most of a list.
std::size_t CsvCutter::plain_run(std::string_view text) const {
    if (separator_ == 0 || skipping_ || at_ == At::quote || at_ == At::closed) return 0;
    auto most = std::min(text.size(), kSubjectLineBytesMax - std::min(line_bytes_, kSubjectLineBytesMax));
    std::size_t run = 0;
    if (at_ == At::quoted) {
        while (run < most && text[run] != '"' && text[run] != '\n') ++run;
    } else {
        while (run < most && text[run] != separator_ && text[run] != '\n' && text[run] != '\r' && text[run] != '"')
            ++run;
    }
    return run;
}

void CsvCutter::byte(char c, RowTaker& taker) {
    if (std::exchange(return_, false) && c == '\n') return;
    if (++line_bytes_ > kSubjectLineBytesMax && !skipping_) too_long(taker);
    if (skipping_) {
        if (c != '\n') return;
        skipping_ = false;
        line_bytes_ = 0;
        line_ += 1 + std::exchange(newlines_, 0);
        return;
    }
    if (separator_ == 0) return head_byte(c, taker);
    if (at_ == At::quoted) {
        newlines_ += c == '\n';
        if (c == '"')
            at_ = At::quote;
        else
            cell_ += c;
    } else if (c == '"' && at_ == At::start) {
        open_quote();
    } else if (c == '"' && at_ == At::quote) {
        if (cell_.ends_with('\\')) taker.fault(quote_line_, quote_column_, std::string(kBackslash));
        cell_ += c;
        at_ = At::quoted;
    } else if (c == separator_) {
        end_cell();
    } else if (c == '\n' || c == '\r') {
        return_ = c == '\r';
        end_row(taker);
    } else if (at_ == At::quote || at_ == At::closed) {
        after_quote(c, taker);
    } else {
        at_ = At::plain;
        cell_ += c;
    }
}

void CsvCutter::open_quote() {
    at_ = At::quoted;
    quote_line_ = line_ + newlines_;
    quote_column_ = static_cast<int>(count_) + 1;
}

// `"Chi" (mẹ)` is one cell. With a line break or a separator before the closing quote it is the next quote of the file
// that was taken for the closing one.
void CsvCutter::after_quote(char c, RowTaker& taker) {
    bool blank = c == ' ';
    if (at_ == At::quote && cell_.ends_with('\\'))
        taker.fault(quote_line_, quote_column_, std::string(kBackslash));
    else if (!blank && cell_.find_first_of(std::string{'\n', '\r', separator_}) != cell_.npos)
        taker.fault(quote_line_, quote_column_, "text after a closing quote; is a quote left open?");
    at_ = blank ? At::closed : At::plain;
    cell_ += c;
}

// A quote that was left open and closed by another one at a cell's end: every line of the row by itself has as many
// cells as the header, and a cell has lines of rows, a contact in its midst, or a line that begins as the row does.
void CsvCutter::look_for_rows_in_cells(RowTaker& taker) const {
    std::size_t separators = 0;
    int column = 0;  // of the cell with a contact
    for (std::size_t i = 0; i < count_; ++i) {
        separators += i > 0;
        const auto& cell = cells_[i];
        auto first = cell.find_first_of(std::string{'\n', separator_});
        bool several = first != cell.npos && cell[first] == separator_ && cell.find('\n') != cell.npos;
        bool again = i > 0 && begins_alike(cells_[0], cell, separator_);
        bool rows = has_lines_of_rows(cell, separator_, count_ != width_);
        if (again || rows || (several && holds_a_contact(std::string_view(cell).substr(first))))
            column = static_cast<int>(i) + 1;
        for (char c : cell) {
            if (c == '\n' && std::exchange(separators, 0) + 1 != width_) return;
            separators += c == separator_;
        }
    }
    if (column > 0 && separators + 1 == width_)
        taker.fault(line_, column, "a cell holds what looks like another row; is a quote left open?");
}

void CsvCutter::too_long(RowTaker& taker) {
    std::string what = "the line is longer than " + std::to_string(kSubjectLineBytesMax) + " bytes";
    if (at_ == At::quoted) what += "; is a quote left open?";
    head_.clear();
    if (auto newlines = newlines_; separator_ == 0) {
        begin_rows(taker);
        newlines_ = newlines;
    }
    taker.fault(line_, 0, std::move(what));
    skipping_ = true;
    at_ = At::start;
    cell_.clear();
    count_ = 0;
}

void CsvCutter::head_byte(char c, RowTaker& taker) {
    bool ends = (c == '\n' || c == '\r') && at_ != At::quoted;
    bool begins = head_.empty() || kSeparators.find(head_.back()) != kSeparators.npos;
    head_ += c;
    if (ends) {
        return_ = c == '\r';
        return head_row(taker);
    }
    newlines_ += c == '\n';
    if (at_ == At::quoted)
        at_ = c == '"' ? At::quote : At::quoted;
    else if (c == '"' && at_ == At::quote)
        at_ = At::quoted;
    else
        at_ = c == '"' && begins ? At::quoted : At::start;
}

// The row that is whole now. A line `sep=` is none.
void CsvCutter::head_row(RowTaker& taker) {
    auto said = std::exchange(first_, false) ? said_separator(without_end(head_)) : char{0};
    if (said != 0) {
        said_ = said;
        held_line_ = line_ + 1;
        head_.clear();
    } else {
        rank_head();
        held_ += std::exchange(head_, {});
    }
    at_ = At::start;
    line_ += 1 + std::exchange(newlines_, 0);
    line_bytes_ = 0;
    if (search_.settled() || held_.size() > kHeadBytesMax) begin_rows(taker);
}

// How much of a header the row is.
void CsvCutter::rank_head() {
    auto line = without_end(head_);
    if (line.empty()) return;
    auto best = ranked(line, said_ != 0 && !doubted_ ? std::string_view(&said_, 1) : kSeparators);
    // A table that some program converted, and did not write its first line anew.
    if (said_ != 0 && !doubted_ && !best.score.sure()) {
        auto other = ranked(line, kSeparators);
        doubted_ = other.score.sure() || (best.width == 1 && other.width > 1 && other.score.reference);
        if (doubted_) best = other;
    }
    auto before = search_.line();
    search_.add(line_, best.score);
    if (search_.line() == before) return;
    separator_of_best_ = best.separator;
    width_of_best_ = best.width;
}

// As the header that it would be with the one that makes most of it.
CsvCutter::Ranked CsvCutter::ranked(std::string_view line, std::string_view separators) {
    Ranked best;
    for (char each : separators) {
        auto cells = cells_of(line, each);
        auto score = header_score(cells);
        if (std::pair(score.rank(), cells.size()) > std::pair(best.score.rank(), best.width))
            best = {score, cells.size(), each};
    }
    return best;
}

// The rows so far are read again, with the header's separator.
void CsvCutter::begin_rows(RowTaker& taker) {
    separator_ = said_ != 0 && !doubted_ ? said_ : separator_of_best_;
    width_ = width_of_best_;
    line_ = held_line_;
    newlines_ = 0;
    line_bytes_ = 0;
    at_ = At::start;
    taker.header_at(search_.line());
    feed(std::exchange(held_, {}), taker);
}

void CsvCutter::end_cell() {
    if (count_ == cells_.size()) cells_.emplace_back();
    std::swap(cells_[count_++], cell_);
    cell_.clear();
    at_ = At::start;
}

void CsvCutter::end_row(RowTaker& taker) {
    bool blank = count_ == 0 && cell_.empty() && at_ == At::start;
    end_cell();
    if (newlines_ > 0) look_for_rows_in_cells(taker);
    if (!blank) taker.row(line_, std::span(cells_).first(count_));
    count_ = 0;
    line_ += 1 + std::exchange(newlines_, 0);
    line_bytes_ = 0;
}

void CsvCutter::finish(RowTaker& taker) {
    if (separator_ == 0 && !skipping_) {
        // Without a line end after it: none is added to what a quote holds.
        auto rest = head_;
        if (!rest.empty()) rank_head();
        if (first_ && said_separator(rest) != 0) rest.clear();
        held_ += rest;
        if (!held_.empty()) begin_rows(taker);
    }
    if (taker.ended() || skipping_) return;
    if (at_ == At::quoted)
        taker.fault(quote_line_, quote_column_, "the quote is never closed");
    else if (count_ > 0 || !cell_.empty() || at_ != At::start)
        end_row(taker);
}

}  // namespace breachd::ingest
