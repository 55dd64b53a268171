#include "core/telling/reply.hpp"

#include <algorithm>

#include "base/search_text.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace breachd {

namespace {

struct Row {
    std::string_view word;  // in small letters without marks
    ReplyKind kind;
};
// Looked for in the first lines, in this order. "Huy" is a name, too: without its mark it counts as a line of its own.
constexpr Row kBegins[] = {{"stop", ReplyKind::no_more},
                           {"unsubscribe", ReplyKind::no_more},
                           {"huy dang ky", ReplyKind::no_more},
                           {"huy nhan", ReplyKind::no_more},
                           {"tu choi", ReplyKind::no_more},
                           {"not me", ReplyKind::wrong_person},
                           {"wrong person", ReplyKind::wrong_person},
                           {"nham nguoi", ReplyKind::wrong_person},
                           {"khong phai toi", ReplyKind::wrong_person},
                           {"khieu nai", ReplyKind::complaint},
                           {"complaint", ReplyKind::complaint}};
constexpr Row kHas[] = {{"khong phai toi", ReplyKind::wrong_person}, {"not me", ReplyKind::wrong_person},
                        {"nham nguoi", ReplyKind::wrong_person},     {"nham so", ReplyKind::wrong_person},
                        {"dung gui nua", ReplyKind::no_more},        {"khong gui nua", ReplyKind::no_more},
                        {"unsubscribe", ReplyKind::no_more},         {"khieu nai", ReplyKind::complaint},
                        {"complain", ReplyKind::complaint},          {"complaint", ReplyKind::complaint}};

constexpr std::size_t kLinesLookedAt = 5;

std::string_view next_line(std::string_view& text) {
    auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool is_of_a_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Whole words, so that "stopwatch" is no "stop", and "not message" no "not me".
bool begins_with(std::string_view line, std::string_view word) {
    return line.starts_with(word) && (line.size() == word.size() || !is_of_a_word(line[word.size()]));
}

bool has_word(std::string_view line, std::string_view word) {
    for (auto at = line.find(word); at != line.npos; at = line.find(word, at + 1))
        if ((at == 0 || !is_of_a_word(line[at - 1])) && begins_with(line.substr(at), word)) return true;
    return false;
}

// "Huỷ", "HỦY": in any letters with the mark; or the bare word and nothing else.
bool cancels(std::string_view line) {
    for (std::string_view word : {"hủy", "huỷ", "Hủy", "Huỷ", "HỦY", "HUỶ"})
        if (line.starts_with(word)) return true;
    auto plain = lower(line);
    return begins_with(plain, "huy") && std::none_of(plain.begin() + 3, plain.end(), is_of_a_word);
}

// The head that Outlook puts above what it quotes: "From: …" and, below, when it was sent.
bool begins_head(std::string_view plain, std::string_view next) {
    if (!plain.starts_with("from:") && !plain.starts_with("tu:")) return false;
    auto below = folded_for_search(trim(next));
    for (std::string_view begin : {"sent:", "date:", "to:", "da gui:", "ngay:", "ngay gui:", "den:", "toi:"})
        if (below.starts_with(begin)) return true;
    return false;
}

// From here on the mail quotes ours: a divider or a head of a mail program.
bool quotes_from_here(std::string_view plain, std::string_view next) {
    return begins_head(plain, next) || plain.starts_with("-----original message") ||
           plain.starts_with("________________");
}

// "On … wrote:", "Vào … đã viết:"
bool says_who_wrote(std::string_view plain) {
    bool says_wrote = plain.ends_with("wrote:") || plain.ends_with("viet:");
    return says_wrote && (plain.starts_with("on ") || plain.starts_with("vao ") || plain.find('@') != plain.npos);
}

}  // namespace

ReplyKind reply_kind_of(std::string_view text) {
    auto composed = nfc(text);
    std::string_view rest = composed;
    for (std::size_t lines = 0; lines < kLinesLookedAt && !rest.empty();) {
        auto written = trim(next_line(rest));
        if (written.empty()) continue;
        ++lines;
        if (lines == 1 && cancels(written)) return ReplyKind::no_more;
        auto line = folded_for_search(written);
        for (const auto& row : kBegins)
            if (lines == 1 && begins_with(line, row.word)) return row.kind;
        for (const auto& row : kHas)
            if (has_word(line, row.word)) return row.kind;
        if (line.ends_with('?')) return ReplyKind::question;
    }
    return ReplyKind::other;
}

std::string own_words(std::string_view mail_text) {
    auto valid = valid_utf8(mail_text);
    std::string out;
    std::string_view rest = valid;
    while (!rest.empty()) {
        auto line = next_line(rest);
        if (line.starts_with('>')) continue;
        auto below = rest;
        auto next = next_line(below);
        auto plain = folded_for_search(line);
        if (line == "-- " || quotes_from_here(plain, next)) break;
        if (says_who_wrote(plain)) {
            while (trim(next).empty() && !below.empty()) next = next_line(below);
            if (!next.starts_with('>')) break;  // what it quotes is not marked line by line
            continue;
        }
        out.append(line).push_back('\n');
    }
    auto cleaned = printable(out).text;
    return std::string(trim(cut_at_character(trim(cleaned), kReplyBytesMax)));
}

}  // namespace breachd
