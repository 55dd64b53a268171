// The one include of Catch2 for all tests: v2 (Debian 12) and v3 (Debian 13, Ubuntu 24.04) have other paths.
#pragma once
#ifdef BREACHD_CATCH2_V3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "base/result.hpp"

// REQUIRE(result) prints the error's sentence; without this the whole Result would have to be printable.
namespace Catch {
template <class T>
struct StringMaker<boost::system::result<T, breachd::Error>> {
    static std::string convert(const boost::system::result<T, breachd::Error>& result) {
        return result ? std::string("a value") : "error: " + result.error().text();
    }
};
}  // namespace Catch
