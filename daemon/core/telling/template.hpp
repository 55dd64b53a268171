// Logic-less templates (mustache): the only place that knows which engine renders them. Pure: text and data in, text
// out.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace breachd {

// plain: values go in as they are. html: values are escaped for HTML and XML text and attributes.
enum class TemplateKind { plain, html };

// Values of `data` may be strings, booleans, objects and arrays of objects; numbers are written by the caller, in the
// language of the text. A name that `data` does not have renders as nothing. Partials are not supported.
// Fails (invalid) when the template cannot be parsed; the error tells the engine's sentence, never a value.
Result<std::string> render_template(std::string_view text, const json::object& data, TemplateKind kind);

// For check-config: can it be parsed at all?
Result<void> check_template(std::string_view text);

// The text of a template as configured ("notice.vi.body"), or the one that is compiled in (the files of
// playbooks/templates); "" for an unknown name.
std::string_view default_template(std::string_view name);
std::string_view template_text(const std::map<std::string, std::string>& configured, std::string_view name);

// & < > " ' for HTML and XML; control characters that XML 1.0 forbids are dropped.
std::string escape_markup(std::string_view text);

}  // namespace breachd
