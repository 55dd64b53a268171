// E-mail addresses out of a cell. A blank or a comma inside an address leaves another whole address behind it, which is
// a stranger's: `nguyen lan@gmail.com`. So what stands directly beside an address must be certain not to be of it.
#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "ingest/people/beside.hpp"
#include "ingest/people/cell.hpp"

namespace breachd::ingest {

namespace {

constexpr std::string_view kNoEmail = "not an e-mail address that can be sent to";
constexpr std::string_view kNoAt = "an e-mail address has no @";
constexpr std::string_view kEmailNotToUse = "the cell says that the address is not to be used";
constexpr std::string_view kEmailOfAnother = "the cell says that the address is somebody else's";
constexpr std::string_view kInside = "a blank or comma inside the address";
constexpr std::string_view kEmailMasked = "stars cover a part of the address";
constexpr std::string_view kMarks = "a letter with a mark before the @: no such address at this domain";

bool has_high(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// A word, or the border that a bracket or a label ("Email:") is.
struct Token {
    std::string_view text;  // "" of a border
    char border = 0;
    std::string address = {};  // of a whole address
    Repairs repairs = {};

    bool has_at() const { return text.find('@') != text.npos; }
};

std::string_view without_edges(std::string_view text) {
    constexpr std::string_view kEdges = "\"'.\x01";
    auto begin = text.find_first_not_of(kEdges);
    if (begin == text.npos) return "";
    // Of bullets one is a list's; more of them cover letters.
    if (auto bullets = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), kBullet);
        bullets > 1)
        return text;
    return text.substr(begin, text.find_last_not_of(kEdges) + 1 - begin);
}

// What can be nothing but a word beside an address: it has letters that no part of it has, or says what follows.
bool is_certain(std::string_view word) {
    constexpr std::string_view kWords[] = {"email", "e-mail", "mail", "hoac", "hay", "va", "or", "and"};
    return has_high(word) ||
           std::any_of(std::begin(kWords), std::end(kWords), [&](auto known) { return same_word(word, known); });
}

// The words behind a border, or behind an address, that end with a colon are a label: none of them is of an address.
void take_label(std::vector<Token>& tokens) {
    while (!tokens.empty() && tokens.back().border == 0 && !tokens.back().has_at()) tokens.pop_back();
    tokens.push_back({"", ':'});
}

void take_word(std::string_view text, bool mailto, std::vector<Token>& tokens) {
    bool ordinal = text.size() == 2 && is_digit(text[0]) && text[1] == '.';
    if (ordinal) return tokens.push_back({"", '.'});
    text = without_edges(text);
    if (text.find_first_not_of("-+&/._*~=>,") == text.npos) return;  // signs alone
    Token token{text};
    if (mailto) {
        token.text = text.substr(0, text.find('?'));
        token.repairs.push_back("mailto: was dropped");
    }
    if (token.has_at())
        if (auto address = normalise_email(token.text); address && !address->empty())
            token.address = std::move(*address);
    tokens.push_back(std::move(token));
}

std::vector<Token> tokens_of(std::string_view part) {
    constexpr std::string_view kBlanks = " \t\r\n,/", kBorders = "<>()[]{}:";
    std::vector<Token> out;
    bool mailto = false;
    for (std::size_t at = 0; at < part.size();) {
        auto end = part.find_first_of(kBlanks, at);
        end = std::min({end, part.find_first_of(kBorders, at), part.size()});
        auto word = part.substr(at, end - at);
        if (!word.empty()) take_word(word, mailto, out);
        if (end < part.size() && part[end] == ':') {
            mailto = same_word(word, "mailto");
            take_label(out);
        } else {
            if (end < part.size() && kBorders.find(part[end]) != kBorders.npos) out.push_back({"", part[end]});
            if (!word.empty() && mailto && word.find('?') != word.npos) break;  // the subject and text of the link
            mailto = mailto && word.empty();
        }
        at = end + 1;
    }
    return out;
}

struct Emails {
    std::vector<Found> found;
    bool inside = false, masked = false, marks = false, other = false;

