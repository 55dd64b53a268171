// The files of playbooks/senders as they were when the program was built (cmake/embed_folder.cmake makes the .cpp), so
// that no directory has to be installed for them. Inner header of config/sender_file.cpp.
#pragma once

#include <span>
#include <string_view>

namespace breachd {

struct EmbeddedSender {
    std::string_view name, text;  // "fortinet"
};
extern const std::span<const EmbeddedSender> kEmbeddedSenders;

}  // namespace breachd
