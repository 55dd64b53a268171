#include "store/tables/ids.hpp"

#include <charconv>

#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

constexpr std::size_t kIdDigits = 12;

}  // namespace

std::string numbered_id(std::string_view prefix, std::int64_t number) {
    std::string digits = std::to_string(number);
    std::string out(prefix);
    out.append(digits.size() < kIdDigits ? kIdDigits - digits.size() : 0, '0');
    return out.append(digits);
}

std::optional<std::int64_t> number_in_id(std::string_view prefix, std::string_view id) {
    if (id.substr(0, prefix.size()) != prefix) return std::nullopt;
    id.remove_prefix(prefix.size());
    std::int64_t number = 0;
    auto [end, failed] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (failed != std::errc() || end != id.data() + id.size() || number <= 0) return std::nullopt;
    return number;
}

void refuse_row(const std::string& what) { throw StoreError(StoreError::Cause::corrupt, "database: " + what); }

}  // namespace breachd::store
