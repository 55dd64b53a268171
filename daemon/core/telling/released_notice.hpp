// The frozen texts of one version of a notice, for everybody it goes to; and which of them a person gets. Immutable.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "core/telling/notice.hpp"
#include "core/telling/subject.hpp"

namespace breachd {

struct ReleasedNotice {
    std::string incident;
    int version = 0;
    bool drill = false;
    bool short_text_tells = false;  // its short texts name the place of the whole notice
    struct Texts {
        NoticeText vi, en;
    };
    NoticeText vi, en;
    std::vector<std::string> kinds;         // that the text names
    std::map<std::string, Texts> by_kinds;  // for people who have only these

    const NoticeText& text_for(const Subject& subject) const;
};

// The document that a release freezes, and back.
json::object frozen(const NoticeDraft& draft);
json::object frozen_by_kinds(const Incident& incident, const Settings& settings);  // empty: everybody gets the same
// `or_else` stands in short letters where the content page has no address yet.
std::shared_ptr<const ReleasedNotice> thawed(const json::object& document, const json::object& by_kinds,
                                             const Incident& incident, int version, std::string_view or_else);

}  // namespace breachd
