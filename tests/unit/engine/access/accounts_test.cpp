// Accounts and sessions: who may sign in, and how long.
#include "engine/accounts/accounts.hpp"

#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const Instant kWall = testkit::at("2026-11-20T10:00:00Z");

Settings office() {
    auto out = desk_settings();
    out.sign_in.password = true;
    return out;
}

struct House {
    Desk desk{office()};
    Instant wall = kWall;
    std::int64_t code = 100;

    Result<Answer> invite(const std::string& person, Role role = Role::dpo, const std::string& token = "link") {
        return desk.ask(InviteAccount{person, role, sha256(token), wall}, "", "admin");
    }
    Result<Answer> accept(const std::string& token = "link", const std::string& cookie = "first") {
        return desk.ask(MakeAccount{sha256(token), "$argon2id$", std::string(20, 's'), ++code, sha256(cookie), wall});
    }
    Result<Answer> sign_in(const std::string& person, const std::string& cookie, std::int64_t step) {
        const auto known = book();
        const auto* account = known.account(person);
        return desk.ask(BeginSession{person, account ? account->made_at : Instant{}, step, sha256(cookie), wall});
    }
    Result<Answer> sign_in(const std::string& cookie) { return sign_in("an", cookie, ++code); }
    AccessBook book() { return desk.store().accounts().all(); }
    std::size_t sessions() { return book().sessions.size(); }
};

ErrorCode code_of(const Result<Answer>& answer) {
    REQUIRE_FALSE(answer.has_value());
    return answer.error().code;
}

}  // namespace

TEST_CASE("an invitation makes an account once: used, expired, replaced and foreign links make none") {
    House house;
    REQUIRE(house.invite("an"));
    CHECK(code_of(house.accept("another")) == ErrorCode::not_found);
    REQUIRE(house.accept());
    CHECK(house.book().account("an")->role == Role::dpo);
    CHECK(house.sessions() == 1);
    CHECK(code_of(house.accept()) == ErrorCode::not_found);

    REQUIRE(house.invite("binh", Role::viewer, "old"));
    REQUIRE(house.invite("binh", Role::responder, "new"));
    CHECK(code_of(house.accept("old", "b")) == ErrorCode::not_found);
    house.wall += hours{24};
    CHECK(code_of(house.accept("new", "b")) == ErrorCode::not_found);
    CHECK(house.book().account("binh") == nullptr);

    auto invited = house.desk.entries<AccountInvited>("");
    REQUIRE(invited.size() == 3);
    CHECK(invited[0].person == "an");
    CHECK(invited[0].expires_at == kWall + hours{24});
    CHECK(house.desk.entries<AccountMade>("").size() == 1);
}

TEST_CASE("only people of the configuration are invited, and as nothing that sends alerts") {
    House house;
    CHECK(code_of(house.invite("nobody")) == ErrorCode::not_found);
    CHECK(code_of(house.invite("an", Role::source)) == ErrorCode::unprocessable);
    CHECK(house.book().invitations.empty());
}

TEST_CASE("each code opens one session: the same step, and an older one, are refused like a wrong password") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.accept());
    REQUIRE(house.sign_in("an", "second", 500));
    for (std::int64_t step : {500, 499, 101}) {
        auto again = house.sign_in("an", "third", step);
        CHECK(code_of(again) == ErrorCode::unauthorized);
        CHECK(again.error().message == sign_in_refused().message);
    }
    CHECK(house.sessions() == 2);
    REQUIRE(house.sign_in("an", "third", 501));
    CHECK(house.desk.entries<SignedIn>("").size() == 3);
}

TEST_CASE("what the proofs were checked against must still be the account") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.accept());
    auto before = house.book().account("an")->made_at;
    house.wall += hours{1};
    REQUIRE(house.invite("an", Role::viewer, "again"));
    REQUIRE(house.accept("again", "new"));
    CHECK(house.sessions() == 1);  // those of the account before ended
    CHECK(house.desk.entries<AccountMade>("").back().ended == 1);
    CHECK(code_of(house.desk.ask(BeginSession{"an", before, 900, sha256("x"), house.wall})) == ErrorCode::unauthorized);
}

TEST_CASE("a person who is no longer configured cannot sign in") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.accept());
    auto settings = office();
    std::erase_if(settings.people, [](const Person& person) { return person.id == "an"; });
    house.desk.use(settings);
    CHECK(code_of(house.sign_in("second")) == ErrorCode::unauthorized);
}

