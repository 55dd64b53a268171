#include "base/unpack.hpp"

#include <sys/resource.h>

#include "testkit/catch.hpp"
#include "testkit/pack.hpp"

using namespace breachd;
using namespace breachd::testkit;

namespace {

const std::string kText = R"({"rule":{"level":12,"description":"Lộ dữ liệu vị trí"}})";

std::string texts(std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out += "alert " + std::to_string(out.size() * 7919) + "\n";
    out.resize(bytes);
    return out;
}

}  // namespace

TEST_CASE("every coding gives back what was packed, also of the size of the bound") {
    for (const auto& text : {kText, texts(1 << 20)}) {
        CHECK(unpack(Coding::gzip, gzipped(text), text.size()).value() == text);
        CHECK(unpack(Coding::deflate, deflated(text, 15), text.size()).value() == text);
        CHECK(unpack(Coding::deflate, deflated(text, -15), text.size()).value() == text);
        CHECK(unpack(Coding::zstd, zstandard(text), text.size()).value() == text);
        CHECK(unpack(Coding::none, text, 1).value() == text);
    }
    CHECK(unpack(Coding::gzip, gzipped(""), 10).value().empty());
    CHECK(unpack(Coding::zstd, zstandard(""), 10).value().empty());
}

TEST_CASE("several members or frames are one text") {
    CHECK(unpack(Coding::gzip, gzipped("one ") + gzipped("two"), 100).value() == "one two");
    CHECK(unpack(Coding::zstd, zstandard("one ") + zstandard("two"), 100).value() == "one two");
}

TEST_CASE("one byte more than the bound is refused") {
    auto text = texts(100'000);
    CHECK(unpack(Coding::gzip, gzipped(text), text.size() - 1).error().code == ErrorCode::too_large);
    CHECK(unpack(Coding::deflate, deflated(text, 15), text.size() - 1).error().code == ErrorCode::too_large);
    CHECK(unpack(Coding::deflate, deflated(text, -15), text.size() - 1).error().code == ErrorCode::too_large);
    CHECK(unpack(Coding::zstd, zstandard(text), text.size() - 1).error().code == ErrorCode::too_large);
}

TEST_CASE("a bomb of 1 GiB is refused within the body limit of memory") {
    std::string mebi(1 << 20, '\0');
    auto member = gzipped(mebi);
    std::string gzip;
    for (int i = 0; i < 1024; ++i) gzip += member;  // 1 GiB in about 1 MiB
    std::string zstd;
    auto frame = zstandard(mebi);
    for (int i = 0; i < 1024; ++i) zstd += frame;
    REQUIRE(gzip.size() < 2'000'000);
    auto peak_kib = [] {
        rusage use{};
        getrusage(RUSAGE_SELF, &use);
        return use.ru_maxrss;
    };
    auto before = peak_kib();
    CHECK(unpack(Coding::gzip, gzip, 1 << 20).error().code == ErrorCode::too_large);
    CHECK(unpack(Coding::zstd, zstd, 1 << 20).error().code == ErrorCode::too_large);
    CHECK(peak_kib() - before < 12 * 1024);  // the text, its growth, the libraries' windows
}

TEST_CASE("damaged, cut off and foreign bytes are errors, never a crash") {
    for (auto coding : {Coding::gzip, Coding::deflate, Coding::zstd}) {
        auto packed = coding == Coding::gzip      ? gzipped(kText)
                      : coding == Coding::deflate ? deflated(kText, 15)
                                                  : zstandard(kText);
        CHECK(unpack(coding, "", 100).error().code == ErrorCode::invalid);
        CHECK(unpack(coding, kText, 1000).error().code == ErrorCode::invalid);
        for (std::size_t at = 0; at < packed.size(); ++at)
            CHECK_FALSE(unpack(coding, packed.substr(0, at), 1000).has_value());
        for (std::size_t at = 0; at < packed.size(); ++at) {
            auto bent = packed;
            bent[at] = static_cast<char>(bent[at] ^ 0x55);
            (void)unpack(coding, bent, 1000);
        }
    }
}

TEST_CASE("a window that the sender makes larger than an ordinary level asks for is refused") {
    std::string text = texts(100'000), packed(ZSTD_compressBound(text.size()), '\0');
    auto* maker = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(maker, ZSTD_c_windowLog, 27);
    ZSTD_CCtx_setParameter(maker, ZSTD_c_contentSizeFlag, 0);
    ZSTD_outBuffer out{packed.data(), packed.size(), 0};
    ZSTD_inBuffer in{text.data(), text.size(), 0};
    ZSTD_compressStream2(maker, &out, &in, ZSTD_e_continue);
    ZSTD_compressStream2(maker, &out, &in, ZSTD_e_end);
    ZSTD_freeCCtx(maker);
    packed.resize(out.pos);
    CHECK(unpack(Coding::zstd, packed, 1 << 20).error().code == ErrorCode::invalid);
}

TEST_CASE("codings by their names in a header") {
    CHECK(coding_of("") == Coding::none);
    CHECK(coding_of("identity") == Coding::none);
    CHECK(coding_of(" GZip ") == Coding::gzip);
    CHECK(coding_of("x-gzip") == Coding::gzip);
    CHECK(coding_of("deflate") == Coding::deflate);
    CHECK(coding_of("zstd") == Coding::zstd);
    CHECK_FALSE(coding_of("br"));
    CHECK_FALSE(coding_of("gzip, gzip"));
}
