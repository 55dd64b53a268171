// Writes a file so that it is whole or not there: temporary name, fsync, rename, fsync of the directory. Makes missing
// directories. The error names the path and the system's words.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace breachd {

Result<void> write_file_durably(const std::string& path, std::string_view bytes, unsigned mode);
// Adds to the end of a file, synced. False, and nothing is written: there is no file of `size` bytes. After an error it
// may end with a part of the bytes.
Result<bool> append_durably(const std::string& path, std::string_view bytes, std::size_t size);
// Whether files can be made in the directory: one is made, and removed.
Result<void> try_directory(const std::string& directory, unsigned mode);
// Keys and ids are ours, but a file name must not depend on that: letters, digits, - and _ stay; 180 bytes at most.
std::string safe_file_name(std::string_view text);

}  // namespace breachd
