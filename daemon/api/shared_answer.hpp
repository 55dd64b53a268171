// One answer for all who ask the same: made once for a state of the journal, and given to everybody who asks until the
// journal moves or a second is over. Who asks after an own change never gets an answer from before it: the journal has
// moved by then. Net thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "api/context.hpp"

namespace breachd::api {

class SharedAnswer {
  public:
    using Make = std::function<Response(store::Reader&)>;  // on a pool thread

    void give(const Context& context, const CallPtr& call, Make make);

  private:
    struct State {
        std::int64_t seq = 0;
        std::int64_t second = 0;
        const Settings* settings = nullptr;
        bool operator==(const State&) const = default;
    };
    struct Turn {
        State state;
        bool busy = true;
        std::optional<Response> made;
        std::vector<CallPtr> waiting;
    };

    std::shared_ptr<Turn> turn_;
};

}  // namespace breachd::api
