#include "ingest/people/subjects.hpp"

#include <algorithm>

#include "base/rng.hpp"
#include "reading.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

namespace {

std::string places(const Reading& reading) {
    std::string out;
    for (const auto& error : reading.errors)
        out += std::to_string(error.line) + ":" + std::to_string(error.column) + " ";
    return out;
}

std::string said(const Reading& reading) {
    std::string out;
    for (const auto& note : reading.notes)
        out += std::to_string(note.line) + ":" + std::to_string(note.column) +
               (note.rejected ? " rejected " : " repaired ") + note.what + " " + note.masked + "\n";
    return out;
}

std::string shape(const Reading& reading) {
    std::string out = places(reading);
    for (const auto& row : reading.people) {
        out += "\n" + serialise(row);
    }
    for (const auto& error : reading.errors) out += "\n" + error.what;
    for (const auto& note : reading.notes)
        out += "\n" + std::to_string(note.line) + ":" + std::to_string(note.column) + " " + note.what + note.masked;
    return out;
}

std::string errors_and_notes(const Reading& reading) {
    std::string out;
    for (const auto& error : reading.errors) out += error.what;
    for (const auto& note : reading.notes) out += note.what + note.masked;
    return out;
}

const std::string kCsv =
    "\xef\xbb\xbfsubject_ref,name,email,phone,zalo_id,push_token,language,kinds\r\n"
    "KH-1,\"Nguyễn, \"\"An\"\"\",an@hopthu.test,0912345678,84,tok,vi,location;biometric\r\n"
    "\r\n"
    "KH-2,\"Trần\r\nBình\",,,,,EN,\" location | biometric \"\n"
    "KH-3,,,,,,,";

const std::string kNdjson =
    R"({"subject_ref":"KH-1","name":"Nguyễn An","email":"an@hopthu.test","phone":null,"kinds":["location","biometric"]})"
    "\r\n"
    "\n"
    R"({"subject_ref":"KH-2","language":"en","zalo_id":"84","push_token":"t"})";

}  // namespace

TEST_CASE("CSV: byte order mark, quotes, line ends inside quotes, blank lines, CR LF or LF, no line end at the end") {
    auto got = csv(kCsv);
    CHECK(got.errors.empty());
    REQUIRE(got.people.size() == 3);
    CHECK(got.counted == 3);
    CHECK(got.people[0].subject_ref.reveal() == "KH-1");
    CHECK(got.people[0].name.reveal() == "Nguyễn, \"An\"");
    CHECK(got.people[0].address(ContactKind::email).reveal() == "an@hopthu.test");
    CHECK(got.people[0].address(ContactKind::phone).reveal() == "+84912345678");
    CHECK(got.people[0].address(ContactKind::zalo_id).reveal() == "84");
    CHECK(got.people[0].address(ContactKind::push_token).reveal() == "tok");
    CHECK(got.people[0].kinds == std::vector<std::string>{"location", "biometric"});
    CHECK(got.people[1].name.reveal() == "Trần Bình");
    CHECK(got.people[1].language == "en");
    CHECK(got.people[1].kinds == std::vector<std::string>{"location", "biometric"});
    CHECK(got.people[2].language == "vi");
}

TEST_CASE("columns may come in any order and be left out") {
    auto got = csv("email, subject_ref \nan@hopthu.test, KH-1 \n");
    CHECK(got.errors.empty());
    REQUIRE(got.people.size() == 1);
    CHECK(got.people[0].subject_ref.reveal() == "KH-1");
    CHECK(got.people[0].address(ContactKind::email).reveal() == "an@hopthu.test");
}

TEST_CASE("NDJSON has the same members, kinds as an array") {
    auto got = ndjson(kNdjson);
    CHECK(got.errors.empty());
    REQUIRE(got.people.size() == 2);
    CHECK(got.people[0].name.reveal() == "Nguyễn An");
    CHECK(got.people[0].kinds == std::vector<std::string>{"location", "biometric"});
    CHECK(got.people[1].language == "en");
}

