// The files of the console (web/dist), put into the program when it is built (cmake/embed_files.py).
#pragma once

#include <span>
#include <string_view>

namespace breachd::api {

struct ConsoleFile {
    std::string_view path;  // below web/dist: "index.html", "assets/index-B3f9.js"
    std::string_view tag;   // of its bytes
    std::string_view bytes;
    std::string_view gzip;  // the same compressed; "" : that is not shorter
};

extern const std::span<const ConsoleFile> kConsoleFiles;

}  // namespace breachd::api
