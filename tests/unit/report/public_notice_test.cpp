#include "report/public_notice.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>

#include "base/digest.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample.hpp"

using namespace breachd;
using namespace breachd::report;
namespace fs = std::filesystem;

namespace {

std::vector<PublicFile> files(const Incident& incident, const Settings& settings,
                              const char* at = "2026-11-22T10:00:00+07:00") {
    return public_notice_files({incident, settings, "https://vidu.test/notices", sample::at(at)});
}

const std::string& file(const std::vector<PublicFile>& all, std::string_view path) {
    for (const auto& one : all)
        if (one.path == path) return one.bytes;
    throw std::runtime_error("no such file");
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

fs::path put(const PublicFile& one) {
    auto path = fs::path(BREACHD_BINARY_DIR) / "report-samples" / one.path;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << one.bytes;
    return path;
}

}  // namespace

TEST_CASE("the public notice is four files below the incident's id, all well-formed") {
    auto incident = sample::incident();
    auto settings = sample::settings();
    settings.organisation.name = "Công ty \"A & B\" <Ví Dụ>";
    auto all = files(incident, settings);
    REQUIRE(all.size() == 4);
    CHECK(all.front().path == public_notice_page(incident));
    for (const auto& one : all) {
        auto path = put(one);
        INFO(path.string());
        if (one.path.ends_with(".json")) {
            CHECK(parse_json(one.bytes).has_value());
            continue;
        }
        auto command = "python3 -c \"import sys,xml.dom.minidom as m; m.parse(sys.argv[1])\" '" + path.string() + "'";
        CHECK(std::system(command.c_str()) == 0);
        CHECK(has(one.bytes, "A &amp; B"));
    }
}

TEST_CASE("the page has the six items in the law's order, and says that individual notices go on") {
    auto text = file(files(sample::incident(), sample::settings()), "INC-2026-0001/index.html");
    std::size_t at = 0;
    for (const char* part :
         {"<html lang=\"vi\"", "1. Thời điểm và hình thức phát hiện vi phạm", "17 giờ 30 phút ngày 20/11/2026",
          "2. Loại dữ liệu bị ảnh hưởng", "vị trí của cá nhân", "3. Mức độ nghiêm trọng", "4. Biện pháp đã, đang và sẽ",
          "5. Hướng dẫn", "6. Thông tin liên hệ", "baovedulieu@vidu.test", "suco@vidu.test",
          "940 trên tổng số 1.000 người", "không thay thế thông báo riêng"}) {
        INFO(part);
        auto found = text.find(part, at);
        CHECK(found != std::string::npos);
        if (found != std::string::npos) at = found;
    }
}

TEST_CASE("the page loads nothing, runs nothing and names no party") {
    for (const auto& one : files(sample::incident(), sample::settings())) {
        INFO(one.path);
        CHECK_FALSE(has(one.bytes, "<script"));
        CHECK_FALSE(has(one.bytes, "src="));
        CHECK_FALSE(has(one.bytes, "url("));
        CHECK_FALSE(has(one.bytes, "@import"));
        CHECK_FALSE(has(one.bytes, "Minh Họa (bên xử lý"));
        CHECK_FALSE(has(one.bytes, "{{"));
    }
}

TEST_CASE("accessible: one h1, no heading level skipped, skip link, language switch, print style") {
    for (const char* path : {"INC-2026-0001/index.html", "INC-2026-0001/en.html"}) {
        auto text = file(files(sample::incident(), sample::settings()), path);
        auto count = [&](const char* pattern) {
            std::regex re(pattern);
            return std::distance(std::sregex_iterator(text.begin(), text.end(), re), std::sregex_iterator());
        };
        CHECK(count("<h1>") == 1);
        CHECK(count("<h2>") == 7);
        CHECK(count("<h3") == 0);
        CHECK(count("<main id=\"main\">") == 1);
        CHECK(has(text, "class=\"skip\" href=\"#main\""));
        CHECK(has(text, "hreflang="));
        CHECK(has(text, "@media print"));
        CHECK(has(text, "name=\"viewport\""));
        CHECK_FALSE(has(text, "user-scalable"));
    }
}

TEST_CASE("what is not known yet is said to be open, and stays out otherwise") {
    auto text = file(files(sample::bare_incident(), sample::settings()), "INC-2026-0001/index.html");
    CHECK(has(text, "Chúng tôi đang xác minh và sẽ cập nhật tại trang này."));
    CHECK_FALSE(has(text, "trên tổng số"));
    CHECK(has(text, "không thay thế thông báo riêng"));
}

TEST_CASE("notice.json carries the page's digest, and an update keeps the first moment") {
    auto incident = sample::incident();
    auto settings = sample::settings();
    auto all = files(incident, settings);
    auto first = parse_json(file(all, "INC-2026-0001/notice.json"))->as_object();
    CHECK(first.at("sha256").as_string() == hex(sha256(all.front().bytes)));
    CHECK(first.at("status").as_string() == "active");
    CHECK(first.at("url").as_string() == "https://vidu.test/notices/INC-2026-0001/");
    incident.public_notice.published_at = sample::at("2026-11-22T10:00:00+07:00");
    auto later = parse_json(file(files(incident, settings, "2026-11-23T10:00:00+07:00"), "INC-2026-0001/notice.json"))
                     ->as_object();
    CHECK(later.at("status").as_string() == "updated");
    CHECK(later.at("published_at") == first.at("published_at"));
    CHECK(later.at("updated_at").as_string() == "2026-11-23T03:00:00Z");
    CHECK(file(files(incident, settings), "INC-2026-0001/feed.atom") ==
          file(files(incident, settings), "INC-2026-0001/feed.atom"));
}

TEST_CASE("a drill's page, feed and banner are marked") {
    auto incident = sample::incident();
    incident.id = "DRILL-2026-0001";
    incident.drill = true;
    auto all = files(incident, sample::settings());
    for (const auto& one : all) {
        put(one);
        INFO(one.path);
        CHECK(has(one.bytes, "DIỄN TẬP / DRILL"));
    }
}
