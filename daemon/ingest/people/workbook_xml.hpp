// The XML of a workbook's parts, as pure handlers of Expat: which sheets there are, the styles, the shared texts, the
// rows of a sheet. Names are compared without their prefix. For workbook.cpp.
#pragma once

#include <expat.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/people/formats/number_format.hpp"

namespace breachd::ingest {

inline constexpr std::size_t kCellBytesMax = 16 * 1024;
inline constexpr std::size_t kSheetColumnsMax = 512;
inline constexpr std::int64_t kSheetRowsMax = 1'048'576;
inline constexpr std::size_t kSharedBytesMax = 256UL * 1024 * 1024;
inline constexpr std::size_t kSharedTextsMax = 16'000'000;

// One part that is parsed piece by piece. `failure()` is a sentence.
class XmlPart {
  public:
    XmlPart();
    virtual ~XmlPart() = default;
    XmlPart(const XmlPart&) = delete;
    XmlPart& operator=(const XmlPart&) = delete;

    bool parse(std::string_view piece, bool last);  // false after a failure
    const std::string& failure() const { return failure_; }

  protected:
    using Attributes = const char**;
    virtual void begin(std::string_view name, Attributes attributes) = 0;
    virtual void end(std::string_view) {}
    virtual void text(std::string_view) {}
    void fail(std::string why);
    static std::string_view attribute(Attributes attributes, std::string_view name);
    static std::string_view local(const char* name);

  private:
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
    std::string failure_;
};

// xl/workbook.xml: the sheets in their order.
class SheetNames final : public XmlPart {
  public:
    struct Sheet {
        std::string relation, name;
        bool hidden = false;
    };
    std::vector<Sheet> sheets;

  private:
    void begin(std::string_view name, Attributes attributes) override;
};

// xl/_rels/workbook.xml.rels
class Relations final : public XmlPart {
  public:
    std::map<std::string, std::string> targets;  // id -> part
    std::string shared, styles;                  // the parts with the shared texts and the styles

  private:
    void begin(std::string_view name, Attributes attributes) override;
};

// xl/styles.xml up to what is known of the cells: whoever reads it stops at done().
class NumberStyles final : public XmlPart {
  public:
    const NumberFormat& at(std::size_t style) const;
    bool done() const { return done_; }

  private:
    void begin(std::string_view name, Attributes attributes) override;
    void end(std::string_view name) override;

    std::map<unsigned, NumberFormat> formats_;  // by their ids
    std::vector<const NumberFormat*> styles_;   // none: as the number is
    bool in_formats_ = false, in_cells_ = false, done_ = false;
};

// xl/sharedStrings.xml
class SharedTexts final : public XmlPart {
  public:
    std::string_view at(std::size_t index) const;
    std::size_t size() const { return ends_.size(); }

  private:
    void begin(std::string_view name, Attributes attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;

    std::string all_;
    std::vector<std::uint32_t> ends_;
    bool in_text_ = false, phonetic_ = false;
};

// xl/worksheets/sheetN.xml
class SheetRows final : public XmlPart {
  public:
    using TakeRow = std::function<void(std::int64_t line, std::vector<std::string>& cells)>;
    SheetRows(const SharedTexts& shared, const NumberStyles& styles) : shared_(shared), styles_(styles) {}
    void set_taker(TakeRow take) { take_ = std::move(take); }        // for the next piece
    void set_reference(std::size_t column) { reference_ = column; }  // from 0

  private:
    void begin(std::string_view name, Attributes attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;
    void begin_cell(Attributes attributes);
    void end_cell();
    std::string number() const;

    const SharedTexts& shared_;
    const NumberStyles& styles_;
    std::size_t reference_ = static_cast<std::size_t>(-1);
    TakeRow take_;
    std::vector<std::string> cells_;
    std::int64_t line_ = 0;
    std::size_t column_ = 0;  // of the present cell, from 0
    std::string type_, value_;
    std::size_t style_ = 0;
    bool in_value_ = false, phonetic_ = false;
    bool formula_ = false, result_ = false;  // of the present cell
};

// A number as the file has it, without an exponent where it is whole and has no more digits than a spreadsheet keeps.
std::string number_text(std::string_view written);
// _x000D_ and its like.
std::string unescaped(std::string_view text);

}  // namespace breachd::ingest
