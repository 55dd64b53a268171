// Where lists of people come from by name: an endpoint of the organisation's own that hands them out page by page.
// Plain values.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace breachd {

enum class ListFormat { csv, ndjson, json };
BOOST_DESCRIBE_ENUM(ListFormat, csv, ndjson, json)

struct ListSource {
    std::string name;
    std::string url;     // https, or http on this machine; the only origin that is ever asked
    std::string bearer;  // secret; "": none
    std::string ca_file;
    ListFormat format = ListFormat::csv;
    std::string items;                    // json: pointer to the array of people; "": the whole answer is it
    std::string next;                     // json: pointer to the next page's address; "": the Link header
    std::vector<std::string> parameters;  // what a call may add to the query
    std::int64_t pages_max = 10'000;
    std::size_t bytes_max = std::size_t{1} << 30;  // of all pages
    std::size_t page_bytes_max = std::size_t{16} << 20;
    Duration timeout{std::chrono::minutes{1}};  // a page
    Duration patience{std::chrono::hours{1}};   // all pages
};

}  // namespace breachd
