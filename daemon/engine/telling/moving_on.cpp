// Where a person is sent to after a message that did not reach them: the next address of the same kind on the same
// channel, then the next channel of the order; or nobody can reach them.
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "core/telling/ways.hpp"
#include "engine/telling/runs.hpp"

namespace breachd::engine {

namespace {

// The address turned out bad. Rows that ended for a reason of ours or of the provider say nothing of it.
bool turned_bad(const store::DeliveryRow& row) {
    if (row.state != store::SendState::failed) return false;
    switch (row.cause) {
        case Cause::given_up:
        case Cause::other_channel:
        case Cause::channel_gone:
        case Cause::stopped:
        case Cause::not_begun:
        case Cause::unopened:
        case Cause::file_not_written:
        case Cause::sign_in_refused:
        case Cause::sender_refused:
        case Cause::wrong_endpoint:
        case Cause::service_down:
        case Cause::service_refused:
        case Cause::no_balance:
        case Cause::quota_used:
        case Cause::template_refused:
            return false;
        default:
            return true;
    }
}

// What comes of it decides later.
bool is_under_way(const store::DeliveryRow& row) {
    bool once_more = row.state == store::SendState::unknown && row.next_at;
    return store::waits(row.state) || row.state == store::SendState::sending || once_more;
}

// A gateway that drops repeats must not drop what goes to an address that was corrected, or to another one.
std::string delivery_key(const store::DeliveryRow& row, const store::Subjects::Way& way) {
    auto key = fmt::format("{}-{}-{}-v{}", row.incident, row.subject, row.channel, row.version);
    if (way.anew_after > 0) key += fmt::format("-a{}", way.anew_after);
    if (way.corrected_after > way.anew_after) key += fmt::format("-c{}", way.corrected_after);
    if (row.nth > 0) key += fmt::format("-n{}", row.nth + 1);
    return key;
}

}  // namespace

// Rows that went to contacts which were corrected since are as if they had not been. One that waits goes to the new
// contact, and one that was taken may have told the person: only those that failed are.
bool Runs::forget_corrected(const Step& step, const store::Subjects::Way& way, std::vector<store::DeliveryRow>& rows) {
    auto went_elsewhere = [&](const store::DeliveryRow& row) {
        const auto* channel = step.settings.channel(row.channel);
        auto contact = channel != nullptr ? contact_used(contacts_of(*channel), way.contacts) : 0;
        return row.id <= way.corrected_after && (way.corrected_kinds & contact) != 0 && turned_bad(row);
    };
    std::erase_if(rows, [&](const auto& row) { return row.id <= way.anew_after; });
    return std::erase_if(rows, went_elsewhere) > 0;
}

// The person is opened only when an address turned out bad.
Runs::Tried Runs::tried_by(Step& step, const std::string& id, std::int64_t subject, const store::Subjects::Way& way,
                           const std::vector<store::DeliveryRow>& rows) {
    Tried out;
    for (const auto& row : rows) {
        if (was_not_tried(row)) continue;
        if (turned_bad(row))
            out.next[row.channel] = std::max(out.next[row.channel], row.nth + 1);
        else
            out.channels.insert(row.channel);
    }
    std::optional<Result<Subject>> person;
    for (const auto& [name, nth] : out.next) {
        const auto* channel = step.settings.channel(name);
        auto contact = channel != nullptr ? contact_used(contacts_of(*channel), way.contacts) : 0;
        if (contact != 0 && !person) person = step.store.subjects().find(id, subject);
        auto kind = static_cast<ContactKind>(std::countr_zero(contact));
        bool another = contact != 0 && *person && std::ssize(addresses_of(**person, kind)) > nth;
        if (!another) out.channels.insert(name);
    }
    return out;
}

std::string Runs::destination_of(Step& step, const store::DeliveryRow& row, const store::Subjects::Way& way) {
    auto contact = contact_used(contacts_of(*step.settings.channel(row.channel)), way.contacts);
    if (contact == 0 || row.nth == 0) return contact != 0 ? way.destination(contact) : "";
    auto person = step.store.subjects().find(row.incident, row.subject);
    if (!person) return "";
    return destinations_.of(*person, contact, static_cast<std::size_t>(row.nth), index_tag(step.store.vault()));
}

// The next way that was not tried, or nobody can reach the subject. One who is told stays told.
void Runs::move_on(Step& step, const std::string& id, std::int64_t subject, int version) {
    auto& deliveries = step.store.deliveries();
    const int present = step.ledger.get(id).notice_version;
    auto rows = deliveries.of_subject(id, subject, present);
    // Of an earlier version: the present one has a row of its own for the subject, unless it went only to those whom
    // the earlier one had not told.
    if (version != present && !rows.empty()) return;
    auto way = step.store.subjects().way_to(id, subject);
    if (!way || way->told_version >= step.ledger.get(id).notice_since) return;
    if (way->state == store::SubjectState::impossible || way->state == store::SubjectState::removed) return;
    bool corrected = forget_corrected(step, *way, rows);
    auto tried = tried_by(step, id, subject, *way, rows);
    auto name = other_channel(step, way->contacts, tried.channels);
    if (name.empty()) name = next_channel(step.settings, way->contacts, tried.channels);
    // Another address must not tell somebody whom a message that is on its way may tell.
    bool another = corrected || tried.next.contains(name);
    if (another && std::any_of(rows.begin(), rows.end(), is_under_way)) return;
    to_journal_.try_emplace(id, false);
    bool pointed = way->state == store::SubjectState::pointed && way->state_version == present;
    if (name.empty() && pointed) return;  // one who got the short text can be reached, and is owed the rest
    if (name.empty())
        return step.store.subjects().set_state(id, subject, store::SubjectState::unreachable, step.now, present);
    auto known = std::find_if(rows.begin(), rows.end(),
                              [&](const auto& each) { return each.channel == name && was_not_tried(each); });
    if (known != rows.end()) return reopen(step, *known), wait_on(name, id);
    store::DeliveryRow row;
    row.incident = id;
    row.subject = subject;
    row.channel = name;
    row.version = present;
    row.nth = tried.next[name];
    row.key = delivery_key(row, *way);
    row.updated_at = step.now;
    row.next_at = step.now;
    row.destination = destination_of(step, row, *way);
    deliveries.add(row);
    wait_on(name, id);
}

}  // namespace breachd::engine
