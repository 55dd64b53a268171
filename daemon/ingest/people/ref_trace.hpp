// What is kept of a row to tell whether another row of its reference may be the same person's, where a name of the two
// cannot be read: "N*** Lan" and "Nguyễn Lan" may, "N*** Lan" and "Trần Bình" not. Hashes and two letters, no name.
// Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace breachd::ingest {

class RefTrace {
  public:
    struct Kept {
        std::uint16_t contact = 0;  // of the first one; 0 without
        std::uint16_t name = 0;     // of all that was written
        std::uint16_t word = 0;     // of the last word; 0 when it cannot be read
        char first = 0, last = 0;   // letters of the last word; 0 when they cannot be read

        // False only when the two cannot be one person.
        bool agrees(const RefTrace& other) const;
    };

    RefTrace(std::string_view name, bool refused);
    void add_contact(std::string_view address);
    operator Kept() const { return kept_; }

  private:
    Kept kept_;
    std::vector<std::uint16_t> contacts_;
};

}  // namespace breachd::ingest
