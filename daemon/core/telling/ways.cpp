#include "core/telling/ways.hpp"

#include "core/telling/notice_run.hpp"

namespace breachd {

namespace {

constexpr std::size_t kOperatorDigits = 5;  // "+8490"

}  // namespace

Reach contacts_of(const Channel& channel) { return channel_reach(channel); }

const std::vector<Reach>& contact_bits() {
    static const std::vector<Reach> bits{static_cast<Reach>(Address::email), static_cast<Reach>(Address::phone),
                                         static_cast<Reach>(Address::zalo_id), static_cast<Reach>(Address::push_token)};
    return bits;
}

Reach contact_used(Reach channel, Reach subject) {
    for (auto bit : contact_bits())
        if (channel & subject & bit) return bit;
    return 0;
}

Pii<std::string> address_for(const Subject& subject, Reach usable) {
    for (auto bit : contact_bits())
        if (const auto& address = subject.address(static_cast<Address>(bit));
            (usable & bit) && !address.reveal().empty())
            return address;
    return {};
}

std::string destination_word(const Subject& subject, Reach contact) {
    const auto& address = subject.address(static_cast<Address>(contact)).reveal();
    if (static_cast<Address>(contact) == Address::email)
        return address.substr(std::min(address.size(), address.rfind('@') + 1));
    if (static_cast<Address>(contact) == Address::phone) return address.substr(0, kOperatorDigits);
    return "";
}

}  // namespace breachd
