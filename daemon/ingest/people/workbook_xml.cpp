#include "ingest/people/workbook_xml.hpp"

#include <algorithm>
#include <charconv>

#include "ingest/people/cell.hpp"
#include "ingest/people/csv.hpp"

namespace breachd::ingest {

namespace {

constexpr std::size_t kDigitsKept = 15;  // by a spreadsheet
constexpr std::size_t kSheetsMax = 256;
constexpr std::size_t kNumberFormatsMax = 4096;  // a spreadsheet writes some hundreds
constexpr std::size_t kCellStylesMax = 1 << 17;  // and 65,490 of these
constexpr std::size_t kTelephoneDigits = 10;

// "BC12": 54; npos without letters.
std::size_t column_in(std::string_view reference) {
    std::size_t column = 0;
    for (char c : reference) {
        if (c < 'A' || c > 'Z' || column > kSheetColumnsMax) break;
        column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    }
    return column - 1;
}

// A day that a spreadsheet can show, up to the end of the year 9999, or a time of one.
bool may_be_a_date(std::string_view number) {
    constexpr int kLastDay = 2'958'465;
    int day = 0;
    auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), day);
    bool whole = failed == std::errc{} && (end == number.data() + number.size() || *end == '.');
    return whole && number != "0" && day >= 0 && day <= kLastDay;
}

}  // namespace

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned code = 0;
        auto hex = text.substr(at, 7);
        bool escaped = hex.size() == 7 && hex.starts_with("_x") && hex[6] == '_';
        if (escaped) {
            auto [end, failed] = std::from_chars(hex.data() + 2, hex.data() + 6, code, 16);
            escaped = failed == std::errc{} && end == hex.data() + 6 && (code < 0xd800 || code > 0xdfff);
        }
        if (!escaped) {
            out += text[at];
            continue;
        }
        add_character(out, code);
        at += 6;
    }
    return out;
}

std::string number_text(std::string_view written) {
    auto e = written.find_first_of("eE");
    auto mantissa = written.substr(0, e);
    auto point = mantissa.find('.');
    std::string digits(mantissa.substr(0, point));
    std::size_t places = 0;
    if (point != mantissa.npos) {
        digits += mantissa.substr(point + 1);
        places = mantissa.size() - point - 1;
    }
    bool plain = !digits.empty() && std::all_of(digits.begin(), digits.end(), is_digit);
    int exponent = 0;
    if (e != written.npos) {
        auto text = written.substr(e + 1);
        if (text.starts_with('+')) text.remove_prefix(1);
        auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), exponent);
        plain = plain && failed == std::errc{} && end == text.data() + text.size();
    }
    if (!plain || exponent > 40 || exponent < 0 || static_cast<std::size_t>(exponent) < places)
        return std::string(written);
    digits.append(static_cast<std::size_t>(exponent) - places, '0');
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    if (digits.size() <= kDigitsKept) return digits;
    return std::string(1, digits[0]) + "E+" + std::to_string(digits.size() - 1);  // what follows is not its own
}

// --- XmlPart ---

XmlPart::XmlPart() : parser_(XML_ParserCreate(nullptr), &XML_ParserFree) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const char* name, Attributes attributes) {
            static_cast<XmlPart*>(self)->begin(local(name), attributes);
        },
        [](void* self, const char* name) { static_cast<XmlPart*>(self)->end(local(name)); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const char* text, int size) {
        static_cast<XmlPart*>(self)->text({text, static_cast<std::size_t>(size)});
    });
    XML_SetStartDoctypeDeclHandler(parser_.get(), [](void* self, const char*, const char*, const char*, int) {
        static_cast<XmlPart*>(self)->fail("the workbook declares a document type");
    });
}

bool XmlPart::parse(std::string_view piece, bool last) {
    if (!failure_.empty()) return false;
    auto status = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last);
    if (status != XML_STATUS_OK && failure_.empty()) failure_ = "the workbook is damaged";
    return failure_.empty();
}

void XmlPart::fail(std::string why) {
    if (failure_.empty()) failure_ = std::move(why);
    XML_StopParser(parser_.get(), XML_FALSE);
}

std::string_view XmlPart::local(const char* name) {
    std::string_view out(name);
    auto colon = out.rfind(':');
    return colon == out.npos ? out : out.substr(colon + 1);
}

std::string_view XmlPart::attribute(Attributes attributes, std::string_view name) {
    for (; *attributes != nullptr; attributes += 2)
        if (local(attributes[0]) == name) return attributes[1];
    return {};
}

// --- the parts ---

void SheetNames::begin(std::string_view name, Attributes attributes) {
    if (name != "sheet") return;
    if (sheets.size() == kSheetsMax) return fail("the workbook has too many sheets");
    Sheet sheet{"", std::string(attribute(attributes, "name")), attribute(attributes, "state").ends_with("idden")};
    // r:id, not sheetId.
    for (; *attributes != nullptr; attributes += 2)
        if (std::string_view(attributes[0]).ends_with(":id")) sheet.relation = attributes[1];
    if (!sheet.relation.empty()) sheets.push_back(std::move(sheet));
}

void Relations::begin(std::string_view name, Attributes attributes) {
    if (name != "Relationship" || targets.size() > 4 * kSheetsMax) return;
    std::string target(attribute(attributes, "Target"));
    target = target.starts_with('/') ? target.substr(1) : "xl/" + target;
    if (attribute(attributes, "Type").ends_with("/sharedStrings")) shared = target;
    if (attribute(attributes, "Type").ends_with("/styles")) styles = target;
    targets[std::string(attribute(attributes, "Id"))] = std::move(target);
}

const NumberFormat& NumberStyles::at(std::size_t style) const {
    static const NumberFormat kAsItIs;
    return style < styles_.size() && styles_[style] != nullptr ? *styles_[style] : kAsItIs;
}

