// Feeds any bytes to the reader of workbooks, and any text as a sheet and as the shared texts of a whole one: no crash,
// and people or an error come out.
#include <cstdint>
#include <filesystem>

#include "base/check.hpp"
#include "ingest/people/workbook.hpp"
#include "seeds.hpp"
#include "testkit/workbook.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

void read(std::string_view bytes) {
    SubjectReader reader(SubjectFormat::rows, {true});
    WorkbookReader book(reader);
    std::vector<Subject> people;
    book.feed(bytes);
    while (book.step(people)) {
    }
    reader.finish(people);
    BREACHD_CHECK(!people.empty() || !reader.errors().empty());
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    fuzz::Seeds seeds(argc, argv);
    const testkit::Sheet sheet{{"subject_ref", "phone"}, {"KH-1", "#912000001"}, {"KH-2", "~0912000002"}};
    seeds.add(testkit::workbook({sheet}));
    for (const auto& [name, content] : testkit::workbook_parts({sheet}))
        seeds.add(std::filesystem::path(name).filename().string(), content);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.starts_with('P')) {
        read(bytes);
        return 0;
    }
    for (const char* part : {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}) {
        auto parts = testkit::workbook_parts({{{"subject_ref"}, {"KH-1"}}});
        for (auto& [name, content] : parts)
            if (name == part) content = bytes;
        read(testkit::zipped(parts));
    }
    return 0;
}
