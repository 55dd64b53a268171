// Where a daemon's files are: out of its configuration (--config FILE) or named by hand (--data DIRECTORY).
#pragma once

#include "config/config.hpp"
#include "ctl/command.hpp"

namespace breachd::ctl {

struct Places {
    std::string directory;        // holds breachd.db and keys.db
    std::string master_key_file;  // "" with --data
};
Result<Places> places_in(const std::string& config_file);
// Of a command with exactly one of --config and --data.
Result<Places> places_of(const Arguments& arguments);

// Verifies the store in that directory, prints the verdict, and is an error where it is damaged. The command has
// --public-key.
Result<void> prove_store(const Context& context, const std::string& directory);

inline Error store_failed(const std::string& what, std::string where) {
    return failed("không đọc được kho dữ liệu / the store cannot be read: " + what, std::move(where));
}

// What the daemon itself would be told by its environment and its place in the file system.
LoadOptions load_options();

}  // namespace breachd::ctl
