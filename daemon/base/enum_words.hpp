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
#include <boost/mp11.hpp>
#include <string>
#include <vector>

#define BREACHD_ENUM_BEGIN(E) BOOST_DESCRIBE_ENUM_BEGIN(E)
#define BREACHD_ENUM_WORD(E, enumerator, word)                               \
    , [] {                                                                   \
        struct Described {                                                   \
            static constexpr auto value() noexcept { return E::enumerator; } \
            static constexpr auto name() noexcept { return word; }           \
        };                                                                   \
        return Described();                                                  \
    }()
#define BREACHD_ENUM_END(E) BOOST_DESCRIBE_ENUM_END(E)

namespace breachd {

// The words of a described enum, in its order.
template <class Enum>
std::vector<std::string> enum_words() {
    std::vector<std::string> words;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
        [&](auto each) { words.emplace_back(each.name); });
    return words;
}

// Leaves `out` alone when the word is none of the enum's.
template <class Enum>
bool enum_from_word(const std::string& word, Enum& out) {
    return boost::describe::enum_from_string(word.c_str(), out);
}

}  // namespace breachd
