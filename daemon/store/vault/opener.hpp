// Opens what was sealed under one data key. Immutable and safe on any thread; the key itself never leaves it. Whoever
// holds an Opener can still open after Vault::destroy: only letters that are out and runs under way hold one.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace breachd::store {

class Opener {
  public:
    ~Opener();
    Opener(const Opener&) = delete;
    Opener& operator=(const Opener&) = delete;

    // As Vault::open and Vault::tag of the key's scope.
    Result<std::string> open(std::string_view sealed, std::string_view associated) const;
    Digest tag(std::string_view plain) const;

  private:
    friend class Vault;
    struct Key;
    explicit Opener(std::unique_ptr<const Key> key);
    std::unique_ptr<const Key> key_;
};

}  // namespace breachd::store
