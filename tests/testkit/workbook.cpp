#include "testkit/workbook.hpp"

#include <fmt/format.h>
#include <zip.h>

#include "base/check.hpp"

namespace breachd::testkit {

namespace {

std::string escaped(const std::string& text) {
    std::string out;
    for (char c : text) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
    return out;
}

}  // namespace

std::string zipped(const Parts& parts) {
    zip_error_t error;
    zip_error_init(&error);
    auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
    auto* zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    BREACHD_CHECK(zip != nullptr);
    zip_source_keep(source);
    for (const auto& [name, content] : parts)
        BREACHD_CHECK(zip_file_add(zip, name.c_str(), zip_source_buffer(zip, content.data(), content.size(), 0),
                                   ZIP_FL_ENC_UTF_8) >= 0);
    BREACHD_CHECK(zip_close(zip) == 0);
    BREACHD_CHECK(zip_source_open(source) == 0);
    zip_source_seek(source, 0, SEEK_END);
    std::string out(static_cast<std::size_t>(zip_source_tell(source)), '\0');
    zip_source_seek(source, 0, SEEK_SET);
    BREACHD_CHECK(zip_source_read(source, out.data(), out.size()) == static_cast<zip_int64_t>(out.size()));
    zip_source_close(source);
    zip_source_free(source);
    return out;
}

Parts workbook_parts(const std::vector<Sheet>& sheets) {
    Parts out;
    std::string names, relations, shared;
    int texts = 0;
    for (std::size_t number = 1; number <= sheets.size(); ++number) {
        names += fmt::format(R"(<sheet name="Trang {0}" sheetId="{0}" r:id="rId{0}"/>)", number);
        relations += fmt::format(
            R"(<Relationship Id="rId{0}" Type="http://x/worksheet" Target="worksheets/sheet{0}.xml"/>)", number);
        std::string rows;
        int line = 0;
        for (const auto& row : sheets[number - 1]) {
            rows += fmt::format(R"(<row r="{}">)", ++line);
            for (std::size_t column = 0; column < row.size(); ++column) {
                auto place = fmt::format("{}{}", static_cast<char>('A' + column), line);
                const auto& cell = row[column];
                if (cell.empty()) continue;
                if (cell[0] == '#') {
                    rows += fmt::format(R"(<c r="{}"><v>{}</v></c>)", place, cell.substr(1));
                } else if (cell[0] == '~') {
                    rows += fmt::format(R"(<c r="{}" t="inlineStr"><is><t>{}</t></is></c>)", place,
                                        escaped(cell.substr(1)));
                } else {
                    rows += fmt::format(R"(<c r="{}" t="s"><v>{}</v></c>)", place, texts++);
                    shared += fmt::format("<si><t>{}</t></si>", escaped(cell));
                }
            }
            rows += "</row>";
        }
        out.emplace_back(fmt::format("xl/worksheets/sheet{}.xml", number),
                         fmt::format(R"(<?xml version="1.0"?><worksheet><sheetData>{}</sheetData></worksheet>)", rows));
    }
    relations += R"(<Relationship Id="rId99" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>)";
    out.emplace_back("xl/workbook.xml", R"(<workbook xmlns:r="r"><sheets>)" + names + "</sheets></workbook>");
    out.emplace_back("xl/_rels/workbook.xml.rels", "<Relationships>" + relations + "</Relationships>");
    out.emplace_back("xl/sharedStrings.xml", "<sst>" + shared + "</sst>");
    return out;
}

std::string workbook(const std::vector<Sheet>& sheets) { return zipped(workbook_parts(sheets)); }

}  // namespace breachd::testkit
