#include "settings/contacts.hpp"

#include <algorithm>
#include <iterator>

#include "base/check.hpp"

namespace breachd {

namespace {

std::string no_destination(std::string_view) { return ""; }

std::string mail_domain(std::string_view address) {
    auto at = address.rfind('@');
    return at == address.npos ? "" : std::string(address.substr(at + 1));
}

// Country and, in Vietnam, the two digits that were given to one operator (+8498…). A number that was carried to
// another operator keeps them: a hint for the rate, never a fact about the subscriber.
std::string operator_prefix(std::string_view address) {
    if (!address.starts_with('+')) return "";
    return std::string(address.substr(0, address.starts_with("+84") ? 5 : 3));
}

constexpr ContactKindRow kRows[] = {
    {ContactKind::email, "email", "thư điện tử", "e-mail", true, true, false, normalise_email, mail_domain},
    {ContactKind::phone, "phone", "điện thoại", "phone", true, true, true, normalise_phone, operator_prefix},
    {ContactKind::zalo_id, "zalo_id", "Zalo", "Zalo", true, false, false, normalise_id, no_destination},
    {ContactKind::push_token, "push_token", "thông báo trên ứng dụng", "app push", true, false, true, normalise_id,
     no_destination},
    {ContactKind::pager, "pager", "máy nhắn tin", "pager", false, true, false, normalise_id, no_destination},
    {ContactKind::person, "person", "mã người trực", "person's id", false, false, false, normalise_id, no_destination},
    {ContactKind::ntfy, "ntfy", "chủ đề ntfy", "ntfy topic", false, true, false, normalise_id, no_destination},
    {ContactKind::postal_address, "postal_address", "địa chỉ bưu điện", "postal address", true, false, false,
     normalise_postal, no_destination},
};

}  // namespace

std::span<const ContactKindRow> contact_kinds() { return kRows; }

const ContactKindRow& row_of(ContactKind kind) {
    auto index = static_cast<std::size_t>(kind);
    BREACHD_CHECK(index < std::size(kRows) && kRows[index].kind == kind);
    return kRows[index];
}

std::optional<ContactKind> contact_kind_from(std::string_view name) {
    for (const auto& row : kRows)
        if (row.name == name) return row.kind;
    return std::nullopt;
}

ContactKinds imported_kinds() {
    ContactKinds out = 0;
    for (const auto& row : kRows)
        if (row.imported) out |= bit(row.kind);
    return out;
}

const Pii<std::string>& address_of(const Contacts& contacts, ContactKind kind) {
    static const Pii<std::string> kNone;
    const auto* found = first_of(contacts, bit(kind));
    return found ? found->address : kNone;
}

void set_address(Contacts& contacts, ContactKind kind, std::string address) {
    auto at = std::find_if(contacts.begin(), contacts.end(), [&](const auto& each) { return each.kind == kind; });
    if (address.empty()) {
        if (at != contacts.end()) contacts.erase(at);
    } else if (at != contacts.end()) {
        at->address = Pii(std::move(address));
    } else {
        contacts.push_back({kind, Pii(std::move(address))});
    }
}

ContactKinds kinds_of(const Contacts& contacts) {
    ContactKinds out = 0;
    for (const auto& each : contacts) out |= bit(each.kind);
    return out;
}

const Contact* first_of(const Contacts& contacts, ContactKinds usable) {
    for (const auto& row : kRows) {
        if (!has(usable, row.kind)) continue;
        for (const auto& each : contacts)
            if (each.kind == row.kind && !each.address.reveal().empty()) return &each;
    }
    return nullptr;
}

}  // namespace breachd
