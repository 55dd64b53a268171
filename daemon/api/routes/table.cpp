// The table of all calls: the roles, the largest body, the function. openapi.yaml describes the same table.
#include "api/access/handlers.hpp"
#include "api/routes/handlers.hpp"

namespace breachd::api {

namespace {

constexpr Roles kAnyone = 0;
constexpr Roles kRead = Role::viewer | Role::responder | Role::dpo | Role::auditor;
constexpr Roles kWork = Role::responder | Role::dpo;
constexpr Roles kDpo = static_cast<Roles>(Role::dpo);
constexpr Roles kProve = Role::dpo | Role::auditor;
constexpr Roles kAdmin = static_cast<Roles>(Role::admin);
constexpr Roles kSettings = Role::dpo | Role::auditor | Role::admin;
constexpr Roles kAudit = Role::auditor | Role::admin;
constexpr Roles kPeople = kRead | Role::admin;

constexpr std::size_t kNone = 0;
constexpr std::size_t kSmall = 64 * 1024;
constexpr std::size_t kFacts = 256 * 1024;
constexpr std::size_t kFiled = 24 * 1024 * 1024;  // a document in base64

constexpr Route stepped_up(Route route) {
    route.step_up = true;
    return route;
}

#define INCIDENT "/api/v1/incidents/{id}"

constexpr Route kRoutes[] = {
    {{"POST", "/api/v1/alerts/{source}", kAnyone, kNone}, post_alerts, admit_alerts, nullptr, false, true},
    {{"OPTIONS", "/api/v1/alerts/{source}", kAnyone, kNone}, answer_permission},
    {{"GET", "/api/v1/alerts", kRead, kNone}, list_alerts},
    {{"GET", "/api/v1/quarantine", kPeople, kNone}, list_quarantine},
    {{"GET", "/api/v1/quarantine/{id}", kWork | Role::admin, kNone}, get_quarantined},
    {{"POST", "/api/v1/quarantine/{id}/replay", kWork | Role::admin, kSmall}, replay_quarantine},
    {{"POST", "/api/v1/quarantine/{id}/discard", kWork | Role::admin, kSmall}, discard_quarantine},
    {{"GET", "/api/v1/sources", kPeople, kNone}, list_sources},
    {{"GET", "/api/v1/assets/unmatched", kWork | Role::admin, kNone}, list_unmatched},

    {{"POST", "/api/v1/incidents", kWork, kFacts}, open_incident},
    {{"GET", "/api/v1/incidents", kRead, kNone}, list_incidents},
    {{"GET", INCIDENT, kRead, kNone}, get_incident},
    {{"PATCH", INCIDENT, kWork, kFacts}, patch_incident},
    {{"POST", INCIDENT "/assign", kWork, kSmall}, assign_incident},
    {{"POST", INCIDENT "/comments", kWork, kSmall}, add_comment},
    {{"POST", INCIDENT "/acknowledge", kWork, kSmall}, acknowledge},
    {{"POST", INCIDENT "/confirm", kWork, kSmall}, confirm},
    {{"POST", INCIDENT "/dismiss", kWork, kSmall}, dismiss},
    {{"POST", INCIDENT "/merge", kWork, kSmall}, merge_incident},
    {{"POST", "/api/v1/dismissals", kWork, kSmall}, confirm_dismissals},
    {{"POST", INCIDENT "/reopen", kWork, kSmall}, reopen},
    {{"POST", INCIDENT "/remedy", kWork, kSmall}, remedy},
    {{"POST", INCIDENT "/close", kWork, kSmall}, close_incident},
    stepped_up({{"POST", INCIDENT "/hold", kDpo, kSmall}, hold}),
    {{"POST", INCIDENT "/inspections", kDpo, kSmall}, announce_inspection},
    {{"POST", INCIDENT "/obligations/{obligation}/not-applicable", kWork, kSmall}, mark_not_applicable},
    {{"PATCH", INCIDENT "/tasks/{task}", kWork, kSmall}, change_task},
    {{"POST", INCIDENT "/tasks/{task}/done", kWork, kSmall}, complete_task},
    {{"DELETE", INCIDENT "/tasks/{task}/done", kWork, kSmall}, reopen_task},
    {{"GET", INCIDENT "/timeline", kRead, kNone}, get_timeline},
    {{"GET", INCIDENT "/timeline/{seq}", kRead, kNone}, get_entry},
    {{"GET", INCIDENT "/pages", kRead, kNone}, list_pages},

    {{"POST", INCIDENT "/subjects", kWork, kNone}, nullptr, admit_import, open_import},
    {{"GET", INCIDENT "/subjects", kRead, kNone}, list_subjects},
    {{"GET", INCIDENT "/subjects/status", kRead, kNone}, get_subjects_status},
    {{"GET", INCIDENT "/subjects/shared-contacts", kWork | Role::auditor, kNone}, list_shared_contacts},
    stepped_up({{"POST", INCIDENT "/subjects/export", kDpo, kSmall}, export_subjects}),
    {{"GET", INCIDENT "/subjects/imports", kWork | Role::auditor, kNone}, list_imports},
    {{"GET", INCIDENT "/subjects/imports/{import}/rejected.csv", kWork | Role::auditor, kNone}, get_rejected},
    {{"POST", INCIDENT "/subjects/import", kWork, kSmall}, import_from},
    {{"POST", INCIDENT "/subjects/complete", kWork, kSmall}, state_list_complete},
    stepped_up({{"GET", INCIDENT "/subjects/{subject}", kWork, kNone}, get_subject}),
    {{"PATCH", INCIDENT "/subjects/{subject}", kWork, kSmall}, correct_subject},
    {{"DELETE", INCIDENT "/subjects/{subject}", kWork, kSmall}, remove_subject},
    {{"POST", INCIDENT "/subjects/{subject}/told", kWork, kSmall}, tell_by_hand},
    {{"POST", INCIDENT "/subjects/{subject}/impossible", kWork, kSmall}, mark_impossible},
    {{"GET", INCIDENT "/subjects/{subject}/messages", kWork, kNone}, get_subject_messages},
    {{"POST", INCIDENT "/subjects/{subject}/send-again", kWork, kSmall}, send_again},
    {{"POST", INCIDENT "/subjects/{subject}/replies", kWork, kSmall}, note_reply},
    {{"GET", INCIDENT "/letters", kRead, kNone}, list_letters},
    {{"POST", INCIDENT "/letters/{batch}/posted", kDpo, kSmall}, post_letters},
    {{"POST", INCIDENT "/letters/{batch}/returned", kWork, kSmall}, return_letter},
    {{"GET", "/api/v1/subjects", kWork, kNone}, find_subjects},
    {{"GET", INCIDENT "/deliveries", kRead, kNone}, list_deliveries},
    {{"GET", INCIDENT "/notice", kRead, kNone}, get_notice},
    {{"PUT", INCIDENT "/notice", kWork, kFacts}, put_notice},
    {{"GET", INCIDENT "/notice/readiness", kRead, kNone}, get_before_release},
    stepped_up({{"GET", INCIDENT "/notice/readiness/opened", kWork, kNone}, get_before_release_opened}),
    {{"POST", INCIDENT "/notice/approve", kWork, kSmall}, approve_notice},
    {{"POST", INCIDENT "/notice/request", kWork, kSmall}, ask_for_approval},
    {{"POST", INCIDENT "/notice/refuse", kWork, kSmall}, refuse_notice},
    {{"POST", INCIDENT "/notice/test", kWork, kSmall}, test_notice},
    stepped_up({{"POST", INCIDENT "/notice/release", kWork, kSmall}, release_notice}),
    {{"POST", INCIDENT "/notice/pause", kWork, kSmall}, pause_notice},
    {{"POST", INCIDENT "/notice/stop", kDpo, kSmall}, stop_notice},
    {{"POST", INCIDENT "/notice/resume", kWork, kSmall}, resume_notice},
    {{"GET", INCIDENT "/public-notice", kRead, kNone}, get_public_notice},
    {{"GET", INCIDENT "/public-notice/preview", kRead, kNone}, preview_public_notice},
    {{"POST", INCIDENT "/public-notice", kWork, kSmall}, publish_notice},
    {{"POST", INCIDENT "/public-notice/approve", kDpo, kSmall}, approve_public_page},
    {{"POST", INCIDENT "/public-notice/withdraw", kWork, kSmall}, withdraw_public_notice},

    {{"GET", INCIDENT "/report", kRead, kNone}, get_report},
    {{"POST", INCIDENT "/report", kWork, kSmall}, post_report},
    {{"GET", INCIDENT "/report/completeness", kRead, kNone}, get_completeness},
    stepped_up({{"POST", INCIDENT "/report/filings", kWork, kFiled}, file_report}),
    {{"PATCH", INCIDENT "/report/filings/{number}", kWork, kSmall}, change_filing},
    {{"GET", INCIDENT "/documents", kRead, kNone}, list_documents},
    {{"GET", INCIDENT "/documents/{sha256}", kRead, kNone}, get_document},
    {{"GET", INCIDENT "/evidence", kProve, kNone}, get_evidence},
    {{"POST", INCIDENT "/evidence", kProve, kSmall}, post_evidence},

    {{"GET", "/api/v1/clocks", kRead, kNone}, list_clocks},
    {{"GET", "/api/v1/clock", kPeople, kNone}, get_clock},
    {{"POST", "/api/v1/clock/confirm", kDpo | Role::admin, kSmall}, confirm_clock},
    {{"GET", "/api/v1/events", kRead, kNone}, get_events},
    {{"GET", "/api/v1/oncall", kPeople, kNone}, get_on_call},
    {{"GET", "/api/v1/oncall/gaps", kPeople, kNone}, list_gaps},
    {{"GET", "/api/v1/oncall/overrides", kPeople, kNone}, list_overrides},
    {{"POST", "/api/v1/oncall/overrides", kWork | Role::admin, kSmall}, override_on_call},
    {{"DELETE", "/api/v1/oncall/overrides/{override}", kWork | Role::admin, kSmall}, end_override},
    {{"GET", "/api/v1/now", kPeople, kNone}, get_now},
    {{"GET", "/api/v1/readiness", kPeople, kNone}, get_readiness},
    {{"GET", "/api/v1/configuration", kSettings, kNone}, get_configuration},
    {{"GET", "/api/v1/assets", kPeople, kNone}, list_assets},
    {{"GET", "/api/v1/audit", kAudit, kNone}, list_audit},
    {{"GET", "/api/v1/retention", kRead, kNone}, list_retention},
    {{"GET", "/api/v1/whoami", kPeople | Role::source, kNone}, get_whoami},
    {{"GET", "/api/v1/me", kPeople, kNone}, get_me},
    {{"GET", "/api/v1/vocabulary", kPeople, kNone}, get_vocabulary},
    {{"GET", "/api/v1/channels", kPeople, kNone}, list_channels},
    {{"POST", "/api/v1/channels/{name}/check", kWork | Role::admin, kSmall}, check_channel},
    {{"POST", "/api/v1/channels/{name}/test", kWork | Role::admin, kSmall}, test_channel},
    {{"POST", "/api/v1/hooks/{integration}", kAnyone, kNone}, post_hook, admit_hook},
    {{"GET", "/api/v1/hooks/{integration}/{secret}", kAnyone, kNone}, get_hook},
    {{"GET", "/api/v1/openapi.yaml", kAnyone, kNone}, get_openapi},
    {{"GET", "/api/v1/schemas/report.v1.json", kAnyone, kNone}, get_report_schema},

    {{"GET", "/api/v1/store", kPeople, kNone}, get_store},
    {{"POST", "/api/v1/store/continue", Role::dpo | Role::admin, kSmall}, continue_store},

    {{"POST", "/api/v1/session", kAnyone, kSmall}, sign_in},
    {{"DELETE", "/api/v1/session", kPeople, kNone}, sign_out},
    {{"POST", "/api/v1/session/step-up", kPeople, kSmall}, step_up},
    {{"POST", "/api/v1/session/password", kPeople, kSmall}, change_password},
    {{"POST", "/api/v1/session/challenge", kAnyone, kSmall}, ask_passkey},
    {{"POST", "/api/v1/session/step-up/challenge", kPeople, kSmall}, ask_passkey},
    {{"GET", "/api/v1/passkeys", kPeople, kNone}, list_passkeys},
    stepped_up({{"POST", "/api/v1/passkeys/begin", kPeople, kSmall}, begin_passkey}),
    stepped_up({{"POST", "/api/v1/passkeys", kPeople, kSmall}, add_passkey}),
    {{"DELETE", "/api/v1/passkeys/{id}", kPeople, kNone}, remove_passkey},
    {{"GET", "/api/v1/sessions", kPeople, kNone}, list_sessions},
    {{"DELETE", "/api/v1/sessions/{id}", kPeople, kNone}, end_session},
    {{"POST", "/api/v1/invitation/begin", kAnyone, kSmall}, begin_invitation},
    {{"POST", "/api/v1/invitation/accept", kAnyone, kSmall}, accept_invitation},
    {{"GET", "/api/v1/accounts", kAdmin, kNone}, list_accounts},
    stepped_up({{"POST", "/api/v1/accounts/{person}/invite", kAdmin, kSmall}, invite_account}),
    {{"DELETE", "/api/v1/accounts/{person}", kAdmin, kNone}, revoke_account},

    {{"GET", "/a/{token}", kAnyone, kNone}, show_ack_link},
    {{"POST", "/a/{token}", kAnyone, 4096}, use_ack_link},
    {{"GET", "/notices/{path*}", kAnyone, kNone}, get_public_file},
    {{"GET", "/", kAnyone, kNone}, get_console},
    {{"GET", "/assets/{path*}", kAnyone, kNone}, get_console_file},

    {{"GET", "/-/healthy", kAnyone, kNone}, get_healthy},
    {{"GET", "/-/ready", kAnyone, kNone}, get_ready},
    {{"POST", "/-/reload", kAdmin, kSmall}, post_reload},
    {{"GET", "/metrics", kAnyone, kNone}, get_metrics},
};

#undef INCIDENT

}  // namespace

std::span<const Route> routes() { return kRoutes; }

}  // namespace breachd::api
