// Children on a list of people: the column of their names, and what stands in it instead.
#include "ingest/people/subjects.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

namespace {

struct Reading {
    std::vector<Subject> people;
    std::vector<LineError> errors;
    std::vector<ListNote> notes;
    std::int64_t guardians = 0;

    std::string child() const { return people.at(0).guardian_of.reveal(); }
};

Reading read(std::string_view text, SubjectFormat format = SubjectFormat::csv) {
    SubjectReader reader(format);
    Reading out;
    reader.feed(text, out.people);
    reader.finish(out.people);
    out.errors = reader.errors();
    out.notes = reader.take_notes();
    out.guardians = reader.reading().guardians;
    return out;
}

// Of one cell in the column.
Reading cell(std::string_view value) { return read("subject_ref,Trẻ em\nHS-1,\"" + std::string(value) + "\"\n"); }

}  // namespace

TEST_CASE("a child's name is found under the titles that lists have for it; the name beside it is the guardian's") {
    for (std::string_view title : {"guardian_of", "Guardian of", "Người được giám hộ", "Giám hộ cho", "Họ tên trẻ",
                                   "Họ và tên trẻ em", "Tên con (*)", "Child", "Child's name", "Parent of"}) {
        INFO(title);
        auto got =
            read("Mã;Họ tên;" + std::string(title) + ";SĐT\nHS-1; Lê Ba ; Lê\u00a0An ;0912000001\nHS-2;Lê Tư;;\n");
        REQUIRE(got.errors.empty());
        REQUIRE(got.people.size() == 2);
        CHECK(got.people[0].guardian_of.reveal() == "Lê An");
        CHECK(got.people[0].name.reveal() == "Lê Ba");
        CHECK(got.people[1].guardian_of.reveal().empty());
        CHECK(got.guardians == 1);
        CHECK(got.notes.empty());
    }
    CHECK_FALSE(read("Mã,Ward\nKH-1,Phường 1\n").errors.empty());  // a part of an address
    auto line = read("{\"ref\": \"HS-1\", \"guardian_of\": \"Lê An\", \"name\": null}\n", SubjectFormat::ndjson);
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

}  // namespace breachd::ingest
