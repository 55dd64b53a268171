// Who may let the notice go. Two people stand behind a text, one of them a data-protection officer: a person whose
// words are in it (the facts that it prints included) is an author, and an author's text needs somebody else's yes.
//
//   a DPO who is no author releases alone: the author is the other person
//   anybody else releases when this very text has the yes of people who are no authors, and a DPO is among all of them
//   one person alone, with a reason, when less than kAloneWithin is left to the nearest deadline; journal and papers
//   say so
//   nobody releases a text that a person refused, until it is changed or the same person approves it; in the hurry
//   above the one person may, with the reason
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/incident/decisions.hpp"
#include "core/journal/event.hpp"
#include "settings/settings.hpp"

namespace breachd {

inline constexpr Duration kAloneWithin = std::chrono::hours{12};

// Everybody whose words are in the present draft.
std::vector<std::string> authors_of(const Incident& incident);
// Those who approved the text of this hash and have no words in it.
std::vector<NoticeApproval> approvals_of(const Incident& incident, std::string_view sha256);

// Refused for an author, and for a text that is not the present one (`sha256`: as the person saw it).
Result<std::vector<Event>> approve_notice(const Incident& incident, std::string_view sha256, std::string_view present,
                                          std::string document, const Decider& who);

// A second person is asked to read the present text; asking again for the same text changes nothing.
Result<std::vector<Event>> ask_for_approval(const Incident& incident, std::string_view sha256, std::string_view present,
                                            std::string note, const Decider& who);
// Authors may refuse too: they may see a mistake of their own.
Result<std::vector<Event>> refuse_notice(const Incident& incident, std::string_view sha256, std::string_view present,
                                         std::string reason, const Decider& who);
// The refusals of the text of this hash.
std::vector<NoticeRefusal> refusals_of(const Incident& incident, std::string_view sha256);

// Fills in who stands behind the release, or says whose yes it needs. `alone`: the reason to do without.
Result<NoticeReleased> may_release(const Incident& incident, const Settings& settings, std::string_view sha256,
                                   const Decider& who, const std::string& alone, Instant now);

}  // namespace breachd
