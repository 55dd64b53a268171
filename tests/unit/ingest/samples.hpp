// Where the folder of real payloads is, when it is there.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "testkit/catch.hpp"

namespace breachd::ingest {

inline std::optional<std::filesystem::path> samples_folder() {
    const char* set = std::getenv("BREACHD_ALERT_SAMPLES");
    std::filesystem::path folder = set != nullptr ? set : BREACHD_SOURCE_DIR "/../shared/alerts";
    if (std::filesystem::exists(folder / "expected_dev.jsonl")) return folder;
    WARN("no folder of real payloads (BREACHD_ALERT_SAMPLES): skipped");
    return std::nullopt;
}

inline std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

}  // namespace breachd::ingest
