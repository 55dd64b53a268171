#include "ingest/syslog_message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ingest/fields.hpp"
#include "ingest/time_words.hpp"  // is_digit
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

Error defect(std::size_t at, std::string_view want) {
    return {ErrorCode::unprocessable, fmt::format("expected {}", want), fmt::format("byte {}", at)};
}

// A reader of RFC 5424's grammar. Lenient, it takes longer names, other times, and leaves structured data that is
// wrong to the message.
class Rfc5424 {
  public:
    Rfc5424(std::string_view text, bool strict) : text_(text), strict_(strict) {}

    Result<SyslogMessage> read() {
        for (auto step : {&Rfc5424::priority, &Rfc5424::version, &Rfc5424::time, &Rfc5424::names, &Rfc5424::data,
                          &Rfc5424::message})
            if (auto ok = (this->*step)(); !ok) return ok.error();
        return std::move(out_);
    }

  private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char c) { return peek() == c && at_ < text_.size() ? (++at_, true) : false; }

    Result<void> priority() {
        if (!take('<')) return defect(at_, "a priority in angle brackets");
        auto from = at_;
        int value = 0;
        while (is_digit(peek()) && at_ - from < 3) value = value * 10 + (text_[at_++] - '0');
        if (at_ == from || value > 191 || (text_[from] == '0' && at_ - from > 1))
            return defect(from, "a priority from 0 to 191");
        if (!take('>')) return defect(at_, "> behind the priority");
        out_.priority = value;
        return {};
    }

    Result<void> version() {
        auto from = at_;
        while (is_digit(peek()) && at_ - from < 3) out_.version = out_.version * 10 + (text_[at_++] - '0');
        if (at_ == from || text_[from] == '0') return defect(from, "a version from 1 to 999");
        return blank();
    }

    Result<void> blank() { return take(' ') ? Result<void>{} : Result<void>(defect(at_, "a blank")); }

    Result<void> time() {
        auto from = at_;
        auto word = token(64);
        if (word == "-") return blank();
        if (strict_ && !is_strict_time(word))
            return defect(from, "an RFC 3339 time with at most 6 digits of fraction, or -");
        auto at = strict_ ? strict_time(word) : parse_time(word);
        // Lenient: without a time in its place this is no RFC 5424 message.
        if (!at) return defect(from, "a time, or -");
        out_.at = *at;
        return blank();
    }

    static bool is_strict_time(std::string_view word) {
        if (word.size() < 20 || word[10] != 'T') return false;
        auto rest = word.substr(19);
        if (rest.front() == '.') {
            std::size_t digits = 1;
            while (digits < rest.size() && is_digit(rest[digits])) ++digits;
            if (digits == 1 || digits > 7) return false;
            rest = rest.substr(digits);
        }
        return rest == "Z" || (rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':');
    }

    // A leap second is legal RFC 3339 but not RFC 5424.
    static std::optional<Instant> strict_time(std::string_view word) {
        if (word.substr(17, 2) == "60") return std::nullopt;
        auto at = parse_rfc3339(word);
        return at ? std::optional(*at) : std::nullopt;
    }

    std::string_view token(std::size_t bytes_max) {
        auto from = at_;
        while (at_ < text_.size() && is_visible(text_[at_]) && at_ - from < bytes_max) ++at_;
        return text_.substr(from, at_ - from);
    }

    Result<void> names() {
        struct Name {
            std::string* out;
            std::size_t bytes_max;
            std::string_view what;
        };
        Name list[] = {{&out_.host, 255, "a host name of at most 255 characters, or -"},
                       {&out_.app, 48, "an application name of at most 48 characters, or -"},
                       {&out_.process, 128, "a process id of at most 128 characters, or -"},
                       {&out_.id, 32, "a message id of at most 32 characters, or -"}};
        for (auto& name : list) {
            auto from = at_;
            auto word = token(strict_ ? name.bytes_max : 1024);
            if (word.empty() || peek() != ' ') return defect(word.empty() ? from : at_, name.what);
            if (word != "-") *name.out = std::string(word);
            ++at_;
        }
        return {};
    }

    Result<void> data() {
        auto from = at_;
        if (take('-')) return {};
        if (peek() != '[') return strict_ ? Result<void>(defect(at_, "structured data, or -")) : Result<void>{};
        while (take('[')) {
            auto ok = element();
            if (ok) continue;
            if (strict_) return ok;
            // What was meant to be data ends before the message, where a bracket follows a quote; without such a place
            // the message begins with it.
            auto end = text_.find("\"] ", from);
            at_ = end == std::string_view::npos ? from : end + 2;
            if (end == std::string_view::npos) out_.data.clear();
            return {};
        }
        return {};
    }

    std::string sd_name() {
        auto from = at_;
        while (at_ < text_.size() && is_visible(text_[at_]) && text_[at_] != '=' && text_[at_] != ']' &&
               text_[at_] != '"' && at_ - from < 32)
            ++at_;
        return std::string(text_.substr(from, at_ - from));
    }

    Result<void> element() {
        SyslogElement out;
        auto from = at_;
        out.id = sd_name();
        if (out.id.empty()) return defect(from, "the name of a data element");
        if (std::any_of(out_.data.begin(), out_.data.end(), [&](const auto& known) { return known.id == out.id; }))
            return defect(from, "each data element once");
        while (take(' ')) {
            if (!strict_) skip_blanks();
            auto ok = parameter(out);
            if (!ok) return ok;
        }
        if (!take(']')) return defect(at_, "] at the end of a data element");
        out_.data.push_back(std::move(out));
        return {};
    }

    void skip_blanks() {
        while (take(' ')) {
        }
    }

    // A quote; lenient, one that no blank or bracket follows belongs to the value.
    bool ends_value() const {
        if (text_[at_] != '"') return false;
        return strict_ || at_ + 1 == text_.size() || text_[at_ + 1] == ' ' || text_[at_ + 1] == ']';
    }

    // A value whose quotes were left out.
    Result<void> bare_value(std::string name, SyslogElement& out) {
        auto end = std::min(text_.find_first_of(" ]", at_), text_.size());
        out.parameters.emplace_back(std::move(name), std::string(text_.substr(at_, end - at_)));
        at_ = end;
        return {};
    }

    Result<void> parameter(SyslogElement& out) {
        auto name = sd_name();
        if (name.empty()) return defect(at_, "the name of a parameter");
        if (!take('=')) return defect(at_, "= behind the name of a parameter");
        if (!strict_) skip_blanks();
        if (!strict_ && peek() != '"') return bare_value(std::move(name), out);
        if (!take('"')) return defect(at_, "a quoted value");
        std::string value;
        while (at_ < text_.size() && !ends_value()) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size() &&
                (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\' || text_[at_ + 1] == ']'))
                ++at_;
            else if (strict_ && (text_[at_] == ']' || text_[at_] == '\\'))
                return defect(at_, "\\ before ], \" and \\ in a value");
            value += text_[at_++];
        }
        if (!take('"')) return defect(at_, "the quote at the end of a value");
        if (strict_ && !is_utf8(value)) return defect(at_, "UTF-8 in a value");
        out.parameters.emplace_back(std::move(name), std::move(value));
        return {};
    }

    Result<void> message() {
        if (at_ == text_.size()) return {};
        if (!take(' ') && strict_) return defect(at_, "a blank before the message");
        out_.message = text_.substr(at_);
        if (strict_ && !is_utf8(out_.message)) return defect(at_, "a message in UTF-8");
        if (out_.message.starts_with("\xef\xbb\xbf")) out_.message.remove_prefix(3);
        return {};
    }

    std::string_view text_;
    bool strict_;
    std::size_t at_ = 0;
    SyslogMessage out_;
};