TEST_CASE("one ends one's own sessions, an admin anybody's, and a revoked account has none") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.accept());
    REQUIRE(house.sign_in("second"));
    auto id = session_id(sha256("first"));
    CHECK(code_of(house.desk.ask(EndSession{id, false}, "", "binh")) == ErrorCode::not_found);
    REQUIRE(house.desk.ask(EndSession{id, false}, "", "an"));
    CHECK(code_of(house.desk.ask(EndSession{id, false}, "", "an")) == ErrorCode::not_found);
    REQUIRE(house.desk.ask(EndSession{session_id(sha256("second")), true}, "", "admin"));
    CHECK(house.sessions() == 0);
    REQUIRE(house.sign_in("third"));
    REQUIRE(house.desk.ask(RevokeAccount{"an"}, "", "admin"));
    CHECK(house.sessions() == 0);
    CHECK(house.desk.entries<AccountRevoked>("").back().ended == 1);
    CHECK(code_of(house.sign_in("fourth")) == ErrorCode::unauthorized);
    CHECK(code_of(house.desk.ask(RevokeAccount{"an"}, "", "admin")) == ErrorCode::not_found);
}

TEST_CASE("an open invitation is revoked with the account") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.desk.ask(RevokeAccount{"an"}, "", "admin"));
    CHECK(code_of(house.accept()) == ErrorCode::not_found);
}

TEST_CASE("a step up wants a new code and lasts from then on") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.accept());
    auto made_at = house.book().account("an")->made_at;
    house.wall += minutes{30};
    CHECK(code_of(house.desk.ask(StepUpSession{made_at, house.code, sha256("first"), house.wall})) ==
          ErrorCode::unauthorized);
    CHECK(code_of(house.desk.ask(StepUpSession{made_at, house.code + 1, sha256("none"), house.wall})) ==
          ErrorCode::unauthorized);
    REQUIRE(house.desk.ask(StepUpSession{made_at, house.code + 1, sha256("first"), house.wall}));
    CHECK(house.book().sessions.at(sha256("first")).stepped_up_at == house.wall);
    CHECK(house.desk.entries<SteppedUp>("").size() == 1);
}

TEST_CASE("a changed password is a new account to every proof that was checked before, and ends the other sessions") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.accept());
    REQUIRE(house.sign_in("second"));
    auto made_at = house.book().account("an")->made_at;
    house.wall += minutes{30};
    auto change = [&](Instant checked, std::int64_t step, const std::string& cookie) {
        return house.desk.ask(
            ChangePassword{checked, step, sha256(cookie), "$argon2id$new", std::string(20, 's'), house.wall});
    };
    CHECK(code_of(change(made_at, house.code, "first")) == ErrorCode::unauthorized);  // a code counts once
    CHECK(code_of(change(made_at, ++house.code, "none")) == ErrorCode::unauthorized);
    REQUIRE(change(made_at, ++house.code, "first"));
    CHECK(house.sessions() == 1);
    CHECK(house.book().sessions.contains(sha256("first")));
    CHECK(house.desk.entries<PasswordChanged>("").back().ended == 1);
    CHECK(house.book().account("an")->role == Role::dpo);
    BeginSession late{"an", made_at, ++house.code, sha256("late"), house.wall};
    CHECK(code_of(house.desk.ask(late)) == ErrorCode::unauthorized);
    REQUIRE(house.sign_in("third"));
}

TEST_CASE("a passkey signs in instead of a code, a counter that does not go up is a copy's") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.accept());
    auto made_at = house.book().account("an")->made_at;
    Passkey passkey{"an", "điện thoại", std::string(64, 'k'), -7, 7, house.wall, {}};
    REQUIRE(house.desk.ask(AddPasskey{"id", passkey}, "", "an"));
    CHECK(code_of(house.desk.ask(AddPasskey{"id", passkey}, "", "an")) == ErrorCode::conflict);
    auto sign_in = [&](const std::string& person, std::int64_t count) {
        return house.desk.ask(
            BeginSession{person, made_at, 0, sha256("p" + std::to_string(count)), house.wall, {"id", count}});
    };
    CHECK(code_of(sign_in("an", 7)) == ErrorCode::unauthorized);
    REQUIRE(sign_in("an", 8));
    CHECK(code_of(sign_in("an", 8)) == ErrorCode::unauthorized);
    CHECK(code_of(sign_in("binh", 9)) == ErrorCode::unauthorized);
    CHECK(house.desk.entries<SignedIn>("").back().how == "passkey");
    CHECK(house.book().passkeys.at("id").used_at == house.wall);
    house.desk.boot();
    REQUIRE(house.desk.ask(StepUpSession{made_at, 0, sha256("p8"), house.wall, {"id", 9}}));
    CHECK(code_of(house.desk.ask(RemovePasskey{"binh", "id"}, "", "binh")) == ErrorCode::not_found);
    REQUIRE(house.desk.ask(RemovePasskey{"an", "id"}, "", "an"));
    CHECK(code_of(sign_in("an", 20)) == ErrorCode::unauthorized);
}

