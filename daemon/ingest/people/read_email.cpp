// E-mail addresses out of a cell. A blank, a comma or a bracket inside an address leaves another whole address behind
// it, which is a stranger's: `nguyen lan@gmail.com`, `nguyen;lan@gmail.com`, `lan(anh@gmail.com`. So what stands
// directly beside an address must be certain not to be of it.
#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "ingest/people/beside/beside.hpp"
#include "ingest/people/cell.hpp"
#include "ingest/people/codes.hpp"

namespace breachd::ingest {

namespace {

constexpr std::string_view kNoEmail = "not an e-mail address that can be sent to";
constexpr std::string_view kNoAt = "an e-mail address has no @";
constexpr std::string_view kEmailNotToUse = "the cell says that the address is not to be used";
constexpr std::string_view kEmailOfAnother = "the cell says that the address is somebody else's";
constexpr std::string_view kInside = "a blank or comma inside the address";
constexpr std::string_view kUnreadCodes = "letters of the address cannot be read";
constexpr std::string_view kEmailMasked = "stars cover a part of the address";
constexpr std::string_view kMarks = "a letter with a mark before the @: no such address at this domain";

bool has_high(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

constexpr std::string_view kBlanks = " \t\r\n,/;|", kBorders = "<>()[]{}:";

// A word, or the border that a bracket or a label ("Email:") is.
struct Token {
    std::string_view text;  // "" of a border
    char border = 0;
    std::string address = {};  // of a whole address
    Repairs repairs = {};
    std::size_t begin = 0, end = 0;  // in the part, before its edges went
    bool dotted = false;             // .lan@gmail.com: something may be missing before the dot

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

void take_word(std::string_view text, std::size_t begin, bool mailto, std::vector<Token>& tokens) {
    bool ordinal = text.size() == 2 && is_digit(text[0]) && text[1] == '.';
    if (ordinal) return tokens.push_back({"", '.'});
    auto whole = text;
    text = without_edges(text);
    if (text.find_first_not_of("-+&/._*~=>,") == text.npos) return;  // signs alone
    Token token{text};
    token.begin = begin;
    token.end = begin + whole.size();
    token.dotted = whole.substr(0, static_cast<std::size_t>(text.data() - whole.data())).find('.') != whole.npos;
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
    std::vector<Token> out;
    bool mailto = false;
    for (std::size_t at = 0; at < part.size();) {
        auto end = part.find_first_of(kBlanks, at);
        end = std::min({end, part.find_first_of(kBorders, at), part.size()});
        auto word = part.substr(at, end - at);
        if (!word.empty()) take_word(word, at, mailto, out);
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

constexpr std::size_t kTelephone = 9;  // digits

struct Emails {
    std::vector<Found> found;
    std::vector<LeftOut> left_out;

    // The gravest; "" when all could be used.
    std::string_view cause() const {
        for (auto cause : {kEmailMasked, kMarks, kInside, kNoEmail})
            if (std::any_of(left_out.begin(), left_out.end(), [&](const auto& one) { return one.cause == cause; }))
                return cause;
        return "";
    }
};

// A telephone number in words of its own, from the token at `at`; the token after it, or `at` itself.
std::size_t end_of_phone(const std::vector<Token>& tokens, std::size_t at) {
    std::size_t digits = 0, end = at;
    while (end < tokens.size() && !tokens[end].text.empty() &&
           tokens[end].text.find_first_not_of("0123456789+.-") == std::string_view::npos)
        digits += digits_of(tokens[end++].text).size();
    return digits >= kTelephone ? end : at;
}

// Before an address it may be of the local part, behind it of the domain. Behind a semicolon and a blank stands
// something else.
bool is_of_it(const Token& token, bool behind) {
    if (token.border != 0 || token.has_at() || is_certain(token.text)) return false;
    return !behind || digits_of(token.text).size() < kTelephone;
}

// Whether the bracket that is left open before `at` is closed behind it.
bool is_closed_behind(std::string_view part, std::size_t at, char open) {
    constexpr std::string_view kPairs = "<>()[]{}";
    auto pair = kPairs.find(open);
    if (pair == kPairs.npos || pair % 2 != 0) return false;
    int depth = 1;
    for (; at < part.size() && depth > 0; ++at) depth += part[at] == open ? 1 : part[at] == kPairs[pair + 1] ? -1 : 0;
    return depth == 0;
}

// "lan:anh@gmail.com", "lan)anh@gmail.com": a word that nothing but such a sign parts from the address may be of it. A
// title is not ("Email liên hệ:lan@b.vn"), nor what stands before an address in brackets ("Lan<lan@b.vn>").
bool is_glued_before(std::string_view part, std::size_t begin) {
    auto at = begin;
    while (at > 0 && kBorders.find(part[at - 1]) != kBorders.npos) --at;
    if (at == begin || at == 0 || kBlanks.find(part[at - 1]) != kBlanks.npos) return false;
    char border = part[begin - 1];
    if (std::string_view("._-+").find(part[at - 1]) != std::string_view::npos) return true;  // lan.<anh@b.vn>
    if (is_closed_behind(part, begin, border)) return false;
    auto front = part.substr(0, at);
    auto word = front.substr(front.find_last_of(" \t\r\n,/;|<>()[]{}:") + 1);
    if (word.size() == 1 && is_digit(word[0]) && border == ')') return false;  // 1)lan@b.vn
    if (border != ':') return !is_certain(word);
    for (auto label = front.substr(front.find_last_of("\r\n,/;|<>()[]{}:") + 1); !label.empty();)
        if (is_certain(next_part(label, " \t"))) return false;
    return !same_word(word, "mailto");
}

// "lan@yahoo.com(vn)", "lan@yahoo.com:vn"; "lan@yahoo.com(Lan)" is somebody's name.
bool is_glued_behind(std::string_view part, std::size_t end) {
    if (end >= part.size() || std::string_view(":([{").find(part[end]) == std::string_view::npos) return false;
    auto rest = part.substr(end + 1);
    auto word = rest.substr(0, rest.find_first_of(" \t\r\n,/;|<>()[]{}:"));
    bool name = word.size() > 1 && word[0] >= 'A' && word[0] <= 'Z' && word[1] >= 'a' && word[1] <= 'z';
    return !word.empty() && !name && !is_certain(word) && digits_of(word).size() < kTelephone;
}

// A semicolon and a blank part two things: "abc; lan@b.vn".
bool is_apart(std::string_view between) {
    return between.find_first_of(";|") != between.npos && between.find(' ') != between.npos;
}

void take_part(std::string_view part, Emails& all) {
    auto tokens = tokens_of(part);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        auto& token = tokens[i];
        if (auto end = end_of_phone(tokens, i); end > i) {
            all.left_out.push_back(
                {kNoEmail, std::string(part.substr(token.begin, tokens[end - 1].end - token.begin))});
            i = end - 1;
            continue;
        }
        if (!token.has_at()) continue;
        const auto* before = i > 0 ? &tokens[i - 1] : nullptr;
        const auto* behind = i + 1 < tokens.size() ? &tokens[i + 1] : nullptr;
        // lan@hopthu.test <lan@hopthu.test>: the first is a name.
        if (behind && behind->border == '<' && i + 2 < tokens.size() && !tokens[i + 2].address.empty()) continue;
        auto at = token.text.find('@');
        bool masked = token.text.find('*') != token.text.npos || token.text.find(kBullet) != token.text.npos;
        auto domain = token.text.substr(at);
        bool marks = has_high(token.text.substr(0, at)) && !has_high(domain) && domain.find('.') != domain.npos;
        bool parts_before =
            before && before->border == 0 && is_apart(part.substr(before->end, token.begin - before->end));
        bool parts_behind =
            behind && behind->border == 0 && is_apart(part.substr(token.end, behind->begin - token.end));
        bool beside = (before && !parts_before && is_of_it(*before, false)) ||
                      (behind && !parts_behind && is_of_it(*behind, true));
        bool inside = beside || token.dotted || is_glued_before(part, token.begin) || is_glued_behind(part, token.end);
        auto cause = masked ? kEmailMasked : inside ? kInside : marks ? kMarks : token.address.empty() ? kNoEmail : "";
        if (cause.empty())
            all.found.push_back({std::move(token.address), std::move(token.repairs)});
        else
            all.left_out.push_back({cause, std::string(token.text)});
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

// "khong; lan@b.vn": parts that say that there is none go.
std::string without_placeholders(std::string_view text) {
    std::string out;
    for (std::string_view rest = text; !rest.empty();) {
        auto length = std::min(rest.find_first_of(";|"), rest.size());
        auto end = std::min(length + 1, rest.size());
        if (length == 0 || !is_placeholder(trim(rest.substr(0, length)))) out += rest.substr(0, end);
        rest.remove_prefix(end);
    }
    return out;
}

ReadAddress read_plain_email(std::string_view cell, Repairs& repairs, WrittenTo to) {
    if (auto address = normalise_email(cell); address && !address->empty() && is_whole(*address))
        return {std::move(*address), ""};
    auto usable =
        usable_parts(without_blanks_at(with_plain_signs(cell)), {BesideWhat::email, to == WrittenTo::guardian});
    auto cause_of = [](NotUsable why) { return why == NotUsable::of_another ? kEmailOfAnother : kEmailNotToUse; };
    auto left_out = usable.why() ? cause_of(*usable.why()) : "";
    Emails all;
    auto finish = [&](ReadAddress read, std::string_view cause) {
        for (auto& part : usable.left) all.left_out.push_back({cause_of(part.why), std::move(part.text)});
        tell(read, cause, std::move(all.left_out));
        return read;
    };
    if (usable.text.empty()) return finish({}, left_out);
    auto text = without_placeholders(without_ordinals(std::move(usable.text)));
    take_part(trim(text), all);
    if (all.found.empty()) {
        if (auto damage = spreadsheet_damage(cell)) return {"", damage->what};
        if (cell.find('@') == cell.npos) return {"", kNoAt};
        auto cause = all.cause();
        bool one = std::count(text.begin(), text.end(), '@') == 1;
        bool parted = one && trim(text).find_first_of(" \t\r\n,") != text.npos;
        return finish({}, parted && (cause.empty() || cause == kNoEmail) ? kInside : cause.empty() ? kNoEmail : cause);
    }
    auto cause = left_out.empty() ? all.cause() : left_out;
    auto out = all_of(all.found, "the cell has several addresses: each is tried when the one before it fails",
                      "what stood beside the address was dropped", repairs);
    return finish(std::move(out), cause);
}

}  // namespace

ReadAddress read_email(std::string_view cell, Repairs& repairs, WrittenTo to) {
    std::string text(cell);
    if (write_out_address(text)) {
        repairs.push_back(kCodesWrittenOut);
        cell = text;
    }
    if (has_codes(cell)) return {"", kUnreadCodes};
    return read_plain_email(cell, repairs, to);
}

}  // namespace breachd::ingest
