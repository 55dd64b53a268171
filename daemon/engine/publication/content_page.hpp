// The content page that short letters point to: put up at an address that nobody can guess as soon as a notice with
// short letters is released, again for every version. Ordered again until it is up; the letters wait for it only so
// long (core/telling/public_page.hpp). Of the publication desk.
#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/step.hpp"

namespace breachd::engine {

class ContentPages {
  public:
    void look(Step& step, const Incident& incident);
    Instant wake(const Step& step, const Incident& incident) const;
    void done(Step& step, const Incident& incident, const PublishDone& done);

    // The store was put back: pages of present versions may be gone, and are put up once more.
    void put_up_again() {
        again_ = true;
        put_up_.clear();
    }

  private:
    bool wanted(const Step& step, const Incident& incident) const;

    struct Order {
        int version = 0;
        Instant at{};
        bool failure_paged = false;
    };
    bool may_order(const Step& step, const Incident& incident) const;

    // By incident. A step that could not be written, or a stop, loses an order: it is given again after a while.
    std::map<std::string, Order> orders_;
    bool again_ = false;
    std::set<std::string> put_up_;  // those that are up again
};

}  // namespace breachd::engine