TEST_CASE("wherever the stream is cut, the reading is the same") {
    std::string bad = "subject_ref,name\r\nKH-1,\"a\nb\"\r\nKH-2\r\n,x\r\nKH-3,\"y\"z\r\nKH-4,a\rb\r\n\"open";
    for (std::size_t cut : {1, 2, 3, 5, 7, 64}) {
        CHECK(shape(csv(kCsv, cut)) == shape(csv(kCsv)));
        CHECK(shape(ndjson(kNdjson, cut)) == shape(ndjson(kNdjson)));
        CHECK(shape(csv(bad, cut)) == shape(csv(bad)));
    }
}

TEST_CASE("a wrong address is no error of the file") {
    auto got = csv("subject_ref,email,phone\nKH-1,không có,gọi sau 17h\n");
    CHECK(got.errors.empty());
    REQUIRE(got.people.size() == 1);
    CHECK(normalise(got.people[0]) == 0);
}

TEST_CASE("errors name line and column, also behind fields that run over lines") {
    auto got =
        csv("subject_ref,name,language\n"
            "KH-1,\"a\n\nb\",vi\n"  // lines 2 to 4
            ",c,vi\n"               // 5: no reference
            "KH-2,d,fr\n"           // 6: language
            "KH-3,e\n"              // 7: a column short
            "KH-4,\"f\"g,vi\n"      // 8: letters behind a quote
            "KH-5,h\"i,vi\n"        // 9: a quote among letters
            "KH-6,\xff,vi\n"        // 10: no UTF-8
            "KH-7,k\x01k,vi\n"      // 11: control character
            "KH-8,\xc3\xa1\xc3\xa1\xc3\xa1\xc3\xa1,vi\n"
            "\"KH\n9\",l,vi\n"  // 13
            "KH-10,\"m");       // 15: open
    CHECK(places(got) == "5:1 13:1 15:2 ");
    CHECK(said(got) ==
          "6:3 rejected the language is neither vi nor en: vi is taken ••\n"
          "10:2 rejected letters of the name cannot be read •\n"
          "11:2 repaired control characters were removed • •\n");
    REQUIRE(got.people.size() == 8);
    CHECK(got.people[3].name.reveal() == "fg");
    CHECK(got.people[4].name.reveal() == "h\"i");
    CHECK(got.people[6].name.reveal() == "kk");
}

TEST_CASE("NDJSON errors name line and byte") {
    auto got = ndjson(
        "{\"subject_ref\":\"KH-1\"}\n"
        "{\"subject_ref\":\"KH-2\",}\n"
        "\n"
        "{\"subject_ref\":\"KH\xff\"}\n"
        "[]\n"
        "{\"subject_ref\":[5]}\n"
        "{\"subject_ref\":\"a\",\"kinds\":\"location\"}\n"
        "{\"subject_ref\":\"a\",\"kinds\":[\"Location!\"]}\n"
        "{\"subject_ref\":\"a\",\"birthday\":\"1990\"}\n"
        "{\"name\":\"a\"}\n");
    CHECK(places(got) == "2:23 4:19 5:1 6:0 9:0 10:0 ");
    REQUIRE(got.people.size() == 3);  // whose kinds cannot be read is told of all
    CHECK(got.people[1].kinds == std::vector<std::string>{"location"});
    CHECK(got.people[2].kinds.empty());
    CHECK(got.notes.size() == 1);
}

TEST_CASE("a header with an unknown, doubled or missing column ends the reading") {
    CHECK(places(csv("subject_ref,name,birthday\nKH-1,a,b\n,,\n")) == "1:3 ");
    CHECK(places(csv("subject_ref,name,name\nKH-1,a,b\n,,\n")) == "1:3 ");
    CHECK(places(csv("name,email\na,b\n,,\n")) == "1:0 ");
    CHECK(csv("subject_ref,name,Ngày sinh\n").errors[0].what.starts_with("unknown column “Ngày sinh”: give it "));
    CHECK(csv("subject_ref,name,0912345678\n").errors[0].what.starts_with("unknown column: give it "));
    CHECK(csv("subject_ref,name,birthday\nKH-1,a,b\n").people.empty());
}

