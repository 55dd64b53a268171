// The way back to the net thread from any other: post() runs a function there, in the order of posting. Safe from any
// thread that holds the Loop; after the server has stopped, functions are dropped.
#pragma once

#include <functional>

namespace breachd::net {

class Loop {
  public:
    virtual ~Loop() = default;
    virtual void post(std::function<void()> work) = 0;
};

}  // namespace breachd::net
