// Words for people in place of the ids that entries of the journal hold, in Vietnamese and English ("vi", "en"). An id
// that is not known here (a kind of data of another edition, a duty of a pack of one's own) is shown as it is: a
// sentence with a bare id in it is better than no sentence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "core/incident/incident.hpp"
#include "core/words/words.hpp"

namespace breachd::words {

std::string act(std::string_view id, std::string_view language);
std::string role(std::string_view id, std::string_view language);
std::string kind_of_data(std::string_view id, std::string_view language);
std::string duty(std::string_view id, std::string_view language);  // "nghĩa vụ báo cáo cơ quan chuyên trách"
std::string suffered(std::string_view act, std::string_view language);  // "bị lộ": what happened to the data
std::string yes_no(std::string_view id, std::string_view language);     // yes | no | unknown
// Of a shared data set, as triage names it: "Sở GTVT (chia sẻ theo thỏa thuận số 12/TT-2025)".
std::string provenance(std::string_view source, std::string_view language);
std::string addressee(Addressee addressee, std::string_view language);
std::string fact(std::string_view field, std::string_view language);
std::string edition(std::string_view id, std::string_view language);
std::string form(std::string_view id, std::string_view language);
std::string act_done(std::string_view act, std::string_view language);  // "đã có người tiếp nhận sự cố"
std::string filing_channel(std::string_view id, std::string_view language);
std::string outcome(std::string_view word, std::string_view language);  // of a page or a delivery
std::string rule(PublicNoticeRule rule, std::string_view language);
std::string via(std::string_view id, std::string_view language);
std::string address(std::string_view id, std::string_view language);
std::string notice_part(std::string_view field, std::string_view language);

std::string period(Duration d, std::string_view language);  // 1 giờ 30 phút | 1 hour 30 minutes
std::string list(const std::vector<std::string>& items, std::string_view language);  // a, b và c | a, b and c
std::string kinds(const std::vector<KindCount>& kinds,
                  std::string_view language);  // vị trí (1.200 bản ghi, 1.000 người)

// A value of FactChanged for a person: a time in words, a kind list with counts, a role's name; none for free texts,
// which are long and are read in the incident itself.
std::optional<std::string> fact_value(std::string_view field, const json::value& value, std::string_view language);

// What a person typed, fit for the end of a sentence: one line, no closing full stop, at most 300 bytes.
std::string one_line(std::string_view text);

}  // namespace breachd::words
