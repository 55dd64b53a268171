#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "ingest/people/beside/beside.hpp"
#include "ingest/people/cell.hpp"
#include "ingest/people/old_landlines.hpp"

namespace breachd::ingest {

namespace {

constexpr std::string_view kNoPhone = "not a telephone number that a message can be sent to";
constexpr std::string_view kPhoneNotToUse = "the cell says that the number is not to be used";
constexpr std::string_view kPhoneOfAnother = "the cell says that the number is somebody else's";
constexpr std::string_view kLandline = "a landline: no message reaches it";
constexpr std::string_view kOldLandline =
    "a number in the form of a landline with an old area code: today it is somebody else's mobile number";
constexpr std::string_view kHotline = "a hotline, the number of no person";
constexpr std::string_view kLeftOver = "digits left over beside the number: which of them belong to it is not certain";
constexpr std::string_view kNine = "nine digits behind + or 00: 84 is missing there, or the sign is too much";
constexpr std::size_t kAlmostNumber = 7;  // digits: somebody meant a number

std::string_view how_repaired(std::string_view bare) {
    if (!all_digits(bare)) return "";
    if (bare.size() == 9) return "the lost leading zero was put back";
    if (bare.size() == 10 && bare[0] == '1') return "an old prefix of 11 digits became today's, and its zero was lost";
    if (bare.size() == 11 && bare.starts_with("01")) return "an old prefix of 11 digits became today's";
    return "";
}

// 912,000,002
bool is_grouped(std::string_view text) {
    auto first = text.find(',');
    if (first == text.npos || first == 0 || first > 3) return false;
    for (auto rest = text.substr(first); !rest.empty(); rest.remove_prefix(4))
        if (rest.size() < 4 || rest[0] != ',' || !all_digits(rest.substr(1, 3))) return false;
    return all_digits(text.substr(0, first));
}

// 0912,345,678: commas between groups none of which is a number by itself. "" for another text.
std::string without_commas(std::string_view text) {
    constexpr std::size_t kShortestNumber = 8;
    if (text.find(',') == text.npos || text.find_first_not_of("0123456789,") != text.npos) return "";
    std::string out;
    while (!text.empty()) {
        auto part = next_part(text, ",");
        if (part.size() >= kShortestNumber) return "";
        out += part;
    }
    return out;
}

// All of them have eleven digits since 2017 (024 and 028 with eight, other provinces with seven behind the code), ten
// where a spreadsheet took the zero.
bool is_landline(std::string_view text) {
    auto all = digits_of(text);
    std::string_view digits = all;
    if (digits.starts_with("0084")) digits.remove_prefix(2);
    return (digits.size() == 11 && digits.starts_with("02")) || (digits.size() == 12 && digits.starts_with("842")) ||
           (digits.size() == 13 && digits.starts_with("8402")) ||
           (digits.size() == 10 && digits[0] == '2' && !text.starts_with('+'));
}

bool is_hotline(std::string_view text) {
    auto digits = digits_of(text);
    return (digits.size() == 8 || digits.size() == 10) && !text.starts_with('+') &&
           (digits.starts_with("1800") || digits.starts_with("1900"));
}

// +912345678 and 00912345678: India's code, or our number behind a sign too much.
bool is_nine(std::string_view text) {
    bool plus = text.starts_with('+');
    auto digits = digits_of(text);
    if (!plus && !digits.starts_with("00")) return false;
    auto rest = std::string_view(digits).substr(plus ? 0 : 2);
    return rest.size() == 9 && std::string_view("35789").find(rest[0]) != std::string_view::npos;
}

// "ĐT0912345678": a title that no blank parts from the number goes.
std::string_view without_label(std::string_view token) {
    constexpr std::string_view kLabels[] = {"dt", "sdt",  "tel", "phone", "p",  "m",    "mobile", "dd",
                                            "so", "zalo", "mob", "cell",  "ph", "fone", "didong", "dtdd"};
    auto first = std::find_if_not(token.begin(), token.end(), is_letter);
    auto length = static_cast<std::size_t>(first - token.begin());
    if (length == 0 || length == token.size()) return token;
    auto label = folded_letters(token.substr(0, length));
    if (std::find(std::begin(kLabels), std::end(kLabels), label) == std::end(kLabels)) return token;
    return token.substr(length);
}

// (1), 1. and 1) beside a number count it.
bool is_ordinal(std::string_view token) {
    if (token.size() == 3 && token[0] == '(' && token[2] == ')') return is_digit(token[1]);
    return token.size() == 2 && is_digit(token[0]) && (token[1] == '.' || token[1] == ')');
}

std::string_view cause_of(NotUsable why) {
    return why == NotUsable::of_another ? kPhoneOfAnother : why == NotUsable::not_to_use ? kPhoneNotToUse : kNoPhone;
}

struct Phones {
    std::vector<Found> found;
    std::vector<LeftOut> left_out;

