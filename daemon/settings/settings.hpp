// The configuration as values, after it was read and checked by daemon/config. Core and engine take what they need from
// here. One part a header; this one holds what has no part of its own yet, and the whole.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "settings/channels.hpp"
#include "settings/law.hpp"
#include "settings/oncall.hpp"
#include "settings/telling.hpp"

namespace breachd {

enum class Mode { live, drill };

// Who answers for the organisation on one matter.
struct ContactPoint {
    std::string name, title, phone, email;
};

struct Registration {
    std::string paper;  // decision | enterprise | business_household | investment: which of the form's four papers
    std::string number, issuer, place;
    std::string date;  // "2015-03-02"
};

struct Organisation {
    std::string name, address, transaction_office, tax_code, phone, website, place;
    Registration registration;
    ContactPoint data_protection_officer;
    ContactPoint incident_desk;
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

struct PlaybookTask {
    std::string id;
    Bilingual title;
    std::optional<Duration> due_after;  // from detection
    std::string action;                 // "" a person's task | page | propose_public_notice
    std::string when;                   // "" always | "kind:location" | "severity>=80" | "role:processor" | "act:loss"
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
    std::string sha256;                                // of everything read, for the journal

    const Channel* channel(std::string_view name) const;
    const Person* person(std::string_view id) const;
    const Edition* edition_of(std::string_view id) const;
    const AlertSource* source(std::string_view name) const;
};

}  // namespace breachd
