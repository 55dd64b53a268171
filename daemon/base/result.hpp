// What a function that can fail in an expected way gives back. A bug of ours is an assert (check.hpp), a broken
// environment is an exception from store/; everything else is a Result.
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <utility>

namespace breachd {

// Kinds of expected failure; the HTTP status of each is in http/problem.cpp.
enum class ErrorCode {
    invalid,        // the input is wrong: 400
    unauthorized,   // no or wrong credentials: 401
    forbidden,      // known, but not allowed: 403
    not_found,      // 404
    conflict,       // not allowed in the present state: 409
    stale,          // If-Match does not match: 412
    too_large,      // a named limit is passed: 413
    unsupported,    // media type or format: 415
    unprocessable,  // understood, but the content is wrong: 422
    overloaded,     // try later: 429
    unavailable,    // store or a part is down: 503
    failed,         // an outside party said no
};

// A sentence for a person and the place it is about. Never personal data, never a secret.
struct Error {
    ErrorCode code = ErrorCode::invalid;
    std::string message;
    std::string where;  // JSON Pointer, file:line:column, or the offending token; may be empty

    std::string text() const { return where.empty() ? message : where + ": " + message; }
};

template <class T>
using Result = boost::system::result<T, Error>;

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace breachd
