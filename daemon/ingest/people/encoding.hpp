// The bytes of a list as UTF-8, while they stream in. UTF-8 and UTF-16 are known by their mark or by how they look;
// Windows-1258 only when every letter in it is Vietnamese: a name that was read wrongly would go out in a letter. All
// else is refused, and the refusal names the encoding that it looks like.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace breachd::ingest {

// "the file is a PDF, not a list: …"
std::string refused_as(std::string_view file);

class ListDecoder {
  public:
    // `always_unicode`: as JSON is; nothing else is tried.
    explicit ListDecoder(bool always_unicode = false);
    ~ListDecoder();
    ListDecoder(const ListDecoder&) = delete;
    ListDecoder& operator=(const ListDecoder&) = delete;

    // What of the text is known by now. The view holds until the next call.
    std::string_view feed(std::string_view bytes);
    std::string_view finish();

    std::string_view encoding() const { return encoding_; }  // "UTF-8" until something else is known
    const std::string& refusal() const { return refusal_; }  // a sentence; "" while the bytes can be read

  private:
    struct Converter;
    enum class At { start, ascii, deciding, utf8, converted, old_office, refused };

    void begin();
    void give_ascii();
    void decide();
    void refuse(std::string looks_like);
    void refuse_file(std::string_view file);
    void look_for_password(bool last);
    void convert(std::string_view bytes, bool last);

    bool always_unicode_;
    At at_ = At::start;
    std::string held_;    // not yet given: too little to know what it is
    char before_ = '\n';  // the last byte that was given as ASCII
    std::string out_;
    std::string odd_;  // half a letter of UTF-16
    std::string_view encoding_ = "UTF-8";
    std::string refusal_;
    std::unique_ptr<Converter> converter_;
};

}  // namespace breachd::ingest
