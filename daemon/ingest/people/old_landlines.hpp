// Landlines as they were before the area codes of 2017 (decision 2036/QĐ-BTTTT of 21 November 2016): (08) 38251234,
// (038) 3842123. Their digits alone are today's mobile numbers of other people; the brackets tell them apart. Pure.
#pragma once

#include <string_view>

namespace breachd::ingest {

bool is_old_landline(std::string_view text);

}  // namespace breachd::ingest
