// A condition as it is kept after it was parsed. Inner header of condition.cpp, which reads conditions, and of
// condition_holds.cpp, which judges by them.
#pragma once

#include <re2/re2.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breachd {

struct Condition {
    enum class Field {
        severity,
        records,
        title,
        source,
        status,
        rule_id,
        external_id,
        proof,
        hosts,
        users,
        tables,
        tags,
        kinds,
        assets,
        sent
    };
    enum class Op { equal, not_equal, at_least, at_most, more, less, matches, matches_not, contains, in };

    Field field = Field::severity;
    std::string pointer;  // Field::sent
    Op op = Op::equal;
    std::vector<std::string> values;  // one, or the list of `in`
    std::vector<std::int64_t> numbers;
    double order = 0;  // Field::sent with an order
    std::unique_ptr<RE2> regex;
};

inline bool is_order(Condition::Op op) {
    using Op = Condition::Op;
    return op == Op::at_least || op == Op::at_most || op == Op::more || op == Op::less;
}

std::optional<double> number_in(std::string_view text);

}  // namespace breachd
