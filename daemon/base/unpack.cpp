#include "base/unpack.hpp"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <memory>

#include "base/text.hpp"

namespace breachd {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;
// Zstandard's window is memory that the sender chooses: 8 MiB are what its highest ordinary level asks for.
constexpr int kWindowBitsMax = 23;

Error too_large(std::size_t bytes_max) {
    return {ErrorCode::too_large, fmt::format("unpacked, the body may have {} bytes", bytes_max), ""};
}
Error damaged(std::string_view what) {
    return {ErrorCode::invalid, fmt::format("the compressed body cannot be unpacked: {}", what), ""};
}

// What came out so far: written into a piece, which is then taken up to the bound.
class Bounded {
  public:
    explicit Bounded(std::size_t bytes_max) : bytes_max_(bytes_max), piece_(new char[kPieceBytes]) {}

    char* piece() { return piece_.get(); }
    // False when the bound is passed.
    bool take(std::size_t bytes) {
        if (bytes > bytes_max_ - text_.size()) return false;
        text_.append(piece_.get(), bytes);
        return true;
    }
    std::string text() { return std::move(text_); }

  private:
    std::size_t bytes_max_;
    std::unique_ptr<char[]> piece_;
    std::string text_;
};

class Inflate {
  public:
    explicit Inflate(int window_bits) { good_ = inflateInit2(&stream_, window_bits) == Z_OK; }
    ~Inflate() { inflateEnd(&stream_); }
    Inflate(const Inflate&) = delete;
    Inflate& operator=(const Inflate&) = delete;

    Result<std::string> all_of(std::string_view packed, std::size_t bytes_max) {
        if (!good_) return damaged("no memory");
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
        stream_.avail_in = static_cast<uInt>(packed.size());
        Bounded out(bytes_max);
        while (true) {
            stream_.next_out = reinterpret_cast<Bytef*>(out.piece());
            stream_.avail_out = kPieceBytes;
            int state = inflate(&stream_, Z_NO_FLUSH);
            if (!out.take(kPieceBytes - stream_.avail_out)) return too_large(bytes_max);
            if (state == Z_STREAM_END && !next_member()) return out.text();
            if (state == Z_BUF_ERROR && stream_.avail_in == 0) return damaged("it ends too early");
            if (state != Z_OK && state != Z_STREAM_END) return damaged("its bytes are not of this coding, or damaged");
        }
    }

  private:
    // Several gzip members are one text (RFC 1952 §2.2); other bytes at the end are padding.
    bool next_member() {
        bool another = stream_.avail_in > 2 && stream_.next_in[0] == 0x1f && stream_.next_in[1] == 0x8b;
        return another && inflateReset(&stream_) == Z_OK;
    }

    z_stream stream_{};
    bool good_ = false;
};

// Deflate is meant to have zlib's head (RFC 9110 §8.4.1.2), and some senders leave it out.
Result<std::string> inflated(Coding coding, std::string_view packed, std::size_t bytes_max) {
    constexpr int kGzip = 15 + 16, kZlib = 15, kBare = -15;
    if (packed.empty()) return damaged("it is empty");
    if (coding == Coding::gzip) return Inflate(kGzip).all_of(packed, bytes_max);
    auto text = Inflate(kZlib).all_of(packed, bytes_max);
    if (text || text.error().code == ErrorCode::too_large) return text;
    auto bare = Inflate(kBare).all_of(packed, bytes_max);
    return bare || bare.error().code == ErrorCode::too_large ? bare : text;
}

struct FreeStream {
    void operator()(ZSTD_DCtx* stream) const { ZSTD_freeDCtx(stream); }
};

Result<std::string> unpack_zstd(std::string_view packed, std::size_t bytes_max) {
    if (packed.empty()) return damaged("it is empty");
    std::unique_ptr<ZSTD_DCtx, FreeStream> stream(ZSTD_createDCtx());
    if (stream == nullptr) return damaged("no memory");
    ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax, kWindowBitsMax);
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    Bounded out(bytes_max);
    while (true) {
        ZSTD_outBuffer piece{out.piece(), kPieceBytes, 0};
        auto left = ZSTD_decompressStream(stream.get(), &piece, &in);
        if (ZSTD_isError(left) != 0) return damaged(ZSTD_getErrorName(left));
        if (!out.take(piece.pos)) return too_large(bytes_max);
        if (left == 0 && in.pos == in.size) return out.text();  // the last frame is whole
        if (in.pos == in.size && piece.pos < kPieceBytes) return damaged("it ends too early");
    }
}

}  // namespace

std::optional<Coding> coding_of(std::string_view content_encoding) {
    auto word = trim(content_encoding);
    if (word.empty() || same_word(word, "identity")) return Coding::none;
    if (same_word(word, "gzip") || same_word(word, "x-gzip")) return Coding::gzip;
    if (same_word(word, "deflate")) return Coding::deflate;
    return same_word(word, "zstd") ? std::optional(Coding::zstd) : std::nullopt;
}

Result<std::string> unpack(Coding coding, std::string_view packed, std::size_t bytes_max) {
    if (coding == Coding::none) return std::string(packed);
    return coding == Coding::zstd ? unpack_zstd(packed, bytes_max) : inflated(coding, packed, bytes_max);
}

}  // namespace breachd
