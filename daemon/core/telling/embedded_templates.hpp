// The files of playbooks/templates as they were when the program was built (cmake/embed_folder.cmake makes the .cpp),
// so that an empty /etc/breachd/templates still gives lawful texts. Inner header of core/telling/template.cpp.
#pragma once

#include <span>
#include <string_view>

namespace breachd {

struct EmbeddedTemplate {
    std::string_view name, text;  // "notice.vi.body"
};
extern const std::span<const EmbeddedTemplate> kEmbeddedTemplates;

}  // namespace breachd
