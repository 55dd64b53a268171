// The syslog part of /metrics.
#pragma once

#include <map>
#include <string>

#include "base/metrics.hpp"
#include "syslog/counters.hpp"

namespace breachd::syslog {

void show(metrics::Page& page, const std::map<std::string, Counters>& listeners);

}  // namespace breachd::syslog
