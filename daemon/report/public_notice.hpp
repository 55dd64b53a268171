// Pages for the outside as static files. The public notice of Điều 29.3.a: accessible HTML (vi, en), notice.json with a
// detached signature by the journal's key, Atom feeds: of this notice, and of all at the publisher's root. The content
// page that short letters point to: HTML alone, at an address that nobody can guess, kept out of indexes. Pure
// functions of facts (core/telling/public_page.hpp has the words); no personal data of subjects, no third-party
// resource, no script.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/incident/incident.hpp"
#include "core/telling/notice.hpp"
#include "core/telling/public_page.hpp"
#include "settings/settings.hpp"

namespace breachd::report {

struct PublicFile {
    std::string path;  // relative to the publisher's root: "<incident id>/index.html"
    std::string bytes;
};

// What is up, for the feed at the root: withdrawn ones stay, and say so.
struct PublishedNotice {
    std::string incident;
    Instant first_at{}, last_at{};
    bool withdrawn = false;
    bool drill = false;
};

// `base_url` is the address of the publisher without a trailing slash; `at` is the moment of this update.
struct PublicNoticeInput {
    const Incident& incident;
    const Settings& settings;
    std::string base_url;
    Instant at{};
    // For the feed of all, in its order; this one may be among them. None: not known, and that feed is left as it is.
    std::optional<std::vector<PublishedNotice>> all = {};
    // As evidence is signed (report/evidence.hpp): 64 bytes over the very bytes of notice.json. Empty: nothing is
    // signed.
    std::string public_key = {};
    std::function<std::string(std::string_view)> sign = {};
};
std::vector<PublicFile> public_notice_files(const PublicNoticeInput& input);
// For a site that dresses pages up itself: the title, and both languages in one.
struct PublicNoticeBody {
    std::string title, main;  // main: HTML
};
PublicNoticeBody public_notice_body(const PublicNoticeInput& input);
// Path of the page whose read-back is the proof.
std::string public_notice_page(const Incident& incident);
// The page before it is put up: words in the place of its moments.
std::string public_notice_look(const Incident& incident, const Settings& settings, PageText text,
                               std::string_view language);

struct ContentPageInput {
    const Settings& settings;
    const NoticeText &vi, &en;  // as released
    std::string token;          // the folder's name
    bool drill = false;
};
std::vector<PublicFile> content_page_files(const ContentPageInput& input);  // the page that is read back comes first

}  // namespace breachd::report
