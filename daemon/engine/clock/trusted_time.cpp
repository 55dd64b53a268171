#include "engine/clock/trusted_time.hpp"

#include <fmt/format.h>

#include <charconv>

namespace breachd::engine {

namespace {

struct Mark {
    std::string_view boot_id;
    std::int64_t agreed_ms = 0, last_ms = 0;
    bool doubted = false;
};

std::string_view next_word(std::string_view& text) {
    auto end = text.find(' ');
    auto word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return word;
}

bool read_number(std::string_view word, std::int64_t& out) {
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), out);
    return error == std::errc() && end == word.data() + word.size();
}

std::optional<Mark> read_mark(std::string_view text) {
    Mark mark;
    std::int64_t doubted = 0;
    mark.boot_id = next_word(text);
    bool good = read_number(next_word(text), mark.agreed_ms) && read_number(next_word(text), mark.last_ms) &&
                read_number(next_word(text), doubted);
    mark.doubted = doubted != 0;
    return good ? std::optional(mark) : std::nullopt;
}

Duration size_of(Duration by) { return by < Duration{0} ? -by : by; }

}  // namespace

TrustedTime::TrustedTime(std::string_view mark_text, std::string_view boot_id, Instant wall) {
    auto mark = read_mark(mark_text);
    if (!mark) return;
    auto last = instant_from_ms(mark->last_ms);
    if (mark->boot_id == boot_id)
        agreed_ = Duration{mark->agreed_ms};
    else if (mark->doubted || wall < last - kClockStepBelieved)
        agreed_ = last.time_since_epoch();  // the machine was down for an unknown time, which is not counted
}

Instant TrustedTime::read(Instant wall, Duration boot) {
    auto offset = wall.time_since_epoch() - boot;
    auto off = offset - agreed_.value_or(offset);
    bool first = std::exchange(first_, false);
    if (size_of(off) <= kClockStepBelieved) {
        if (std::exchange(doubt_, std::nullopt))
            news_.push_back({ClockChange::put_back, off});
        else if (size_of(off) > kClockStepMax && !first)
            news_.push_back({ClockChange::stepped, off});
        agreed_ = offset;
        return last_ = wall;
    }
    if (!doubt_ || size_of(off - *doubt_) > kClockStepBelieved) news_.push_back({ClockChange::doubted, off});
    doubt_ = off;
    return last_ = Instant(boot + *agreed_);
}

void TrustedTime::agree(std::optional<ClockChange> how) {
    if (!doubt_) return;
    if (how) news_.push_back({*how, *doubt_});
    doubt_.reset();
    agreed_.reset();  // as the next look finds it
}

std::string TrustedTime::mark(std::string_view boot_id) const {
    return fmt::format("{} {} {} {}", boot_id, agreed_.value_or(Duration{}).count(), to_ms(last_), in_doubt() ? 1 : 0);
}

}  // namespace breachd::engine
