#include "core/telling/subject.hpp"

#include "base/json.hpp"
#include "testkit/catch.hpp"

namespace breachd {

namespace {

std::string phone(std::string_view text) {
    auto number = normalise_phone(text);
    return number ? *number : "no";
}

std::string email(std::string_view text) {
    auto address = normalise_email(text);
    return address ? *address : "no";
}

}  // namespace

TEST_CASE("Vietnamese mobile numbers in every usual spelling become E.164") {
    for (const char* text : {"0912345678", "+84912345678", "84912345678", "0084912345678", "912345678", "0912 345 678",
                             "0912.345.678", "(+84) 912-345-678", "+84 (0)912 345 678", "'0912345678",
                             "\xc2\xa0"
                             "0912345678\xe2\x80\x8b",
                             " 0912345678\t"})
        CHECK(phone(text) == "+84912345678");
}

TEST_CASE("eleven-digit mobile numbers of before 2018 are moved to today's prefixes") {
    struct Moved {
        const char *old, *today;
    };
    // Number plan of the Ministry of Information and Communications, in force from 15 September 2018.
    for (auto [old, today] :
         {Moved{"0162", "032"}, {"0163", "033"}, {"0164", "034"}, {"0165", "035"}, {"0166", "036"}, {"0167", "037"},
          {"0168", "038"},      {"0169", "039"}, {"0120", "070"}, {"0121", "079"}, {"0122", "077"}, {"0126", "076"},
          {"0128", "078"},      {"0123", "083"}, {"0124", "084"}, {"0125", "085"}, {"0127", "081"}, {"0129", "082"},
          {"0186", "056"},      {"0188", "058"}, {"0199", "059"}}) {
        CHECK(phone(old + std::string("1234567")) == "+84" + std::string(today + 1) + "1234567");
        CHECK(phone("+84" + std::string(old + 1) + "1234567") == "+84" + std::string(today + 1) + "1234567");
    }
    CHECK(phone("01981234567") == "no");  // no operator had it
}

TEST_CASE("a national number that begins with 84 is not taken for the country code") {
    CHECK(phone("0841234567") == "+84841234567");
    CHECK(phone("841234567") == "+84841234567");
    CHECK(phone("84841234567") == "+84841234567");
}

TEST_CASE("fixed lines and what is no number are not reachable by telephone") {
    for (const char* text : {"02438250000", "024 3825 0000", "1900 1234", "12345", "091234567", "09123456789",
                             "0412345678", "0912x45678", "+", "không có", "++84912345678"})
        CHECK(phone(text) == "no");
    CHECK(phone("") == "");
    CHECK(phone("  ") == "");
}

TEST_CASE("numbers from abroad stay as they are") {
    CHECK(phone("+1 (202) 555-0123") == "+12025550123");
    CHECK(phone("0085212345678") == "+85212345678");
    CHECK(phone("+0123456789") == "no");
    CHECK(phone("+1234567890123456") == "no");
}

TEST_CASE("a number that lost its 84, or has a zero or plus too much, is no number of another country") {
    for (const char* text : {"+912345678", "00912345678", "+987654321", "+312345678", "+1 0912345678", "+1912345678"}) {
        INFO(text);
        CHECK(phone(text) == "no");
    }
    CHECK(phone("+919876543210") == "+919876543210");
    CHECK(phone("+6581234567") == "+6581234567");
}

TEST_CASE("an e-mail address that somebody covered, and one with signs for letters, is none") {
    for (const char* text : {"l***n@hopthu.test", "l•••n@hopthu.test", "a•@••••••.•••t", "“an@hopthu.test”",
                             "an@hopthu.test…", "an@hop→thu.test", "an@hopthu.test-An", "an@hop\xffthu.test"}) {
        INFO(text);
        CHECK(email(text) == "no");
    }
    CHECK(email("an@hopthu.xn--abc-def") == "an@hopthu.xn--abc-def");
}

TEST_CASE("an e-mail address keeps its local part and gets a lower-case domain") {
    CHECK(email("Nguyen.An@HopThu.TEST") == "Nguyen.An@hopthu.test");
    CHECK(email(" an@hopthu.test ") == "an@hopthu.test");
    CHECK(email("an+bao@mail.hopthu.test.") == "an+bao@mail.hopthu.test");
    CHECK(email("an@hộpthư.test") == "an@hộpthư.test");
    CHECK(email("") == "");
}

TEST_CASE("what could break out of an SMTP command is no e-mail address") {
    for (const char* text : {"an",
                             "@hopthu.test",
                             "an@",
                             "an@hopthu",
                             "an@@hopthu.test",
                             "a n@hopthu.test",
                             "an@hopthu.test\r\nRSET",
                             "<an@hopthu.test>",
                             "an@hopthu.test,binh@hopthu.test",
                             "\"an\"@hopthu.test",
                             "an@-hopthu.test",
                             "an@hopthu..test",
                             ".an@hopthu.test",
                             "an.@hopthu.test",
                             "a..n@hopthu.test",
                             "an@127.0.0.1",
                             "an@[127.0.0.1]",
                             "an@hop_thu.test",
                             "an\x7f@hopthu.test",
                             "an@hopthu.test\n"}) {
        INFO(text);
        CHECK(email(text) == (std::string_view(text) == "an@hopthu.test\n" ? "an@hopthu.test" : "no"));
    }
    CHECK(email(std::string("an\0@hopthu.test", 15)) == "no");
    CHECK(email(std::string(65, 'a') + "@hopthu.test") == "no");
    CHECK(email("a@" + std::string(64, 'b') + ".test") == "no");
    CHECK(email("a@" + std::string(63, 'b') + "." + std::string(63, 'c') + "." + std::string(63, 'd') + "." +
                std::string(63, 'e') + ".test") == "no");
}

TEST_CASE("normalising clears what cannot be used, says what can, and changes nothing the second time") {
    Subject subject;
    set_address(subject.contacts, ContactKind::email, "không có");
    set_address(subject.contacts, ContactKind::phone, "01681234567");
    set_address(subject.contacts, ContactKind::zalo_id, " 8412345678901234567 ");
    set_address(subject.contacts, ContactKind::push_token, "two words");
    subject.language = "fr";
    CHECK(normalise(subject) == (bit(ContactKind::phone) | bit(ContactKind::zalo_id)));
    CHECK(subject.address(ContactKind::email).reveal().empty());
    CHECK(subject.address(ContactKind::push_token).reveal().empty());
    CHECK(subject.address(ContactKind::phone).reveal() == "+84381234567");
    CHECK(subject.address(ContactKind::zalo_id).reveal() == "8412345678901234567");
    CHECK(subject.language == "vi");
    CHECK(normalise(subject) == (bit(ContactKind::phone) | bit(ContactKind::zalo_id)));
    CHECK(subject.address(ContactKind::phone).reveal() == "+84381234567");
}

TEST_CASE("a subject comes back from its sealed form as it was") {
    Subject subject;
    subject.subject_ref = Pii<std::string>("KH-1");
    subject.name = Pii<std::string>("Nguyễn \"An\"\n");
    set_address(subject.contacts, ContactKind::email, "an@hopthu.test");
    set_address(subject.contacts, ContactKind::phone, "+84912345678");
    set_address(subject.contacts, ContactKind::zalo_id, "1");
    set_address(subject.contacts, ContactKind::push_token, "t");
    subject.language = "en";
    subject.kinds = {"location", "biometric"};
    auto back = deserialise_subject(serialise(subject));
    REQUIRE(back);
    CHECK(back->subject_ref == subject.subject_ref);
    CHECK(back->name == subject.name);
    CHECK(back->contacts == subject.contacts);
    CHECK(back->language == "en");
    CHECK(back->kinds == subject.kinds);
    auto bare = deserialise_subject(serialise(Subject{}));
    REQUIRE(bare);
    CHECK(bare->language == "vi");
    CHECK(bare->kinds.empty());
    CHECK_FALSE(deserialise_subject("[]"));
    CHECK_FALSE(deserialise_subject(R"({"ref":1})"));
    CHECK_FALSE(deserialise_subject("{"));
}

TEST_CASE("every kind of contact is found by its name, and its bit is its own") {
    ContactKinds seen = 0;
    for (const auto& row : contact_kinds()) {
        CHECK(contact_kind_from(row.name) == row.kind);
        CHECK(&row_of(row.kind) == &row);
        CHECK_FALSE(has(seen, row.kind));
        seen |= bit(row.kind);
    }
    CHECK_FALSE(contact_kind_from("any"));
    CHECK(imported_kinds() == (bit(ContactKind::email) | bit(ContactKind::phone) | bit(ContactKind::zalo_id) |
                               bit(ContactKind::push_token) | bit(ContactKind::postal_address)));
}

TEST_CASE("a postal address is one line of parts, composed, without control characters, a word alone is none") {
    CHECK(*normalise_postal("12 Nguyễn Trãi,, Thanh Xuân\r\n Hà Nội ;") == "12 Nguyễn Trãi, Thanh Xuân, Hà Nội");
    CHECK(*normalise_postal("12 Nguye\u0302\u0303n Tra\u0303i, Ha\u0300 No\u0302\u0323i") == "12 Nguyễn Trãi, Hà Nội");
    CHECK(*normalise_postal(" , \n") == "");
    CHECK_FALSE(normalise_postal("HN").has_value());
    CHECK_FALSE(normalise_postal("khôngrõđịachỉ").has_value());
    CHECK_FALSE(normalise_postal("a b " + std::string(400, 'x')).has_value());
    CHECK(normalise_postal("1 Hàng Bài\x1b[2J, Hà Nội")->find('\x1b') == std::string::npos);
}

TEST_CASE("the same contacts in another order are the same sealed form") {
    Subject one, other;
    set_address(one.contacts, ContactKind::phone, "0912345678");
    set_address(one.contacts, ContactKind::email, "an@hopthu.test");
    set_address(other.contacts, ContactKind::email, "an@hopthu.test");
    set_address(other.contacts, ContactKind::phone, "0912345678");
    normalise(one);
    normalise(other);
    CHECK(serialise(one) == serialise(other));
}

TEST_CASE("the part of an address that a provider slows down: mail domain, operator's prefix") {
    CHECK(row_of(ContactKind::email).destination("an@hopthu.test") == "hopthu.test");
    CHECK(row_of(ContactKind::phone).destination("+84981234567") == "+8498");
    CHECK(row_of(ContactKind::phone).destination("+6581234567") == "+65");
    CHECK(row_of(ContactKind::zalo_id).destination("123").empty());
}

TEST_CASE("further addresses are kept in their order, sealed with the person and read again") {
    Subject subject;
    subject.subject_ref = Pii<std::string>("KH \"1\"\\\n\x01");
    subject.kinds = {"location", "biometric"};
    for (const char* text : {"mot@hopthu.test", "HAI@HopThu.test", "mot@hopthu.test", "không có"})
        add_address(subject.contacts, ContactKind::email, text);
    add_address(subject.contacts, ContactKind::phone, "0912000001");
    CHECK(normalise(subject) == (bit(ContactKind::email) | bit(ContactKind::phone)));
    auto emails = addresses_of(subject, ContactKind::email);
    REQUIRE(emails.size() == 2);
    CHECK(emails[0].reveal() == "mot@hopthu.test");
    CHECK(emails[1].reveal() == "HAI@hopthu.test");

    auto again = deserialise_subject(serialise(subject));
    REQUIRE(again.has_value());
    CHECK(again->contacts == subject.contacts);
    CHECK(again->subject_ref == subject.subject_ref);
    CHECK(again->kinds == subject.kinds);
    auto parsed = parse_json(serialise(subject));
    REQUIRE(parsed.has_value());
    CHECK(parsed->at("email").as_string() == "mot@hopthu.test");
    CHECK(parsed->at("further").at("email").as_array().size() == 1);
    auto before = deserialise_subject(R"({"ref":"KH-1","email":"mot@hopthu.test"})");  // as one address was kept
    REQUIRE(before.has_value());
    CHECK(addresses_of(*before, ContactKind::email).size() == 1);

    for (const char* text : {"ba@hopthu.test", "bon@hopthu.test"})
        CHECK(add_address(subject.contacts, ContactKind::email, text));
    CHECK_FALSE(add_address(subject.contacts, ContactKind::email, "nam@hopthu.test"));
    CHECK(add_address(subject.contacts, ContactKind::email, "mot@hopthu.test"));  // it is there
    CHECK(addresses_of(subject, ContactKind::email).size() == kAddressesMax);
}

TEST_CASE("a later list replaces all addresses of a kind that it names, and a second row of one list none") {
    auto with = [](std::vector<std::string> emails, std::vector<std::string> phones) {
        Subject out;
        for (auto& each : emails) add_address(out.contacts, ContactKind::email, each);
        for (auto& each : phones) add_address(out.contacts, ContactKind::phone, each);
        return out;
    };
    auto known = with({"a@hopthu.test", "b@hopthu.test"}, {"+84912000001"});
    auto now = corrected(known, with({"c@hopthu.test"}, {}));
    CHECK(now.address(ContactKind::email).reveal() == "c@hopthu.test");
    CHECK(now.address(ContactKind::phone).reveal() == "+84912000001");
    CHECK(now.contacts.size() == 2);
    CHECK(differing_contacts(known, now) == bit(ContactKind::email));

    bool differs = false;
    CHECK(united(known, with({"b@hopthu.test"}, {"+84912000001"}), differs).contacts == known.contacts);
    CHECK_FALSE(differs);
    CHECK(united(known, with({"c@hopthu.test"}, {}), differs).contacts == known.contacts);
    CHECK(differs);
    differs = false;
    CHECK(united(with({}, {"+84912000001"}), with({"a@hopthu.test", "b@hopthu.test"}, {}), differs).contacts.size() ==
          3);
    CHECK_FALSE(differs);
}

TEST_CASE("rows of one reference under two names may be two people: the contacts of the second are not the first's") {
    auto of = [](const std::string& name, const std::string& email) {
        Subject out;
        out.name = Pii(name);
        add_address(out.contacts, ContactKind::email, email);
        return out;
    };
    bool differs = false;
    CHECK(united(of("Lê Lan", ""), of("LE  LAN", "lan@hopthu.test"), differs).contacts.size() == 1);
    CHECK(united(of("", ""), of("Lê Lan", "lan@hopthu.test"), differs).contacts.size() == 1);
    CHECK(united(of("Lê Lan", ""), of("", "lan@hopthu.test"), differs).contacts.size() == 1);
    CHECK_FALSE(differs);
    CHECK(united(of("Lê Lan", ""), of("Trần Bình", "binh@hopthu.test"), differs).contacts.empty());
    CHECK(differs);
}

TEST_CASE("a name that has more words or one other letter may be the same person's, and another one may not") {
    auto may_be = [](const std::string& a, const std::string& b) {
        Subject one, other;
        one.name = Pii(a);
        other.name = Pii(b);
        CHECK(may_be_one_name(one, other) == may_be_one_name(other, one));
        return may_be_one_name(one, other);
    };
    CHECK(may_be("Lê Lan", "LE LAN"));
    CHECK(may_be("Lê Lan", "Lê Thị Lan"));
    CHECK(may_be("John Smith", "Smith, John"));
    CHECK(may_be("Nguyn Văn An", "Nguyễn Văn An"));
    CHECK(may_be("Nguyễn Văn An", "Nguyễn Văn Ân"));
    CHECK(may_be("", "Lê Lan"));
    CHECK(may_be("Ng. Văn An", "Nguyễn Văn An"));
    CHECK(may_be("N.T.Lan", "Nguyễn Thị Lan"));
    CHECK(may_be("Trần T. Lan", "Trần Thị Lan"));
    CHECK(may_be("Chị Lan", "Nguyễn Thị Lan"));
    CHECK(may_be("Cty Ví Dụ", "Công ty Ví Dụ"));
    CHECK(may_be("Lê Mỹ Kỳ", "Lê Mĩ Kì"));
    CHECK(may_be("NguyenVanAn", "Nguyễn Văn An"));
    CHECK_FALSE(may_be("Lê Lan", "Phạm Chi"));
    CHECK_FALSE(may_be("Nguyễn Văn An", "Nguyễn Văn Bình"));
    CHECK_FALSE(may_be("Nguyễn Thị Lan", "Trần Lan"));
    CHECK_FALSE(may_be("N.T. Lan", "Trần Thị Lan"));
    CHECK_FALSE(may_be("N.T. Lan", "Nguyễn Thị Liên"));
}

TEST_CASE(
    "a child's name is sealed with the person, who was sealed before there was one, and who has none, are as ever") {
    Subject subject;
    subject.subject_ref = Pii<std::string>("HS-1");
    subject.name = Pii<std::string>("Lê Ba");
    CHECK(serialise(subject) == R"({"ref":"HS-1","name":"Lê Ba"})");
    subject.guardian_of = Pii<std::string>("Lê \"An\"");
    auto again = deserialise_subject(serialise(subject));
    REQUIRE(again.has_value());
    CHECK(again->guardian_of == subject.guardian_of);
    CHECK(again->name == subject.name);
    auto before = deserialise_subject(R"({"ref":"HS-1","name":"Lê Ba"})");
    REQUIRE(before.has_value());
    CHECK(before->guardian_of.reveal().empty());
}

TEST_CASE(
    "a later list replaces a child's name, and rows of one reference name all their children, as far as they fit") {
    auto of = [](const std::string& child) {
        Subject out;
        out.guardian_of = Pii(child);
        return out;
    };
    CHECK(corrected(of("Lê An"), of("Lê Bé")).guardian_of.reveal() == "Lê Bé");
    CHECK(corrected(of("Lê An"), of("")).guardian_of.reveal() == "Lê An");
    bool differs = false;
    auto both = united(of("Lê An"), of("Lê Bé"), differs);
    CHECK(both.guardian_of.reveal() == "Lê An, Lê Bé");
    for (const char* known : {"Lê An", "Lê Bé", ""})
        CHECK(united(both, of(known), differs).guardian_of == both.guardian_of);
    CHECK(united(of(""), of("Lê Bé"), differs).guardian_of.reveal() == "Lê Bé");
    CHECK(united(both, of("An"), differs).guardian_of.reveal() == "Lê An, Lê Bé, An");
    CHECK_FALSE(differs);
    CHECK(united(both, of(std::string(400, 'x')), differs).guardian_of == both.guardian_of);
    CHECK(differs);
}

}  // namespace breachd
