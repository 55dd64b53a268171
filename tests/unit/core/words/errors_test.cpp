#include "core/words/errors.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "testkit/catch.hpp"

namespace breachd {

namespace {

using words::error_in_vietnamese;
namespace fs = std::filesystem;

// Where the errors are that a data-protection officer meets: facts, notices, releases, reports, filings, imports.
constexpr const char* kSources[] = {
    "daemon/core/incident",          "daemon/core/telling",           "daemon/engine/filing",
    "daemon/engine/incidents",       "daemon/engine/publication",     "daemon/engine/retention",
    "daemon/engine/rosters.cpp",     "daemon/api/routes/people.cpp",  "daemon/api/routes/overview",
    "daemon/engine/telling",         "daemon/api/routes/import.cpp",  "daemon/api/routes/incidents.cpp",
    "daemon/api/routes/notices.cpp", "daemon/api/routes/reports.cpp", "daemon/api/routes/subjects.cpp",
    "daemon/http/json_body.cpp",     "daemon/ingest/people",          "daemon/report/report.cpp"};

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::vector<fs::path> sources() {
    std::vector<fs::path> out;
    for (const auto* name : kSources) {
        auto path = fs::path(BREACHD_SOURCE_DIR) / name;
        if (!fs::is_directory(path)) {
            out.push_back(path);
            continue;
        }
        for (const auto& file : fs::directory_iterator(path))
            if (file.path().extension() == ".cpp") out.push_back(file.path());
    }
    return out;
}

constexpr std::string_view kGoesOn = "{}";

// A sentence that is put together of pieces may go on in one of these ways.
bool known(const std::string& sentence) {
    if (error_in_vietnamese(sentence)) return true;
    if (!sentence.ends_with(kGoesOn)) return false;
    auto begin = sentence.substr(0, sentence.size() - kGoesOn.size());
    for (const char* end : {"7 bytes", "known are a, b", "3 columns, the header has 8"})
        if (error_in_vietnamese(begin + end)) return true;
    return false;
}

// The sentences of the errors in a source: the first literal with a blank in it behind the makers of errors, adjacent
// literals put together.
std::vector<std::string> sentences(std::string text) {
    text = std::regex_replace(text, std::regex("\"\\s*\\n\\s*\""), "");
    std::vector<std::string> out;
    const std::regex makers(
        R"re((?:Error\s*\{\s*ErrorCode::\w+,|bad\(\s*(?:"[^"]*"|[\w.]+),|fault\(\s*name,|problem\(\s*\d+,|error\(\s*(?:column|0|1|known_column|static_cast<int>\(\w+\)(?: \+ 1)?),)\s*(?:std::move\(|fmt::format\(\s*)?"((?:[^"\\]|\\.)*)"(\s*\+)?)re");
    for (std::sregex_iterator at(text.begin(), text.end(), makers), end; at != end; ++at) {
        auto sentence = (*at)[1].str();
        if (sentence.find(' ') == std::string::npos) continue;
        if ((*at)[2].matched) sentence += kGoesOn;
        out.push_back(std::move(sentence));
    }
    return out;
}

}  // namespace

TEST_CASE("every error that people meet has its Vietnamese sentence") {
    std::size_t seen = 0;
    for (const auto& path : sources())
        for (const auto& sentence : sentences(text_of(path))) {
            INFO(path.string() << ": " << sentence << "\nadd a row to daemon/core/words/error_rows.hpp");
            ++seen;
            CHECK(known(sentence));
        }
    CHECK(seen > 60);
}

TEST_CASE("every repair and every refusal of a cell of a list has its Vietnamese sentence") {
    std::size_t seen = 0;
    for (const char* name : {"repair", "read_email", "read_phone", "read_postal", "subjects", "subjects_table",
                             "subjects_nobody", "names"}) {
        auto path = fs::path(BREACHD_SOURCE_DIR) / "daemon/ingest/people" / (std::string(name) + ".cpp");
        auto text = std::regex_replace(text_of(path), std::regex("\"\\s*\\n\\s*\""), "");
        const std::regex literal(R"re("((?:an?|the|not|what|invisible|control|letters|mailto:|too) [^"]+[^": ])")re");
        for (std::sregex_iterator at(text.begin(), text.end(), literal), end; at != end; ++at) {
            auto sentence = (*at)[1].str();
            INFO(name << ": " << sentence << "\nadd a row to daemon/core/words/error_rows_lists.hpp");
            ++seen;
            CHECK(error_in_vietnamese(sentence));
        }
    }
    CHECK(seen > 20);
}

TEST_CASE("what stands in an error goes into the Vietnamese sentence, ids of ours as words") {
    CHECK(error_in_vietnamese("an incident that is dismissed cannot be confirmed") ==
          "hồ sơ đã loại bỏ không xác nhận vi phạm được nữa");
    CHECK(error_in_vietnamese("a change of detected_at needs a reason") ==
          "thay đổi thời điểm phát hiện vi phạm phải có lý do");
    CHECK(error_in_vietnamese("must be one of leak, loss") ==
          "phải là một trong: leak (lộ dữ liệu), loss (mất dữ liệu)");
    CHECK(error_in_vietnamese("lies after detected_at") == "muộn hơn: thời điểm phát hiện vi phạm");
    CHECK(error_in_vietnamese("not an RFC 3339 time (no zone): expected e.g. 2026-11-20T17:30:00+07:00") ==
          "không phải thời điểm có múi giờ; viết như 2026-11-20T17:30:00+07:00");
    CHECK(error_in_vietnamese("has 3 columns, the header has 8") == "có 3 cột, dòng tiêu đề có 8 cột");
    CHECK(error_in_vietnamese("the file is an old Excel workbook (.xls), not a list: save it as an Excel workbook "
                              "(.xlsx) or as CSV UTF-8") ==
          "tệp là bảng tính Excel cũ (.xls), không đọc được: hãy lưu lại dạng bảng tính Excel (.xlsx) hoặc CSV UTF-8");
    CHECK(error_in_vietnamese("is longer than 20000 bytes") == "dài quá 20000 byte");
}

TEST_CASE("a notice that lacks something says in Vietnamese what, by which article and which fact") {
    CHECK(error_in_vietnamese("/missing: the notice lacks what the law wants in it: Measures (Điều 29.2.d: the "
                              "measures) / Biện pháp (điểm d khoản 2 Điều 29: biện pháp áp dụng)") ==
          "thông báo còn thiếu nội dung bắt buộc: Biện pháp (điểm d khoản 2 Điều 29: biện pháp áp dụng)");
}

TEST_CASE("who may not release alone is told in Vietnamese who wrote the text and when one person may, in words") {
    CHECK(error_in_vietnamese(
              "your words are in the text (or in the facts that it prints): a second person must approve this text "
              "(POST …/notice/approve), one of the two a data-protection officer; a data-protection officer who wrote "
              "none of it may release it directly. Authors: an, binh; with less than 12 hours to 2026-11-29T02:00:00Z "
              "one person may release it `alone`, with a reason")
              .value_or("")
              .ends_with("Người soạn: an, binh; khi còn dưới 12 giờ trước 09 giờ 00 phút ngày 29/11/2026 thì một người "
                         "được tự phát hành (--alone), phải nêu lý do"));
}

TEST_CASE("what is owed at the close is named in Vietnamese") {
    CHECK(
        error_in_vietnamese("not done yet: duties: authority-report, confirmation-record; people who are not told: 2; "
                            "open tasks: general/contain, general/facts and 12 more. To close the file all the same, "
                            "say why in `note`") ==
        "còn việc chưa xong: nghĩa vụ: báo cáo cơ quan chuyên trách, lập biên bản xác nhận; số người chưa được thông "
        "báo: 2; việc theo kịch bản ứng phó: general/contain, general/facts và 12 việc nữa. Vẫn muốn đóng hồ sơ thì "
        "nêu lý do (--note)");
}

TEST_CASE("the place before a sentence stays, and what is not known is not guessed") {
    CHECK(error_in_vietnamese("H-2: this hold is not on") == "H-2: lệnh giữ này không còn hiệu lực");
    CHECK_FALSE(error_in_vietnamese("no such sentence").has_value());
    CHECK_FALSE(error_in_vietnamese("").has_value());
}

TEST_CASE("what is wrong with a configuration is said in Vietnamese, its keys as they are typed") {
    CHECK(error_in_vietnamese("unknown key \"open\"") == "không có khóa \"open\"");
    CHECK(error_in_vietnamese("unknown key \"nmae\" (did you mean \"name\"?)") ==
          "không có khóa \"nmae\" (có phải là \"name\"?)");
    CHECK(error_in_vietnamese("\"place\" is missing") == "thiếu \"place\"");
    CHECK(error_in_vietnamese("7 is out of range: 1 to 5 bytes") == "7 ngoài khoảng cho phép: 1 đến 5 byte");
    CHECK(error_in_vietnamese("unknown channel \"sms\"") == "không có channel \"sms\"");
}

}  // namespace breachd
