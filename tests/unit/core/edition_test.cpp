#include "core/law/edition.hpp"

#include "testkit/catch.hpp"

using namespace breachd;

namespace {

Edition edition(std::string id, const char* from, const char* to = nullptr) {
    Edition out;
    out.id = std::move(id);
    if (from) out.in_force_from = *parse_rfc3339(from);
    if (to) out.in_force_to = *parse_rfc3339(to);
    return out;
}

std::vector<Edition> editions() {
    return {edition("draft", nullptr), edition("new", "2026-01-01T00:00:00+07:00"),
            edition("old", "2023-07-01T00:00:00+07:00", "2026-01-01T00:00:00+07:00")};
}

std::string at(const char* moment, std::string_view pinned = "auto") {
    static const auto all = editions();
    const Edition* found = edition_for(all, pinned, *parse_rfc3339(moment));
    return found ? found->id : "none";
}

}  // namespace

TEST_CASE("the edition in force at the moment of detection applies, to the second") {
    CHECK(at("2026-01-01T00:00:00+07:00") == "new");
    CHECK(at("2025-12-31T23:59:59+07:00") == "old");
    CHECK(at("2023-07-01T00:00:00+07:00") == "old");
}

TEST_CASE("a moment before every edition takes the earliest after it") { CHECK(at("2020-01-01T00:00:00Z") == "old"); }

TEST_CASE("a draft applies only when pinned, and a pin wins over the date") {
    CHECK(at("2026-05-01T00:00:00Z", "draft") == "draft");
    CHECK(at("2026-05-01T00:00:00Z", "old") == "old");
    CHECK(at("2026-05-01T00:00:00Z", "no-such") == "none");
    std::vector<Edition> only_draft = {edition("draft", nullptr)};
    CHECK(edition_for(only_draft, "auto", Instant{}) == nullptr);
}

TEST_CASE("after every edition has ended the latest still gives a clock") {
    std::vector<Edition> ended = {edition("old", "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")};
    CHECK(edition_for(ended, "auto", *parse_rfc3339("2026-01-01T00:00:00Z"))->id == "old");
}
