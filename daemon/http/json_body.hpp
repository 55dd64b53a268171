// A small JSON body of a request, taken apart with every fault told at once. Pure.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "http/problem.hpp"

namespace breachd::http {

// The body as an object; an empty body is {}. 415 for another media type.
Result<json::object> body_object(const Request& request);

// Gives the members of a body by name and collects the faults. Members that are not asked for are ignored.
class Members {
  public:
    explicit Members(json::object in) : in_(std::move(in)) {}
    std::string text(const char* name);    // "" when absent
    std::string needed(const char* name);  // a fault when absent or blank
    // Either name; `name` is asked for when both are absent.
    std::string needed_as(const char* name, const char* other_name);
    std::optional<std::string> given(const char* name);  // nothing when absent, "" when it is ""
    std::vector<std::string> texts(const char* name);    // of an array; none when absent
    std::optional<bool> flag(const char* name);
    std::optional<Instant> time(const char* name);
    json::object object(const char* name);
    // One of these words; `absent` when it is not there, or (a fault) another.
    template <class T>
    T one_of(const char* name, const std::vector<std::pair<std::string, T>>& words, T absent) {
        auto given = text(name);
        std::string known;
        for (const auto& [word, value] : words) {
            if (given == word) return value;
            known += (known.empty() ? "" : ", ") + word;
        }
        if (!given.empty()) fault(name, "must be one of " + known);
        return absent;
    }
    std::optional<Response> faults();  // 422 with all of them; call it last

  private:
    const json::value* find(const char* name) const;
    void fault(const char* name, std::string detail);

    json::object in_;
    std::vector<Fault> faults_;
};

}  // namespace breachd::http
