// Whose yes or no stands behind a text of the notice: of the draft, and of what was released.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace breachd {

// One person's yes to one text of the notice.
struct NoticeApproval {
    std::string sha256;    // of the texts (NoticeDraft::sha256)
    std::string document;  // by which the approved texts are kept
    std::string by;
    bool by_dpo = false;
    Instant at{};
    bool operator==(const NoticeApproval&) const = default;
};
BOOST_DESCRIBE_STRUCT(NoticeApproval, (), (sha256, document, by, by_dpo, at))

struct NoticeRefusal {  // of texts that may not go until they are changed, or the same person approves them
    std::string sha256;
    std::string by;
    std::string reason;
    Instant at{};
    bool operator==(const NoticeRefusal&) const = default;
};
BOOST_DESCRIBE_STRUCT(NoticeRefusal, (), (sha256, by, reason, at))

struct NoticeRequest {  // a second person was asked to read these texts
    std::string sha256;
    std::string by;
    std::string note;
    Instant at{};
    bool operator==(const NoticeRequest&) const = default;
};
BOOST_DESCRIBE_STRUCT(NoticeRequest, (), (sha256, by, note, at))

// Who let the present version of the notice go.
struct NoticeRelease {
    int version = 0;
    std::string by;
    std::vector<std::string> authors;
    std::vector<std::string> approved_by;
    std::string alone;  // why one person had to do it alone; "" : two people did
    Instant at{};
    bool operator==(const NoticeRelease&) const = default;
};
BOOST_DESCRIBE_STRUCT(NoticeRelease, (), (version, by, authors, approved_by, alone, at))

}  // namespace breachd
