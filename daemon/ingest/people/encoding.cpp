#include "ingest/people/encoding.hpp"

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/utf8.hpp"

namespace breachd::ingest {

namespace {

constexpr std::size_t kHeadBytes = 64;  // that tell what a file is, however it comes in pieces
constexpr std::size_t kSampleBytes = 64 * 1024;
constexpr const char* kVietnamese = "windows-1258";

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// How many bytes at the end begin a character that is not whole.
std::size_t open_bytes(std::string_view text) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        auto c = static_cast<unsigned char>(text[text.size() - back]);
        if ((c & 0xc0) == 0x80) continue;
        std::size_t whole = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 1;
        return whole > back ? back : 0;
    }
    return 0;
}

// UTF-8 in which a few bytes are broken: its lines are named one by one.
bool is_nearly_utf8(std::string_view text) {
    std::size_t good = 0, wrong = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto bytes = character_at(text, at).bytes;
        good += bytes > 1;
        wrong += bytes == 0;
        at += std::max<std::size_t>(bytes, 1);
    }
    return wrong == 0 || good >= 4 * wrong;
}

const std::set<std::uint32_t>& vietnamese_characters() {
    static const auto made = [] {
        std::set<std::uint32_t> out;
        constexpr std::string_view kAll =
            "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
            "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
            "\u00a0–—‘’“”…•₫°«»";
        for (std::size_t at = 0; at < kAll.size();) {
            auto [code, bytes] = character_at(kAll, at);
            out.insert(code);
            at += bytes;
        }
        return out;
    }();
    return made;
}

bool is_vietnamese(std::string_view utf8) {
    auto text = nfc(utf8);
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        if (code >= 0x80 && !vietnamese_characters().contains(code)) return false;
        at += std::max<std::size_t>(bytes, 1);
    }
    return true;
}

// The bytes of Windows-1258 that stand for a tone above or below the letter before.
bool has_tone_bytes(std::string_view bytes) {
    constexpr std::string_view kTones = "\xcc\xd2\xde\xec\xf2";
    return bytes.find_first_of(kTones) != bytes.npos;
}

std::string guessed(std::string_view bytes) {
    std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
    if (uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) != 0) return "";
    uchardet_data_end(detector.get());
    return uchardet_get_charset(detector.get());
}

// Other files under the name of a list, by their first bytes.
std::string_view other_file(std::string_view head) {
    using namespace std::literals;
    constexpr std::array kKnown{
        std::pair{"PK\x03\x04"sv, "an Excel workbook (.xlsx) or another archive"sv},
        std::pair{"%PDF"sv, "a PDF"sv},
        std::pair{"\x1f\x8b"sv, "a compressed file (gzip)"sv},
        std::pair{"Rar!"sv, "an archive (.rar)"sv},
        std::pair{"7z\xbc\xaf"sv, "an archive (.7z)"sv},
        std::pair{"{\\rt"sv, "a text document (RTF)"sv},
        std::pair{"<?xm"sv, "an XML file, whatever it is named"sv},
        std::pair{"<"sv, "an HTML page, whatever it is named"sv},
        std::pair{"\xff\xfe\0\0"sv, "a text in UTF-32"sv},
        std::pair{"\0\0\xfe\xff"sv, "a text in UTF-32"sv},
    };
    if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
    head.remove_prefix(std::min(head.find_first_not_of("\r\n\t "), head.size()));
    for (const auto& [begins, name] : kKnown)
        if (head.starts_with(begins)) return name;
    return "";
}

// .xls, .doc and workbooks behind a password.
constexpr std::string_view kOldOffice = "\xd0\xcf\x11\xe0";
// Where a workbook with a password names its contents, in UTF-16.
constexpr std::string_view kEncrypted("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e", 31);

}  // namespace

std::string refused_as(std::string_view file) {
    return "the file is " + std::string(file) + ", not a list: save it as an Excel workbook (.xlsx) or as CSV UTF-8";
}

struct ListDecoder::Converter {
    std::unique_ptr<UConverter, decltype(&ucnv_close)> from{nullptr, &ucnv_close}, to{nullptr, &ucnv_close};
    std::array<UChar, 4096> pivot{};
    UChar* pivot_from = pivot.data();
    UChar* pivot_to = pivot.data();
    bool reset = true;

    explicit Converter(const char* encoding) {
        UErrorCode status = U_ZERO_ERROR;
        from.reset(ucnv_open(encoding, &status));
        to.reset(ucnv_open("UTF-8", &status));
    }
    bool good() const { return from && to; }

    // What cannot be read becomes U+FFFD.
    void add(std::string_view bytes, bool last, std::string& out) {
        const char* source = bytes.data();
        const char* end = source + bytes.size();
        std::array<char, 8192> made;
        for (;;) {
            UErrorCode status = U_ZERO_ERROR;
            char* target = made.data();
            ucnv_convertEx(to.get(), from.get(), &target, made.data() + made.size(), &source, end, pivot.data(),
                           &pivot_from, &pivot_to, pivot.data() + pivot.size(), reset, last, &status);
            reset = false;
            out.append(made.data(), target);
            if (status != U_BUFFER_OVERFLOW_ERROR) return;
        }
    }
};

