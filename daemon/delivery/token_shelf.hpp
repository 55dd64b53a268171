// The access tokens that delivery sends with, by channel. The engine hands each over once it is on disk; they outlive a
// new reading of the configuration. Written by one thread, read by any.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>

namespace breachd::delivery {

class TokenShelf {
  public:
    void put(const std::string& channel, std::string access) {
        auto next = std::make_shared<All>(*all_.load());
        (*next)[channel] = std::move(access);
        all_.store(std::move(next));
    }
    // "": there is none yet.
    std::string find(const std::string& channel) const {
        auto all = all_.load();
        auto at = all->find(channel);
        return at == all->end() ? "" : at->second;
    }

  private:
    using All = std::map<std::string, std::string>;
    std::atomic<std::shared_ptr<const All>> all_{std::make_shared<const All>()};
};

}  // namespace breachd::delivery
