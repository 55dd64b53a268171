// Undoes a content coding of HTTP: gzip, deflate (with zlib's head or bare) and zstd. The packed bytes are fed to the
// library in one go, what comes out is counted as it comes: a body that unpacks to more than its bound is refused when
// the bound is passed, so a bomb costs no more memory than an honest body. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace breachd {

enum class Coding { none, gzip, deflate, zstd };

// Of a Content-Encoding header: "" and identity are none; nothing for one that we do not read, or several.
std::optional<Coding> coding_of(std::string_view content_encoding);

// Errors: too_large when more than `bytes_max` come out; invalid when the bytes are not of this coding, are damaged, or
// end too early.
Result<std::string> unpack(Coding coding, std::string_view packed, std::size_t bytes_max);

}  // namespace breachd
