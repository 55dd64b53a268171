// "I am not that person": what told somebody reached another one, as a reply says. The reply alone takes nothing back,
// for a person decides: a correction of the contact begins the telling anew, and one told by hand, impossible to tell
// or removed is settled by that.
#include <algorithm>
#include <bit>

#include "core/telling/ways.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

bool may_have_told(const store::DeliveryRow& row) {
    bool got_through = row.state == store::SendState::accepted || row.state == store::SendState::delivered;
    return got_through && !row.only_points;
}

}  // namespace

// As after a bounce. Returns the addresses that they went to.
Contacts Telling::disown_letters(Step& step, const Incident& incident, std::int64_t subject) {
    Contacts out;
    auto way = step.store.subjects().way_to(incident.id, subject);
    auto known = step.store.subjects().find(incident.id, subject);
    for (const auto& row : step.store.deliveries().of_subject(incident.id, subject)) {
        if (!may_have_told(row)) continue;
        step.store.deliveries().update(
            {{row.id, store::SendState::failed, row.attempts, {}, row.code, Cause::came_back, ""}, step.now});
        const auto* channel = step.settings.channel(row.channel);
        auto contact = channel != nullptr && way ? contact_used(contacts_of(*channel), way->contacts) : 0;
        if (contact == 0 || !known || row.id <= way->corrected_after) continue;
        auto kind = static_cast<ContactKind>(std::countr_zero(contact));
        auto addresses = addresses_of(*known, kind);
        auto nth = static_cast<std::size_t>(row.nth);
        if (nth < addresses.size()) out.push_back({kind, addresses[nth]});
    }
    return out;
}

// The person as corrected, without the addresses that are somebody else's; one that the correction gives is not.
store::ImportRow Telling::without_disowned(Step& step, store::ImportRow person, const Contacts& disowned,
                                           Subject given) {
    normalise(given);
    auto is_in = [](const Contacts& contacts, const Contact& each) {
        return std::find(contacts.begin(), contacts.end(), each) != contacts.end();
    };
    std::erase_if(person.subject.contacts,
                  [&](const auto& each) { return is_in(disowned, each) && !is_in(given.contacts, each); });
    return import_row(step, std::move(person.subject));
}

}  // namespace breachd::engine
