#include <yaml-cpp/yaml.h>

#include <set>

#include "api/openapi.hpp"
#include "api/routes/route.hpp"
#include "api_harness.hpp"

namespace breachd::api {

namespace {

// "GET /api/v1/incidents/{}": names of parameters do not matter.
std::string key_of(std::string method, std::string path) {
    std::string out;
    for (bool inside = false; char c : path) {
        if (c == '{') inside = true;
        if (!inside || c == '{') out += c;
        if (c == '}') {
            inside = false;
            out += '}';
        }
    }
    return lower(method) + " " + out;
}

}  // namespace

TEST_CASE("the served description has every route and no other") {
    Api api;
    auto reply = api.call("GET", "/api/v1/openapi.yaml", "", {}, "");
    REQUIRE(reply.status == 200);
    CHECK(reply.body == kOpenapi);
    YAML::Node document = YAML::Load(reply.body);
    CHECK(document["openapi"].as<std::string>() == "3.1.0");
    std::set<std::string> described, routed;
    const std::set<std::string> methods{"get", "post", "put", "patch", "delete", "options"};
    for (const auto& path : document["paths"])
        for (const auto& operation : path.second)
            if (auto method = operation.first.as<std::string>(); methods.count(method) != 0)
                described.insert(key_of(method, path.first.as<std::string>()));
    for (const auto& route : routes()) routed.insert(key_of(route.method, route.pattern));
    for (const auto& one : routed) {
        INFO(one);
        CHECK(described.count(one) == 1);
    }
    for (const auto& one : described) {
        INFO(one);
        CHECK(routed.count(one) == 1);
    }
}

TEST_CASE("every reference of the description leads somewhere, and every operation has an id, a summary and answers") {
    YAML::Node document = YAML::Load(std::string(kOpenapi));
    std::function<void(const YAML::Node&)> walk = [&](const YAML::Node& node) {
        if (node.IsMap()) {
            for (const auto& item : node) {
                if (item.first.as<std::string>() == "$ref") {
                    std::string ref = item.second.as<std::string>();
                    INFO(ref);
                    REQUIRE(ref.starts_with("#/components/"));
                    std::string rest = ref.substr(13);
                    std::size_t slash = rest.find('/');
                    CHECK(document["components"][rest.substr(0, slash)][rest.substr(slash + 1)].IsDefined());
                } else {
                    walk(item.second);
                }
            }
        } else if (node.IsSequence()) {
            for (const auto& item : node) walk(item);
        }
    };
    walk(document);
    std::set<std::string> ids;
    for (const auto& path : document["paths"])
        for (const auto& operation : path.second) {
            if (!operation.second.IsMap() || !operation.second["responses"].IsDefined()) continue;
            INFO(path.first.as<std::string>());
            CHECK(operation.second["summary"].IsDefined());
            CHECK(ids.insert(operation.second["operationId"].as<std::string>()).second);
        }
}

}  // namespace breachd::api
