// The syslog part of /metrics.
#pragma once

#include <map>
#include <string>

#include "api/counters.hpp"

namespace breachd::api {

// Prometheus' text format; "" when there is no listener.
std::string syslog_metrics(const std::map<std::string, SyslogCounters>& listeners);

}  // namespace breachd::api
