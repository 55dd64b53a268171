// Children on a list of people: the column of their names, and what stands in it instead.
#include "ingest/people/subjects.hpp"
#include "reading.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

namespace {

// Of one cell in the column.
Reading cell(std::string_view value) { return csv("subject_ref,Trẻ em\nHS-1,\"" + std::string(value) + "\"\n"); }

}  // namespace

TEST_CASE("a child's name is found under the titles that lists have for it, the name beside it is the guardian's") {
    for (std::string_view title : {"guardian_of", "Guardian of", "Người được giám hộ", "Giám hộ cho", "Họ tên trẻ",
                                   "Họ và tên trẻ em", "Tên con (*)", "Child", "Child's name", "Parent of"}) {
        INFO(title);
        auto got =
            csv("Mã;Họ tên;" + std::string(title) + ";SĐT\nHS-1; Lê Ba ; Lê\u00a0An ;0912000001\nHS-2;Lê Tư;;\n");
        REQUIRE(got.errors.empty());
        REQUIRE(got.people.size() == 2);
        CHECK(got.people[0].guardian_of.reveal() == "Lê An");
        CHECK(got.people[0].name.reveal() == "Lê Ba");
        CHECK(got.people[1].guardian_of.reveal().empty());
        CHECK(got.how.guardians == 1);
        CHECK(got.notes.empty());
    }
    CHECK_FALSE(csv("Mã,Ward\nKH-1,Phường 1\n").errors.empty());  // a part of an address
    auto line = ndjson("{\"ref\": \"HS-1\", \"guardian_of\": \"Lê An\", \"name\": null}\n");
    REQUIRE(line.people.size() == 1);
    CHECK(line.people[0].guardian_of.reveal() == "Lê An");
}

TEST_CASE("a mark where a child's name should stand is listed and greets nobody") {
    for (std::string_view mark : {"x", "X", "1", "0", "yes", "Có", "TRUE", "2015"}) {
        INFO(mark);
        auto got = cell(mark);
        REQUIRE(got.notes.size() == 1);
        CHECK(got.notes[0].rejected);
        CHECK(got.notes[0].what == "not the name of a child");
        CHECK(got.child().empty());
    }
    for (std::string_view nobody : {" ", "-", "N/A", "Không", "không có"}) {
        INFO(nobody);
        CHECK(cell(nobody).notes.empty());
        CHECK(cell(nobody).child().empty());
    }
    CHECK(cell("Lê An\nBcc: x").child() == "Lê An Bcc: x");
    auto control = cell("Lê\x07 An");
    CHECK(control.child() == "Lê An");
    REQUIRE(control.notes.size() == 1);
    CHECK(control.notes[0].field == "guardian_of");
}

TEST_CASE("a school's list: the parent is written to, for the pupil, whatever the order of the columns") {
    for (std::string_view pupil : {"Họ tên học sinh", "Họ và tên học sinh (*)", "Tên học sinh", "Họ tên HS",
                                   "Họ tên con", "Họ tên trẻ", "Họ và tên bé", "Student's name"})
        for (std::string_view parent :
             {"Họ tên phụ huynh", "Phụ huynh", "Họ tên cha", "Họ tên mẹ", "Họ và tên bố/mẹ", "Người giám hộ",
              "Tên người giám hộ", "Họ tên cha, mẹ hoặc người giám hộ", "Parent's name", "Guardian"}) {
            INFO(pupil << " " << parent);
            for (bool first : {true, false}) {
                auto names = first ? std::pair(pupil, parent) : std::pair(parent, pupil);
                auto cells = first ? "Lê An;Lê Ba" : "Lê Ba;Lê An";
                auto got = csv("Mã HS;" + std::string(names.first) + ";" + std::string(names.second) +
                               ";SĐT phụ huynh;Email PH\nHS-1;" + cells + ";0912000001;ba@hopthu.test\n");
                REQUIRE(got.errors.empty());
                CHECK(got.child() == "Lê An");
                CHECK(got.people[0].name.reveal() == "Lê Ba");
                CHECK(got.people[0].address(ContactKind::phone).reveal() == "+84912000001");
                CHECK(got.people[0].address(ContactKind::email).reveal() == "ba@hopthu.test");
                CHECK(got.how.guardians == 1);
            }
        }
}