// A word up to the next blank, taken off the front with the blanks behind it.
std::string_view take_word(std::string_view& rest) {
    auto end = rest.find(' ');
    auto word = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : trim(rest.substr(end));
    return word;
}

bool is_clock(std::string_view word) {
    return word.size() >= 5 && is_digit(word[0]) && word.find(':') != std::string_view::npos &&
           word.find_first_not_of("0123456789:.+-") == std::string_view::npos;
}

// Cisco's "08:20:00: %ASA-…"
std::string_view without_colon(std::string_view word) {
    if (word.ends_with(':')) word.remove_suffix(1);
    return word;
}

bool is_month(std::string_view word) {
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    auto at = word.size() == 3 ? kMonths.find(word) : std::string_view::npos;
    return at != std::string_view::npos && at % 3 == 0;
}

// "Jan 18 11:07:53 ", "Jan 18 2026 11:07:53 ", an RFC 3339 time or an epoch; true when there was one.
bool take_time(std::string_view& rest, SyslogMessage& out) {
    auto ahead = rest;
    auto first = take_word(ahead);
    if (is_month(first)) {
        auto day = take_word(ahead);
        auto third = take_word(ahead);
        bool year_before = third.size() == 4 && third.find(':') == std::string_view::npos;
        auto clock = year_before ? take_word(ahead) : third;
        clock = without_colon(clock);
        if (!is_clock(clock)) return false;
        std::string_view year = year_before ? third : std::string_view{};
        auto behind = ahead;
        if (auto word = take_word(behind);
            year.empty() && word.size() == 4 && word.starts_with("20") && is_digit(word[3])) {
            year = word;
            ahead = behind;
        }
        if (!year.empty()) {
            out.at = parse_time(fmt::format("{} {} {} {}", first, day, year, clock));
            behind = ahead;
            auto zone = without_colon(take_word(behind));
            auto zoned = parse_time(fmt::format("{} {} {} {} {}", first, day, year, clock, zone));
            if (zoned && behind.size() < ahead.size() && out.at) {
                out.at = zoned;
                ahead = behind;
            }
        }
        rest = ahead;
        return true;
    }
    if (auto behind = ahead; first.size() == 10) {  // "2026-11-22 09:15:02"
        auto clock = without_colon(take_word(behind));
        auto at = is_clock(clock) ? parse_time(fmt::format("{} {}", first, clock)) : std::nullopt;
        if (at) {
            out.at = at;
            rest = behind;
            return true;
        }
    }
    bool starts_like_time = first.size() >= 10 && is_digit(first.front());
    auto at = starts_like_time ? parse_time(first) : std::nullopt;
    if (!at) return false;
    out.at = at;
    rest = ahead;
    return true;
}

