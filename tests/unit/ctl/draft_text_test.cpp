#include "ctl/people/draft_text.hpp"

#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::ctl;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a draft that lacks nothing says so only where a law demands it") {
    json::object draft{{"missing", json::array()}, {"faults", json::array()}, {"demanded", true}};
    CHECK(has(draft_text(draft), "nothing is missing"));
    draft["demanded"] = false;
    draft["empty"] = {
        json::object{{"id", "measures"}, {"label", json::object{{"vi", "biện pháp khắc phục"}, {"en", "measures"}}}}};
    auto text = draft_text(draft);
    CHECK_FALSE(has(text, "nothing is missing"));
    CHECK(has(text, "no law demands a letter"));
    CHECK(has(text, "bỏ trống / left empty: biện pháp khắc phục / measures\n"));
}

TEST_CASE("a draft whose short text lost words says of what") {
    json::object draft{{"missing", json::array()}, {"faults", json::array()}, {"demanded", true}};
    CHECK_FALSE(has(draft_text(draft), "too long"));
    draft["short_cut"] = {json::object{{"language", "vi"}, {"what", "name"}},
                          json::object{{"language", "en"}, {"what", "sentence"}}};
    auto text = draft_text(draft);
    CHECK(has(text, "vi: tin ngắn quá dài, tên tổ chức bị bỏ bớt chữ"));
    CHECK(has(text, "en: tin ngắn quá dài, câu bị bỏ bớt chữ"));
}
