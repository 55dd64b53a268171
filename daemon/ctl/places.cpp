#include "ctl/places.hpp"

#include <cstdlib>
#include <filesystem>

namespace breachd::ctl {

Result<Places> places_in(const std::string& config_file) {
    auto options = load_options();
    options.read_secrets = false;
    auto config = load_config(config_file, options);
    if (!config) return failed(config.error().message);
    return Places{config->storage.directory, config->master_key_file};
}

Result<Places> places_of(const Arguments& arguments) {
    if (arguments.has("data")) return Places{arguments.get("data"), ""};
    return places_in(arguments.get("config"));
}

LoadOptions load_options() {
    LoadOptions options;
    if (const char* directory = std::getenv("CREDENTIALS_DIRECTORY")) options.credentials_directory = directory;
    std::error_code error;
    auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    auto share = program.parent_path().parent_path() / "share" / "breachd";
    if (!error && std::filesystem::is_directory(share, error)) options.share_directory = share.string();
    return options;
}

}  // namespace breachd::ctl
