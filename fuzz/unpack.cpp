// Feeds any bytes to the decompressors: no more comes out than the bound, and an error says what was wrong.
#include <cstdint>

#include "base/check.hpp"
#include "base/unpack.hpp"
#include "seeds.hpp"
#include "testkit/pack.hpp"

using namespace breachd;

namespace {

constexpr std::size_t kBytesMax = 1 << 16;

void try_one(Coding coding, std::string_view bytes) {
    auto text = unpack(coding, bytes, kBytesMax);
    if (text)
        BREACHD_CHECK(text->size() <= kBytesMax);
    else
        BREACHD_CHECK(!text.error().message.empty());
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    fuzz::Seeds seeds(argc, argv);
    const std::string text = R"({"rule":{"level":12,"description":"Lộ dữ liệu"}})";
    const std::string large(kBytesMax + 1, 'a');
    for (const auto& packed : {testkit::gzipped(text), testkit::deflated(text, 15), testkit::deflated(text, -15),
                               testkit::zstandard(text), testkit::gzipped(large), testkit::zstandard(large)})
        seeds.add(packed);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (auto coding : {Coding::gzip, Coding::deflate, Coding::zstd}) try_one(coding, bytes);
    return 0;
}
