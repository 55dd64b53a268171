// Personal data in memory. Pii<T> has no formatter and no stream operator, so logging it does not compile; whoever
// needs the value says so with reveal(), which is easy to search for in a review.
#pragma once

#include <utility>

namespace breachd {

template <class T>
class Pii {
  public:
    Pii() = default;
    explicit Pii(T value) : value_(std::move(value)) {}
    const T& reveal() const { return value_; }
    bool operator==(const Pii&) const = default;

  private:
    T value_{};
};

}  // namespace breachd
