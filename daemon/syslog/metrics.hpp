// The syslog part of /metrics.
#pragma once

#include <map>
#include <string>

#include "syslog/counters.hpp"

namespace breachd::syslog {

// Prometheus' text format; "" when there is no listener.
std::string syslog_metrics(const std::map<std::string, Counters>& listeners);

}  // namespace breachd::syslog
