#include "core/telling/ways.hpp"

#include <algorithm>
#include <bit>

namespace breachd {

Reach contacts_of(const Channel& channel) { return channel.notice_contacts; }

const std::vector<Reach>& contact_bits() {
    static const auto bits = [] {
        std::vector<Reach> out;
        for (const auto& row : contact_kinds())
            if (row.imported) out.push_back(bit(row.kind));
        return out;
    }();
    return bits;
}

Reach contact_used(Reach channel, Reach subject) {
    for (auto bit : contact_bits())
        if (channel & subject & bit) return bit;
    return 0;
}

bool tells_in_short(const Channel& channel) {
    auto contacts = contacts_of(channel);
    return !channel.whole_text && contacts != 0 && !has(contacts, ContactKind::email);
}

bool only_short_text(const Channel& channel, Reach contacts) {
    if (channel.whole_text) return false;
    const auto& rows = contact_kinds();
    return std::any_of(rows.begin(), rows.end(),
                       [&](const ContactKindRow& row) { return row.short_text && has(contacts, row.kind); });
}

Pii<std::string> address_for(const Subject& subject, Reach usable, std::size_t nth) {
    const auto* first = first_of(subject.contacts, usable);
    if (first == nullptr || nth == 0) return first != nullptr ? first->address : Pii<std::string>();
    auto all = addresses_of(subject, first->kind);
    return all[std::min(nth, all.size() - 1)];
}

std::string destination_word(const Subject& subject, Reach contact, std::size_t nth) {
    auto kind = static_cast<ContactKind>(std::countr_zero(contact));
    return row_of(kind).destination(address_for(subject, contact, nth).reveal());
}

bool ends_here(const Channel& channel) { return channel.own && channel.own->url().empty(); }

}  // namespace breachd
