// The conditions of triage rules: parsed once, when the configuration is read, then asked about alerts.
//
// A condition is `field op value`:
//   fields   severity records (numbers) · title source status rule_id external_id proof (texts) ·
//            hosts users tables tags kinds assets (lists; the singular is accepted) ·
//            /json/pointer: a field of the alert as it was sent (ingest/sent_fields.hpp; quoted when it holds blanks)
//            `kinds` are those the sender detected, those of the kind rules and those of the assets the alert names
//   ops      == != >= <= > < =~ !~ contains in
//   value    a word, a number, "quoted" (only \" is an escape, so a regular expression is written as it is),
//            or for `in` a list [a, "b c"]
// A list holds a comparison when any element does; != and !~ hold when no element is equal / matches. `contains` looks
// for an element of a list, and for a part of a text or of a sent field. Text is compared without regard to ASCII case,
// except by =~ and !~ (write (?i)). A number that is unknown holds only !=; a sent field is compared by order as the
// number it is, 7.5 included. Regular expressions are RE2 (linear time), compiled once, at most kPatternBytesMax bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/triage/alert.hpp"
#include "settings/settings.hpp"

namespace breachd {

inline constexpr std::size_t kPatternBytesMax = 1024;

// What a condition is asked about.
struct Evidence {
    const Alert& alert;
    std::string_view source;
    SenderProof proof = SenderProof::token;
    const std::vector<const Asset*>& assets;
    const std::vector<std::string>& known_kinds;  // by the kind rules
    const SentFields& sent;
};

// The error names what is wrong and at which character; `where` is the condition as written.
Result<std::shared_ptr<const Condition>> parse_condition(std::string_view text);
// All of them, or the first error.
Result<When> parse_when(std::vector<std::string> texts);

bool holds(const Condition& condition, const Evidence& evidence);
// The pointer of a condition on a sent field; "" for all others.
std::string_view pointer_of(const Condition& condition);

}  // namespace breachd
