// Attacks from outside on the running daemon: every call by every role, generated calls, forged webhooks. At their full
// length in `./run soak attack`.
#include <fmt/format.h>

#include <sstream>

#include "base/rng.hpp"
#include "base/utf8.hpp"
#include "e2e/api_table.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

// The token's name is the caller, its role what openapi.yaml names.
const std::vector<std::pair<std::string, std::string>> kCallers{
    {"", ""},           {"an", "responder"},    {"binh", "responder"},
    {"dpo", "dpo"},     {"auditor", "auditor"}, {"viewer", "viewer"},
    {"admin", "admin"}, {"wazuh", "source"}};
const std::vector<std::string> kMethods{"GET", "POST", "PUT", "PATCH", "DELETE"};

bool by_token(const Operation& operation) { return !operation.roles.empty(); }

// Whether a path of `pattern` is one of `wider`, too: the same words, or a parameter there.
bool covers(const std::string& wider, const std::string& pattern) {
    std::istringstream a(wider), b(pattern);
    std::string left, right;
    while (true) {
        bool more_a = static_cast<bool>(std::getline(a, left, '/')),
             more_b = static_cast<bool>(std::getline(b, right, '/'));
        if (!more_a || !more_b) return more_a == more_b;
        if (left != right && !left.starts_with("{")) return false;
    }
}

template <class T>
const T& pick(Rng& rng, const std::vector<T>& from) {
    return from[rng.below(from.size())];
}

json::value odd_value(Rng& rng, int depth = 0) {
    static const std::vector<std::string> texts{"",
                                                "x",
                                                "2026-11-20T10:00:00Z",
                                                "1970-01-01T00:00:00Z",
                                                "9999-12-31T23:59:59Z",
                                                "2026-13-45T99:99:99Z",
                                                "yes",
                                                "leak",
                                                "location",
                                                "vi",
                                                "\x1b[31mđỏ",
                                                "a\r\nBcc: x@vidu.test",
                                                "{{code}}",
                                                "=1+1",
                                                "../../etc/passwd",
                                                "\xe2\x80\xae",
                                                "Rò rỉ dữ liệu",
                                                "mau-08",
                                                "everyone",
                                                std::string(5000, 'x')};
    switch (rng.below(depth > 2 ? 6 : 9)) {
        case 0:
            return nullptr;
        case 1:
            return rng.one_in(2);
        case 2:
            return static_cast<std::int64_t>(rng.below(1000)) - 500;
        case 3:
            return std::int64_t{1} << rng.below(63);
        case 4:
            return -1e300;
        case 5:
            return json::value(pick(rng, texts));
        case 6: {
            json::array out;
            for (auto n = rng.below(4); n > 0; --n) out.push_back(odd_value(rng, depth + 1));
            return out;
        }
        case 7:
            return json::object{{pick(rng, texts), odd_value(rng, depth + 1)}};
        default:
            return json::value(pick(rng, texts));
    }
}

std::string odd_body(Rng& rng, const Operation& operation) {
    if (rng.one_in(12)) return std::string(rng.below(40), '[');
    json::object body;
    for (const auto& member : operation.members)
        if (rng.one_in(2)) body[member] = odd_value(rng);
    if (rng.one_in(6)) body["không có"] = odd_value(rng);
    auto text = json::serialize(body);
    if (rng.one_in(15) && !text.empty()) text[rng.below(text.size())] = static_cast<char>(rng.below(256));
    return text;
}

}  // namespace

TEST_CASE("every call, method and role: 401 without a token, 403 beyond the role, and only then anything else") {
    Daemon daemon;
    REQUIRE(daemon.start());
    int cells = 0;
    for (const auto& operation : operations_of(daemon)) {
        // One is about the whole configuration, the other never ends: of that only the refusals are asked.
        if (!by_token(operation) || operation.path == "/-/reload") continue;
        bool endless = operation.path == "/api/v1/events";
        auto path = path_with(operation, "none");
        for (const auto& [who, role] : kCallers) {
            INFO(operation.method << " " << operation.path << " as " << (who.empty() ? "nobody" : who));
            if (endless && operation.roles.count(role) != 0) continue;
            ++cells;
            auto status = daemon
                              .call(who, operation.method, path, operation.method == "GET" ? "" : "{}",
                                    {{"Content-Type", "application/json"}})
                              .status;
            if (who.empty())
                CHECK(status == 401);
            else if (operation.roles.count(role) == 0)
                CHECK(status == 403);
            else
                CHECK((status != 401 && status != 403 && status != 0 && status < 500));
        }
    }
    CHECK(cells > 400);
    testkit::figure("role_cells", fmt::format("{} cells, 0 wrong", cells));
}

