#include "ingest/severity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "ingest/fields.hpp"

namespace breachd::ingest {

namespace {

struct Word {
    std::string_view word;
    int value;
};

constexpr std::array kCommon = {
    Word{"informational", 10}, Word{"information", 10}, Word{"info", 10},  Word{"low", 30},    Word{"medium", 55},
    Word{"med", 55},           Word{"moderate", 55},    Word{"high", 80},  Word{"severe", 95}, Word{"critical", 95},
    Word{"crit", 95},          Word{"emergency", 100},  Word{"emer", 100}, Word{"fatal", 100}};
constexpr std::array kLabels = {Word{"critical", 90},    Word{"crit", 90},
                                Word{"page", 90},        Word{"emergency", 90},
                                Word{"high", 75},        Word{"error", 75},
                                Word{"major", 75},       Word{"warning", 50},
                                Word{"warn", 50},        Word{"medium", 50},
                                Word{"minor", 30},       Word{"low", 30},
                                Word{"info", 10},        Word{"informational", 10},
                                Word{"information", 10}, Word{"none", 10},
                                Word{"notice", 30},      Word{"debug", 10},
                                Word{"fatal", 90},       Word{"urgent", 90},
                                Word{"p1", 90},          Word{"p2", 75},
                                Word{"p3", 50},          Word{"p4", 30},
                                Word{"p5", 10},          Word{"sev1", 90},
                                Word{"sev2", 75},        Word{"sev3", 50},
                                Word{"sev4", 30},        Word{"sev5", 10}};
constexpr std::array kElastic = {Word{"low", 21}, Word{"medium", 47}, Word{"high", 73}, Word{"critical", 99}};
constexpr std::array kPriorities = {
    Word{"emergency", 100}, Word{"alert", 95},         Word{"critical", 90},    Word{"error", 75}, Word{"warning", 50},
    Word{"notice", 30},     Word{"informational", 10}, Word{"information", 10}, Word{"info", 10},  Word{"debug", 5}};
constexpr std::array kCef = {Word{"unknown", 50}, Word{"low", 20}, Word{"medium", 50}, Word{"high", 75},
                             Word{"very-high", 95}};

std::optional<int> look_up(std::span<const Word> table, std::string_view word) {
    word = trim(word);
    for (const Word& known : table)
        if (same_word(known.word, word)) return known.value;
    return std::nullopt;
}

}  // namespace

std::optional<int> severity_of_word(std::string_view word) { return look_up(kCommon, word); }
std::optional<int> severity_of_any_word(std::string_view word) {
    auto value = severity_of_word(word);
    return value ? value : severity_of_label(word);
}
std::optional<int> severity_of_label(std::string_view word) { return look_up(kLabels, word); }
std::optional<int> severity_of_elastic(std::string_view word) { return look_up(kElastic, word); }
std::optional<int> severity_of_priority(std::string_view word) { return look_up(kPriorities, word); }
std::optional<int> severity_of_cef(std::string_view word) {
    auto value = look_up(kCef, word);
    return value ? value : severity_of_any_word(word);  // some vendors keep their own words
}

int severity_of_syslog(int severity) { return (7 - std::clamp(severity, 0, 7)) * 100 / 7; }

int severity_of_tenths(double value) {
    return std::isfinite(value) ? static_cast<int>(std::lround(std::clamp(value * 10, 0.0, 100.0))) : 50;
}

void set_first_word(Alert& alert, const json::object& in, std::initializer_list<std::string_view> paths) {
    const json::value* native = nullptr;
    for (auto path : paths) {
        const auto* word = dig(in, path);
        if (native == nullptr) native = word;
        auto value = is_absent_word(trim(text_view(word))) ? std::nullopt : severity_of_word(text_view(word));
        if (value) return set_severity(alert, word, value);
    }
    set_severity(alert, native, std::nullopt);
}

void set_severity(Alert& alert, const json::value* native, std::optional<int> value) {
    alert.severity_native = clean_text(text_of(native), 64);
    if (value) alert.severity = *value;
}

}  // namespace breachd::ingest
