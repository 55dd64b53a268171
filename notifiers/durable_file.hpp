// Writes a file so that it is whole or not there: temporary name, fsync, rename, fsync of the directory. Makes missing
// directories. The error names the path and the system's words.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace breachd {

Result<void> write_file_durably(const std::string& path, std::string_view bytes, unsigned mode);

}  // namespace breachd