    std::string_view cause() const {
        return masked ? kEmailMasked : marks ? kMarks : inside ? kInside : other ? kNoEmail : "";
    }
};

// Before an address it may be of the local part, behind it of the domain.
bool is_of_it(const Token& token, bool behind) {
    if (token.border != 0 || token.has_at() || is_certain(token.text)) return false;
    constexpr std::size_t kTelephone = 9;
    return !behind || digits_of(token.text).size() < kTelephone;
}

void take_part(std::string_view part, Emails& all) {
    auto tokens = tokens_of(part);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        auto& token = tokens[i];
        if (!token.has_at()) continue;
        const auto* before = i > 0 ? &tokens[i - 1] : nullptr;
        const auto* behind = i + 1 < tokens.size() ? &tokens[i + 1] : nullptr;
        // lan@hopthu.test <lan@hopthu.test>: the first is a name.
        if (behind && behind->border == '<' && i + 2 < tokens.size() && !tokens[i + 2].address.empty()) continue;
        auto at = token.text.find('@');
        bool masked = token.text.find('*') != token.text.npos || token.text.find(kBullet) != token.text.npos;
        auto domain = token.text.substr(at);
        bool marks = has_high(token.text.substr(0, at)) && !has_high(domain) && domain.find('.') != domain.npos;
        if (masked)
            all.masked = true;
        else if ((before && is_of_it(*before, false)) || (behind && is_of_it(*behind, true)))
            all.inside = true;
        else if (marks)
            all.marks = true;
        else if (token.address.empty())
            all.other = true;
        else
            all.found.push_back({std::move(token.address), std::move(token.repairs)});
    }
}

// Blanks beside the @ go.
std::string without_blanks_at(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto next = text.find_first_not_of(' ', at);
        bool beside = (next != text.npos && text[next] == '@') || (!out.empty() && out.back() == '@');
        if (text[at] != ' ' || !beside) out += text[at];
    }
    return out;
}

// "1.lan@b.vn 2.ba@b.vn": what counts the addresses is no part of them.
std::string without_ordinals(std::string text) {
    constexpr std::string_view kBetween = " \t\r\n,;|/";
    std::vector<std::size_t> begins;
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find_first_of(kBetween, at), text.size());
        if (std::string_view(text).substr(at, end - at).find('@') != std::string_view::npos) begins.push_back(at);
        at = end + 1;
    }
    for (std::size_t i = 0; i < begins.size(); ++i)
        if (!std::string_view(text).substr(begins[i]).starts_with(std::to_string(i + 1) + ".")) return text;
    constexpr std::size_t kOrdinal = 2;
    if (begins.size() > 1 && begins.size() < 10)
        for (auto at = begins.rbegin(); at != begins.rend(); ++at) text.erase(*at, kOrdinal);
    return text;
}

bool is_whole(std::string_view address) { return !has_high(address) && address.find('/') == address.npos; }

}  // namespace

ReadAddress read_email(std::string_view cell, Repairs& repairs) {
    if (auto address = normalise_email(cell); address && !address->empty() && is_whole(*address))
        return {std::move(*address), ""};
    auto usable = usable_parts(without_blanks_at(with_plain_signs(cell)), BesideWhat::email);
    auto left_out = usable.of_another ? kEmailOfAnother : usable.not_to_use ? kEmailNotToUse : "";
    if (usable.text.empty()) return {"", left_out};
    auto text = without_ordinals(std::move(usable.text));
    Emails all;
    for (std::string_view rest = text; !rest.empty();) take_part(trim(next_part(rest, ";|")), all);
    if (all.found.empty()) {
        if (auto damage = spreadsheet_damage(cell)) return {"", damage->what};
        if (cell.find('@') == cell.npos) return {"", kNoAt};
        auto cause = all.cause();
        bool one = std::count(text.begin(), text.end(), '@') == 1;
        bool parted = one && trim(text).find_first_of(" \t\r\n,") != text.npos;
        return {"", parted && (cause.empty() || cause == kNoEmail) ? kInside : cause.empty() ? kNoEmail : cause};
    }
    auto cause = left_out.empty() ? all.cause() : left_out;
    auto out = all_of(all.found, "the cell has several addresses: each is tried when the one before it fails",
                      "what stood beside the address was dropped", repairs);
    out.cause = cause;
    return out;
}

}  // namespace breachd::ingest
