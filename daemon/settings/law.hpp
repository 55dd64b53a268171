// An edition of the law as data (playbooks/law/*.yaml): kinds of data, duties, contents of notices, retention. Nothing
// in the program knows an article or a number of hours; every constant here carries its citation.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_words.hpp"
#include "base/instant.hpp"

namespace breachd {

// A text in the two languages we write; Vietnamese is never empty.
struct Bilingual {
    std::string vi;
    std::string en;
    const std::string& in(std::string_view language) const { return language == "en" && !en.empty() ? en : vi; }
    bool operator==(const Bilingual&) const = default;
};
BOOST_DESCRIBE_STRUCT(Bilingual, (), (vi, en))

struct DataKind {
    std::string id;  // stable, English: location, biometric, bank_finance_credit, ...
    bool sensitive = false;
    std::string citation;        // "Điều 4.1.h"
    Bilingual label;             // Vietnamese: the decree's words
    Bilingual short_label = {};  // for text messages and lists; empty: the label
};

struct Act {
    std::string id;  // leak, loss, unauthorised_access, ...
    Bilingual label;
};

// One item that a notice must contain, e.g. 29.2.a "Thời điểm và hình thức phát hiện vi phạm".
struct ContentItem {
    std::string id;  // when_how_detected, kinds, severity_and_risks, measures, guidance, contacts, nature, consequences
    std::string citation;            // "Điều 29.2.a"
    Bilingual label;                 // Vietnamese: the decree's words
    std::vector<std::string> facts;  // facts that must be known for it, e.g. ["detected_at", "detected_how"]
};

struct Content {
    std::string id;  // nature_28_1 | six_items_29_2
    std::vector<ContentItem> items;
};

// To whom a duty is owed. The words are those of the editions' files and of the HTTP API.
enum class Addressee { authority, subjects, authority_and_subjects, everyone, controller, file, other_authority };
BREACHD_ENUM_BEGIN(Addressee)
BREACHD_ENUM_WORD(Addressee, authority, "authority")
BREACHD_ENUM_WORD(Addressee, subjects, "subjects")
BREACHD_ENUM_WORD(Addressee, authority_and_subjects, "authority_and_subjects")
BREACHD_ENUM_WORD(Addressee, everyone, "public")
BREACHD_ENUM_WORD(Addressee, controller, "controller")
BREACHD_ENUM_WORD(Addressee, file, "file")
BREACHD_ENUM_WORD(Addressee, other_authority, "other_authority")
BREACHD_ENUM_END(Addressee)

// The moment a duty's period runs from. `occurrence`: of the act itself; the detection while that is not known.
enum class StartsAfter { detection, occurrence, public_notice_needed, public_notice, remedied };
BOOST_DESCRIBE_ENUM(StartsAfter, detection, occurrence, public_notice_needed, public_notice, remedied)

// Kinds of data that count only where the organisation works in one sector.
struct InSector {
    std::string sector;              // one of Organisation::sector
    bool sensitive = false;          // every sensitive kind of the edition counts
    std::vector<std::string> kinds;  // these count
};

// When a duty applies. Empty lists do not restrict.
struct Applies {
    std::vector<std::string> kinds;  // any of these kinds of data is affected
    std::vector<std::string> acts;   // the act is one of these
    std::vector<std::string> roles;  // we are one of these: controller, controller_processor, processor, third_party
    StartsAfter after = StartsAfter::detection;
    bool when_in_doubt = false;              // stays applicable until somebody records why not
    std::optional<InSector> in_sector = {};  // beside `kinds`: one of those, or one of these
    // Any of these kinds is affected: the text then names no condition that could be in doubt.
    std::vector<std::string> without_condition = {};
};

struct ObligationRule {
    std::string id;        // authority-report, subjects-location-biometric, ...
    std::string citation;  // "Điều 29.1.a"
    Addressee addressee = Addressee::authority;
    Bilingual title;
    Applies applies;
    std::optional<Duration> within;  // hours from the moment below; none: no number in the law
    std::string within_of;           // "" own moment | id of the obligation whose due time it shares
    std::string content;             // Content::id, may be empty
    std::string reading;             // where our reading goes beyond the text; shown to the user
    bool secondary = false;          // from another author's summary; packs only
    // To the end of the day; instead of `within`.
    std::optional<int> within_working_days = {};
};

// How long before an inspection the authority says so.
struct InspectionNotice {
    int days = 0;
    bool working = false;  // working days
    std::string citation;
};

struct Edition {
    std::string id;  // vn-356-2025
    std::string name;
    std::optional<Instant> in_force_from;  // inclusive; none: never in force (a draft), used only when pinned
    std::optional<Instant> in_force_to;    // exclusive
    std::string authority;                 // addressee of the report, as the form prints it
    std::string form;                      // the form of this edition: mau-08
    std::string form_citation;
    std::string notice_citation;  // content article for the authority: "Điều 28.1"
    int keep_years = 5;
    std::string keep_citation;
    std::optional<InspectionNotice> inspection = {};  // none: the text names no number
    std::vector<DataKind> kinds;
    std::vector<Act> acts;
    std::vector<Content> contents;
    std::vector<ObligationRule> obligations;

    const DataKind* kind(std::string_view id_) const;
    const Act* act(std::string_view id_) const;
    const Content* content(std::string_view id_) const;
    const ObligationRule* obligation(std::string_view id_) const;
    bool is_draft() const { return !in_force_from; }
};

// Days that are no working days, or that are although they fall on a weekend. Weekends need no entry.
struct Holiday {
    std::chrono::year_month_day from{}, to{};  // both inclusive
    bool working = false;
    std::string citation;  // the decision that says so
};

// The law in force for us.
struct LawSettings {
    std::string edition = "auto";
    std::vector<Edition> editions;
    std::string authority;                      // overrides the edition's addressee when not empty
    std::vector<std::string> authority_copies;  // offices that get a copy of the report: its "Nơi nhận"
    std::vector<Holiday> holidays;
    int keep_years = 5;
    std::optional<Duration> controller_inform_within;  // contract value when we are the processor

    const Edition* edition_of(std::string_view id) const;
};

}  // namespace breachd
