// What the pages for the outside say, as the inner part of an HTML page: the public notice of Điều 29.3.a, and the
// unlisted page that short letters point to. Pure functions of facts and released texts; report/public_notice.hpp puts
// the frame around them. No personal data of subjects, no internal fact (core/telling/outside.hpp).
//
// The public notice has the text of the letter where a person edited it, and the facts otherwise. It is approved by its
// hash, which leaves out what no person decides: the moments, and how many were told.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/incident/incident.hpp"
#include "core/telling/notice.hpp"
#include "settings/settings.hpp"

namespace breachd {

// Edits of the letter: as they stand now (what a release would approve), or as they were at the last release (what
// goes up; without a release, none).
enum class PageText { draft, released };

// `put_up_at`: when it goes up; none for a look at it, which has words in the place of moments and no figures. Of a
// dismissed incident it only says that the notice is withdrawn.
std::string public_page(const Incident& incident, const Settings& settings, PageText text, std::string_view language,
                        std::optional<Instant> put_up_at);
// Of the looks at both languages.
std::string public_page_sha256(const Incident& incident, const Settings& settings, PageText text);
// "34/40", with those told by hand and those who cannot be told, once the run is done: the page shows no figure that is
// still on the move. "" before.
std::string public_figures(const Incident& incident);

// The letter for everybody it goes to: every item, nobody's name or code.
std::string content_page(const NoticeText& text, std::string_view language);
// Whether short letters of the released version lead to a page that is not there yet. They wait for it, and go without
// it when it has not come in time.
bool content_page_wanted(const Incident& incident, const Settings& settings);
bool content_page_awaited(const Incident& incident, const Settings& settings, Instant now);
inline constexpr std::size_t kContentFolderLetters = 20;  // of its address: a hundred bits
inline constexpr Duration kContentPagePatience = std::chrono::minutes{15};
// Whether letters may name the address of such a page at all.
bool content_page_possible(const Settings& settings);

std::string public_title(std::string_view language);
// The page says that it does not hold any more: two people withdrew it, or the incident was dismissed.
bool public_notice_withdrawn(const Incident& incident);

}  // namespace breachd
