#include "report/public_notice.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>

#include "base/digest.hpp"
#include "core/telling/public_page.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample.hpp"
#include "unit/report/report_sample.hpp"

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

TEST_CASE("notice.json is signed as it stands, names its key, and holds the text, the contacts and the organisation") {
    auto incident = sample::incident();
    auto settings = sample::settings();
    std::string signed_bytes;
    PublicNoticeInput input{incident, settings, "https://vidu.test/notices", sample::at("2026-11-22T10:00:00+07:00")};
    input.public_key = std::string(32, 'k');
    input.sign = [&](std::string_view bytes) {
        signed_bytes = bytes;
        return std::string(64, 's');
    };
    auto all = public_notice_files(input);
    CHECK(file(all, "INC-2026-0001/notice.json") == signed_bytes);
    CHECK(file(all, "INC-2026-0001/notice.json.sig") == std::string(64, 's'));
    auto notice = parse_json(signed_bytes)->as_object();
    CHECK(text_member(notice, "public_key") == base64(std::string(32, 'k')));
    CHECK(notice["signature"] == "https://vidu.test/notices/INC-2026-0001/notice.json.sig");
    CHECK(text_member(notice, "organisation") == settings.organisation.name);
    CHECK(notice["contacts"].at(0).at("email") == "baovedulieu@vidu.test");
    CHECK(has(std::string(notice["html"].at("vi").as_string()), "6. Thông tin liên hệ"));
    CHECK(has(std::string(notice["html"].at("en").as_string()), "<h2>"));
}

TEST_CASE(
    "the feed of all at the root has every notice, the withdrawn ones as such, and stays when they are not known") {
    auto incident = sample::incident();
    auto settings = sample::settings();
    auto at = sample::at("2026-11-22T10:00:00+07:00");
    PublicNoticeInput input{incident, settings, "https://vidu.test/notices", at};
    for (const auto& one : public_notice_files(input)) CHECK(one.path != "feed.atom");
    input.all = std::vector<PublishedNotice>{{incident.id, at, at, false, false},
                                             {"INC-2026-0007", at - std::chrono::hours{48}, at, true, false},
                                             {"INC-2026-0008", at, at, false, true}};
    auto files_made = public_notice_files(input);
    const auto& feed = file(files_made, "feed.atom");
    auto count = [&](std::string_view part) {
        std::size_t n = 0;
        for (auto from = feed.find(part); from != std::string::npos; from = feed.find(part, from + 1)) ++n;
        return n;
    };
    CHECK(count("<entry>") == 3);
    CHECK(count("<link rel=\"alternate\" type=\"text/html\" href=\"https://vidu.test/notices/INC-2026-0001/\"/>") == 1);
    CHECK(count("Thông báo đã được rút lại.") == 1);
    CHECK(count(std::string("<title>") + std::string(kDrillMark)) == 1);
    CHECK(has(feed, "<published>2026-11-20T"));
    auto path = put({"feed-of-all.atom", feed});
    auto command = "python3 -c \"import sys,xml.dom.minidom as m; m.parse(sys.argv[1])\" '" + path.string() + "'";
    CHECK(std::system(command.c_str()) == 0);
}

