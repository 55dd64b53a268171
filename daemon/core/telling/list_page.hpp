// One page of a list at an organisation's own endpoint: what is asked for, and what came. Holds personal data.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "settings/lists.hpp"

namespace breachd {

struct ListAsk {
    ListSource source;
    std::vector<std::pair<std::string, std::string>> parameters;  // of the first page's query
    std::string before;                                           // the address of the page before; "": none
    std::string next;                                             // the next one's, as that page says it
};

struct ListPage {
    std::string url;   // where it was
    std::string link;  // its Link header
    std::string body;
};

}  // namespace breachd
