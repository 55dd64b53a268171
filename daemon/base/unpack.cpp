#include "base/unpack.hpp"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
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

// What came out so far; grows by pieces up to the bound.
class Bounded {
  public:
    explicit Bounded(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    char* room(std::size_t& bytes) {
        bytes = std::min(kPieceBytes, bytes_max_ + 1 - text_.size());
        text_.resize(text_.size() + bytes);
        return text_.data() + text_.size() - bytes;
    }
    void unused(std::size_t bytes) { text_.resize(text_.size() - bytes); }
    bool over() const { return text_.size() > bytes_max_; }
    std::string take() { return std::move(text_); }

  private:
    std::size_t bytes_max_;
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
            std::size_t room = 0;
            stream_.next_out = reinterpret_cast<Bytef*>(out.room(room));
            stream_.avail_out = static_cast<uInt>(room);
            int state = inflate(&stream_, Z_NO_FLUSH);
            out.unused(stream_.avail_out);
            if (out.over()) return too_large(bytes_max);
            if (state == Z_STREAM_END && !next_member()) return out.take();
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
        std::size_t room = 0;
        char* begin = out.room(room);
        ZSTD_outBuffer piece{begin, room, 0};
        auto left = ZSTD_decompressStream(stream.get(), &piece, &in);
        out.unused(room - piece.pos);
        if (ZSTD_isError(left) != 0) return damaged(ZSTD_getErrorName(left));
        if (out.over()) return too_large(bytes_max);
        bool drained = piece.pos < room;
        if (in.pos == in.size && drained)
            return left == 0 ? Result<std::string>(out.take()) : damaged("it ends too early");
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
