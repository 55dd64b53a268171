// The configuration as values, after it was read and checked by daemon/config. Core and engine take what they need from
// here; nothing in here is a file name except where a notifier needs one.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "settings/law.hpp"

namespace breachd {

enum class Mode { live, drill };

struct Contact {
    std::string name, title, phone, email;
};

// Which of the form's four papers registers the organisation.
enum class RegistrationPaper { decision, enterprise, business_household, investment };
BOOST_DESCRIBE_ENUM(RegistrationPaper, decision, enterprise, business_household, investment)

struct Registration {
    RegistrationPaper paper = RegistrationPaper::enterprise;
    std::string number, issuer, place;
    std::string date;  // "2015-03-02"
};

struct Organisation {
    std::string name, address, transaction_office, tax_code, phone, website, place;
    Registration registration;
    Contact data_protection_officer;
    Contact incident_desk;
};

// What triage and the duty roster need to know of a sender of alerts; how it proves who it is belongs to the API.
struct AlertSource {
    std::string name;
    std::optional<Duration> expect_every;  // silent for longer: the duty roster hears of it
    bool opens_unproven = false;           // whether alerts over a transport that proves nothing may open incidents
};

struct Provenance {
    std::string provider, sharing, agreement_id;
    bool operator==(const Provenance&) const = default;
};

struct Asset {
    std::string name;
    std::vector<std::string> hosts, users, tables;  // globs with * ; an alert matches when any of them does
    std::vector<std::string> kinds;
    std::int64_t subjects = 0;
    std::int64_t records = 0;
    std::optional<Provenance> provenance;
    bool operator==(const Asset&) const = default;
};

// One condition of a triage rule, compiled (core/triage/triage.hpp parses and owns it).
struct Condition;

// Conditions that must all hold.
struct When {
    std::vector<std::string> texts;  // as written
    std::vector<std::shared_ptr<const Condition>> conditions;
};

// Which alerts of one rule are one incident: those that agree in all of these.
enum class GroupPart { asset, host, user, table, source, rule_id, title };
BOOST_DESCRIBE_ENUM(GroupPart, asset, host, user, table, source, rule_id, title)

struct TriageRule {
    std::string name;
    When when;
    bool open = false;
    std::string act = "leak";
    std::vector<std::string> kinds;  // empty: the asset's
    std::optional<int> severity;
    std::string playbook;             // empty: chosen by kind
    std::vector<GroupPart> group_by;  // empty: the asset, else the host, else the table, else the user, else the source
    std::optional<Duration> group_window;
};

// What a data set holds, known by its name, path, classifier or tag, beside what sender and asset say of it.
struct KindRule {
    std::string name;
    When when;
    std::vector<std::string> kinds;
};

// More incidents than `incidents` opened by alerts within `within`: further ones are folded into one.
struct StormPolicy {
    int incidents = 20;  // 0: never
    Duration within{std::chrono::minutes{10}};
};

// An alert of a group whose incident is remedied: joins it and says so to the duty roster, or opens another.
enum class AfterRemedy { join, open };
BOOST_DESCRIBE_ENUM(AfterRemedy, join, open)
// An alert of a group that was dismissed less than the group's window ago: only kept, or opens another.
enum class AfterDismissal { keep, open };
BOOST_DESCRIBE_ENUM(AfterDismissal, keep, open)

struct Person {
    std::string id, name, email, phone, pager;
};

struct Roster {
    std::string name;
    std::vector<std::string> members;
    Duration rotation{std::chrono::hours{24 * 7}};
    Instant starts{};
};

struct EscalationStepRule {
    Duration after{};
    std::vector<std::string> page;  // "roster:<name>" or a person's id
};

struct OnCall {
    std::vector<Roster> rosters;
    std::vector<EscalationStepRule> escalation;
    Duration repeat{std::chrono::minutes{30}};
    int rounds_max = 3;                 // then the chain is exhausted: an alarm of its own, and it starts again
    std::vector<std::string> channels;  // names of channels
    std::vector<int> reminder_marks{33, 67, 83, 92, 98};  // per cent of an obligation's period
};

enum class TellingGrade { accepted, delivered };

struct Channel {
    std::string name;
    std::string type;  // smtp | webhook | file
    std::string url, from, directory;
    std::string username;
    std::string secret;  // read from secret_file; never printed
    std::string password;
    std::string tls = "auto";  // smtp: auto | required | none
    std::string ca_file;
    double rate_per_second = 50;
    int connections = 4;
    std::string address;  // which contact column it uses: email | phone | zalo_id | push_token | any
    TellingGrade told_when = TellingGrade::accepted;
    std::string on_unknown = "resend";  // resend (same key, once) | leave
    int attempts_max = 8;
    std::optional<std::int64_t> daily_quota;
    Duration timeout{std::chrono::seconds{20}};
};

struct NoticePolicy {
    std::vector<std::string> order;  // channels, best first
    bool second_person = true;
    bool links_allowed = true;
};

struct Publisher {
    std::string type;  // directory
    std::string path, url;
};

struct PublicNoticePolicy {
    bool automatic = true;  // publish: auto | propose
    Duration margin{std::chrono::hours{6}};
    std::vector<Publisher> publishers;
};

// What the daemon does when a task is overdue; `none`: the task is a person's, and is shown as overdue.
enum class TaskAction { none, page, propose_public_notice };
BOOST_DESCRIBE_ENUM(TaskAction, none, page, propose_public_notice)

// When a task is wanted (core/incident/playbook.hpp reads and judges it).
struct TaskCondition {
    enum class About { always, kind, role, act, severity_at_least };
    About about = About::always;
    std::string word;  // of kind, role and act
    int least = 0;     // of severity_at_least
};

struct PlaybookTask {
    std::string id;
    Bilingual title;
    std::optional<Duration> due_after;  // from detection
    TaskAction action = TaskAction::none;
    TaskCondition when;
};

struct Playbook {
    std::string id;
    Bilingual title;
    std::vector<std::string> kinds;  // chosen when one of these is affected; empty: the general one
    std::vector<PlaybookTask> tasks;
};

// Logic-less texts (mustache) of notices and public notice, per language: names such as "notice.vi.subject".
struct Templates {
    std::map<std::string, std::string> texts;
    std::map<std::string, std::string> files;  // name -> file it came from, for error messages
};

struct Settings {
    Mode mode = Mode::live;
    double time_scale = 1;
    Organisation organisation;
    std::string edition = "auto";
    std::vector<Edition> editions;
    std::string authority;  // overrides the edition's addressee when not empty
    std::vector<AlertSource> sources;
    std::vector<Asset> assets;
    std::vector<KindRule> kind_rules;
    std::vector<TriageRule> rules;
    std::vector<std::string> sent_pointers;  // fields of the alerts as sent that the rules ask for, each once
    Duration group_window{std::chrono::minutes{30}};
    StormPolicy storm;
    AfterRemedy after_remedy = AfterRemedy::join;
    AfterDismissal after_dismissal = AfterDismissal::keep;
    std::vector<Person> people;
    OnCall on_call;
    std::vector<Channel> channels;
    NoticePolicy notice;
    PublicNoticePolicy public_notice;
    std::vector<Playbook> playbooks;
    Templates templates;
    int keep_years = 5;
    std::optional<Duration> controller_inform_within;  // contract value when we are the processor
    std::string public_url;                            // of the daemon itself, for links
    std::string sha256;                                // of `as_read`, for the journal
    std::string as_read;  // every file that was read, secrets masked (config/kept_files.hpp)

    const Channel* channel(std::string_view name) const;
    const Person* person(std::string_view id) const;
    const Edition* edition_of(std::string_view id) const;
    const AlertSource* source(std::string_view name) const;
};

}  // namespace breachd
