// Files that a configuration names: paths as they are resolved, secrets as they are read, directories in a fixed order.
// Inner header of daemon/config.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/config.hpp"
#include "config/document.hpp"

namespace breachd::config {

// What a section needs beside its mapping.
struct Context {
    Document& document;
    const LoadOptions& options;
    std::filesystem::path base;  // directory of the configuration file: relative paths start here
};

inline constexpr std::size_t kTokenBytesMin = 16;  // 128 bits when random
inline constexpr std::size_t kSecretBytesMax = 64 * 1024;

Result<std::string> read_file(const std::string& path, std::size_t bytes_max);
// Full paths of the regular files with one of these endings, sorted by name (hidden and backup files left out).
Result<std::vector<std::string>> files_in(const std::string& directory,
                                          std::initializer_list<std::string_view> endings);

// Expands ${CREDENTIALS_DIRECTORY} and makes the path absolute; reports and gives "" when that is not possible.
std::string resolve(const Value& value, const Context& context);
void path(Map& map, std::string_view key, std::string& out, const Context& context);

// `key` or `key_file`, not both. "" when neither is there, it cannot be read (reported), or secrets are not read.
// A file's line end is not part of the secret.
std::string secret(Map& map, std::string_view key, const Context& context, bool needed);

}  // namespace breachd::config
