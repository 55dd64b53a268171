#include "core/access/session.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const Instant kBegan = testkit::at("2026-11-20T10:00:00Z");

Session session() { return {"id", "an", kBegan, kBegan, kBegan}; }

}  // namespace

TEST_CASE("a session that is left alone ends after the idle limit, each use puts it off") {
    SignIn rules;
    auto s = session();
    CHECK(alive(s, rules, kBegan + minutes{59}));
    CHECK_FALSE(alive(s, rules, kBegan + hours{1}));
    s.seen_at = kBegan + minutes{59};
    CHECK(alive(s, rules, kBegan + minutes{118}));
    CHECK_FALSE(alive(s, rules, kBegan + minutes{119}));
}

TEST_CASE("no use makes a session live longer than the absolute limit") {
    SignIn rules;
    auto s = session();
    s.seen_at = kBegan + hours{12} - minutes{1};
    CHECK(alive(s, rules, kBegan + hours{12} - minutes{1}));
    CHECK_FALSE(alive(s, rules, kBegan + hours{12}));
    CHECK(idle_until(s, rules) == kBegan + hours{12});
    rules.absolute = hours{2};
    CHECK_FALSE(alive(s, rules, kBegan + hours{2}));
}

TEST_CASE("the password counts for ten minutes for what cannot be undone, and never beyond the session") {
    SignIn rules;
    auto s = session();
    CHECK(stepped_up(s, rules, kBegan + minutes{9}));
    CHECK_FALSE(stepped_up(s, rules, kBegan + minutes{10}));
    s.stepped_up_at = kBegan + hours{12} - minutes{1};
    CHECK(stepped_up_until(s, rules) == kBegan + hours{12});
}

TEST_CASE("an invitation is found by its token's hash alone, and until it expires") {
    AccessBook book;
    book.invitations["an"] = {sha256("one"), Role::dpo, kBegan + hours{24}};
    book.invitations["binh"] = {sha256("two"), Role::viewer, kBegan + hours{24}};
    CHECK(book.invited_by(sha256("one"), kBegan) == "an");
    CHECK(book.invited_by(sha256("two"), kBegan) == "binh");
    CHECK(book.invited_by(sha256("three"), kBegan).empty());
    CHECK(book.invited_by(Digest{}, kBegan).empty());
    CHECK(book.invited_by(sha256("one"), kBegan + hours{24}).empty());
}

TEST_CASE("the id that lists show of a session tells nothing of its cookie") {
    auto id = session_id(sha256("cookie"));
    CHECK(id.size() == 16);
    CHECK(id != session_id(sha256("another")));
    CHECK(hex(sha256("cookie")).find(id) == std::string::npos);
}
