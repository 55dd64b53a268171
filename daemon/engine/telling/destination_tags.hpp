// Whom a refusal "not so fast" would be about, for each kind of contact of a person: eight letters of a keyed hash,
// because a mail domain can be a person's own. Equal over all incidents. The hashes of the domains and operators of a
// list are made once; there are few. For the telling desk only.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "core/telling/subject.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

// A keyed hash that is equal over all incidents; on any thread.
using IndexTag = std::function<Digest(std::string_view plain)>;
IndexTag index_tag(store::Vault& vault);

class DestinationTags {
  public:
    // Of the address of each kind that is tried first, in the order of the kinds; blanks where there is no such part,
    // and nothing after the last one.
    std::string of(const Subject& subject, const IndexTag& index);
    // Of one address; "" when there is no such part.
    std::string of(const Subject& subject, Reach contact, std::size_t nth, const IndexTag& index);

  private:
    const std::string& tag(Reach contact, const std::string& word, const IndexTag& index);

    std::map<std::pair<Reach, std::string>, std::string> known_;
};

}  // namespace breachd::engine
