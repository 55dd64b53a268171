// Leads a request from its session to its route: finds the route, checks the caller's role, counts the answer. Net
// thread only.
#pragma once

#include <string>

#include "api/routes/route.hpp"
#include "http/application.hpp"

namespace breachd::api {

class Dispatcher : public http::Application {
  public:
    explicit Dispatcher(Context& context) : context_(context) {}

    Admission admit(const CallPtr& call) override;
    void handle(const CallPtr& call) override;
    Response overload(const Call& call) override;
    const std::string& date() override;
    void answered(const Call* call, int status) override;

  private:
    Context& context_;
    std::int64_t date_second_ = -1;
    std::string date_;
};

}  // namespace breachd::api
