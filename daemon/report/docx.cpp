// DOCX (ECMA-376), the least that Word and LibreOffice open, with the same lines as the PDF: for those who must paste
// the report into another form. Lengths are twips (1/20 point).
#include <fmt/format.h>

#include "core/telling/notice.hpp"
#include "core/telling/template.hpp"
#include "report/document.hpp"
#include "report/zip.hpp"

namespace breachd::report {

namespace {

constexpr int kWidth = 9072;  // 160 mm
constexpr std::string_view kXml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kMain = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
constexpr std::string_view kOfficeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

struct Look {
    std::string_view align = "both";
    int half_points = 28;
    bool bold = false, italic = false;
    int indent = 0;
    int after = 120;
    bool keep_next = false;
    bool rule = false;  // a line below
    bool struck = false;
};

std::string run(std::string_view text, const Look& look) {
    return fmt::format("<w:r><w:rPr>{}{}{}<w:sz w:val=\"{}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
                       look.bold ? "<w:b/>" : "", look.italic ? "<w:i/>" : "", look.struck ? "<w:strike/>" : "",
                       look.half_points, escape_markup(text));
}

std::string paragraph(std::string_view runs, const Look& look, bool leader = false) {
    std::string properties;
    if (look.keep_next) properties += "<w:keepNext/>";
    if (look.rule)
        properties += "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>";
    if (leader)
        properties += fmt::format("<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"{}\"/></w:tabs>", kWidth);
    properties +=
        fmt::format("<w:spacing w:before=\"0\" w:after=\"{}\"/><w:ind w:firstLine=\"{}\"/><w:jc w:val=\"{}\"/>",
                    look.after, look.indent, leader ? "left" : look.align);
    return fmt::format("<w:p><w:pPr>{}</w:pPr>{}{}</w:p>", properties, runs, leader ? "<w:r><w:tab/></w:r>" : "");
}

std::string line(std::string_view text, const Look& look) { return paragraph(run(text, look), look); }

std::string two_columns(int left_width, std::string_view left, std::string_view right) {
    return fmt::format(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{0}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr>"
        "<w:tblGrid><w:gridCol w:w=\"{1}\"/><w:gridCol w:w=\"{2}\"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>"
        "<w:tc><w:tcPr><w:tcW w:w=\"{1}\" w:type=\"dxa\"/></w:tcPr>{3}</w:tc>"
        "<w:tc><w:tcPr><w:tcW w:w=\"{2}\" w:type=\"dxa\"/></w:tcPr>{4}</w:tc></w:tr></w:tbl>",
        kWidth, left_width, kWidth - left_width, left, right);
}

std::string head(const Document& document) {
    std::string out;
    if (!document.form_name.empty()) out += line(document.form_name, {"right", 24, true, false, 0, 60});
    if (document.drill) out += line(kDrillMark, {"center", 32, true, false, 0, 60});
    Look bold{"center", 25, true, false, 0, 0}, plain{"center", 27, false, false, 0, 0};
    auto rule = [](int side) {
        return fmt::format(
            "<w:p><w:pPr><w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>"
            "<w:spacing w:before=\"40\" w:after=\"60\"/><w:ind w:left=\"{0}\" w:right=\"{0}\"/></w:pPr></w:p>",
            side);
    };
    auto left = line(document.organisation, bold) + rule(1000) + line(document.number, plain);
    auto right = line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold);
    bold.half_points = 27;
    right += line("Độc lập - Tự do - Hạnh phúc", bold) + rule(1150);
    plain.italic = true;
    right += line(document.place_date, plain);
    out += two_columns(3450, left, right);
    bold.half_points = 28;
    out += line("", plain);
    for (const auto& text : document.title) out += line(text, bold);
    out += rule(3300);
    if (!document.addressee.empty()) out += line(document.addressee, {"center", 28, false, false, 0, 200});
    return out;
}

std::string body(const std::vector<Paragraph>& paragraphs, const Document& document, bool together = false) {
    std::string out;
    for (const auto& item : paragraphs) {
        Look look;
        look.half_points = int(document.body_size * 2);
        look.after = int(document.gap * 20);
        look.indent = 720;
        look.keep_next = together || item.keep_next || item.kind == Paragraph::Kind::heading;
        std::string runs;
        for (const auto& part : item.runs) {
            auto style = look;
            style.bold = part.bold;
            style.italic = part.italic;
            style.struck = part.struck;
            runs += run(part.text, style);
        }
        out += paragraph(runs, look, item.leader);
    }
    return out;
}

std::string end(const Document& document) {
    auto who = [](const Signature& signature, bool more_follow = false) {
        int room = signature.name.empty() ? 1600 : 1000;
        auto out = line(signature.who, {"center", 27, true, false, 0, 0, more_follow}) +
                   line(signature.note, {"center", 26, false, true, 0, room, more_follow});
        if (signature.name.empty()) return out;
        return out + line(signature.name, {"center", 27, true, false, 0, 200, more_follow});
    };
    std::string left;
    if (!document.recipients.empty()) left += line("Nơi nhận:", {"left", 24, true, true, 0, 0});
    for (const auto& text : document.recipients) left += line(text, {"left", 22, false, false, 0, 0});
    const auto& signatures = document.signatures;
    if (signatures.size() == 1) return two_columns(4000, left.empty() ? line("", {}) : left, who(signatures.front()));
    std::string rows;
    for (std::size_t i = 0; i < signatures.size(); i += 2) {
        bool more = i + 2 < signatures.size();  // the rows stay on one page
        auto right = i + 1 < signatures.size() ? who(signatures[i + 1], more) : line("", {});
        // Two tables in a row would be one: a small paragraph stands between them.
        if (i > 0) rows += line("", {"left", 4, false, false, 0, 0, true});
        rows += two_columns(kWidth / 2, (i == 0 ? left : "") + who(signatures[i], more), right);
    }
    return rows;
}

std::string document_xml(const Document& document) {
    return fmt::format(
        "{}<w:document xmlns:w=\"{}\" xmlns:r=\"{}\"><w:body>{}{}{}{}"
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:headerReference w:type=\"first\" "
        "r:id=\"rId3\"/>"
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" "
        "w:left=\"1701\" "
        "w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>\n",
        kXml, kMain, kOfficeRelations, head(document), body(document.paragraphs, document),
        body(document.closing, document, true), end(document));
}

std::string header_xml(bool drill, bool number) {
    std::string text;
    if (drill) text += line(kDrillMark, {"center", 24, true, false, 0, 0});
    if (number)
        text += paragraph(
            "<w:r><w:rPr><w:sz w:val=\"26\"/></w:rPr><w:fldChar w:fldCharType=\"begin\"/></w:r>"
            "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            {"center", 26, false, false, 0, 0});
    if (text.empty()) text = line("", {});
    return fmt::format("{}<w:hdr xmlns:w=\"{}\">{}</w:hdr>\n", kXml, kMain, text);
}

std::string styles_xml() {
    return fmt::format(
        "{}<w:styles xmlns:w=\"{}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" "
        "w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\" w:eastAsia=\"Times New Roman\"/><w:sz w:val=\"28\"/>"
        "<w:lang w:val=\"vi-VN\"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>\n",
        kXml, kMain);
}

std::string core_xml(const Document& document) {
    return fmt::format(
        "{}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>breachd</"
        "dc:creator>"
        "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{}</dcterms:created></cp:coreProperties>\n",
        kXml, escape_markup(document.metadata_title), format_rfc3339(document.at));
}

constexpr std::string_view kContentTypes =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
    "<Override PartName=\"/word/header1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>"
    "<Override PartName=\"/word/header2.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" "
    "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>\n";

std::string relations(std::initializer_list<std::pair<std::string_view, std::string_view>> targets) {
    std::string out =
        std::string(kXml) + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    int id = 0;
    for (const auto& [type, target] : targets)
        out += fmt::format("<Relationship Id=\"rId{}\" Type=\"{}\" Target=\"{}\"/>", ++id, type, target);
    return out + "</Relationships>\n";
}

}  // namespace

Result<std::string> render_docx(const Document& document) {
    auto office = [](std::string_view type) { return fmt::format("{}/{}", kOfficeRelations, type); };
    return write_zip(
        {{"[Content_Types].xml", std::string(kXml) + std::string(kContentTypes)},
         {"_rels/.rels",
          relations({{office("officeDocument"), "word/document.xml"},
                     {"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                      "docProps/core.xml"}})},
         {"docProps/core.xml", core_xml(document)},
         {"word/document.xml", document_xml(document)},
         {"word/styles.xml", styles_xml()},
         {"word/header1.xml", header_xml(document.drill, true)},
         {"word/header2.xml", header_xml(document.drill, false)},
         {"word/_rels/document.xml.rels", relations({{office("styles"), "styles.xml"},
                                                     {office("header"), "header1.xml"},
                                                     {office("header"), "header2.xml"}})}},
        document.at);
}

}  // namespace breachd::report
