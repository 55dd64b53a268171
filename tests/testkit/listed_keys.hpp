// The keys of a channel as a test lists them: what a provider makes of them, and what it says.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "notifiers/keys.hpp"

namespace breachd {

class ListedKeys : public Keys {
  public:
    explicit ListedKeys(std::map<std::string, std::string> values) : values_(std::move(values)) {}

    void text(std::string_view key, std::string& out) override { take(key, out); }
    void path(std::string_view key, std::string& out) override { take(key, out); }
    // "Name: value" lines.
    void pairs(std::string_view key, Pairs& out) override {
        std::string lines;
        take(key, lines);
        for (std::size_t at = 0; at < lines.size();) {
            auto line = lines.substr(at, lines.find('\n', at) - at);
            at += line.size() + 1;
            if (auto colon = line.find(": "); colon != line.npos)
                out.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        }
    }
    void email(std::string_view key, std::string& out) override { take(key, out); }
    void choice(std::string_view key, std::string& out, std::initializer_list<std::string_view> words) override {
        std::string word = out;
        take(key, word);
        if (std::find(words.begin(), words.end(), word) == words.end())
            error(std::string(key) + " is not one of its words");
        else
            out = word;
    }
    void integer(std::string_view key, std::int64_t& out, std::int64_t least, std::int64_t most) override {
        std::string text;
        take(key, text);
        if (!text.empty()) out = std::clamp<std::int64_t>(std::stoll(text), least, most);
    }
    bool secret(std::string_view key, std::string& out) override {
        take(key, out);
        return !out.empty();
    }
    void url(std::string_view key, std::string& out, std::initializer_list<std::string_view> schemes) override {
        take(key, out);
        if (!out.empty() && std::none_of(schemes.begin(), schemes.end(), [&](auto s) { return out.starts_with(s); }))
            error(std::string(key) + " has another scheme");
    }
    void need(std::string_view key) override {
        if (!values_.contains(std::string(key))) error(std::string(key) + " is missing");
    }
    void error(std::string message) override { errors.push_back(std::move(message)); }
    void warning(std::string message) override { warnings.push_back(std::move(message)); }

    std::vector<std::string> errors, warnings;
    std::set<std::string> asked;

  private:
    void take(std::string_view key, std::string& out) {
        asked.emplace(key);
        if (auto at = values_.find(std::string(key)); at != values_.end()) out = at->second;
    }
    std::map<std::string, std::string> values_;
};

}  // namespace breachd
