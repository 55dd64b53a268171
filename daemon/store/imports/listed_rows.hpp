// People of a list, ready to be staged: made on the thread that reads the list, so that the engine's, for which
// everything waits, has only to seal and to write them. Their texts lie one behind the other, because memory that one
// thread takes and another gives back, piece by piece, costs both more than the sealing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/pii.hpp"
#include "core/telling/subject.hpp"
#include "store/imports/tag_table.hpp"

namespace breachd::store {

struct ListedRow {
    SubjectTag tag{};               // of the reference
    Reach reach = 0;                // kinds of usable contacts
    std::string_view destinations;  // as in Subjects::Way
    std::string_view kinds;         // of data, as group_of() says them
    std::string_view text;          // serialise(): what is sealed
};

class ListedRows {
  public:
    void reserve(std::size_t rows) {
        places_.reserve(rows);
        bytes_.reserve(rows * kRowBytes);
    }
    void add(const ListedRow& row) {
        places_.push_back({row.tag, row.reach, bytes_.size(), put(row.destinations), put(row.kinds), put(row.text)});
    }
    std::size_t size() const { return places_.size(); }
    // Its texts live as long as the rows stay as they are.
    ListedRow operator[](std::size_t i) const {
        const auto& place = places_[i];
        std::string_view rest = std::string_view(bytes_).substr(place.at);
        auto next = [&rest](std::size_t size) {
            auto out = rest.substr(0, size);
            rest.remove_prefix(size);
            return out;
        };
        ListedRow out{place.tag, place.reach, {}, {}, {}};
        out.destinations = next(place.destinations);
        out.kinds = next(place.kinds);
        out.text = next(place.text);
        return out;
    }

  private:
    static constexpr std::size_t kRowBytes = 192;  // of most
    struct Place {
        SubjectTag tag;
        Reach reach;
        std::size_t at;
        std::uint32_t destinations, kinds, text;  // bytes
    };
    std::uint32_t put(std::string_view text) {
        bytes_.append(text);
        return static_cast<std::uint32_t>(text.size());
    }

    std::string bytes_;  // personal data
    std::vector<Place> places_;
};

}  // namespace breachd::store