    // Of what could not be used, the gravest; "" when all could be.
    std::string_view cause() const {
        for (auto cause : {kLeftOver, kNine, kOldLandline, kLandline, kHotline})
            if (is_left_out(cause)) return cause;
        return found.empty() || is_left_out(kNoPhone) ? kNoPhone : "";
    }
    bool is_left_out(std::string_view cause) const {
        return std::any_of(left_out.begin(), left_out.end(), [&](const auto& one) { return one.cause == cause; });
    }
};

bool take_phone(std::string_view text, std::vector<Found>& found) {
    Repairs repairs;
    std::string digits(text);
    if (auto damage = spreadsheet_damage(text)) {
        digits = damage->digits;
        repairs.push_back(damage->what);
    }
    auto phone = one_phone(digits, repairs);
    if (phone.empty()) return false;
    found.push_back({std::move(phone), std::move(repairs)});
    return true;
}

// Numbers that stand beside each other with nothing but blanks, dashes and words between. Digits that are left over
// beside a number may belong to it: then none is certain.
class Line {
  public:
    explicit Line(Phones& all) : all_(all) {}

    void take(std::string_view part) {
        for (std::size_t at = 0; at < part.size();) {
            auto end = std::min(part.find_first_of(" -\t", at), part.size());
            token(without_label(part.substr(at, end - at)));
            at = end + 1;
        }
        word();
        if (left_over_) return all_.left_out.push_back({kLeftOver, std::string(part)});
        std::move(left_out_.begin(), left_out_.end(), std::back_inserter(all_.left_out));
        std::move(found_.begin(), found_.end(), std::back_inserter(all_.found));
    }

  private:
    // Ends a number and what stands beside it.
    void word() {
        left_over_ |= beside_ && !joined_.empty() && !found_.empty();
        if (!beside_ && digits_of(joined_).size() >= kAlmostNumber)
            left_out_.push_back({is_nine(joined_) ? kNine : kNoPhone, joined_});
        joined_.clear();
        beside_ = false;
    }

    void token(std::string_view text) {
        if (text.find('@') != text.npos) left_out_.push_back({kNoPhone, std::string(text)});
        if (text == "+" || std::any_of(text.begin(), text.end(), is_letter)) return word();
        if (std::none_of(text.begin(), text.end(), is_digit) || (joined_.empty() && is_ordinal(text))) return;
        bool after = beside_ && joined_.empty();
        if (text[0] == '+') {
            word();
            if (after && text.starts_with("+0")) text.remove_prefix(1);  // 0912… + 0987…
        }
        if (!joined_.empty()) joined_ += ' ';
        joined_ += text;
        auto cause = is_old_landline(joined_) ? kOldLandline
                     : is_landline(joined_)   ? kLandline
                     : is_hotline(joined_)    ? kHotline
                                              : "";
        if (!cause.empty())
            left_out_.push_back({cause, joined_});
        else if (!take_phone(joined_, found_))
            return;
        joined_.clear();
        beside_ = true;
    }

