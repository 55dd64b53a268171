// Catch2's main, compiled once for all test programs (it is the slowest unit of the whole tree).
#ifndef BREACHD_CATCH2_V3
#define CATCH_CONFIG_RUNNER
#endif
#include "testkit/catch.hpp"

int main(int argc, char** argv) { return Catch::Session().run(argc, argv); }