TEST_CASE("an error never shows a value, not even of a file without a header") {
    const std::string secret = "Bí Mật 0912345678";
    std::string all;
    for (const auto& text :
         {secret + "," + secret + "\n" + secret,
          "subject_ref,name,language\n,\"" + secret + "\"" + secret + "," + secret + "\n" + secret + "\n\"" + secret,
          "subject_ref,kinds,language\n" + secret + "," + secret + ",vi\n" + secret + ",," + secret + "\n"})
        all += errors_and_notes(csv(text));
    for (const auto& text : {"{\"" + secret + "\":\"" + secret + "\"}",
                             "{\"subject_ref\":\"" + secret + "\",\"language\":\"" + secret + "\"}",
                             "{\"subject_ref\":\"" + secret + "\" \"" + secret,
                             "{\"subject_ref\":\"a\",\"kinds\":[\"" + secret + "\"]}", secret})
        all += errors_and_notes(ndjson(text));
    CHECK_FALSE(all.empty());
    CHECK(all.find("Bí Mật") == std::string::npos);
    CHECK(all.find("0912") == std::string::npos);
}

TEST_CASE("a file that names nobody is an error") {
    for (const char* text : {"", "\n\n", "subject_ref,name\n"}) CHECK(csv(text).errors.size() == 1);
    for (const char* text : {"", "\n \n"}) CHECK(ndjson(text).errors.size() == 1);
}

TEST_CASE("limits hold: bytes of a line, errors kept, length of a reference, number of kinds") {
    std::string endless = "subject_ref,name\nKH-1,\"" + std::string(1 << 20, 'x') + "\n,b\n";
    auto got = csv(endless);
    CHECK(places(got) == "2:0 3:1 ");
    CHECK(got.errors[0].what.find("quote") != std::string::npos);
    CHECK(places(ndjson("{\"subject_ref\":\"a\"}\n\"" + std::string(1 << 20, 'x') + "\n{}\n")) == "2:0 3:0 ");
    std::string many = "subject_ref,name\n";
    for (int i = 0; i < 1000; ++i) many += ",x\n";
    CHECK(csv(many).errors.size() == kSubjectErrorsMax);
    CHECK(csv("subject_ref\n" + std::string(kSubjectRefBytesMax + 1, 'x') + "\n").errors.size() == 1);
    CHECK(csv("subject_ref\n" + std::string(kSubjectRefBytesMax, 'x') + "\n").errors.empty());
    std::string kinds;
    for (int i = 0; i < 65; ++i) kinds += "k" + std::to_string(i) + ";";
    auto of_all = csv("subject_ref,kinds\na," + kinds + "\n");
    CHECK(of_all.notes.size() == 1);
    CHECK(of_all.people.at(0).kinds.empty());
}

TEST_CASE("20,000 mutations of good files: no crash, bounded, the same however it is cut") {
    Rng rng(20'261'122);
    const std::string_view pieces[] = {"\"",
                                       ",",
                                       "\n",
                                       "\r\n",
                                       "\r",
                                       "\xef\xbb\xbf",
                                       "\xc3",
                                       "\xf0\x9f",
                                       "{",
                                       "}",
                                       "[",
                                       ":",
                                       "\\u0000",
                                       "null",
                                       ";",
                                       "|",
                                       "subject_ref",
                                       "kinds",
                                       std::string_view("\0", 1)};
    for (int i = 0; i < 20'000; ++i) {
        auto format = rng.one_in(2) ? SubjectFormat::csv : SubjectFormat::ndjson;
        std::string text = format == SubjectFormat::csv ? kCsv : kNdjson;
        for (auto changes = 1 + rng.below(4); changes > 0; --changes) {
            auto at = rng.below(text.size() + 1);
            switch (rng.below(4)) {
                case 0:
                    text.insert(at, pieces[rng.below(std::size(pieces))]);
                    break;
                case 1:
                    text.erase(at, rng.below(20));
                    break;
                case 2:
                    if (at < text.size()) text[at] = static_cast<char>(rng.next());
                    break;
                default:
                    text.insert(at, text.substr(rng.below(text.size() + 1), rng.below(60)));
            }
        }
        auto whole = read(format, text);
        auto cut = read(format, text, 1 + rng.below(40));
        REQUIRE(shape(whole) == shape(cut));
        REQUIRE(whole.errors.size() <= kSubjectErrorsMax);
        REQUIRE((!whole.people.empty() || !whole.errors.empty()));
        for (auto& row : whole.people) {
            REQUIRE_FALSE(row.subject_ref.reveal().empty());
            (void)normalise(row);
            REQUIRE(deserialise_subject(serialise(row)));
        }
    }
}

}  // namespace breachd::ingest
