// When a desk wants to be asked again: at most one moment for each (desk, key). A key is what the desk understands: an
// incident's id, a sender's name, "". Of the engine's thread.
//
// Guarantees
//  1. A moment that has come is given out once, in the order of moment, desk, key.
//  2. at() and take_due() cost the logarithm of what waits; next() costs nothing. Nothing is ever walked.
//  3. take_back() restores what waited at begin().
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace breachd::engine {

enum class DeskId {
    incidents,
    intake,
    paging,
    telling,
    filing,
    accounts,
    tokens
};  // incidents: one is to be looked at

class Agenda {
  public:
    struct Due {
        Instant moment{};
        DeskId desk{};
        std::string key;
        auto operator<=>(const Due&) const = default;
    };

    void begin();
    void take_back();

    // Replaces what the desk wanted for this key. Instant::max(): nothing any more.
    void at(Instant moment, DeskId desk, const std::string& key);
    // The earlier of this and what the desk wants already.
    void no_later_than(Instant moment, DeskId desk, const std::string& key);
    void drop(DeskId desk, const std::string& key) { at(Instant::max(), desk, key); }
    std::optional<Instant> wanted(DeskId desk, const std::string& key) const;

    std::vector<Due> take_due(Instant now, std::size_t most);
    Instant next() const { return heap_.empty() ? Instant::max() : heap_.front().moment; }

  private:
    using Key = std::pair<DeskId, std::string>;

    void put(const Key& key, std::optional<Instant> moment);
    bool stale(const Due& due) const;
    void pop();
    void trim();

    std::map<Key, Instant> wanted_;
    std::vector<Due> heap_;  // the earliest in front; may hold moments that are no longer wanted, but not in front
    std::map<Key, std::optional<Instant>> before_;  // of what changed since begin()
};

}  // namespace breachd::engine
