// docs/operations.md has one table of all metrics; a running daemon shows these and no others.
#include <functional>
#include <map>
#include <regex>
#include <set>

#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

struct Family {
    std::string type;
    std::set<std::string> labels;
    friend bool operator==(const Family&, const Family&) = default;
};
using Families = std::map<std::string, Family>;

void each(const std::string& text, const char* pattern, const std::function<void(const std::smatch&)>& take) {
    std::regex wanted(pattern);
    for (std::sregex_iterator found(text.begin(), text.end(), wanted), end; found != end; ++found) take(*found);
}

Families documented(const std::string& page) {
    Families out;
    each(page, "\\n\\| `(breachd_\\w+)` \\| (\\w+) \\|([^|\\n]*)\\|", [&](const std::smatch& row) {
        auto& family = out[row[1]];
        CHECK(family.type.empty());  // one row each
        family.type = row[2];
        each(row[3], "\\w+", [&](const std::smatch& label) { family.labels.insert(label[0]); });
    });
    return out;
}

// "breachd_x_bucket" of a histogram belongs to "breachd_x".
Family& family_of(Families& families, const std::string& name) {
    for (const std::string suffix : {"_bucket", "_sum", "_count"}) {
        if (!name.ends_with(suffix)) continue;
        auto found = families.find(name.substr(0, name.size() - suffix.size()));
        if (found != families.end() && found->second.type == "histogram") return found->second;
    }
    return families[name];
}

Families shown(const std::string& text) {
    Families out;
    each(text, "# TYPE (\\w+) (\\w+)", [&](const std::smatch& line) {
        auto& family = out[line[1]];
        CHECK(family.type.empty());
        family.type = line[2];
    });
    each(text, "\\n(breachd_\\w+)\\{([^\\n]*)\\} ", [&](const std::smatch& line) {
        auto& family = family_of(out, line[1]);
        each(line[2], "(\\w+)=\"", [&](const std::smatch& label) {
            if (label[1] != "le") family.labels.insert(label[1]);
        });
    });
    return out;
}

}  // namespace

TEST_CASE("the table of metrics in docs/operations.md and the daemon's /metrics name the same families and labels") {
    e2e::Settings settings;
    settings.extra =
        "syslog: [{name: udp, transport: udp, listen: \"127.0.0.1:" + std::to_string(testkit::free_port()) +
        "\", sources: [wazuh]}]\n";
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    // One of each event that only then has labels.
    REQUIRE(daemon.alert(1).status == 202);
    CHECK(daemon.call("wazuh", "POST", "/api/v1/alerts/wazuh", "no JSON").status == 422);
    CHECK(daemon.call("", "POST", "/api/v1/alerts/wazuh", wazuh_alert(2, "gps-db-1")).status == 401);
    std::string text;
    REQUIRE(testkit::wait_until([&] {
        text = daemon.call("", "GET", "/metrics").body;
        return text.find("breachd_first_page_seconds_count 1") != std::string::npos &&
               text.find("cause=\"none\",channel=\"pager\",result=\"accepted\"") != std::string::npos;
    }));
    CHECK(documented(testkit::slurp(BREACHD_SOURCE_DIR "/docs/operations.md")) == shown(text));
    CHECK(text.find("breachd_store_commit_seconds_count 0") == std::string::npos);
    CHECK(text.find("breachd_http_request_seconds_count{class=\"2xx\",method=\"POST\","
                    "route=\"/api/v1/alerts/{source}\"} 1") != std::string::npos);
}
