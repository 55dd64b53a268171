#include "bounces/imap_answer.hpp"

#include "testkit/catch.hpp"

using namespace breachd::bounces;

namespace {

std::vector<ImapAnswer> answers_of(std::string_view said, std::size_t piece, std::size_t kept_max = 100) {
    ImapReader reader(kept_max);
    std::vector<ImapAnswer> out;
    for (std::size_t at = 0; at < said.size(); at += piece) {
        REQUIRE(reader.feed(said.substr(at, piece)));
        while (auto answer = reader.next()) out.push_back(std::move(*answer));
    }
    return out;
}

}  // namespace

TEST_CASE("a mail may hold what looks like an answer, and comes in any pieces") {
    const std::string mail = "Subject: a\r\nb1 OK done\r\n* SEARCH 9 {5}\r\n)\r\n";
    const auto said = "* 7 FETCH (FLAGS (\\Seen) UID 12 BODY[]<0> {" + std::to_string(mail.size()) + "}\r\n" + mail +
                      ")\r\nb1 OK Fetch completed.\r\n";
    for (std::size_t piece : {std::size_t{1}, std::size_t{7}, said.size()}) {
        auto answers = answers_of(said, piece);
        REQUIRE(answers.size() == 2);
        auto got = fetched(answers[0]);
        REQUIRE(got);
        CHECK(got->id == 12);
        CHECK(got->bytes == mail);
        CHECK_FALSE(ended(answers[0], "b1"));
        CHECK(ended(answers[1], "b1") == true);
    }
}

TEST_CASE("of a mail longer than asked for only the beginning is kept") {
    auto answers = answers_of("* 1 FETCH (BODY[] {10}\r\n0123456789 UID 3)\r\nb2 OK\r\n", 4, 6);
    REQUIRE(answers.size() == 2);
    CHECK(fetched(answers[0])->bytes == "012345");
    CHECK(fetched(answers[0])->id == 3);
}

TEST_CASE("a mail may come quoted or as NIL, what names no mail, or only its marks, is none") {
    auto mail = [](const std::string& line) { return fetched({line, {}}); };
    CHECK(mail(R"(* 1 FETCH (UID 3 BODY[]<0> "a \"b\" \\"))")->bytes == R"(a "b" \)");
    CHECK(mail("* 1 fetch (uid 3 body[] NIL)")->bytes.empty());
    for (const char* other :
         {"* 1 FETCH (FLAGS (\\Seen))", "* 1 FETCH (UID 3 FLAGS (\\Seen))", "* 1 FETCH (BODY[] \"a\")",
          "* 1 FETCH (UID 3 BODY[] {4}", "* 1 FETCH (UID x BODY[] \"a\")", "* 1 FETCH (UID 3 BODY[] \"a",
          "* 1 FETCH ((((((((((((((((((((", "* 1 EXISTS", "* FETCH (UID 3 BODY[] \"a\")", ""})
        CHECK_FALSE(mail(other));
}

TEST_CASE("the numbers of a search are read up to a bound, and no others") {
    CHECK(found({"* SEARCH 4 5 4294967295", {}}, 10) == std::vector<std::uint32_t>{4, 5, 4294967295});
    CHECK(found({"* search 4 5 6", {}}, 2) == std::vector<std::uint32_t>{4, 5});
    CHECK(found({"* SEARCH 4 4294967296 5", {}}, 10) == std::vector<std::uint32_t>{4});
    CHECK(found({"* SEARCH 4 5 (MODSEQ 7)", {}}, 10) == std::vector<std::uint32_t>{4, 5});
    for (const char* none : {"* SEARCH", "* SEARCHES 4", "b1 OK 4 5", ""}) CHECK(found({none, {}}, 10).empty());
}

TEST_CASE("a command ends in OK, or it failed, another's end is not its own") {
    CHECK(ended({"b1 ok [READ-WRITE] done", {}}, "b1") == true);
    CHECK(ended({"b1 NO [SERVERBUG] x", {}}, "b1") == false);
    CHECK(ended({"b1 BAD", {}}, "b1") == false);
    CHECK(ended({"b1 OKAY", {}}, "b1") == false);
    CHECK_FALSE(ended({"b11 OK", {}}, "b1"));
    CHECK_FALSE(ended({"* OK", {}}, "b1"));
}

TEST_CASE("a server cannot make us keep more than the bounds") {
    ImapReader reader(100);
    CHECK_FALSE(reader.feed("* 1 FETCH (UID 3 BODY[] {67108865}\r\n"));
    ImapReader many(100);
    bool good = true;
    for (int i = 0; i < 20 && good; ++i) good = many.feed("* 1 FETCH (X {0}\r\n");
    CHECK_FALSE(good);
    ImapReader endless(100);
    good = true;
    const std::string piece(std::size_t{1} << 20, 'x');
    int pieces = 0;
    for (; good && pieces < 100; ++pieces) good = endless.feed(piece);
    CHECK(pieces == 17);
}

TEST_CASE("words for people are no literal, whatever they end in") {
    auto answers = answers_of("* OK come in {5}\r\nb1 NO sorry {99}\r\nb2 OK\r\n", 3);
    REQUIRE(answers.size() == 3);
    CHECK(ended(answers[2], "b2") == true);
}