    Phones& all_;
    std::vector<Found> found_;
    std::vector<LeftOut> left_out_;
    std::string joined_;
    bool beside_ = false;  // a whole number stands before
    bool left_over_ = false;
};

// A sign of more than one number, or around one, as ';', and so is a bracket beside a letter; a plus behind a digit
// begins another number.
std::string parted(std::string_view text) {
    constexpr std::string_view kBetween = ",|/\n\r&:[]{}\"<>~=?!#\x01";
    static_assert(kBullet == kBetween.back());
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '+' && !out.empty() && is_digit(out.back())) out += ' ';
        bool opens = c == '(' && at + 1 < text.size() && is_letter(text[at + 1]);
        bool closes = c == ')' && at > 0 && is_letter(text[at - 1]);
        out += opens || closes || kBetween.find(c) != kBetween.npos ? ';' : c;
    }
    return out;
}

// Ten digits: there is nothing to repair.
bool is_as_usual(std::string_view cell) { return cell.size() == 10 && cell.front() == '0' && all_digits(cell); }

// "tel:+84912345678;ext=1"
bool drop_scheme(std::string& text) {
    for (std::string_view scheme : {"tel:", "sms:"}) {
        if (!starts_with_word(text, scheme)) continue;
        text = std::string(trim(std::string_view(text).substr(scheme.size())));
        text.resize(std::min(text.find_first_of(";?"), text.size()));
        return true;
    }
    return false;
}

}  // namespace

std::string one_phone(std::string_view text, Repairs& repairs) {
    if (is_old_landline(text)) return "";
    std::string bare;
    std::copy_if(text.begin(), text.end(), std::back_inserter(bare),
                 [](char c) { return std::string_view(" .-()/'").find(c) == std::string_view::npos; });
    if (auto number = normalise_phone(text); number && !number->empty()) {
        if (auto how = how_repaired(bare); !how.empty()) repairs.push_back(how);
        return *number;
    }
    // A zero before the country code: 084912000001, +084912000001.
    auto digits = std::string_view(bare).substr(bare.starts_with('+') ? 1 : 0);
    if (!digits.starts_with("084") || digits.size() < 12) return "";
    auto number = normalise_phone("+" + std::string(digits.substr(1)));
    if (!number) return "";
    repairs.push_back("a zero before the country code was dropped");
    return *number;
}

ReadAddress read_phone(std::string_view cell, Repairs& repairs, WrittenTo to) {
    if (is_as_usual(cell))
        if (auto phone = normalise_phone(cell)) return {std::move(*phone), ""};
    auto text = with_plain_signs(cell);
    if (is_grouped(text)) std::erase(text, ',');
    if (auto damage = spreadsheet_damage(text)) {
        if (damage->digits.empty()) return {"", damage->what};
        repairs.push_back(damage->what);
        text = damage->digits;
    }
    if (auto phone = one_phone(text, repairs); !phone.empty()) return {std::move(phone), ""};
    auto usable = usable_parts(text, {BesideWhat::phone, to == WrittenTo::guardian});
    Phones all;
    for (auto& part : usable.left) all.left_out.push_back({cause_of(part.why), std::move(part.text)});
    auto left_out = usable.why() ? cause_of(*usable.why()) : "";
    auto finish = [&](ReadAddress read, std::string_view cause) {
        tell(read, cause, std::move(all.left_out));
        return read;
    };
    if (usable.text.empty()) return finish({}, left_out);
    text = usable.text;
    if (drop_scheme(text)) repairs.push_back("tel: was dropped");
    std::replace(text.begin(), text.end(), '_', '-');
    for (const auto& whole : {text, without_commas(text)})
        if (auto phone = one_phone(whole, repairs); !phone.empty()) return finish({std::move(phone), ""}, left_out);
    auto parts = parted(text);
    for (std::string_view rest = parts; !rest.empty();) {
        auto part = trim(next_part(rest, ";"));
        if (!take_phone(part, all.found)) Line(all).take(part);
    }
    auto cause = left_out.empty() ? all.cause() : left_out;
    if (all.found.empty()) return finish({}, cause);
    auto out = all_of(all.found, "the cell has several numbers: each is tried when the one before it fails",
                      "what stood beside the number was dropped", repairs);
    return finish(std::move(out), cause);
}

}  // namespace breachd::ingest
