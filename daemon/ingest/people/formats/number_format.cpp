#include "ingest/people/formats/number_format.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "ingest/people/cell.hpp"

namespace breachd::ingest {

namespace {

using Shows = NumberFormat::Shows;

constexpr std::size_t kCodeBytesMax = 255;  // of a spreadsheet
constexpr std::string_view kGeneral = "general";

// Reads the section of a code that is of numbers above zero.
class Section {
  public:
    explicit Section(std::string_view code) : code_(code) {}

    NumberFormat read() {
        while (at_ < code_.size() && code_[at_] != ';' && !uncertain_) sign(code_[at_]);
        if (date_) return {Shows::date};
        bool digits = !uncertain_ && placeholder_;
        if (!digits || out_ == std::string(1, kDigit)) return {};
        return {Shows::digits, out_};
    }

  private:
    void sign(char c) {
        ++at_;
        if (c == '"') {
            while (at_ < code_.size() && code_[at_] != '"') literal(code_[at_++]);
            ++at_;
        } else if (c == '\\') {
            if (at_ < code_.size()) literal(code_[at_++]);
        } else if (c == '[') {
            bracket();
        } else if (c == '_' || c == '*') {
            at_ += at_ < code_.size();  // the width of a sign, or what fills the cell
        } else if (c == '0' || c == '#') {
            digit(c);
        } else if (same_word(code_.substr(at_ - 1, kGeneral.size()), kGeneral)) {
            at_ += kGeneral.size() - 1;
            digit('0');
        } else if (std::string_view("dmyhs").find(lower(c)) != std::string_view::npos) {
            date_ = true;
        } else if (is_ascii_letter(c) || std::string_view(".,?%@/").find(c) != std::string_view::npos) {
            uncertain_ = true;
        } else {
            literal(c);
        }
    }

    // A language or a colour changes no digit, a condition or a currency is not looked at.
    void bracket() {
        constexpr std::string_view kColours[] = {"black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"};
        auto end = std::min(code_.find(']', at_), code_.size());
        auto text = lower(code_.substr(at_, end - at_));
        at_ = end + 1;
        bool elapsed = !text.empty() && text.find_first_not_of(text[0]) == text.npos &&
                       std::string_view("hms").find(text[0]) != std::string_view::npos;
        bool language = text.starts_with("$-"), colour = text.starts_with("color") || is_one_of(text, kColours);
        date_ = date_ || elapsed;
        uncertain_ = uncertain_ || (!elapsed && !language && !colour);
    }

    // "#" before the zeros stands for nothing, behind one for a digit too.
    void digit(char c) {
        bool first = c == '#' && !zero_;
        if (behind_hash_ || (first && hash_)) {
            uncertain_ = uncertain_ || behind_hash_;
            return;
        }
        if (c == '0' && hash_ && !zero_) out_.pop_back();
        hash_ = hash_ || first;
        zero_ = zero_ || c == '0';
        placeholder_ = true;
        out_ += kDigit;
    }

    void literal(char c) {
        behind_hash_ = behind_hash_ || (hash_ && !zero_);
        uncertain_ = uncertain_ || static_cast<unsigned char>(c) < 0x20;
        out_ += c;
    }

    std::string_view code_;
    std::size_t at_ = 0;
    std::string out_;
    bool date_ = false, uncertain_ = false, placeholder_ = false;
    bool hash_ = false, zero_ = false, behind_hash_ = false;
};

}  // namespace

std::size_t NumberFormat::digits() const {
    return static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), kDigit));
}

// From the last digit to the first; what is left stands at the first place.
std::string NumberFormat::shown(std::string_view number) const {
    std::string out;
    auto places = digits();
    for (auto sign = pattern.rbegin(); sign != pattern.rend(); ++sign) {
        if (*sign != kDigit) {
            out += *sign;
            continue;
        }
        out += number.empty() ? '0' : number.back();
        number.remove_suffix(!number.empty());
        if (--places == 0) std::copy(number.rbegin(), number.rend(), std::back_inserter(out));
    }
    std::reverse(out.begin(), out.end());
    return out;
}

NumberFormat number_format(std::string_view code) {
    if (code.size() > kCodeBytesMax) return {};
    return Section(code).read();
}

NumberFormat built_in_format(unsigned id) {
    struct Range {
        unsigned first, last;
    };
    constexpr Range kDates[] = {{14, 22}, {27, 36}, {45, 47}, {50, 58}};
    bool date = std::any_of(std::begin(kDates), std::end(kDates),
                            [&](const Range& range) { return id >= range.first && id <= range.last; });
    return {date ? Shows::date : Shows::number};
}

}  // namespace breachd::ingest
