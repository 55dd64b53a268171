#include "base/result.hpp"

#include "base/check.hpp"

namespace breachd {

// Reached when .value() is taken from a Result that holds an error: a bug of ours.
void throw_exception_from_error(const Error& error, const boost::source_location& where) {
    check_failed(error.text().c_str(), where.file_name(), static_cast<int>(where.line()));
}

}  // namespace breachd
