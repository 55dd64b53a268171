#include "core/telling/reply.hpp"

#include "base/search_text.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace breachd {

namespace {

struct Row {
    std::string_view word;  // in small letters without marks
    ReplyKind kind;
};
// Looked for in the first lines, in this order.
constexpr Row kBegins[] = {{"stop", ReplyKind::no_more},
                           {"unsubscribe", ReplyKind::no_more},
                           {"huy", ReplyKind::no_more},
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
                        {"complain", ReplyKind::complaint}};

constexpr std::size_t kLinesLookedAt = 5;

std::string_view next_line(std::string_view& text) {
    auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

// A whole word, so that "huyện" is no "huỷ".
bool begins_with(std::string_view line, std::string_view word) {
    if (!line.starts_with(word)) return false;
    auto next = line.size() == word.size() ? ' ' : line[word.size()];
    return !(next >= 'a' && next <= 'z') && !(next >= '0' && next <= '9');
}

// From here on the mail quotes ours: "On … wrote:", "Vào … đã viết:", a divider of a mail program.
bool quotes_from_here(std::string_view line) {
    auto plain = lower(without_marks(line));
    if (plain.starts_with("-----original message") || plain.starts_with("________________")) return true;
    bool says_wrote = plain.ends_with("wrote:") || plain.ends_with("da viet:") || plain.ends_with("viet:");
    return says_wrote && (plain.starts_with("on ") || plain.starts_with("vao ") || plain.find('@') != plain.npos);
}

}  // namespace

ReplyKind reply_kind_of(std::string_view text) {
    auto plain = lower(without_marks(text));
    std::string_view rest = plain;
    for (std::size_t lines = 0; lines < kLinesLookedAt && !rest.empty();) {
        auto line = trim(next_line(rest));
        if (line.empty()) continue;
        ++lines;
        for (const auto& row : kBegins)
            if (lines == 1 && begins_with(line, row.word)) return row.kind;
        for (const auto& row : kHas)
            if (line.find(row.word) != line.npos) return row.kind;
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
        if (line == "-- " || quotes_from_here(line)) break;
        out.append(line).push_back('\n');
    }
    auto cleaned = printable(out).text;
    return std::string(trim(cut_at_character(trim(cleaned), kReplyBytesMax)));
}

}  // namespace breachd
