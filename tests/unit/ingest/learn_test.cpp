#include "ingest/learn.hpp"

#include "config/config.hpp"
#include "ingest_helpers.hpp"
#include "testkit/process.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// The proposal is a file that the configuration takes.
void check_file(const std::string& text) {
    testkit::ScratchDirectory scratch;
    auto file = scratch.path() + "/learned.yaml";
    testkit::spill(file, text);
    auto checked = check_playbook(file);
    INFO((checked ? std::string() : checked.error().message) << "\n" << text);
    CHECK(checked.has_value());
}

}  // namespace

TEST_CASE("a file is proposed from samples: keys by their names and by the looks of their values", "[learn]") {
    auto text =
        learn_sender(
            "CEF:0|Acme|Guard|1|7|Name|5|src=10.0.0.1 operatorLogin=an zzServer=10.0.0.2 whenSeen=2026-01-05T01:00:00Z "
            "weird=x cs1Label=Rule Title Text cs1=Leak\n"
            "CEF:0|Acme|Guard|1|7|Name|5|operatorLogin=binh zzServer=10.0.0.3 weird=y\n",
            "acme", *senders())
            .value();
    CHECK(has(text, "sender: acme"));
    CHECK(has(text, "vendor: [Acme]"));
    CHECK(has(text, "host: [zzServer]"));
    CHECK(has(text, "user: [operatorLogin]"));
    CHECK(has(text, "occurred_at: [whenSeen]"));
    CHECK(has(text, "title: [\"Rule Title Text\"]"));
    CHECK(has(text, "# known already: src"));
    CHECK(has(text, "# not used: weird"));
    CHECK_FALSE(has(text, "binh"));  // no value of a sample
    check_file(text);
}

TEST_CASE("a mapping is proposed from JSON", "[learn]") {
    auto text =
        learn_sender(
            R"([{"uuid":"1","what":{"alert_title":"Lộ dữ liệu","sev":3},"box":["10.0.0.1"],"by":"an@vidu.test","rule_id":"R7"}])",
            "acme-json", *senders())
            .value();
    CHECK(has(text, "id: [/uuid]"));
    CHECK(has(text, "hosts: [/box]"));
    CHECK(has(text, "users: [/by]"));
    CHECK(has(text, "severity: [/what/sev]"));
    CHECK(has(text, "rule: [/rule_id]"));
    CHECK_FALSE(has(text, "vidu.test"));
    check_file(text);
    CHECK_FALSE(learn_sender("nothing here", "x", *senders()).has_value());
}
