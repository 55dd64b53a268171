// The one include of Catch2 for all tests: v2 (Debian 12) and v3 (Debian 13, Ubuntu 24.04) have other paths.
#pragma once
#ifdef BREACHD_CATCH2_V3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
