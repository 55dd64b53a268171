// The configuration as values, after daemon/config has read and checked it. One header a part; a function takes the
// part it needs (`const IntakeSettings&`), and Settings is all of them together, because it is replaced as one value.
// Plain values: a file name stands here only where a notifier or a socket needs one.
#pragma once

#include "settings/access.hpp"
#include "settings/channels.hpp"
#include "settings/intake.hpp"
#include "settings/law.hpp"
#include "settings/oncall.hpp"
#include "settings/organisation.hpp"
#include "settings/playbook.hpp"
#include "settings/publication.hpp"
#include "settings/telling.hpp"

namespace breachd {

enum class Mode { live, drill };

struct Settings : LawSettings,
                  Access,
                  IntakeSettings,
                  OnCallSettings,
                  ChannelSettings,
                  TellingSettings,
                  PublicationSettings {
    Mode mode = Mode::live;
    double time_scale = 1;
    Organisation organisation;
    std::vector<Playbook> playbooks;
    // The id of the person whom `who` names by id or name, or the name of a token that may acknowledge; none when
    // nobody is called so, or two are.
    std::optional<std::string> known_person(std::string_view who) const;

    std::string public_url;  // of the daemon itself, for links
    std::string sha256;      // of `as_read`, for the journal
    std::string as_read;     // every file that was read, secrets masked (config/kept_files.hpp)
};

}  // namespace breachd