void NumberStyles::begin(std::string_view name, Attributes attributes) {
    if (name == "numFmts") in_formats_ = true;
    if (name == "cellXfs") in_cells_ = true;
    bool format = in_formats_ && name == "numFmt", style = in_cells_ && name == "xf";
    if (!format && !style) return;
    if (formats_.size() == kNumberFormatsMax || styles_.size() == kCellStylesMax)
        return fail("the workbook is too large");
    auto said = attribute(attributes, "numFmtId");
    unsigned id = 0;
    std::from_chars(said.data(), said.data() + said.size(), id);
    if (format) {
        formats_[id] = number_format(attribute(attributes, "formatCode"));
        return;
    }
    auto known = formats_.try_emplace(id, built_in_format(id)).first;
    bool matters = known->second.shows != NumberFormat::Shows::number;
    styles_.push_back(matters ? &known->second : nullptr);
}

void NumberStyles::end(std::string_view name) {
    if (name == "numFmts") in_formats_ = false;
    done_ |= name == "cellXfs";
    in_cells_ &= !done_;
}

std::string_view SharedTexts::at(std::size_t index) const {
    if (index >= ends_.size()) return {};
    auto from = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(all_).substr(from, ends_[index] - from);
}

void SharedTexts::begin(std::string_view name, Attributes) {
    if (name == "rPh") phonetic_ = true;
    in_text_ = name == "t" && !phonetic_;
}

void SharedTexts::end(std::string_view name) {
    if (name == "rPh") phonetic_ = false;
    if (name == "t") in_text_ = false;
    if (name != "si") return;
    if (ends_.size() == kSharedTextsMax) return fail("the workbook is too large");
    ends_.push_back(static_cast<std::uint32_t>(all_.size()));
}

void SharedTexts::text(std::string_view piece) {
    if (!in_text_) return;
    if (all_.size() + piece.size() > kSharedBytesMax) return fail("the workbook is too large");
    all_ += piece;
}

void SheetRows::begin(std::string_view name, Attributes attributes) {
    if (name == "row") {
        auto said = attribute(attributes, "r");
        std::int64_t line = line_ + 1;
        std::from_chars(said.data(), said.data() + said.size(), line);
        if (line > kSheetRowsMax || line <= line_) return fail("the workbook is damaged");
        line_ = line;
        cells_.clear();
        column_ = static_cast<std::size_t>(-1);
    } else if (name == "c") {
        begin_cell(attributes);
        value_.clear();
        formula_ = result_ = false;
    } else if (name == "rPh") {
        phonetic_ = true;
    }
    in_value_ = (name == "v" || name == "t") && !phonetic_;
    formula_ |= name == "f";
    result_ |= in_value_;
}

// One walk over the attributes: this is done for every cell of a list.
void SheetRows::begin_cell(Attributes attributes) {
    auto column = static_cast<std::size_t>(-1);
    type_.clear();
    style_ = 0;
    for (; *attributes != nullptr; attributes += 2) {
        auto name = local(attributes[0]);
        std::string_view value = attributes[1];
        if (name == "r")
            column = column_in(value);
        else if (name == "t")
            type_ = value;
        else if (name == "s")
            std::from_chars(value.data(), value.data() + value.size(), style_);
    }
    column_ = column == static_cast<std::size_t>(-1) ? column_ + 1 : column;
}

void SheetRows::end(std::string_view name) {
    if (name == "v" || name == "t") in_value_ = false;
    if (name == "rPh") phonetic_ = false;
    if (name == "c") end_cell();
    if (name == "row") take_(line_, cells_);
}

void SheetRows::text(std::string_view piece) {
    if (!in_value_) return;
    if (value_.size() + piece.size() > kCellBytesMax) return fail("a cell is longer than 16384 bytes");
    value_ += piece;
}

// As its format shows it where that is certain. What is no reference keeps its own digits behind more zeros than a
// telephone number has, and as a date.
std::string SheetRows::number() const {
    auto text = number_text(value_);
    const auto& format = styles_.at(style_);
    bool reference = column_ == reference_;
    if (format.shows == NumberFormat::Shows::date && reference && may_be_a_date(text)) return std::string(kDate);
    if (format.shows != NumberFormat::Shows::digits || (!reference && format.digits() > kTelephoneDigits)) return text;
    auto whole = std::string_view(text).substr(0, text.size() - (text.ends_with(".0") ? 2 : 0));
    return all_digits(whole) ? format.shown(whole) : text;
}

void SheetRows::end_cell() {
    std::string text;
    bool lost = formula_ && (!result_ || (value_.empty() && type_ != "str"));
    if (lost) {
        text = kNoResult;
    } else if (type_ == "s") {
        std::size_t index = 0;
        auto [end, failed] = std::from_chars(value_.data(), value_.data() + value_.size(), index);
        if (failed != std::errc{} || index >= shared_.size()) return fail("the workbook is damaged");
        text = unescaped(shared_.at(index));
    } else if (type_ == "inlineStr" || type_ == "str") {
        text = unescaped(value_);
    } else if (type_ == "b") {
        text = value_ == "1" ? "TRUE" : "FALSE";
    } else if (type_ == "e") {
        text = value_;
    } else if (type_ == "d" && column_ == reference_) {
        text = kDate;
    } else {
        text = number();
    }
    if (text.size() > kCellBytesMax) return fail("a cell is longer than 16384 bytes");
    if (text.empty()) return;
    if (column_ >= kSheetColumnsMax) return fail("the sheet has more than 512 columns");
    if (cells_.size() <= column_) cells_.resize(column_ + 1);
    cells_[column_] = std::move(text);
}

}  // namespace breachd::ingest
