// What libcurl's result means in words of ours.
#pragma once

#include <curl/curl.h>

#include "core/telling/cause.hpp"

namespace breachd {

Cause cause_of(CURLcode result);  // of one that is not CURLE_OK

}  // namespace breachd
