// Counts the open connections of each address; an address without one takes no room. Net thread only.
#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace breachd::net {

class AddressCount {
  public:
    std::size_t of(const std::string& address) const {
        auto found = counts_.find(address);
        return found == counts_.end() ? 0 : found->second;
    }
    void add(const std::string& address) { ++counts_[address]; }
    void remove(const std::string& address) {
        auto found = counts_.find(address);
        if (found != counts_.end() && --found->second == 0) counts_.erase(found);
    }

  private:
    std::map<std::string, std::size_t> counts_;
};

}  // namespace breachd::net
