#include "bounces/imap_answer.hpp"

#include <cctype>
#include <charconv>
#include <utility>

#include "base/text.hpp"

namespace breachd::bounces {

namespace {

constexpr int kDepthMax = 8;

// Takes a number from the front; none when there is no digit or it is beyond the type.
template <class Number>
std::optional<Number> take_number(std::string_view& text) {
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front())) == 0) return {};
    Number number = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{}) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

bool take(std::string_view& text, std::string_view word) {
    if (!starts_with_word(text, word)) return false;
    text.remove_prefix(word.size());
    return true;
}

// Of a line that ends in {n}. Only answers about a mail hold literals: the words of others are for people, who may
// write what they like.
std::optional<std::uint64_t> literal_at_end(std::string_view line) {
    bool of_a_mail =
        line.starts_with("* ") && line.size() > 2 && std::isdigit(static_cast<unsigned char>(line[2])) != 0;
    if (!of_a_mail || !line.ends_with('}')) return {};
    auto open = line.rfind('{');
    if (open == line.npos) return {};
    auto inside = line.substr(open + 1, line.size() - open - 2);
    auto bytes = take_number<std::uint64_t>(inside);
    return inside.empty() ? bytes : std::nullopt;
}

// Walks over the values of a FETCH answer.
class Walk {
  public:
    Walk(std::string_view rest, const std::vector<std::string>& literals) : rest_(rest), literals_(literals) {}

    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string_view atom() {
        auto out = rest_.substr(0, rest_.find_first_of(" ()\"{"));
        rest_.remove_prefix(out.size());
        return out;
    }
    // A literal, a quoted text or an atom; "" for NIL and for a list. None: it is no value.
    std::optional<std::string> value(int depth = 0) {
        if (rest_.empty() || depth > kDepthMax) return {};
        if (take('(')) return list(depth);
        if (take('"')) return quoted();
        if (take('{')) return literal();
        auto word = atom();
        if (same_word(word, "NIL")) return "";
        return word.empty() ? std::nullopt : std::optional<std::string>(word);
    }

  private:
    std::optional<std::string> list(int depth) {
        while (!take(')')) {
            if (!value(depth + 1)) return {};
            take(' ');
        }
        return "";
    }
    std::optional<std::string> quoted() {
        std::string out;
        while (!rest_.empty() && rest_.front() != '"') {
            if (rest_.front() == '\\') rest_.remove_prefix(1);
            if (rest_.empty()) return {};
            out += rest_.front();
            rest_.remove_prefix(1);
        }
        return take('"') ? std::optional(out) : std::nullopt;
    }
    std::optional<std::string> literal() {
        if (!take_number<std::uint64_t>(rest_) || !take('}') || next_ >= literals_.size()) return {};
        return literals_[next_++];
    }

    std::string_view rest_;
    const std::vector<std::string>& literals_;
    std::size_t next_ = 0;
};

}  // namespace

bool ImapReader::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        if (literal_left_ > 0) {
            auto piece = bytes.substr(0, literal_left_);
            auto& kept = current_.literals.back();
            kept.append(piece.substr(0, kept_max_ - kept.size()));
            literal_left_ -= piece.size();
            bytes.remove_prefix(piece.size());
            continue;
        }
        auto end = bytes.find('\n');
        auto piece = bytes.substr(0, end);
        if (current_.text.size() + piece.size() > kImapLineBytesMax) return false;
        current_.text += piece;
        bytes.remove_prefix(end == bytes.npos ? bytes.size() : end + 1);
        if (end != bytes.npos && !end_line()) return false;
    }
    return true;
}

bool ImapReader::end_line() {
    auto& text = current_.text;
    if (text.ends_with('\r')) text.pop_back();
    auto literal = text.size() > line_from_ ? literal_at_end(text) : std::nullopt;
    if (!literal) {
        line_from_ = 0;
        answers_.push_back(std::exchange(current_, {}));
        return true;
    }
    if (*literal > kImapLiteralBytesMax || current_.literals.size() >= kImapLiteralsMax) return false;
    current_.literals.emplace_back();
    literal_left_ = static_cast<std::size_t>(*literal);
    line_from_ = text.size();
    return true;
}

std::optional<ImapAnswer> ImapReader::next() {
    if (answers_.empty()) return {};
    auto out = std::move(answers_.front());
    answers_.pop_front();
    return out;
}

std::optional<bool> ended(const ImapAnswer& answer, std::string_view tag) {
    std::string_view text = answer.text;
    if (!text.starts_with(tag) || !text.substr(tag.size()).starts_with(' ')) return {};
    text.remove_prefix(tag.size() + 1);
    return take(text, "OK") && (text.empty() || text.front() == ' ');
}

std::vector<std::uint32_t> found(const ImapAnswer& answer, std::size_t most) {
    std::vector<std::uint32_t> out;
    std::string_view text = answer.text;
    if (!take(text, "* SEARCH")) return out;
    while (out.size() < most && text.starts_with(' ')) {
        text.remove_prefix(1);
        auto id = take_number<std::uint32_t>(text);
        if (!id) break;
        out.push_back(*id);
    }
    return out;
}

std::optional<ImapMail> fetched(const ImapAnswer& answer) {
    std::string_view text = answer.text;
    if (!take(text, "* ") || !take_number<std::uint32_t>(text) || !take(text, " FETCH (")) return {};
    Walk walk(text, answer.literals);
    std::optional<std::uint32_t> id;
    std::optional<std::string> bytes;
    do {
        auto name = walk.atom();
        if (name.empty() || !walk.take(' ')) return {};
        auto value = walk.value();
        if (!value) return {};
        if (same_word(name, "UID")) {
            std::string_view number = *value;
            id = take_number<std::uint32_t>(number);
        } else if (starts_with_word(name, "BODY[]")) {
            bytes = std::move(value);
        }
    } while (walk.take(' '));
    if (!id || !bytes || !walk.take(')')) return {};
    return ImapMail{*id, std::move(*bytes)};
}

}  // namespace breachd::bounces
