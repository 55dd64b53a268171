#include "app/options.hpp"

#include <string_view>

namespace breachd::app {

Result<Options> read_options(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        std::string_view arg = argv[i];
        if (arg == "--version")
            options.version = true;
        else if (arg == "--help" || arg == "-h")
            options.help = true;
        else if (arg == "--check")
            options.check = true;
        else if (arg == "--config" && i + 1 < argc)
            options.config = argv[++i];
        else if (arg.starts_with("--config="))
            options.config = arg.substr(9);
        else
            return Error{ErrorCode::invalid, arg == "--config" ? "needs a file" : "is not an option of breachd",
                         std::string(arg)};
    }
    if (options.config.empty() && !options.version && !options.help)
        return Error{ErrorCode::invalid, "is required", "--config"};
    return options;
}

}  // namespace breachd::app
