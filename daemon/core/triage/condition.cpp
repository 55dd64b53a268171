// The grammar of triage's conditions. See condition.hpp for the language.
#include "core/triage/condition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/json.hpp"
#include "base/text.hpp"
#include "core/triage/condition_parts.hpp"

namespace breachd {

namespace {

using Field = Condition::Field;
using Op = Condition::Op;

struct FieldName {
    std::string_view name;
    Field field;
};
constexpr std::array kFields = {FieldName{"severity", Field::severity},
                                FieldName{"records", Field::records},
                                FieldName{"title", Field::title},
                                FieldName{"source", Field::source},
                                FieldName{"status", Field::status},
                                FieldName{"rule_id", Field::rule_id},
                                FieldName{"external_id", Field::external_id},
                                FieldName{"proof", Field::proof},
                                FieldName{"hosts", Field::hosts},
                                FieldName{"host", Field::hosts},
                                FieldName{"users", Field::users},
                                FieldName{"user", Field::users},
                                FieldName{"tables", Field::tables},
                                FieldName{"table", Field::tables},
                                FieldName{"tags", Field::tags},
                                FieldName{"tag", Field::tags},
                                FieldName{"kinds", Field::kinds},
                                FieldName{"kind", Field::kinds},
                                FieldName{"assets", Field::assets},
                                FieldName{"asset", Field::assets}};

struct OpName {
    std::string_view name;
    Op op;
};
// Two characters before one, so that ">=" is not read as ">".
constexpr std::array kOps = {OpName{"==", Op::equal},   OpName{"!=", Op::not_equal}, OpName{">=", Op::at_least},
                             OpName{"<=", Op::at_most}, OpName{"=~", Op::matches},   OpName{"!~", Op::matches_not},
                             OpName{">", Op::more},     OpName{"<", Op::less},       OpName{"contains", Op::contains},
                             OpName{"in", Op::in}};

bool is_number(Field field) { return field == Field::severity || field == Field::records; }
bool is_regex(Op op) { return op == Op::matches || op == Op::matches_not; }
// The words of a described enum.
template <class Enum>
bool is_word_of(std::string_view word) {
    Enum ignored{};
    return boost::describe::enum_from_string(std::string(word).c_str(), ignored);
}

bool is_space(char c) { return c == ' ' || c == '\t'; }

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    Result<void> field(Condition& condition) {
        skip();
        std::size_t from = at_;
        if (text_.substr(at_, 1) == "/" || text_.substr(at_, 2) == "\"/") return pointer(condition);
        while (at_ < text_.size() && ((lower(text_[at_]) >= 'a' && lower(text_[at_]) <= 'z') || text_[at_] == '_'))
            ++at_;
        auto name = text_.substr(from, at_ - from);
        for (const auto& known : kFields) {
            if (known.name != name) continue;
            condition.field = known.field;
            return {};
        }
        return error(
            fmt::format(
                "unknown field \"{}\": known are severity, records, title, source, status, rule_id, external_id, "
                "proof, hosts, users, tables, tags, kinds, assets, or a JSON Pointer",
                name),
            from);
    }

    Result<Op> op() {
        skip();
        for (const auto& known : kOps) {
            if (text_.substr(at_, known.name.size()) != known.name) continue;
            std::size_t end = at_ + known.name.size();
            bool word = lower(known.name[0]) >= 'a' && lower(known.name[0]) <= 'z';
            if (word && end < text_.size() && !is_space(text_[end]) && text_[end] != '[' && text_[end] != '"') continue;
            at_ = end;
            return known.op;
        }
        return error("an operator is wanted: == != >= <= > < =~ !~ contains in", at_);
    }

    Result<std::string> value(std::string_view stops) {
        skip();
        if (at_ < text_.size() && text_[at_] == '"') return quoted();
        std::size_t from = at_;
        while (at_ < text_.size() && stops.find(text_[at_]) == std::string_view::npos) ++at_;
        auto word = text_.substr(from, at_ - from);
        while (!word.empty() && is_space(word.back())) word.remove_suffix(1);
        if (word.empty()) return error("a value is wanted", from);
        return std::string(word);
    }

    Result<std::vector<std::string>> list() {
        std::vector<std::string> out;
        if (!take('[')) return error("`in` wants a list: [a, b]", at_);
        while (!take(']')) {
            if (!out.empty() && !take(',')) return error("`,` or `]` is wanted", at_);
            auto item = value(",]");
            if (!item) return item.error();
            out.push_back(std::move(*item));
        }
        if (out.empty()) return error("an empty list holds nothing", at_);
        return out;
    }

    Result<void> end() {
        skip();
        if (at_ != text_.size()) return error("text after the value (quote a value that holds blanks)", at_);
        return {};
    }

