// What outlives a process that ended because its store failed: the file store-failure beside the databases. It makes
// the next start read the whole database before it goes on, and keeps a daemon that fails again and again from waking
// people each time.
#pragma once

#include <optional>
#include <string>

#include "base/instant.hpp"

namespace breachd::store {

class FailureNote {
  public:
    explicit FailureNote(const std::string& directory) : path_(directory + "/store-failure") {}

    // True when people are to be paged: the last time was not within the hour. A disk that will not have the note
    // changes nothing.
    bool write(Instant now, const std::string& words) const;
    bool unchecked() const;  // the database was not read as a whole since
    void checked() const;

  private:
    struct Content {
        Instant at{};
        bool unchecked = false;
        std::string words;
    };
    std::optional<Content> read() const;
    bool put(const Content& content) const;

    std::string path_;
};

}  // namespace breachd::store
