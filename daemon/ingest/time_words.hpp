// The words of a written moment: months and zones, and a cursor over its text. Part of ingest/times.
#pragma once

#include <optional>
#include <string_view>

namespace breachd::ingest {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front of a text.
class Cursor {
  public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    bool done() const { return rest_.empty(); }
    char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
    std::string_view rest() const { return rest_; }
    bool take(char c) {
        // not peek(): a pattern may hold a NUL, which is what peek() says at the end
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void skip_blanks() {
        while (take(' ')) {
        }
    }
    // Between `least` and `most` digits; -1 when there are fewer.
    int number(std::size_t least, std::size_t most) {
        std::size_t n = 0;
        int value = 0;
        while (n < most && n < rest_.size() && is_digit(rest_[n])) value = value * 10 + (rest_[n++] - '0');
        if (n < least) return -1;
        rest_.remove_prefix(n);
        return value;
    }
    // Letters, full stops and bytes above ASCII.
    std::string_view word() {
        std::size_t n = 0;
        while (n < rest_.size() && rest_[n] != ' ' && rest_[n] != ',' && !is_digit(rest_[n])) ++n;
        auto out = rest_.substr(0, n);
        rest_.remove_prefix(n);
        return out;
    }
    // The same, up to a sign between the parts of a date as well.
    std::string_view month_word() {
        auto out = word();
        auto sign = out.find_first_of("/-");
        if (sign == std::string_view::npos) return out;
        rest_ = {out.data() + sign, out.size() - sign + rest_.size()};
        return out.substr(0, sign);
    }
    // Up to the next blank.
    std::string_view token() {
        auto out = rest_.substr(0, rest_.find(' '));
        rest_.remove_prefix(out.size());
        return out;
    }
    std::string_view letters() {
        auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; };
        std::size_t n = 0;
        while (n < rest_.size() && is_letter(rest_[n])) ++n;
        auto out = rest_.substr(0, n);
        rest_.remove_prefix(n);
        return out;
    }
    void skip_digits() {
        while (is_digit(peek())) rest_.remove_prefix(1);
    }

  private:
    std::string_view rest_;
};

// 1 to 12 by the month's first letters in English, French, German, Spanish, Portuguese or Italian; -1: none.
int month_of(std::string_view word);
// Minutes east of Greenwich; nothing for a zone that nobody knows, which makes the time unknown.
std::optional<int> zone_minutes(Cursor in);

}  // namespace breachd::ingest
