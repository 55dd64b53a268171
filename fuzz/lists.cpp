// Feeds any bytes to the reader of lists of people, whole and in pieces: no crash, the same people either way, and what
// comes out is UTF-8, has a reference and can be kept.
#include <cstdint>

#include "base/check.hpp"
#include "base/utf8.hpp"
#include "ingest/people/subjects.hpp"
#include "seeds.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

std::string read(SubjectFormat format, std::string_view bytes, std::size_t cut) {
    SubjectReader reader(format, {true});
    std::vector<Subject> people;
    for (std::size_t at = 0; at < bytes.size(); at += cut) reader.feed(bytes.substr(at, cut), people);
    reader.finish(people);
    BREACHD_CHECK(reader.errors().size() <= kSubjectErrorsMax);
    BREACHD_CHECK(!people.empty() || !reader.errors().empty());
    std::string out;
    for (const auto& person : people) {
        BREACHD_CHECK(!person.subject_ref.reveal().empty());
        auto kept = serialise(person);
        BREACHD_CHECK(is_utf8(kept));
        BREACHD_CHECK(deserialise_subject(kept).has_value());
        out += kept + "\n";
    }
    for (const auto& note : reader.take_notes()) {
        BREACHD_CHECK(is_utf8(note.masked) && !note.what.empty());
        out += note.what + "\n";
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    fuzz::Seeds seeds(argc, argv);
    for (const char* seed : {
             "\xef\xbb\xbfsubject_ref,name,email,phone\r\nKH-1,\"L\xc3\xaa, \"\"A\"\"\",a@b.test,0912000001\r\n",
             "sep=;\nMa;SDT\nKH-1;9.12E+08\nKH-2;0912000006 / 0987000006\n;;\n",
             "ma,ten\nKH-1,Thi\xf2\n",
             "{\"subject_ref\":\"a\",\"phone\":912000001,\"kinds\":[\"location\"]}\n",
             "ma,ten,tencon,email\nHS-1,Ba,An,a@b.test\nHS-1,,Be,\nHS-2,,x,\n",
             "DANH SACH,,\n,,\nma,email,x\nKH-1,Ba <a@b.test>,\n",
         })
        seeds.add(seed);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (auto format : {SubjectFormat::csv, SubjectFormat::ndjson})
        BREACHD_CHECK(read(format, bytes, 1 << 20) == read(format, bytes, 3));
    return 0;
}
