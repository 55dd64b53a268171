// People of a list as a table for spreadsheets: for a person who reads it, or with the members of the API as headings.
// Pure.
#pragma once

#include <string>

#include "base/json.hpp"

namespace breachd::api {

class PeopleTable {
  public:
    // `vietnamese`: headings, states and causes in words, times of Vietnam.
    explicit PeopleTable(bool vietnamese);

    // Items as Reader::subjects() gives them.
    void add(json::array items);
    std::string take() { return std::move(text_); }

  private:
    bool vietnamese_;
    std::string text_;
};

}  // namespace breachd::api
