// How subjects are told: the order of channels, the second-person rule, and the texts of notices. Plain values.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace breachd {

struct NoticePolicy {
    std::vector<std::string> order;  // channels, best first
    // A channel that is down or out of quota for so long hands those who wait for it to another one.
    Duration handover_after{std::chrono::minutes{30}};
    // So many messages of a run go out on a channel first; when more than that share of them fails, the run pauses.
    int canary_first = 100;
    int canary_failed_percent = 50;
    Duration bounce_patience{0};  // a run says that it is done so long after the last letter was taken
    bool second_person = true;
    bool links_allowed = true;
    std::string in_app_place;  // where links are forbidden: the place in the own application that has the whole notice
    std::string address = "Quý khách";  // how letters address their readers: Quý khách | Ông/Bà | Anh/Chị
};

// Logic-less texts (mustache) of notices and public notice, per language: names such as "notice.vi.subject".
struct Templates {
    std::map<std::string, std::string> texts;
    std::map<std::string, std::string> files;  // name -> file it came from, for error messages
};

struct TellingSettings {
    NoticePolicy notice;
    Templates templates;
};

}  // namespace breachd
