// What strangers wrote never reaches a terminal raw: every listing command against a server whose texts are all
// hostile.
#include <httplib.h>

#include <thread>

#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

// Clears the screen, sets the title, begins a line, C1, a turned reading direction.
const std::string kHostile = "x\x1b[2J\x1b]0;t\x07\r\nINC-9999 giả\x7f\xc2\x9b\x33\x31m\xe2\x80\xae\xe2\x81\xa6z";

// Every member that some command prints, each hostile, in an object, its lists and its inner objects.
json::object hostile_object(int depth) {
    json::object out;
    for (const char* name : {"id",
                             "title",
                             "state",
                             "by",
                             "name",
                             "note",
                             "words",
                             "code",
                             "who",
                             "person",
                             "channel",
                             "why",
                             "summary",
                             "actor",
                             "kind",
                             "owner",
                             "reason",
                             "source",
                             "alert_id",
                             "detail",
                             "label",
                             "act",
                             "role",
                             "place",
                             "email",
                             "citation",
                             "obligation",
                             "incident_id",
                             "form",
                             "until",
                             "on_call",
                             "next",
                             "after",
                             "url",
                             "where",
                             "format",
                             "description",
                             "addressee",
                             "type",
                             "description",
                             "body",
                             "subject",
                             "short",
                             "vi",
                             "en",
                             "guidance",
                             "measures",
                             "subject_ref",
                             "acknowledged_by",
                             "quarantine_id",
                             "content_type",
                             "receipt_number"})
        out[name] = kHostile;
    for (const char* name : {"opened_at", "due_at", "at", "received_at", "detected_at"})
        out[name] = "2026-11-23T03:00:00Z";
    if (depth == 0) return out;
    for (const char* name : {"items", "obligations", "rosters", "escalation", "tasks", "filings", "missing", "authors",
                             "approvals", "kinds", "parties", "hosts", "page", "people_now", "channels", "fields"})
        out[name] = json::array{hostile_object(depth - 1)};
    for (const char* name : {"notice_run", "public_notice", "retention", "data", "draft", "languages", "contactable"})
        out[name] = hostile_object(depth - 1);
    out["next"] = nullptr;
    return out;
}

bool harmless(const std::string& shown) {
    for (unsigned char c : shown)
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) return false;
    for (const char* mark : {"\xc2\x9b", "\xe2\x80\xae", "\xe2\x81\xa6"})
        if (shown.find(mark) != std::string::npos) return false;
    return true;
}

struct HostileServer {
    httplib::Server server;
    int port;
    std::thread thread;
    explicit HostileServer(int status) : port(server.bind_to_any_port("127.0.0.1")) {
        auto body = json::serialize(hostile_object(2));
        server.Get(".*", [=](const httplib::Request&, httplib::Response& answer) {
            answer.status = status;
            answer.set_content(body, status == 200 ? "application/json" : "application/problem+json");
        });
        thread = std::thread([this] { server.listen_after_bind(); });
    }
    ~HostileServer() {
        server.stop();
        thread.join();
    }
};

}  // namespace

TEST_CASE("no listing command lets a control character of a stranger through to the terminal") {
    int status = GENERATE(200, 409);
    HostileServer hostile(status);
    std::size_t printed = 0;
    for (std::vector<std::string> words : std::vector<std::vector<std::string>>{{"incident", "list"},
                                                                                {"incident", "show", "INC-1"},
                                                                                {"incident", "pages", "INC-1"},
                                                                                {"incident", "timeline", "INC-1"},
                                                                                {"clock", "list"},
                                                                                {"oncall", "show"},
                                                                                {"channel", "list"},
                                                                                {"alert", "list"},
                                                                                {"quarantine", "list"},
                                                                                {"quarantine", "show", "q-1"},
                                                                                {"source", "list"},
                                                                                {"subjects", "status", "INC-1"},
                                                                                {"subjects", "list", "INC-1"},
                                                                                {"subjects", "show", "INC-1", "1"},
                                                                                {"notice", "preview", "INC-1"},
                                                                                {"notice", "diff", "INC-1"},
                                                                                {"notice", "status", "INC-1"},
                                                                                {"public-notice", "status", "INC-1"},
                                                                                {"report", "list", "INC-1"},
                                                                                {"report", "completeness", "INC-1"}}) {
        for (const char* form : {"text", "json"}) {
            std::vector<std::string> all{breachctl_program(), "--server",
                                         "http://127.0.0.1:" + std::to_string(hostile.port), "-o", form};
            all.insert(all.end(), words.begin(), words.end());
            auto ran = testkit::run(all, "", std::chrono::seconds(20));
            INFO(words[0] << " " << words[1] << " -o " << form << "\n" << ran.out << ran.err);
            CHECK(harmless(ran.out));
            CHECK(harmless(ran.err));
            bool list = status == 200 && (words[1] == "list" || words[1] == "pages" || words[1] == "timeline");
            if (list) CHECK(ran.out.find("\nINC-9999") == std::string::npos);  // a row that nobody wrote
            printed += (ran.out + ran.err).find("x\\x1b[2J") != std::string::npos ||
                       (ran.out + ran.err).find("x\\u001b[2J") != std::string::npos;
        }
    }
    CHECK(printed >= 24);  // of 40: the texts were shown, spelled out
}

TEST_CASE(
    "a title with control characters is cleaned at the API, and the rest never gets raw into lists, pages or the log") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto opened = daemon.post("an", "/api/v1/incidents",
                              {{"title", "Lộ\x1b[2J dữ\r\nliệu\xc2\x9b\xe2\x80\xae"}, {"detected_at", now_rfc3339()}});
    REQUIRE(opened.status == 201);
    CHECK(text(opened.parsed(), "title") == "Lộ [2J dữ liệu");
    auto id = text(opened.parsed(), "id");
    CHECK(daemon.post("an", "/api/v1/incidents/" + id + "/acknowledge", {{"note", "xem\x1b[2J\r\nINC"}}).status == 200);
    for (std::vector<std::string> words : std::vector<std::vector<std::string>>{
             {"incident", "list"}, {"incident", "show", id}, {"incident", "timeline", id}, {"incident", "pages", id}}) {
        std::vector<std::string> all{breachctl_program(), "--server", daemon.url(), "--token-file",
                                     daemon.token_file("an")};
        all.insert(all.end(), words.begin(), words.end());
        auto ran = testkit::run(all, "", std::chrono::seconds(20));
        CHECK(ran.code == 0);
        CHECK(harmless(ran.out));
    }
    CHECK(daemon.world().wait_for(1, "/page"));
    CHECK(daemon.world().received("/page").at(0).body.find("\\u001b") == std::string::npos);
    CHECK(daemon.log().find('\x1b') == std::string::npos);
}
