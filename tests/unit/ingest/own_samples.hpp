// One or more payloads per format, written for these tests after the documented shapes, with the fields they must give
// (a part of the alert as JSON). The same payloads feed the mutation test and the fuzzer's corpus.
#pragma once

#include <string_view>
#include <vector>

namespace breachd::ingest {

struct OwnSample {
    std::string_view format;
    std::string_view body;
    std::string_view want;  // members of the alert(s) as JSON: an object for one alert, an array for more
};

// All of them, those of own_variants.cpp and own_dialects.cpp included.
const std::vector<OwnSample>& own_samples();
const std::vector<OwnSample>& own_variants();
const std::vector<OwnSample>& own_dialects();

}  // namespace breachd::ingest