TEST_CASE("a method that a path does not have is 405, whoever asks, and does nothing") {
    Daemon daemon;
    REQUIRE(daemon.start());
    std::map<std::string, std::set<std::string>> there;
    for (const auto& operation : operations_of(daemon)) there[operation.path].insert(operation.method);
    for (auto& [pattern, methods] : there) {
        for (const auto& [other, more] : there)  // "/subjects/complete" is a "/subjects/{subject}", too
            if (covers(other, pattern)) methods.insert(more.begin(), more.end());
        if (pattern.starts_with("/notices") || pattern.starts_with("/api/v1/alerts/")) continue;
        for (const auto& method : kMethods) {
            if (methods.count(method) != 0) continue;
            INFO(method << " " << pattern);
            CHECK(daemon.call("dpo", method, path_with({method, pattern, {}, {}}, "none"), "{}").status == 405);
        }
    }
}

TEST_CASE("generated calls never end the daemon, nor are they ever the daemon's fault", "[soak]") {
    const int calls = testkit::often(1500, 30'000);
    Daemon daemon;
    REQUIRE(daemon.start());
    Rng rng(20261130);
    std::vector<std::string> ids{"none", "INC-2026-9999", "..", "%00", std::string(300, 'a')};
    for (int i = 0; i < 3; ++i) ids.push_back(text(daemon.open(now_rfc3339()), "id"));
    auto operations = operations_of(daemon);
    std::erase_if(operations, [](const auto& each) {
        return each.path == "/api/v1/events" ||
               each.path.starts_with("/api/v1/channels/");  // one stays open, one waits
    });
    std::map<int, int> by_status;
    for (int i = 0; i < calls; ++i) {
        const auto& operation = pick(rng, operations);
        const auto& who = pick(rng, kCallers).first;
        auto path = path_with(operation, pick(rng, ids));
        if (rng.one_in(3)) path += fmt::format("?{}={}", rng.one_in(2) ? "limit" : "cursor", rng.below(100'000));
        auto body = operation.method == "GET" ? "" : odd_body(rng, operation);
        auto reply = daemon.call(rng.one_in(3) ? who : "dpo", operation.method, path, body,
                                 {{"Content-Type", rng.one_in(20) ? "text/plain" : "application/json"}});
        ++by_status[reply.status];
        INFO(operation.method << " " << path << "\n" << body << "\n" << reply.body);
        REQUIRE(reply.status != 0);
        // The one 5xx that is documented: a GET signs nothing.
        bool unsigned_yet = operation.method == "GET" && path.find("/evidence") != std::string::npos &&
                            (reply.body.find("not signed yet") != std::string::npos ||
                             reply.body.find("no signed head yet") != std::string::npos);
        CHECK((reply.status < 500 || (reply.status == 503 && unsigned_yet)));
    }
    REQUIRE(daemon.alive());
    for (const auto& [status, times] : by_status) WARN(status << ": " << times);
    daemon.kill();
    REQUIRE(daemon.start());
    testkit::figure("generated_calls", fmt::format("{} calls: 0 answers of 5xx, 0 ends", calls));
}

TEST_CASE("forged webhooks: no change of a signed message is taken, nor the message twice", "[soak]") {
    const int forgeries = testkit::often(600, 10'000);
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto body = json::serialize(
        json::object{{"type", "incident.acknowledge"}, {"data", json::object{{"incident_id", id}, {"by", "an"}}}});
    Rng rng(20261201);
    int taken = 0;
    for (int i = 0; i < forgeries; ++i) {
        auto headers =
            testkit::signed_hook(daemon.hook_secret(), fmt::format("msg-{}", i), body, std::chrono::seconds{0});
        auto forged = body;
        auto change = [&](std::string text) {
            auto before = text;
            while (text == before) {
                auto at = rng.below(text.size());
                switch (rng.below(3)) {
                    case 0:
                        text[at] = static_cast<char>(33 + rng.below(90));
                        break;
                    case 1:
                        text.erase(at, 1);
                        break;
                    default:
                        text.insert(at, 1, static_cast<char>(33 + rng.below(90)));
                }
            }
            return text;
        };
        auto replace = [&](const std::string& name) {
            auto at = headers.find(name);
            auto changed = change(at->second);
            headers.erase(at);
            headers.emplace(name, changed);
        };
        switch (rng.below(5)) {
            case 0:
                forged = change(body);
                break;
            case 1:
                replace("webhook-id");
                break;
            case 2:
                replace("webhook-timestamp");
                break;
            case 3:
                replace("webhook-signature");
                break;
            default:
                headers = testkit::signed_hook(daemon.hook_secret(), "old", body,
                                               std::chrono::seconds{rng.one_in(2) ? -400 : 400});
        }
        auto status = daemon.call("", "POST", "/api/v1/hooks/pager", forged, headers).status;
        taken += status != 401;
    }
    CHECK(taken == 0);
    CHECK(daemon.incident(id).at("acknowledged_at").is_null());
    auto good = testkit::signed_hook(daemon.hook_secret(), "msg-good", body, std::chrono::seconds{0});
    CHECK(daemon.call("", "POST", "/api/v1/hooks/pager", body, good).status == 200);
    auto version = text(daemon.incident(id), "version");
    CHECK(daemon.call("", "POST", "/api/v1/hooks/pager", body, good).status < 500);
    CHECK(text(daemon.incident(id), "version") == version);
    testkit::figure("forged_webhooks", fmt::format("{} forgeries: 0 taken", forgeries));
}
