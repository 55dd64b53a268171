// Describes an enum whose words cannot all be its enumerators' names (a keyword of C++), or which has more enumerators
// than BOOST_DESCRIBE_ENUM takes. What is described here maps to JSON like any described enum (base/json.hpp).
//
//   enum class Side { left, everyone };
//   BREACHD_ENUM_BEGIN(Side)
//   BREACHD_ENUM_WORD(Side, left, "left")
//   BREACHD_ENUM_WORD(Side, everyone, "public")
//   BREACHD_ENUM_END(Side)
#pragma once

#include <boost/describe.hpp>

#define BREACHD_ENUM_BEGIN(E) BOOST_DESCRIBE_ENUM_BEGIN(E)
#define BREACHD_ENUM_WORD(E, enumerator, word)                            \
    , [] {                                                                \
        struct Described {                                                \
            static constexpr auto value() noexcept { return E::enumerator; } \
            static constexpr auto name() noexcept { return word; }        \
        };                                                                \
        return Described();                                               \
    }()
#define BREACHD_ENUM_END(E) BOOST_DESCRIBE_ENUM_END(E)