ListDecoder::ListDecoder(bool always_unicode) : always_unicode_(always_unicode) {}
ListDecoder::~ListDecoder() = default;

std::string_view ListDecoder::feed(std::string_view bytes) {
    out_.clear();
    if (at_ == At::utf8) return bytes;
    if (at_ == At::ascii && held_.empty() && std::none_of(bytes.begin(), bytes.end(), is_high)) {
        if (!bytes.empty()) before_ = bytes.back();
        return bytes;
    }
    if (at_ == At::converted) {
        convert(bytes, false);
        return out_;
    }
    if (at_ == At::refused) return {};
    held_ += bytes;
    if (at_ == At::old_office) look_for_password(false);
    if (at_ == At::start && held_.size() >= kHeadBytes) begin();
    if (at_ == At::ascii) give_ascii();
    if (at_ == At::deciding && held_.size() >= kSampleBytes) decide();
    return out_;
}

std::string_view ListDecoder::finish() {
    out_.clear();
    if (at_ == At::start) begin();
    if (at_ == At::ascii) give_ascii();
    if (at_ == At::deciding) decide();
    if (at_ == At::converted) convert("", true);
    if (at_ == At::old_office) look_for_password(true);
    return out_;
}

// The mark at the front, or the zeros between the letters of a header.
void ListDecoder::begin() {
    if (auto other = other_file(std::string_view(held_).substr(0, kHeadBytes)); !other.empty())
        return refuse_file(other);
    if (held_.starts_with(kOldOffice)) {
        at_ = At::old_office;
        return look_for_password(false);
    }
    at_ = At::ascii;
    if (held_.starts_with("\xef\xbb\xbf")) {
        held_.erase(0, 3);
        at_ = At::utf8;
        out_ = std::exchange(held_, {});
        return;
    }
    const bool zeros = held_.size() >= 4;
    bool little = held_.starts_with("\xff\xfe") || (zeros && held_[0] != 0 && held_[1] == 0 && held_[3] == 0);
    bool big = held_.starts_with("\xfe\xff") || (zeros && held_[0] == 0 && held_[1] != 0 && held_[2] == 0);
    if (!little && !big) return;
    encoding_ = little ? "UTF-16LE" : "UTF-16BE";
    converter_ = std::make_unique<Converter>(little ? "UTF-16LE" : "UTF-16BE");
    at_ = At::converted;
    auto text = std::exchange(held_, {});
    bool marked = text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
    convert(std::string_view(text).substr(marked ? 2 : 0), false);
}

// All before the first byte above ASCII is the same in every encoding that is left.
void ListDecoder::give_ascii() {
    auto first = std::find_if(held_.begin(), held_.end(), is_high);
    if (first != held_.end()) at_ = At::deciding;
    out_.append(held_.begin(), first);
    held_.erase(held_.begin(), first);
    if (!out_.empty()) before_ = out_.back();
}

void ListDecoder::decide() {
    auto sample = std::string_view(held_).substr(0, kSampleBytes);
    auto whole = sample.substr(0, sample.size() - open_bytes(sample));
    if (always_unicode_ || is_nearly_utf8(whole)) {
        at_ = At::utf8;
        out_ += std::exchange(held_, {});
        return;
    }
    auto looks_like = guessed(sample);
    Converter trial(kVietnamese);
    std::string text;
    if (trial.good()) trial.add(before_ + std::string(sample), true, text);  // a tone belongs to the letter before
    bool sure = looks_like == "WINDOWS-1258" || has_tone_bytes(sample);
    if (!sure || text.empty() || !is_vietnamese(text)) return refuse(std::move(looks_like));
    encoding_ = kVietnamese;
    converter_ = std::make_unique<Converter>(kVietnamese);
    at_ = At::converted;
    convert(std::exchange(held_, {}), false);
}

void ListDecoder::convert(std::string_view bytes, bool last) {
    if (!converter_->good()) return refuse(std::string(encoding_));
    if (encoding_ == kVietnamese) return converter_->add(bytes, last, out_);
    // A letter is two bytes: one that is alone at the end is none, and no row.
    auto pairs = std::exchange(odd_, {});
    pairs += bytes;
    if (pairs.size() % 2 == 1) {
        odd_ = pairs.back();
        pairs.pop_back();
    }
    converter_->add(pairs, last, out_);
}

void ListDecoder::refuse_file(std::string_view file) {
    at_ = At::refused;
    held_.clear();
    refusal_ = refused_as(file);
}

void ListDecoder::look_for_password(bool last) {
    if (held_.find(kEncrypted) != held_.npos) return refuse_file("a workbook behind a password");
    if (last) return refuse_file("an old Excel workbook (.xls)");
    if (held_.size() > kEncrypted.size()) held_.erase(0, held_.size() - kEncrypted.size());
}

void ListDecoder::refuse(std::string looks_like) {
    at_ = At::refused;
    held_.clear();
    if (looks_like.empty()) looks_like = "nothing known";
    refusal_ = "the list is not UTF-8; it looks like " + looks_like + ": save it as CSV UTF-8";
}

}  // namespace breachd::ingest
