// breachd.db and keys.db are a pair: what one seals, only the keys in the other open. Both hold the same instance id,
// drawn once when both were new, and the database notes the number of the newest data key that it may have used. So a
// file that is missing, emptied, of another instance, or older than its other half is never taken for a new one.
//
//   database          keys                                     then
//   no entry yet      none, or of the same instance            a new pair, or one whose first start was cut short
//   no entry yet      of another instance, or with data keys   keys without their database: refused
//   entries           none                                     refused
//   entries           of another instance                      refused
//   entries           up to a lower number than was noted      older than the database: refused
//   entries           as noted, or newer                       the pair
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

// The numbers of data keys that the database knows: name of a row of `meta`.
inline constexpr const char* kKeysKnown = "keys_known";
inline constexpr const char* kInstance = "instance";

// Looks at the two files without changing or making anything. The error's place is the file, its sentence says the
// cause and the remedy, in Vietnamese and English; its code is `failed` for a damaged file.
Result<void> check_pair(const std::string& directory);

// Gives a pair that check_pair() let pass its id, when it has none. Both writers, with their schema; returns the id.
std::string bind_pair(Connection& database, Connection& keys);

}  // namespace breachd::store
