// Whether a condition holds for an alert.
#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "core/triage/condition.hpp"
#include "core/triage/condition_parts.hpp"

namespace breachd {

namespace {

using Field = Condition::Field;
using Op = Condition::Op;

bool is_list(Field field) { return field >= Field::hosts && field != Field::sent; }

template <class Number>
bool in_order(Op op, Number value, Number wanted) {
    switch (op) {
        case Op::at_least:
            return value >= wanted;
        case Op::at_most:
            return value <= wanted;
        case Op::more:
            return value > wanted;
        default:
            return value < wanted;
    }
}

bool number_holds(const Condition& condition, std::optional<std::int64_t> value) {
    if (!value) return condition.op == Op::not_equal;
    std::int64_t wanted = condition.numbers.front();
    switch (condition.op) {
        case Op::equal:
            return *value == wanted;
        case Op::not_equal:
            return *value != wanted;
        case Op::in:
            return std::find(condition.numbers.begin(), condition.numbers.end(), *value) != condition.numbers.end();
        default:
            return in_order(condition.op, *value, wanted);
    }
}

// The positive form; != and !~ are its negation over the whole list.
bool one_holds(const Condition& condition, std::string_view text) {
    switch (condition.op) {
        case Op::matches:
        case Op::matches_not:
            return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *condition.regex);
        case Op::contains:
            return is_list(condition.field) ? same_word(text, condition.values.front())
                                            : contains_word(text, condition.values.front());
        default:
            return std::any_of(condition.values.begin(), condition.values.end(),
                               [&](const auto& value) { return same_word(text, value); });
    }
}

std::string_view text_of(Field field, const Evidence& evidence) {
    const Alert& alert = evidence.alert;
    switch (field) {
        case Field::title:
            return alert.title;
        case Field::status:
            return boost::describe::enum_to_string(alert.status, "?");
        case Field::proof:
            return boost::describe::enum_to_string(evidence.proof, "?");
        case Field::rule_id:
            return alert.rule_id;
        case Field::external_id:
            return alert.external_id;
        default:
            return evidence.source;
    }
}

bool sent_field_holds(const Condition& condition, const std::string& text) {
    if (!is_order(condition.op)) return one_holds(condition, text);
    auto number = number_in(text);
    return number && in_order(condition.op, *number, condition.order);
}

bool any_holds(const Condition& condition, const Evidence& evidence) {
    const Alert& alert = evidence.alert;
    auto any = [&](const std::vector<std::string>& items) {
        return std::any_of(items.begin(), items.end(), [&](const auto& item) { return one_holds(condition, item); });
    };
    auto any_asset = [&](auto test) { return std::any_of(evidence.assets.begin(), evidence.assets.end(), test); };
    switch (condition.field) {
        case Field::hosts:
            return any(alert.hosts);
        case Field::users:
            return any(alert.users);
        case Field::tables:
            return any(alert.tables);
        case Field::tags:
            return any(alert.tags);
        case Field::kinds:
            return any(alert.data_kinds) || any(evidence.known_kinds) ||
                   any_asset([&](const Asset* asset) { return any(asset->kinds); });
        case Field::assets:
            return any_asset([&](const Asset* asset) { return one_holds(condition, asset->name); });
        case Field::sent: {
            auto values = evidence.sent.find(condition.pointer);
            return values != evidence.sent.end() &&
                   std::any_of(values->second.begin(), values->second.end(),
                               [&](const auto& text) { return sent_field_holds(condition, text); });
        }
        default:
            return one_holds(condition, text_of(condition.field, evidence));
    }
}

}  // namespace

bool holds(const Condition& condition, const Evidence& evidence) {
    if (condition.field == Field::severity) return number_holds(condition, evidence.alert.severity);
    if (condition.field == Field::records) return number_holds(condition, evidence.alert.records);
    bool negated = condition.op == Op::not_equal || condition.op == Op::matches_not;
    return any_holds(condition, evidence) != negated;
}

}  // namespace breachd
