// A look into a data directory as the start will find it: the files belong together (pair.hpp), are of this mode and no
// newer schema, are opened by this master key, and are not damaged as far as a start has time to see: keys.db whole,
// breachd.db whole while it is small, or when a process ended because its store failed (failure.hpp). Makes and changes
// nothing. The error's place is the file; its sentence says cause and remedy.
#pragma once

#include <string>

#include "base/result.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

Result<void> look_into(const std::string& directory, const std::string& mode, const MasterKey& master);

}  // namespace breachd::store