TEST_CASE(
    "a parent's contact is enough to write to the parent, a row without the parent's name greets by the child's") {
    for (std::string_view title : {"SĐT phụ huynh", "Điện thoại phụ huynh", "Số điện thoại của phụ huynh", "SĐT mẹ",
                                   "Di động cha", "SĐT liên hệ phụ huynh", "Parent phone", "SĐT người giám hộ"}) {
        INFO(title);
        auto got = csv("Mã HS,Họ tên học sinh," + std::string(title) + "\nHS-1,Lê An,0912000001\n");
        REQUIRE(got.errors.empty());
        CHECK(got.child() == "Lê An");
        CHECK(got.people[0].name.reveal().empty());
        CHECK(got.people[0].address(ContactKind::phone).reveal() == "+84912000001");
    }
    auto empty = csv("Mã HS,Họ tên học sinh,Họ tên phụ huynh,SĐT\nHS-1,Lê An,,0912000001\n");
    REQUIRE(empty.errors.empty());
    CHECK(empty.child() == "Lê An");
    CHECK(empty.people[0].name.reveal().empty());
}

TEST_CASE("without a parent's column a pupil is the person who is written to") {
    for (std::string_view title : {"Tên học sinh", "Họ tên học sinh", "Student name"}) {
        auto got = csv("Mã HS," + std::string(title) + ",SĐT\nHS-1,Lê An,0912000001\n");
        REQUIRE(got.errors.empty());
        CHECK(got.people[0].name.reveal() == "Lê An");
        CHECK(got.child().empty());
        CHECK(got.how.guardians == 0);
    }
}

TEST_CASE("two parents, or a parent and no child, are refused with what to do") {
    auto refused = [](std::string_view titles) {
        auto got = csv(std::string(titles) + "\n1,Lê An,Lê Ba,Lê Tư,0912000001\n");
        return got.errors.empty() ? std::string() : got.errors[0].what;
    };
    constexpr std::string_view kOneIsWrittenTo = ": one parent or guardian is written to; ";
    CHECK(refused("Mã HS,Tên học sinh,Họ tên cha,Họ tên mẹ,SĐT")
              .starts_with("two columns are name" + std::string(kOneIsWrittenTo)));
    CHECK(refused("Mã HS,Tên học sinh,SĐT cha,SĐT mẹ")
              .starts_with("two columns are phone" + std::string(kOneIsWrittenTo)));
    CHECK(refused("Mã HS,Tên học sinh,SĐT,SĐT phụ huynh").starts_with("two columns are phone"));
    CHECK(refused("Mã HS,Tên con,Họ và tên,Họ tên phụ huynh").starts_with("two columns are name"));
    CHECK(refused("Mã HS,Tên con,Tên học sinh,Họ tên phụ huynh") == "this column is named twice");
    CHECK(refused("Mã HS,Họ và tên,Họ tên phụ huynh,SĐT") == kNoChild);
    CHECK(refused("Mã HS,SĐT phụ huynh") == kNoChild);
    SubjectReader ignoring(SubjectFormat::csv, {true});
    std::vector<Subject> people;
    ignoring.feed("Mã HS,Họ và tên,Họ tên phụ huynh\nHS-1,Lê An,Lê Ba\n", people);
    ignoring.finish(people);
    REQUIRE(people.size() == 1);
    CHECK(people[0].name.reveal() == "Lê An");
    CHECK(ignoring.reading().ignored_columns == std::vector<std::string>{"Họ tên phụ huynh"});
    // A pupil's own telephone is no column of ours: nobody writes to a child for its parent.
    CHECK(refused("Mã HS,Tên học sinh,Họ tên phụ huynh,SĐT học sinh").starts_with("unknown column"));
}

TEST_CASE(
    "one parent's name with the other's telephone or address is refused, what may be of each parent is of the one") {
    for (std::string_view titles : {"Họ tên cha,SĐT mẹ", "SĐT mẹ,Họ tên cha", "Họ tên cha,Email mẹ", "SĐT cha,Email mẹ",
                                    "Người giám hộ,SĐT cha", "Father Name,Mother Phone", "Họ tên bố,SĐT (mẹ)",
                                    "Guardian,Mother's phone", "Họ và tên mẹ,Email người giám hộ"}) {
        INFO(titles);
        auto got = csv("Mã HS,Họ tên HS," + std::string(titles) + "\nH1,Lê An,Lê Ba,0987654321\n");
        CHECK(got.people.empty());
        CHECK(got.error() == kTwoParents);
        CHECK(got.errors.at(0).column == 4);
    }
    CHECK(ndjson(R"({"id":"H1","child":"Lê An","father_name":"Lê Ba","mother_phone":"0987654321"})").error() ==
          kTwoParents);
    CHECK(read("Mã HS,Họ tên HS,Họ tên cha,SĐT mẹ\nH1,Lê An,Lê Ba,0987654321\n", {true}).error() == kTwoParents);
    for (std::string_view titles : {"Họ tên cha,SĐT cha", "Họ tên bố,SĐT cha", "Mother Name,SĐT mẹ", "Họ tên mẹ,SĐT PH",
                                    "Người giám hộ,Guardian phone", "Họ và tên bố/mẹ,SĐT mẹ"}) {
        INFO(titles);
        auto got = csv("Mã HS,Họ tên HS," + std::string(titles) + "\nH1,Lê An,Lê Ba,0987654321\n");
        CHECK(got.error() == "");
        CHECK(got.phone() == "+84987654321");
    }
}

