// A list that comes in pages, as the bytes of one list: the header of each further table is left out, arrays of JSON
// become lines. Finds where the next page is. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "settings/lists.hpp"

namespace breachd::ingest {

// The address of rel="next" in a Link header (RFC 8288); "" when it has none; an error when it cannot be read: a list
// that ends too early would be taken for a whole one.
Result<std::string> next_in_link(std::string_view header);

class ListPages {
  public:
    ListPages(ListFormat format, std::string items, std::string next)
        : format_(format), items_(std::move(items)), next_(std::move(next)) {}

    struct Slice {
        std::string bytes;  // what the list goes on with
        std::string next;   // the address of the next page as the page says it; "": this was the last
    };
    // Pages in their order. Errors hold nothing of what the page says.
    Result<Slice> take(std::string body, std::string_view link);

  private:
    Result<Slice> table(std::string body, std::string_view link);
    Result<Slice> records(std::string_view body, std::string_view link) const;

    ListFormat format_;
    std::string items_, next_;
    std::string header_;  // of the first table, without its line end
    bool begun_ = false;
    bool workbook_ = false;
};

}  // namespace breachd::ingest
