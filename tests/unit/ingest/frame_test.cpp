// One message of a syslog listener, read as the format of its source.
#include "ingest/frame.hpp"

#include "ingest_helpers.hpp"

namespace breachd::ingest {

namespace {

Result<Parsed> read(std::string_view format, std::string_view frame, const MappedFields* mapping = nullptr) {
    const Format* known = find_format(format);
    REQUIRE(known != nullptr);
    return read_as(*known, mapping, {frame, kSyslogFrame, {}});
}

Item only(std::string_view format, std::string_view frame, const MappedFields* mapping = nullptr) {
    auto parsed = read(format, frame, mapping);
    INFO((parsed ? std::string() : parsed.error().text()));
    REQUIRE(parsed.has_value());
    REQUIRE(parsed->items.size() == 1);
    return parsed->items.front();
}

constexpr std::string_view kWazuh = R"(<134>Nov 25 03:00:00 siem wazuh: {"rule":{"level":12,"description":"Rò rỉ"},)"
                                    R"("agent":{"name":"gps-db-1"},"id":"1.2"})";

}  // namespace

TEST_CASE("JSON behind a syslog header is read in the source's format, and kept with its header") {
    auto item = only("wazuh", kWazuh);
    CHECK(item.alert.title == "Rò rỉ");
    CHECK(item.alert.hosts == Texts{"gps-db-1"});
    CHECK(item.raw == kWazuh);
    CHECK_FALSE(parse("wazuh", kWazuh).has_value());  // over HTTP it is no body of that format
}

TEST_CASE("a mapping holds for messages too") {
    MappedFields mapping;
    mapping.title = "/what";
    CHECK(only("mapped", R"(<134>Nov 25 03:00:00 siem x: {"what":"Rò rỉ"})", &mapping).alert.title == "Rò rỉ");
}

TEST_CASE("a line feed inside a message is text, whatever the format") {
    CHECK(read("cef", "CEF:0|V|P|1|7|one|8|msg=a\nCEF:0|V|P|1|8|two|8|")->items.size() == 1);
    std::string message = "<132>1 2026-11-25T02:00:00Z fw-1 ips - - - one";
    CHECK(only("syslog", message + "\n" + message).alert.title.starts_with("one"));
}

TEST_CASE("another content type is a body in the format") {
    const Format* wazuh = find_format("wazuh");
    auto parsed = read_as(*wazuh, nullptr, {kWazuh.substr(kWazuh.find('{')), "application/json", {}});
    REQUIRE(parsed.has_value());
    CHECK(parsed->items.size() == 1);
}

}  // namespace breachd::ingest