TEST_CASE("a telephone that its cell says to be the mother's is used in a child's row alone") {
    auto got = csv("Mã,Họ tên,SĐT,Người được giám hộ\nH1,Lê Ba,0912345678 (mẹ),Lê An\nH2,Lê Tư,0987654321 (mẹ),\n");
    CHECK(got.phone() == "+84912345678");
    CHECK(got.phone(1) == "");
    CHECK(got.listed() == "3 the cell says that the number is somebody else's\n");
    auto line = ndjson(R"x({"id":"H1","phone":"0912345678 (mẹ)","Tên con":"Lê An"})x"
                       "\n"
                       R"x({"id":"H2","phone":"0987654321 (mẹ)","Tên con":null})x");
    CHECK(line.phone() == "+84912345678");
    CHECK(line.phone(1) == "");
}

TEST_CASE("in lines of JSON too the parent is written to, two parents are refused") {
    auto got = ndjson("{\"ref\": \"HS-1\", \"Họ tên học sinh\": \"Lê An\", \"Họ tên mẹ\": \"Lê Tư\"}\n");
    REQUIRE(got.errors.empty());
    CHECK(got.child() == "Lê An");
    CHECK(got.people[0].name.reveal() == "Lê Tư");
    for (std::string_view other : {"Họ tên cha", "name"}) {
        auto two = ndjson("{\"ref\": \"HS-1\", \"Tên con\": \"Lê An\", \"Họ tên mẹ\": \"Lê Tư\", \"" +
                          std::string(other) + "\": \"Lê Ba\"}\n");
        REQUIRE(two.errors.size() == 1);
        CHECK(two.errors[0].what.starts_with("two columns are name"));
    }
    auto no_child = ndjson("{\"ref\": \"HS-1\", \"Họ tên mẹ\": \"Lê Tư\"}\n");
    REQUIRE(no_child.errors.size() == 1);
    CHECK(no_child.errors[0].what == kNoChild);
}

TEST_CASE("a child's name that looks like no name is one") {
    for (std::string_view child : {"Khổng Dũng", "Khổng Có", "Nà", "Nở", "Ý", "Na"}) {
        INFO(child);
        auto got = csv("Mã HS,Họ tên học sinh,Họ tên mẹ,SĐT mẹ\nH1," + std::string(child) + ",Lê Ba,0912345678\n");
        CHECK(got.child() == child);
        CHECK(got.name() == "Lê Ba");
        CHECK(got.notes.empty());
    }
}

TEST_CASE("a row of a school's list without a child's name is listed: its parent is taken for the person") {
    const std::string none = "2 the row names no child: its parent or guardian is taken for the person\n";
    for (std::string_view child : {"", " ", "-", "N/A", "Không có", "chưa có"}) {
        INFO(child);
        auto got = csv("Mã HS,Họ tên mẹ,SĐT mẹ,Họ tên học sinh\nH1,Lê Ba,0912345678," + std::string(child) + "\n");
        CHECK(got.listed() == none);
        CHECK(got.notes.at(0).column == 4);
        CHECK(got.notes.at(0).field == "guardian_of");
        CHECK(got.name() == "Lê Ba");
    }
    CHECK(csv("Mã HS,Họ tên học sinh,SĐT mẹ\nH1,x,0912345678\n").listed() == "2 not the name of a child\n");
    CHECK(ndjson(R"({"id":"1","Họ tên học sinh":"An","SĐT mẹ":"0912345678"})"
                 "\n"
                 R"({"id":"2","Họ tên học sinh":null,"SĐT mẹ":"0912345678"})")
              .listed() == none);
    CHECK(read("Mã HS,Họ và tên,Họ tên phụ huynh\nHS-1,Lê An,Lê Ba\n", {true}).notes.empty());
    CHECK(read(SubjectFormat::ndjson, R"({"id":"1","name":"Lê An","SĐT mẹ":"0912345678"})", 7, {true}).notes.empty());
    // Where no title is a parent's, most rows may be of grown-up people.
    CHECK(csv("Mã,Họ tên,Tên con\nK1,Lê Ba,\n").notes.empty());
}

TEST_CASE("titles that only end like a parent's are not a parent's") {
    for (std::string_view title : {"Cán bộ", "Tên cán bộ", "Ghi chú của mẹ", "Mã phụ huynh", "Home", "Ngày sinh con"}) {
        INFO(title);
        CHECK_FALSE(list_column(title));
    }
    CHECK(list_columns()[*list_column("Mã học sinh")].name == "subject_ref");
    CHECK(list_columns()[*list_column("Phụ huynh của")].name == "guardian_of");
}

}  // namespace breachd::ingest
