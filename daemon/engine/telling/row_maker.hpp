// Makes the rows of one incident's lists ready to be staged, on the thread that reads them: for one thread at a time.
// What it makes depends on the row and the keys alone.
#pragma once

#include <memory>

#include "engine/telling/destination_tags.hpp"

namespace breachd::engine {

class RowMaker {
  public:
    // The incident must have its data key.
    RowMaker(store::Vault& vault, const std::string& incident);

    // `given`: normalised, as a reader of lists and the store give it.
    void add(store::ListedRows& rows, const Subject& given);

  private:
    std::shared_ptr<const store::Opener> of_incident_;
    IndexTag index_;
    DestinationTags destinations_;
};

}  // namespace breachd::engine
