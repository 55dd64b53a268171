// The files of a configuration as they were read, in one text: the journal names its hash, and the text is kept under
// it, so that a decision can be understood years later. Secrets that stand in the file itself are masked, and what
// follows the host in a channel's address; the bytes of `…_file` secrets are never in it. Inner header of
// daemon/config.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/document.hpp"

namespace breachd::config {

class KeptFiles {
  public:
    void add(const std::string& file, std::string_view bytes);
    // Masks the document's secrets in the bytes of its file. A secret that does not stand in them letter by letter
    // (escapes, several lines) takes the whole file with it.
    void mask(const Document& document);
    // Each file after a line "--- <folder>/<name>".
    std::string text() const;

  private:
    struct File {
        std::string path, bytes;
    };
    std::vector<File> files_;
};

}  // namespace breachd::config
