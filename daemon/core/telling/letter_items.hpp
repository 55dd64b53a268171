// The items of a letter: those that the law wants of it, and those that the templates can print. Pure.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/incident/incident.hpp"
#include "settings/settings.hpp"

namespace breachd {

// Of every content that applies; each item once, with the facts of all contents that want it.
std::vector<ContentItem> items_that_apply(const Incident& incident, const Edition& edition);

struct LetterItem {
    std::string_view id;  // ContentItem::id
    std::string_view vi, en;
    std::array<std::string_view, 6> facts;  // any of which is something to say; "" ends them
};

// In the order in which the templates print them.
inline constexpr std::array<LetterItem, 8> kLetterItems = {{
    {"when_how_detected", "thời điểm và hình thức phát hiện", "when and how it was detected", {"detected_how"}},
    {"nature",
     "tính chất của việc vi phạm",
     "the nature of the breach",
     {"act", "occurred_from", "place", "parties", "description", "kinds"}},
    {"kinds", "loại dữ liệu bị ảnh hưởng", "the kinds of data affected", {"kinds"}},
    {"consequences", "hậu quả, thiệt hại có thể xảy ra", "consequences and damage", {"consequences"}},
    {"severity_and_risks", "mức độ nghiêm trọng và các rủi ro", "severity and risks", {"severity_and_risks"}},
    {"measures", "biện pháp khắc phục", "measures", {"measures"}},
    {"guidance", "hướng dẫn cách phòng ngừa", "guidance to people", {"guidance"}},
    {"contacts",
     "thông tin liên hệ",
     "contacts",
     {"organisation.data_protection_officer", "organisation.incident_desk"}},
}};

}  // namespace breachd