// "sshd[123]:" or "sshd:"; leaves the rest alone when the word is neither.
void take_tag(std::string_view& rest, SyslogMessage& out) {
    auto ahead = rest;
    auto word = take_word(ahead);
    if (word.size() < 2 || word.back() != ':' || word.find('|') != std::string_view::npos) return;
    word.remove_suffix(1);
    auto bracket = word.find('[');
    out.app = std::string(word.substr(0, bracket));
    if (bracket != std::string_view::npos && word.back() == ']')
        out.process = std::string(word.substr(bracket + 1, word.size() - bracket - 2));
    rest = ahead;
}

bool is_host(std::string_view word) {
    return !word.empty() && word.back() != ':' && word.find_first_of("[]{}=|\"<>") == std::string_view::npos;
}

bool take_priority(std::string_view& rest, SyslogMessage& out) {
    auto close = rest.find('>');
    if (rest.empty() || rest.front() != '<' || close == std::string_view::npos || close < 2 || close > 4) return false;
    int value = 0;
    for (char c : rest.substr(1, close - 1)) {
        if (!is_digit(c)) return false;
        value = value * 10 + (c - '0');
    }
    if (value > 191) return false;
    out.priority = value;
    rest = trim(rest.substr(close + 1));
    return true;
}

}  // namespace

Result<SyslogMessage> read_rfc5424(std::string_view text) { return Rfc5424(text, true).read(); }

Result<SyslogMessage> read_syslog(std::string_view text) {
    text = trim(text);
    if (auto message = Rfc5424(text, false).read()) return message;
    SyslogMessage out;
    auto rest = text;
    bool priority = take_priority(rest, out);
    // RFC 5424's start with something else behind it (a CEF event in place of the application's name).
    if (priority && rest.starts_with("1 ")) {
        auto ahead = trim(rest.substr(2));
        if (take_time(ahead, out) || (ahead.starts_with("- ") && (take_word(ahead), true))) rest = ahead;
    }
    bool time = out.at.has_value() || take_time(rest, out);
    if (!priority && !time) return defect(0, "a priority or a time: this is no syslog message");
    auto ahead = rest;
    auto word = take_word(ahead);
    if (time && is_host(word) && !ahead.empty()) {
        out.host = std::string(word);
        rest = ahead;
    }
    if (rest.starts_with(": ")) rest = trim(rest.substr(1));  // "asa1 : %ASA-…"
    take_tag(rest, out);
    if (rest.starts_with('%') && out.host.empty() && !out.app.empty() && !out.app.starts_with('%')) {  // "asa1: %ASA-…"
        out.host = std::exchange(out.app, {});
        take_tag(rest, out);
    }
    out.message = rest;
    return out;
}

}  // namespace breachd::ingest
