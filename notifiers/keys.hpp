// The configuration keys of one channel, as its provider reads them. An interface, so that a provider knows nothing of
// YAML, and so that its keys can be listed by reading none (config/channel_keys.*). Readers leave `out` as it was when
// the key is absent or its value is wrong; every fault is reported with its place, none is thrown.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace breachd {

using Pairs = std::vector<std::pair<std::string, std::string>>;

class Keys {
  public:
    virtual ~Keys() = default;
    virtual void text(std::string_view key, std::string& out) = 0;
    virtual void choice(std::string_view key, std::string& out, std::initializer_list<std::string_view> words) = 0;
    virtual void integer(std::string_view key, std::int64_t& out, std::int64_t least, std::int64_t most) = 0;
    virtual void path(std::string_view key, std::string& out) = 0;
    // `key` or `key_file`; true when one of them is there (it may be empty all the same: secrets are not always read).
    virtual bool secret(std::string_view key, std::string& out) = 0;
    virtual void url(std::string_view key, std::string& out, std::initializer_list<std::string_view> schemes) = 0;
    // A mapping of free names to texts (the headers of a request), in the order of the file. The values may be secrets.
    virtual void pairs(std::string_view key, Pairs& out) = 0;
    virtual void email(std::string_view key, std::string& out) = 0;
    // Says that the key is missing when it is.
    virtual void need(std::string_view key) = 0;
    // About the channel as a whole.
    virtual void error(std::string message) = 0;
    virtual void warning(std::string message) = 0;
};

}  // namespace breachd
