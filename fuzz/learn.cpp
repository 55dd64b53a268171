// Feeds any bytes to what reads samples and pairs, and to the times: no crash, and a proposal is UTF-8.
#include <cstdint>

#include "base/check.hpp"
#include "base/utf8.hpp"
#include "config/config.hpp"
#include "ingest/found_fields.hpp"
#include "ingest/learn.hpp"
#include "ingest/mended.hpp"
#include "ingest/times.hpp"

using namespace breachd;
using namespace breachd::ingest;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto known = shipped_senders();
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    auto proposed = learn_sender(bytes, "fuzzed", *known);
    if (proposed) BREACHD_CHECK(is_utf8(*proposed));
    Alert alert;
    auto pairs = read_pairs(bytes);
    apply_fields(known->fields("", "", pairs), alert);
    (void)read_moment(bytes);
    (void)zone_of(bytes);
    BREACHD_CHECK(without_nan(bytes).size() == size || without_nan(bytes).empty());
    (void)without_html(bytes);
    return 0;
}
