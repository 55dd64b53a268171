// The keys of a channel's section as its provider reads them. Inner header of daemon/config.
#pragma once

#include <set>

#include "config/sections.hpp"
#include "notifiers/keys.hpp"

namespace breachd::config {

class MapKeys : public Keys {
  public:
    MapKeys(Map& map, const Context& context) : map_(map), context_(context) {}
    void text(std::string_view key, std::string& out) override;
    void choice(std::string_view key, std::string& out, std::initializer_list<std::string_view> words) override;
    void integer(std::string_view key, std::int64_t& out, std::int64_t least, std::int64_t most) override;
    void path(std::string_view key, std::string& out) override;
    bool secret(std::string_view key, std::string& out) override;
    void url(std::string_view key, std::string& out, std::initializer_list<std::string_view> schemes) override;
    void pairs(std::string_view key, Pairs& out) override;
    void email(std::string_view key, std::string& out) override;
    void need(std::string_view key) override;
    void error(std::string message) override;
    void warning(std::string message) override;

  private:
    Map& map_;
    const Context& context_;
};

// Reads nothing and remembers what was asked for: a provider's keys are listed by the same function that reads them.
class AskedKeys : public Keys {
  public:
    void text(std::string_view key, std::string&) override { asked_.emplace(key); }
    void choice(std::string_view key, std::string&, std::initializer_list<std::string_view>) override {
        asked_.emplace(key);
    }
    void integer(std::string_view key, std::int64_t&, std::int64_t, std::int64_t) override { asked_.emplace(key); }
    void path(std::string_view key, std::string&) override { asked_.emplace(key); }
    bool secret(std::string_view key, std::string&) override;
    void url(std::string_view key, std::string&, std::initializer_list<std::string_view>) override {
        asked_.emplace(key);
        guarded_.emplace(key);
    }
    void pairs(std::string_view key, Pairs&) override { asked_.emplace(key); }
    void email(std::string_view key, std::string&) override { asked_.emplace(key); }
    void need(std::string_view) override {}
    void error(std::string) override {}
    void warning(std::string) override {}

    const std::set<std::string>& asked() const { return asked_; }
    // Of them, those whose value may be a secret, or hold one.
    const std::set<std::string>& guarded() const { return guarded_; }

  private:
    std::set<std::string> asked_, guarded_;
};

}  // namespace breachd::config
