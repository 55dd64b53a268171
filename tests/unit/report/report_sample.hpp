// A report with every fact known, and what tests of papers do with it: print it as lines, read its PDF back, compare it
// with the reviewed text in tests/golden.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "report/report.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample.hpp"

namespace breachd::report {

namespace fs = std::filesystem;

// "hà nội" with marks on their own: what a file system of another make hands over.
inline constexpr const char* kDecomposed = "Ha\u0300 No\u0323\u0302i";

struct Sample {
    Incident incident = sample::incident();
    Settings settings = sample::settings();
    std::string form = "mau-08";
    Instant at = sample::at("2026-11-22T10:00:00+07:00");
    std::string number = "12/TB-VIDU";

    std::vector<std::string> present, attachments;

    ReportInput input() const { return {incident, settings, form, at, number, present, attachments}; }
};

inline Sample supplement() {
    Sample s;
    s.incident.filings = {{"mau-08", "portal", "TN-2026-000123", sample::at("2026-11-21T09:00:00+07:00"),
                           "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "dpo", 0}};
    s.incident.notice_hash = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";
    s.incident.notice_version = 1;
    auto& page = s.incident.public_notice = {PublicNoticeState::published, "https://vidu.test/notices/INC-2026-0001/"};
    page.published_at = sample::at("2026-11-22T08:00:00+07:00");
    page.proof_sha256 = "fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13";
    return s;
}

inline fs::path output(const std::string& name) {
    auto folder = fs::path(BREACHD_BINARY_DIR) / "report-samples";
    fs::create_directories(folder);
    return folder / name;
}

inline void put(const fs::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

inline std::string slurp(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

inline std::string text_of_pdf(const std::string& pdf, const std::string& name) {
    auto path = output(name);
    put(path, pdf);
    auto command = "pdftotext -enc UTF-8 '" + path.string() + "' '" + path.string() + ".txt'";
    REQUIRE(std::system(command.c_str()) == 0);
    return slurp(path.string() + ".txt");
}

// One space for any run of white space and no page numbers, so that the breaks of the paper do not matter.
inline std::string flat(const std::string& text) {
    std::string out;
    bool page_number = false;
    for (char c : text) {
        page_number = c == '\f' || (page_number && c >= '0' && c <= '9');
        if (page_number && c != '\f') continue;
        bool space = c == ' ' || c == '\n' || c == '\f';
        if (space && (out.empty() || out.back() == ' ')) continue;
        out += space ? ' ' : c;
    }
    return out;
}

inline bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// Each in its place behind the one before.
inline void check_in_order(const std::string& text, const std::vector<std::string>& parts) {
    std::size_t at = 0;
    for (const auto& part : parts) {
        INFO(part);
        auto found = text.find(part, at);
        CHECK(found != std::string::npos);
        if (found != std::string::npos) at = found + part.size();
    }
}

inline std::string printed(const ReportInput& input) {
    std::string out;
    for (const auto& line : *form_lines(input)) {
        auto text = line.label + (line.label.empty() || line.value.empty() ? "" : " ") + line.value;
        out += (line.number.empty() ? std::string(6, ' ') : (line.number + "      ").substr(0, 6)) + text + "\n";
    }
    return out;
}

// Golden files are reviewed as diffs; BREACHD_UPDATE_GOLDEN=1 writes them anew.
inline void check_golden(const std::string& name, const std::string& text) {
    auto path = fs::path(BREACHD_SOURCE_DIR) / "tests/golden" / name;
    if (std::getenv("BREACHD_UPDATE_GOLDEN")) put(path, text);
    INFO(path.string() << " (BREACHD_UPDATE_GOLDEN=1 writes it anew)");
    CHECK(slurp(path) == text);
}

}  // namespace breachd::report