TEST_CASE("the page has the six items in the law's order, and says that individual notices go on") {
    auto incident = sample::incident();
    incident.notice_run.state = RunState::done;
    auto text = file(files(incident, sample::settings()), "INC-2026-0001/index.html");
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

TEST_CASE("the page shows no figure while the run goes on") {
    CHECK_FALSE(has(file(files(sample::incident(), sample::settings()), "INC-2026-0001/index.html"), "trên tổng số"));
}

TEST_CASE("people told by hand, and those who cannot be told, are figures of their own, nought is left out") {
    auto incident = sample::incident();
    incident.notice_run = {RunState::done, 1300, 40, 0, 0, {}};
    auto page = [&](const char* name) {
        return file(files(incident, sample::settings()), std::string("INC-2026-0001/") + name);
    };
    CHECK(has(page("index.html"), "Đã thông báo riêng cho 40 trên tổng số 1.300 người bị ảnh hưởng.</p>"));
    CHECK(has(page("en.html"), "40 of 1,300 people affected have been told individually.</p>"));
    CHECK(public_figures(incident) == "40/1300");
    incident.notice_run.by_hand = 1257;
    CHECK(has(page("index.html"), "bị ảnh hưởng. Ngoài ra, 1.257 người đã được báo trực tiếp.</p>"));
    incident.notice_run.impossible = 3;
    incident.notice_overrides_released = {{"vi.body", "Thư đã sửa."}, {"en.body", "An edited letter."}};
    CHECK(has(page("index.html"), "đã được báo trực tiếp. Không thể thông báo riêng cho 3 người.</p>"));
    CHECK(
        has(page("en.html"),
            "told individually. Told directly by a person, besides these: 1,257. Cannot be told individually: 3.</p>"));
    CHECK(public_figures(incident) == "40/1300 +1257 by hand -3 impossible");  // other figures: published again
}

TEST_CASE("internal facts are not on the page: a machine, an account, a party, their public variants are") {
    auto incident = sample::incident();
    auto text = file(files(incident, sample::settings()), "INC-2026-0001/index.html");
    CHECK(has(text, "Địa điểm: Hà Nội<"));
    for (const char* internal : {"gps-db-1", "bị chiếm quyền", "Minh Họa (bên"}) CHECK_FALSE(has(text, internal));
    incident.place_public = "Trung tâm dữ liệu của chúng tôi";
    incident.description_public = "Một bản sao dữ liệu hành trình bị tải ra ngoài.";
    incident.parties_public = {json::value("một nhà cung cấp hạ tầng")};
    text = file(files(incident, sample::settings()), "INC-2026-0001/index.html");
    for (const char* shown : {"Trung tâm dữ liệu của chúng tôi", "Một bản sao dữ liệu hành trình bị tải ra ngoài.",
                              "một nhà cung cấp hạ tầng"})
        CHECK(has(text, shown));
}

TEST_CASE("the second publication says that it is one, and a withdrawn page says nothing else") {
    auto incident = sample::incident();
    CHECK_FALSE(has(file(files(incident, sample::settings()), "INC-2026-0001/index.html"), "cập nhật lần"));
    incident.public_notice.published_at = sample::at("2026-11-22T10:00:00+07:00");
    incident.public_notice.publications = 1;
    auto again = files(incident, sample::settings(), "2026-11-23T10:00:00+07:00");
    CHECK(has(file(again, "INC-2026-0001/index.html"), "(cập nhật lần 1)"));
    incident.state = IncidentState::dismissed;
    auto withdrawn = files(incident, sample::settings(), "2026-11-23T10:00:00+07:00");
    auto text = file(withdrawn, "INC-2026-0001/index.html");
    CHECK(has(text, "Thông báo đã được rút lại"));
    CHECK_FALSE(has(text, "vị trí của cá nhân"));
    CHECK(has(file(withdrawn, "INC-2026-0001/notice.json"), "\"status\":\"withdrawn\""));
    CHECK_FALSE(has(file(withdrawn, "INC-2026-0001/notice.json"), "vị trí của cá nhân"));
    CHECK_FALSE(has(file(withdrawn, "INC-2026-0001/feed.atom"), "vị trí của cá nhân"));
}

TEST_CASE("a look at the page names no moment, and is the same before and after a publication") {
    auto incident = sample::incident();
    auto look = public_notice_look(incident, sample::settings(), PageText::released, "vi");
    CHECK(has(look, "[thời điểm đăng]"));
    auto sha256 = public_page_sha256(incident, sample::settings(), PageText::released);
    incident.public_notice.published_at = sample::at("2026-11-22T10:00:00+07:00");
    incident.public_notice.publications = 3;
    incident.version += 7;
    incident.notice_run = {RunState::done, 1000, 999, 0, 1, {}};
    CHECK(public_notice_look(incident, sample::settings(), PageText::released, "vi") == look);
    CHECK(public_page_sha256(incident, sample::settings(), PageText::released) == sha256);
    incident.guidance = "Đổi mật khẩu.";
    CHECK(public_page_sha256(incident, sample::settings(), PageText::released) != sha256);
}

TEST_CASE("the page has the released letter where a person edited it, to nobody by name and without a code") {
    auto incident = sample::incident();
    incident.notice_overrides["vi.body"] =
        "Kính gửi: {{name}},\n\n1. Thời điểm phát hiện\n17:30 <ngày> 20/11/2026\n\nMã tra cứu: {{code}}. Không "
        "bao giờ hỏi mật khẩu.";
    CHECK_FALSE(has(file(files(incident, sample::settings()), "INC-2026-0001/index.html"), "Kính gửi"));  // unreleased
    CHECK(has(public_notice_look(incident, sample::settings(), PageText::draft, "vi"), "Kính gửi: Quý khách"));
    incident.notice_overrides_released = incident.notice_overrides;
    auto all = files(incident, sample::settings());
    auto text = file(all, "INC-2026-0001/index.html");
    CHECK(has(text, "Kính gửi: Quý khách"));
    CHECK(has(text, "<h2>1. Thời điểm phát hiện</h2>"));
    CHECK(has(text, "17:30 &lt;ngày&gt; 20/11/2026"));
    CHECK(has(text, "<p>Không bao giờ hỏi mật khẩu.</p>"));
    CHECK_FALSE(has(text, "Mã tra cứu"));
    CHECK(has(file(all, "INC-2026-0001/en.html"), "1. When and how the breach was detected"));
    incident.notice_overrides["vi.body"] = "Kính gửi Quý khách {{name}},\n\nXin báo.";
    CHECK(has(public_notice_look(incident, sample::settings(), PageText::draft, "vi"), "Kính gửi Quý khách,"));
}

TEST_CASE("contacts are links for a telephone and for mail") {
    auto text = file(files(sample::incident(), sample::settings()), "INC-2026-0001/index.html");
    CHECK(has(text, "<a href=\"mailto:suco@vidu.test\">suco@vidu.test</a>"));
    CHECK(has(text, "<a href=\"tel:02400000002\">024 0000 0002</a>"));
}

TEST_CASE("the content page has every item of the letter, keeps out of indexes, and shows no figure, name or code") {
    auto settings = sample::settings();
    auto draft = draft_notice(sample::incident(), settings);
    auto pages = content_page_files({settings, draft.vi, draft.en, "k7", false});
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].path == "k7/index.html");
    const auto& text = pages[0].bytes;
    for (const char* part :
         {"1. Thời điểm và hình thức phát hiện", "Vị trí của cá nhân", "Mức độ nghiêm trọng", "Biện pháp đã",
          "Hướng dẫn", "Thông tin liên hệ", "suco@vidu.test", "name=\"robots\"", "noindex", "Quý khách"})
        CHECK(has(text, part));
    for (const char* part : {"{{", "trên tổng số", "INC-2026-0001", "feed.atom"}) CHECK_FALSE(has(text, part));
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