    Error error(std::string message, std::size_t at) const {
        return Error{ErrorCode::invalid, fmt::format("{} (character {})", message, at + 1),
                     std::string(text_.substr(0, 200))};
    }
    std::size_t at() const { return at_; }

  private:
    Result<void> pointer(Condition& condition) {
        std::size_t from = at_;
        auto text = value(" \t");
        if (!text) return text.error();
        if (text->size() < 2 || !is_json_pointer(*text))
            return error("not a JSON Pointer: only ~0 and ~1 may follow ~", from);
        condition.field = Field::sent;
        condition.pointer = std::move(*text);
        return {};
    }
    void skip() {
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    }
    bool take(char c) {
        skip();
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    Result<std::string> quoted() {
        std::size_t from = at_++;
        std::string out;
        while (at_ < text_.size() && text_[at_] != '"') {
            if (text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == '"')
                ++at_;
            else if (text_[at_] == '\\' && at_ + 1 < text_.size())
                out += text_[at_++];
            out += text_[at_++];
        }
        if (at_ >= text_.size()) return error("the closing quote is missing", from);
        ++at_;
        return out;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

Result<void> read_numbers(Condition& condition, const Reader& reader, std::size_t at) {
    for (const auto& value : condition.values) {
        std::int64_t number = 0;
        auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (failed != std::errc{} || end != value.data() + value.size())
            return reader.error(fmt::format("a whole number is wanted, not \"{}\"", value), at);
        if (condition.field == Field::severity && (number < 0 || number > 100))
            return reader.error("severity runs from 0 to 100", at);
        condition.numbers.push_back(number);
    }
    return {};
}

Result<void> compile(Condition& condition, const Reader& reader, std::size_t at) {
    const std::string& pattern = condition.values.front();
    if (pattern.size() > kPatternBytesMax)
        return reader.error(fmt::format("a regular expression has at most {} bytes", kPatternBytesMax), at);
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    condition.regex = std::make_unique<RE2>(pattern, options);
    if (!condition.regex->ok())
        return reader.error(fmt::format("the regular expression does not compile: {}", condition.regex->error()), at);
    return {};
}

Result<void> check(Condition& condition, const Reader& reader, std::size_t at) {
    if (is_number(condition.field)) {
        if (is_regex(condition.op) || condition.op == Op::contains)
            return reader.error("a number is compared with == != >= <= > < or in", at);
        return read_numbers(condition, reader, at);
    }
    if (is_order(condition.op)) {
        if (condition.field != Field::sent)
            return reader.error("only severity, records and sent fields have an order", at);
        auto number = number_in(condition.values.front());
        if (!number) return reader.error(fmt::format("a number is wanted, not \"{}\"", condition.values.front()), at);
        condition.order = *number;
        return {};
    }
    if (is_regex(condition.op)) return compile(condition, reader, at);
    auto all_are = [&](auto is_word) {
        return condition.op == Op::contains || std::all_of(condition.values.begin(), condition.values.end(), is_word);
    };
    if (condition.field == Field::status && !all_are(is_word_of<AlertStatus>))
        return reader.error("status is one of open, acknowledged, resolved, closed", at);
    if (condition.field == Field::proof && !all_are(is_word_of<SenderProof>))
        return reader.error("proof is one of none, token, signature, certificate", at);
    return {};
}

}  // namespace

// "" and text behind the number are no number.
std::optional<double> number_in(std::string_view text) {
    double number = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

Result<std::shared_ptr<const Condition>> parse_condition(std::string_view text) {
    Reader reader(text);
    auto condition = std::make_shared<Condition>();
    if (auto field = reader.field(*condition); !field) return field.error();
    auto op = reader.op();
    if (!op) return op.error();
    condition->op = *op;
    std::size_t value_at = reader.at();
    if (*op == Op::in) {
        auto list = reader.list();
        if (!list) return list.error();
        condition->values = std::move(*list);
    } else {
        auto value = reader.value(" \t");
        if (!value) return value.error();
        condition->values.push_back(std::move(*value));
    }
    if (auto ok = reader.end(); !ok) return ok.error();
    if (auto ok = check(*condition, reader, value_at); !ok) return ok.error();
    return std::shared_ptr<const Condition>(std::move(condition));
}

Result<When> parse_when(std::vector<std::string> texts) {
    When out;
    for (const auto& text : texts) {
        auto condition = parse_condition(text);
        if (!condition) return condition.error();
        out.conditions.push_back(std::move(*condition));
    }
    out.texts = std::move(texts);
    return out;
}

std::string_view pointer_of(const Condition& condition) { return condition.pointer; }

}  // namespace breachd
