// Feeds any bytes to the readers of pages of a list: Link headers, arrays of JSON, tables after one another. No crash,
// and what is an address came out of the header.
#include <algorithm>
#include <cstdint>

#include "base/check.hpp"
#include "ingest/people/list_pages.hpp"
#include "seeds.hpp"

using namespace breachd;
using namespace breachd::ingest;

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    fuzz::Seeds seeds(argc, argv);
    for (const char* seed : {
             "</1>; rel=\"prev\", </3?x=1,2>; title=\"a, \\\"b\\\"\"; REL=next\nsubject_ref\nKH-1\n",
             "\n{\"data\":{\"people\":[{\"subject_ref\":\"a\"}],\"next\":\"?page=2\"}}",
             "<https://a.test/2>; rel=next\nsep=;\nma;ten\nKH-1;Ba\n",
         })
        seeds.add(seed);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    auto link = bytes.substr(0, bytes.find('\n'));
    std::string body(bytes.substr(std::min(bytes.size(), link.size() + 1)));
    if (auto next = next_in_link(link)) BREACHD_CHECK(next->empty() || link.find(*next) != link.npos);
    for (auto format : {ListFormat::csv, ListFormat::ndjson, ListFormat::json}) {
        ListPages pages(format, "/data/people", "/data/next");
        auto one = pages.take(body, link);
        auto two = pages.take(body, "");
        if (one && two) BREACHD_CHECK(two->bytes.size() <= one->bytes.size() + 1);
    }
    return 0;
}
