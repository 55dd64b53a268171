// Which of a subject's contacts a channel uses, and whom a refusal "not so fast" would be about. What kinds of contact
// there are is settings/contacts.hpp.
#pragma once

#include <string>
#include <vector>

#include "base/pii.hpp"
#include "core/telling/subject.hpp"
#include "settings/settings.hpp"

namespace breachd {

// The kinds that the channel can use, as bits.
Reach contacts_of(const Channel& channel);
// Each kind that a subject can have, one bit, best first.
const std::vector<Reach>& contact_bits();
// The first of `usable` that both have: one bit, or 0.
Reach contact_used(Reach channel, Reach subject);
// Its messages end on this machine: nobody gets one.
bool ends_here(const Channel& channel);
// Only the short text of a letter gets through to one of these contacts on this channel.
bool only_short_text(const Channel& channel, Reach contacts);
// Empty when the subject has none of these contacts. `nth`: of the addresses of that kind, 0 is the first; the last
// one when there are fewer.
Pii<std::string> address_for(const Subject& subject, Reach usable, std::size_t nth = 0);
// What it sends is the short text alone: it reaches people by telephone or in an app, and not by e-mail.
bool tells_in_short(const Channel& channel);
// Mail domain, telephone operator; "" when there is no such part. `contact`: one bit.
std::string destination_word(const Subject& subject, Reach contact, std::size_t nth = 0);

}  // namespace breachd
