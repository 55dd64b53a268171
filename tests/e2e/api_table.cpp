#include "e2e/api_table.hpp"

#include <yaml-cpp/yaml.h>

#include <sstream>

namespace breachd::e2e {

namespace {

// "Roles: dpo, admin. …", as every description says it that is not for anybody.
std::set<std::string> roles_in(const std::string& description) {
    std::set<std::string> out;
    auto begin = description.find("Roles: ");
    if (begin == std::string::npos) return out;
    std::string words = description.substr(begin + 7, description.find_first_of(".;", begin) - begin - 7);
    for (char& c : words)
        if (c == ',' || c == '\n') c = ' ';
    std::istringstream each(words);
    for (std::string word; each >> word;) out.insert(word);
    return out;
}

std::vector<std::string> members_of(const YAML::Node& document, YAML::Node schema) {
    std::vector<std::string> out;
    if (schema && schema["$ref"]) {
        auto ref = schema["$ref"].as<std::string>();
        schema = document["components"]["schemas"][ref.substr(ref.rfind('/') + 1)];
    }
    if (!schema || !schema["properties"]) return out;
    for (const auto& member : schema["properties"]) out.push_back(member.first.as<std::string>());
    return out;
}

}  // namespace

std::vector<Operation> operations_of(Daemon& daemon) {
    auto document = YAML::Load(daemon.call("", "GET", "/api/v1/openapi.yaml").body);
    std::vector<Operation> out;
    for (const auto& path : document["paths"])
        for (const auto& item : path.second) {
            if (!item.second.IsMap() || !item.second["responses"]) continue;
            const auto& about = item.second;
            Operation operation{item.first.as<std::string>(), path.first.as<std::string>(), {}, {}};
            for (char& c : operation.method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            if (about["description"]) operation.roles = roles_in(about["description"].as<std::string>());
            auto body = about["requestBody"];
            if (body && body["content"])
                for (const auto& type : body["content"])
                    for (auto& member : members_of(document, type.second["schema"]))
                        operation.members.push_back(member);
            out.push_back(std::move(operation));
        }
    return out;
}

std::string path_with(const Operation& operation, const std::string& value) {
    std::string out;
    bool inside = false;
    for (char c : operation.path) {
        if (c == '{') out += value;
        inside = c == '{' || (inside && c != '}');
        if (!inside && c != '}') out += c;
    }
    return out;
}

}  // namespace breachd::e2e
