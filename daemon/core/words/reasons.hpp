// The sentences of the program's reasons ("vi", "en"): the only place that makes them. A sentence names ids of ours by
// their words (terms.hpp) and has no personal data, because a reason has none.
#pragma once

#include <string>
#include <string_view>

#include "core/journal/daemon_events.hpp"
#include "core/journal/reason.hpp"

namespace breachd {

// A clause without a full stop, fit for the end of a sentence or a page's subject: "gộp vào INC-2026-0001 theo quy tắc
// “exfiltration”". "" for ReasonCode::none. An argument that is not there reads "?".
std::string reason_text(const Reason& reason, std::string_view language);
// The same as a sentence of its own: "Gộp vào INC-2026-0001 theo quy tắc “exfiltration”."
std::string reason_sentence(const Reason& reason, std::string_view language);
// The clause of a page about an incident: a new incident is named by its title.
std::string page_text(const Reason& reason, std::string_view title, std::string_view language);
// A reason that is stored as JSON text; "" when it is none.
Reason stored_reason(std::string_view json_text);

std::string explanation_text(const Explanation& explanation, std::string_view language);

// Facts that the program fills in, in the language of the documents (Vietnamese), until a person writes better ones.
std::string detected_by(std::string_view source);
// In English when the text is what detected_by() made; a person's words stay as they are.
std::string detected_how_text(std::string text, std::string_view language);
std::string storm_title(std::string_view title);

// What showed that the database was put back; begins a sentence.
std::string restored_words(RestoredBy cause, std::string_view language);
std::string restored_words(const std::string& cause, std::string_view language);  // by its word

}  // namespace breachd
