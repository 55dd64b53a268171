// Entries about what people decide together and put right afterwards; a part of event.hpp, with its rules.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "core/incident/incident.hpp"
#include "core/journal/reason.hpp"

namespace breachd {

struct DismissalProposed {  // a second person must confirm it; the calls end, no duty does
    std::string reason;
    std::string by;
    bool by_dpo = false;
    std::string duplicate_of;
};
BOOST_DESCRIBE_STRUCT(DismissalProposed, (), (reason, by, by_dpo, duplicate_of))

struct DismissalUnconfirmed {  // half of the clock has passed, people are paged
    std::string by;
};
BOOST_DESCRIBE_STRUCT(DismissalUnconfirmed, (), (by))

struct ProposalWithdrawn {  // by a person, or (cause) because the facts changed
    Matter what = Matter::dismissal;
    std::string about;
    std::optional<Reason> cause;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(ProposalWithdrawn, (), (what, about, cause, note))

struct DuplicateMerged {  // of the incident that stays
    std::string duplicate;
    std::int64_t subjects = 0;  // people who came over; known ones are not counted
    std::int64_t filings = 0;
};
BOOST_DESCRIBE_STRUCT(DuplicateMerged, (), (duplicate, subjects, filings))

struct Reopened {  // from remedied, closed or dismissed
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(Reopened, (), (reason))

struct NoticeApproved {    // one person's yes to these texts; nothing is sent by it
    std::string sha256;    // of the texts
    std::string document;  // under which they are kept
    std::string by;
    bool by_dpo = false;
};
BOOST_DESCRIBE_STRUCT(NoticeApproved, (), (sha256, document, by, by_dpo))

struct NoticeApprovalAsked {  // a second person is asked to read these texts
    std::string sha256;
    std::string by;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(NoticeApprovalAsked, (), (sha256, by, note))

struct NoticeRefused {  // these very texts may not go, in the eyes of one person; the yes of the same person is over
    std::string sha256;
    std::string by;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(NoticeRefused, (), (sha256, by, reason))

struct NoticeTested {  // a copy of the present texts went to a person of ours
    std::string sha256;
    std::string channel;
    std::string person;
    std::string language;
};
BOOST_DESCRIBE_STRUCT(NoticeTested, (), (sha256, channel, person, language))

struct FilingCorrected {  // as it now is; `was`: as it was
    Filing filing;
    Filing was;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(FilingCorrected, (), (filing, was, reason))

struct FilingWithdrawn {
    int number = 0;
    std::string form;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(FilingWithdrawn, (), (number, form, reason))

struct FilingChecked {  // the second look
    int number = 0;
    std::string form;
    std::string by;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(FilingChecked, (), (number, form, by, note))

}  // namespace breachd
