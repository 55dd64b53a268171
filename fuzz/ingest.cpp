// Feeds any bytes to one format's parser (kFuzzFormat, format.cpp) and stops when an answer breaks a promise of
// ingest/format.hpp or core/triage/alert.hpp.
#include <cstdint>

#include "base/check.hpp"
#include "config/config.hpp"
#include "ingest/syslog.hpp"
#include "ingest/syslog_message.hpp"
#include "own_samples.hpp"
#include "promises.hpp"
#include "seeds.hpp"

using namespace breachd;
using namespace breachd::ingest;

extern const char* const kFuzzFormat;

// The last argument is the corpus: our own samples go there first.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    fuzz::Seeds seeds(argc, argv);
    for (const auto& sample : own_samples())
        if (sample.format == kFuzzFormat) seeds.add(sample.body);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Format* format = find_format(kFuzzFormat);
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    static const auto senders = shipped_senders();
    BREACHD_CHECK(broken_promise(format->parse(Body{bytes, "", {}, senders.get()})) == nullptr);
    if (format->name == "syslog") {
        (void)read_rfc5424(bytes);
        if (auto alert = read_syslog_alert(bytes, senders.get()); alert && *alert)
            BREACHD_CHECK(broken_promise(**alert) == nullptr);
    }
    return 0;
}
