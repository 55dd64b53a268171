// A list as a table for spreadsheets: RFC 4180, UTF-8 with a mark at the front, and nothing in it that a spreadsheet
// would take for a formula. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "http/http.hpp"

namespace breachd::api {

// Accept asks for a table and not for JSON.
bool wants_csv(const http::Request& request);
// One row an item; a member that is missing is an empty field.
std::string csv_text(const json::array& items, const std::vector<std::string>& members);
http::Response csv_response(const json::array& items, const std::vector<std::string>& members, const std::string& name);
// The same in parts: the head once, then rows. Headings are ours and have neither commas nor quotes.
std::string csv_head(const std::vector<std::string>& headings);
void add_csv_rows(std::string& out, const json::array& items, const std::vector<std::string>& members);
http::Response csv_response(std::string text, const std::string& name);

}  // namespace breachd::api
