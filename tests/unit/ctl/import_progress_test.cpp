#include "ctl/people/import_progress.hpp"

#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::ctl;

TEST_CASE("progress is found in a stream of events, wherever it is cut, and nothing else is taken for it") {
    const std::string stream =
        ": breachd\nretry: 3000\n\nid: 7\nevent: subjects_imported\ndata: {\"bytes\":1}\n\nevent: import_progress\n"
        "data: {\"incident_id\":\"INC-1\",\"rows\":120,\"rejected\":3,\"bytes\":50,\"bytes_total\":200}\n\n: \n\n"
        "event: import_progress\ndata: no JSON\n\n";
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        ProgressReader reader;
        std::vector<json::value> said;
        for (auto part : {stream.substr(0, cut), stream.substr(cut)}) {
            reader.feed(part);
            for (auto event = reader.next(); !event.is_null(); event = reader.next()) said.push_back(event);
        }
        REQUIRE(said.size() == 1);
        CHECK(progress_percent(said[0]) == 25);
        CHECK(progress_bar(said[0]) == "[#####...............]  25 %  120 dòng / rows, 3 không dùng được / unusable");
    }
}

TEST_CASE("a list of unknown or wrong length has a bar that ends nowhere but at its ends") {
    CHECK(progress_percent({{"bytes", 5}, {"bytes_total", nullptr}}) == 0);
    CHECK(progress_percent({{"bytes", 5}, {"bytes_total", 4}}) == 100);
}
