// Sentences about the pages for the outside: parts of the timeline (core/words/summary.cpp). And what papers say beside
// a duty that a public notice covers.
#pragma once

#include <string>
#include <string_view>

#include "core/journal/event.hpp"

namespace breachd {

std::string public_sentence(const PublicNoticeProposed& event, std::string_view language);
std::string public_sentence(const PublicNoticeForeseen& event, std::string_view language);
std::string public_sentence(const PublicPageApproved& event, std::string_view language);
std::string public_sentence(const PublicNoticeWithdrawn& event, std::string_view language);
std::string public_sentence(const PublicNoticePublishing& event, std::string_view language);
std::string public_sentence(const PublicNoticePublished& event, std::string_view language);
std::string public_sentence(const PublicNoticeFailed& event, std::string_view language);
std::string public_sentence(const PublicNoticeAstray& event, std::string_view language);
std::string public_sentence(const ContentPagePublished& event, std::string_view language);

// "đã thông báo công khai theo khoản 3 Điều 29 lúc …" beside a duty to subjects that is, or was met, too late; "" when
// no public notice covers it. It stays overdue: docs/adr/0005 [reading].
std::string covered_text(const Incident& incident, const Obligation& obligation, std::string_view language);

}  // namespace breachd
