// JSON that is none by a hair, where it is certain what was meant: NaN and Infinity in place of numbers, and a document
// whose quotes a template escaped for HTML. Pure.
#pragma once

#include <string>
#include <string_view>

namespace breachd::ingest {

// The document with NaN and Infinity outside of texts replaced by nothing, every other byte in its place; "" when it
// holds none.
std::string without_nan(std::string_view document);
// The document with &quot; and its like undone; "" when it is not escaped: it then has quotes of its own.
std::string without_html(std::string_view body);

}  // namespace breachd::ingest
