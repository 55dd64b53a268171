// Zip archives in memory by libzip. Written: one fixed time, so that the same members give the same bytes. Read: within
// named limits, so that a hostile archive costs little.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "report/evidence.hpp"

namespace breachd::report {

inline constexpr std::size_t kZipBytesMax = 512u << 20;  // of the archive
inline constexpr std::size_t kZipMembersMax = 4096;
inline constexpr std::size_t kZipMemberBytesMax = 256u << 20;  // of one member, unpacked
inline constexpr std::size_t kZipUnpackedBytesMax = 1u << 30;  // of all members

// Members in the order given. `at` is written as local time of Vietnam (zip has no zone), two-second steps.
Result<std::string> write_zip(const std::vector<BundleFile>& members, Instant at);
// Checks structure and CRCs. Fails (too_large) naming the limit, or (unprocessable) naming the member.
Result<std::vector<BundleFile>> read_zip(std::string_view bytes);

}  // namespace breachd::report
