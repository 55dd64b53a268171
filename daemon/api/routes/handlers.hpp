// The functions behind the routes, by the file they live in. Each answers its call exactly once.
#pragma once

#include "api/routes/route.hpp"

namespace breachd::api {

// alerts.cpp
Result<std::size_t> admit_alerts(Context& context, Call& call);
void post_alerts(Context& context, const CallPtr& call);
// There is no room for the body of this call.
Response overload_alerts(Context& context, const Call& call);
void answer_permission(Context& context, const CallPtr& call);
void list_alerts(Context& context, const CallPtr& call);

// quarantine.cpp
void list_quarantine(Context& context, const CallPtr& call);
void get_quarantined(Context& context, const CallPtr& call);
void replay_quarantine(Context& context, const CallPtr& call);
void discard_quarantine(Context& context, const CallPtr& call);
void list_sources(Context& context, const CallPtr& call);
void list_unmatched(Context& context, const CallPtr& call);

// incidents.cpp
void open_incident(Context& context, const CallPtr& call);
void list_incidents(Context& context, const CallPtr& call);
void get_incident(Context& context, const CallPtr& call);
void patch_incident(Context& context, const CallPtr& call);
void acknowledge(Context& context, const CallPtr& call);
void confirm(Context& context, const CallPtr& call);
void dismiss(Context& context, const CallPtr& call);
void merge_incident(Context& context, const CallPtr& call);
void confirm_dismissals(Context& context, const CallPtr& call);
void reopen(Context& context, const CallPtr& call);
void remedy(Context& context, const CallPtr& call);
void close_incident(Context& context, const CallPtr& call);
void hold(Context& context, const CallPtr& call);
void announce_inspection(Context& context, const CallPtr& call);
void mark_not_applicable(Context& context, const CallPtr& call);
void complete_task(Context& context, const CallPtr& call);
void reopen_task(Context& context, const CallPtr& call);
void change_task(Context& context, const CallPtr& call);
void assign_incident(Context& context, const CallPtr& call);
void add_comment(Context& context, const CallPtr& call);
void list_pages(Context& context, const CallPtr& call);
void list_clocks(Context& context, const CallPtr& call);

// import.cpp
Result<std::size_t> admit_import(Context& context, Call& call);
std::shared_ptr<BodySink> open_import(Context& context, const CallPtr& call);
void import_from(Context& context, const CallPtr& call);  // imports/pull.cpp
void get_rejected(Context& context, const CallPtr& call);

// subjects.cpp
void get_subjects_status(Context& context, const CallPtr& call);
void list_deliveries(Context& context, const CallPtr& call);
void list_subjects(Context& context, const CallPtr& call);
void export_subjects(Context& context, const CallPtr& call);
void list_imports(Context& context, const CallPtr& call);
void get_subject(Context& context, const CallPtr& call);

// before/before_release.cpp
void get_before_release(Context& context, const CallPtr& call);
void get_before_release_opened(Context& context, const CallPtr& call);

// desk/answer_desk.cpp
void find_subjects(Context& context, const CallPtr& call);
void get_subject_messages(Context& context, const CallPtr& call);
void send_again(Context& context, const CallPtr& call);
void note_reply(Context& context, const CallPtr& call);

// desk/post.cpp
void list_letters(Context& context, const CallPtr& call);
void post_letters(Context& context, const CallPtr& call);
void return_letter(Context& context, const CallPtr& call);

void state_list_complete(Context& context, const CallPtr& call);
void tell_by_hand(Context& context, const CallPtr& call);
void mark_impossible(Context& context, const CallPtr& call);
void remove_subject(Context& context, const CallPtr& call);
void list_shared_contacts(Context& context, const CallPtr& call);
void correct_subject(Context& context, const CallPtr& call);

// notices.cpp
void get_notice(Context& context, const CallPtr& call);
void put_notice(Context& context, const CallPtr& call);
void approve_notice(Context& context, const CallPtr& call);
void ask_for_approval(Context& context, const CallPtr& call);
void refuse_notice(Context& context, const CallPtr& call);
void test_notice(Context& context, const CallPtr& call);
void release_notice(Context& context, const CallPtr& call);
void pause_notice(Context& context, const CallPtr& call);
void stop_notice(Context& context, const CallPtr& call);
void resume_notice(Context& context, const CallPtr& call);
void get_public_notice(Context& context, const CallPtr& call);
void preview_public_notice(Context& context, const CallPtr& call);
void approve_public_page(Context& context, const CallPtr& call);
void withdraw_public_notice(Context& context, const CallPtr& call);
void publish_notice(Context& context, const CallPtr& call);

// reports.cpp
void get_report(Context& context, const CallPtr& call);
void post_report(Context& context, const CallPtr& call);
void get_completeness(Context& context, const CallPtr& call);
void file_report(Context& context, const CallPtr& call);
void change_filing(Context& context, const CallPtr& call);

// evidence.cpp
void get_evidence(Context& context, const CallPtr& call);
void post_evidence(Context& context, const CallPtr& call);
void list_documents(Context& context, const CallPtr& call);
void get_document(Context& context, const CallPtr& call);

// ../events.cpp
void get_events(Context& context, const CallPtr& call);

// hooks.cpp
Result<std::size_t> admit_hook(Context& context, Call& call);
void post_hook(Context& context, const CallPtr& call);
void get_hook(Context& context, const CallPtr& call);  // of a secret path

// ack_link.cpp
void show_ack_link(Context& context, const CallPtr& call);
void use_ack_link(Context& context, const CallPtr& call);

// public_files.cpp
void get_public_file(Context& context, const CallPtr& call);

// console.cpp
void get_console(Context& context, const CallPtr& call);
void get_console_file(Context& context, const CallPtr& call);
// Of an address that no row of the table has: a page of the console, or null.
const Route* route_of_console(const Request& request);

// health.cpp
void get_healthy(Context& context, const CallPtr& call);
void get_ready(Context& context, const CallPtr& call);

// store.cpp
void get_store(Context& context, const CallPtr& call);
void continue_store(Context& context, const CallPtr& call);

// reload.cpp
void post_reload(Context& context, const CallPtr& call);

// description.cpp
void get_openapi(Context& context, const CallPtr& call);
void get_report_schema(Context& context, const CallPtr& call);

// overview/me.cpp
void get_vocabulary(Context& context, const CallPtr& call);
void get_me(Context& context, const CallPtr& call);

// overview/now.cpp
void get_now(Context& context, const CallPtr& call);
void get_readiness(Context& context, const CallPtr& call);

// overview/settings.cpp
void get_configuration(Context& context, const CallPtr& call);
void list_assets(Context& context, const CallPtr& call);

// overview/timeline.cpp
void get_timeline(Context& context, const CallPtr& call);
void get_entry(Context& context, const CallPtr& call);
void list_audit(Context& context, const CallPtr& call);
void list_retention(Context& context, const CallPtr& call);

// people.cpp
void list_gaps(Context& context, const CallPtr& call);
void list_overrides(Context& context, const CallPtr& call);
void override_on_call(Context& context, const CallPtr& call);
void end_override(Context& context, const CallPtr& call);
void get_clock(Context& context, const CallPtr& call);
void confirm_clock(Context& context, const CallPtr& call);
void get_on_call(Context& context, const CallPtr& call);
void get_whoami(Context& context, const CallPtr& call);

// channels.cpp
void list_channels(Context& context, const CallPtr& call);
void check_channel(Context& context, const CallPtr& call);
void test_channel(Context& context, const CallPtr& call);

// metrics.cpp
void get_metrics(Context& context, const CallPtr& call);

}  // namespace breachd::api
