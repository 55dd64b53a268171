#include "core/journal/event.hpp"

#include <array>

namespace breachd {

namespace {

// In the order of the variant; these words are in journals that are read for years.
constexpr std::array<std::string_view, std::variant_size_v<AnyEvent>> kKinds = {
    "incident_opened",
    "alerts_joined",
    "alerts_updated",
    "fact_changed",
    "acknowledged",
    "confirmed",
    "dismissed",
    "remedied",
    "closed",
    "hold_set",
    "inspection_announced",
    "edition_changed",
    "obligation_started",
    "obligation_moved",
    "obligation_overdue",
    "obligation_met",
    "obligation_reopened",
    "obligation_not_applicable",
    "reminder_sent",
    "escalation_started",
    "escalation_step",
    "escalation_exhausted",
    "paged",
    "page_outcome",
    "task_started",
    "task_done",
    "task_overdue",
    "subjects_imported",
    "notice_edited",
    "notice_released",
    "notice_paused",
    "notice_resumed",
    "deliveries_recorded",
    "notice_run_done",
    "public_notice_proposed",
    "public_notice_publishing",
    "public_notice_published",
    "public_notice_failed",
    "report_filed",
    "dismissal_proposed",
    "dismissal_unconfirmed",
    "proposal_withdrawn",
    "duplicate_merged",
    "reopened",
    "notice_approved",
    "notice_approval_asked",
    "notice_refused",
    "notice_tested",
    "filing_corrected",
    "filing_withdrawn",
    "filing_checked",
    "public_notice_foreseen",
    "public_page_approved",
    "public_notice_withdrawn",
    "content_page_published",
    "list_complete",
    "told_by_hand",
    "notice_impossible",
    "subject_removed",
    "subject_corrected",
    "subject_shown",
    "alerts_received",
    "alert_quarantined",
    "quarantine_replayed",
    "quarantine_discarded",
    "source_silent",
    "source_heard",
    "messages_lost",
    "daemon_started",
    "daemon_stopped",
    "clock_stepped",
    "clock_agreed",
    "configuration_loaded",
    "channel_state",
    "store_restored",
    "store_continued",
    "task_assigned",
    "task_reopened",
    "comment_added",
    "on_call_overridden",
    "on_call_override_ended",
    "account_invited",
    "account_made",
    "account_revoked",
    "signed_in",
    "sign_in_refused",
    "stepped_up",
    "signed_out",
    "passkey_added",
    "passkey_removed",
    "password_changed",
    "public_notice_astray",
    "sent_again",
    "sent_again_done",
    "reply_noted",
    "letters_posted",
    "letter_came_back",
};
static_assert(!kKinds.back().empty(), "every kind of entry has its word");

}  // namespace

Event::Event() = default;
Event::Event(const Event& other) = default;
Event::Event(Event&& other) noexcept = default;
Event& Event::operator=(const Event& other) = default;
Event& Event::operator=(Event&& other) noexcept = default;
Event::~Event() = default;

std::string event_kind(const Event& event) { return std::string(kKinds[event.index()]); }

json::value event_data(const Event& event) {
    return std::visit([](const auto& e) { return to_json(e); }, event);
}

Result<Event> event_from(std::string_view kind, const json::value& data) {
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        if (kKinds[i] != kind) continue;
        return boost::mp11::mp_with_index<std::variant_size_v<AnyEvent>>(i, [&](auto index) -> Result<Event> {
            std::variant_alternative_t<index, AnyEvent> event;
            if (auto ok = from_json(data, event); !ok) return ok.error();
            return Event(std::move(event));
        });
    }
    return Error{ErrorCode::invalid, "unknown kind of journal entry; was it written by a newer breachd?",
                 std::string(kind)};
}

std::string leaf_bytes(const Entry& entry) {
    return canonical_json(json::object{{"seq", entry.seq},
                                       {"at", format_rfc3339(entry.at)},
                                       {"incident", entry.incident_id},
                                       {"actor", entry.actor},
                                       {"kind", event_kind(entry.event)},
                                       {"data", event_data(entry.event)}});
}

}  // namespace breachd