TEST_CASE("a device that does not count is let in, and passkeys end with their account") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.accept());
    auto made_at = house.book().account("an")->made_at;
    REQUIRE(house.desk.ask(AddPasskey{"id", {"an", "khóa", std::string(64, 'k'), -7, 0, house.wall, {}}}, "", "an"));
    for (const char* cookie : {"one", "two"})
        REQUIRE(house.desk.ask(BeginSession{"an", made_at, 0, sha256(cookie), house.wall, {"id", 0}}));
    REQUIRE(house.desk.ask(RevokeAccount{"an"}, "", "admin"));
    CHECK(house.book().passkeys.empty());
}

TEST_CASE("accounts, invitations and sessions outlive a restart, what ended leaves with the next sign-in") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.accept());
    REQUIRE(house.invite("binh", Role::viewer, "other"));
    house.desk.boot();
    CHECK(house.sessions() == 1);
    REQUIRE(house.accept("other", "b"));
    house.wall += hours{1};
    REQUIRE(house.sign_in("later"));
    CHECK(house.book().sessions.count(sha256("first")) == 0);
    CHECK(house.book().sessions.count(sha256("b")) == 0);
    CHECK(house.sessions() == 1);
}

TEST_CASE("a person has at most sixteen sessions: the one that was left alone longest ends") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.accept());
    house.desk.tell(TouchSession{sha256("first"), house.wall + minutes{10}});
    for (int i = 0; i < 16; ++i) {
        house.wall += minutes{1};
        if (i == 1) house.desk.tell(TouchSession{sha256("first"), house.wall + minutes{30}});
        REQUIRE(house.sign_in("s" + std::to_string(i)));
    }
    CHECK(house.sessions() == kSessionsMax);
    CHECK(house.book().sessions.count(sha256("first")) == 1);
    CHECK(house.book().sessions.count(sha256("s0")) == 0);
}

TEST_CASE("refused sign-ins are journalled, the first at once and the rest together, without a stranger's name") {
    House house;
    REQUIRE(house.invite("an"));
    REQUIRE(house.accept());
    for (int i = 0; i < 40; ++i) house.desk.tell(NoteSignInRefused{"an"});
    house.desk.tell(NoteSignInRefused{"somebody else"});
    house.desk.tell(NoteSignInRefused{"binh"});  // configured, without an account
    auto refused = house.desk.entries<SignInRefused>("");
    REQUIRE(refused.size() == 2);
    CHECK(refused[0].person == "an");
    CHECK(refused[1].person.empty());
    house.desk.wait(minutes{11});
    refused = house.desk.entries<SignInRefused>("");
    REQUIRE(refused.size() == 4);
    std::int64_t of_an = 0;
    for (const auto& each : refused) of_an += each.person == "an" ? each.count : 0;
    CHECK(of_an == 40);
    house.desk.wait(hours{1});
    CHECK(house.desk.entries<SignInRefused>("").size() == 4);
    house.desk.tell(NoteSignInRefused{"an"});
    CHECK(house.desk.entries<SignInRefused>("").size() == 5);
}

TEST_CASE("a person and a token of the same person are one for what two people must do") {
    House house;
    auto id = id_of(
        house.desk.ask(OpenIncident{{{"title", "Lộ dữ liệu"}, {"detected_at", "2026-11-20T10:00:00Z"}}}, "", "an"));
    auto ask = [&](const std::string& actor, const std::string& person) {
        Envelope envelope;
        envelope.command = Dismiss{"kiểm thử", ""};
        envelope.incident = id;
        envelope.actor = actor;
        envelope.person = person;
        envelope.is_dpo = person == "binh";
        return house.desk.ask(std::move(envelope));
    };
    REQUIRE(ask("person:an", "an"));
    (void)ask("token:an", "an");
    CHECK(house.desk.incident(id).state != IncidentState::dismissed);
    REQUIRE(ask("person:binh", "binh"));
    CHECK(house.desk.incident(id).state == IncidentState::dismissed);
}
