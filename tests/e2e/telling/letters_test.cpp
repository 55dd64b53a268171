// Letters on paper through the real daemon: from a list with addresses to pages, a batch that was posted, and one that
// came back.
#include <set>

#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

struct Posting {
    Daemon daemon;
    std::string id, path;

    static Settings settings(const std::string& order = "[thu]") {
        Settings out;
        out.order = order;
        out.channels = "  thu: {type: letter, directory: thu, return_address: \"Ví Dụ, 1 Tràng Tiền, Hà Nội\"}";
        out.publish = "propose";
        return out;
    }
    explicit Posting(const Settings& settings_ = settings()) : daemon(settings_) { REQUIRE(daemon.start()); }

    void release(const std::string& list) {
        id = text(daemon.open(now_rfc3339()), "id");
        path = "/api/v1/incidents/" + id;
        auto imported = daemon.call("an", "POST", path + "/subjects", list, {{"Content-Type", "text/csv"}});
        INFO(imported.body);
        REQUIRE(imported.status == 200);
        REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
    }
    json::value batch() {
        auto items = at(daemon.call("viewer", "GET", path + "/letters").parsed(), "items").as_array();
        return items.empty() ? json::value(json::object{}) : items[0];
    }
    bool written(int letters) {
        return testkit::wait_until([&] { return text(batch(), "waiting") == std::to_string(letters); });
    }
    std::string page(const std::string& file) { return daemon.path("thu/" + id + "/L1/" + file); }
    std::string code(int subject) {
        auto shown = daemon.call("an", "GET", path + "/subjects/" + std::to_string(subject) + "/messages").parsed();
        return text(shown, "code");
    }
};

constexpr const char* kList =
    "Mã KH,Họ và tên,Địa chỉ\n"
    "KH-1,Nguyễn Thị Mỹ Duyên,\"Số 12 ngõ 34 Nguyễn Trãi, Phường Thượng Đình, Quận Thanh Xuân, Hà Nội\"\n"
    "KH-2,Trần Văn Hải,\"Thôn Đông, Xã Đông Anh, Thành phố Hà Nội\"\n"
    "KH-3,Không Địa Chỉ,duyen@hopthu.test\n";

}  // namespace

TEST_CASE("letters are written as pages for a window envelope, and tell when a dpo says that they were posted") {
    Posting it;
    it.release(kList);
    REQUIRE(it.written(2));
    auto read = testkit::run({"pdftotext", "-enc", "UTF-8", it.page("00001.pdf"), "-"});
    REQUIRE(read.code == 0);
    for (const auto& part :
         {std::string("Nguyễn Thị Mỹ Duyên"), std::string("Số 12 ngõ 34 Nguyễn Trãi"),
          std::string("Phường Thượng Đình, Quận Thanh Xuân"), std::string("Ví Dụ, 1 Tràng Tiền, Hà Nội"), it.code(1),
          std::string("Trang 1/"), std::string("Thời điểm và hình thức phát hiện vi phạm")}) {
        INFO(part);
        CHECK(read.out.find(part) != std::string::npos);
    }
    auto table = testkit::slurp(it.page("batch.csv"));
    CHECK(table.find("2,Trần Văn Hải,\"Thôn Đông, Xã Đông Anh\",Thành phố Hà Nội,,,,") != std::string::npos);
    CHECK(text(it.daemon.incident(it.id), "notice_run.told") == "0");
    CHECK(text(it.batch(), "state") == "open");
    auto posted = it.path + "/letters/L1/posted";
    CHECK(it.daemon.post("an", posted, {{"receipt", "BK-77"}}).status == 403);
    CHECK(it.daemon.post("dpo", posted, json::object{}).status == 422);
    CHECK(it.daemon.post("dpo", posted, {{"receipt", "BK-77"}, {"posted_at", now_rfc3339(std::chrono::hours{1})}})
              .status == 422);
    REQUIRE(it.daemon.post("dpo", posted, {{"receipt", "BK-77"}}).status == 200);
    CHECK(text(it.daemon.incident(it.id), "notice_run.told") == "2");
    CHECK(text(it.batch(), "state") == "posted");
    CHECK(text(it.batch(), "receipt") == "BK-77");
    CHECK(text(it.batch(), "recorded_by") == "dpo");
    auto timeline = it.daemon.call("dpo", "GET", it.path + "/timeline?kind=letters_posted").body;
    CHECK(timeline.find("lô thư giấy L1 (2 thư) đã gửi bưu điện") != std::string::npos);
    CHECK(it.daemon.log().find("Nguyễn Trãi") == std::string::npos);
    CHECK(testkit::slurp(it.daemon.path("breachd.db")).find("Nguyễn Trãi") == std::string::npos);
}

TEST_CASE("a letter that came back is known by the code on it, and its person is not told any more") {
    Posting it;
    it.release(kList);
    REQUIRE(it.written(2));
    json::object back{{"code", it.code(2)}, {"reason", "không có người nhận"}};
    auto returned = it.path + "/letters/L1/returned";
    CHECK(it.daemon.post("an", returned, back).status == 409);
    REQUIRE(it.daemon.post("dpo", it.path + "/letters/L1/posted", {{"receipt", "BK-1"}}).status == 200);
    CHECK(it.daemon.post("an", returned, {{"code", "ZZZZ2222"}}).status == 404);
    CHECK(it.daemon.post("viewer", returned, back).status == 403);
    REQUIRE(it.daemon.post("an", returned, back).status == 200);
    CHECK(text(it.daemon.incident(it.id), "notice_run.told") == "1");
    CHECK(text(it.daemon.incident(it.id), "notice_run.unreachable") == "2");
    CHECK(text(it.batch(), "returned") == "1");
    CHECK(text(it.batch(), "told") == "1");
}

TEST_CASE("a daemon that is killed while it writes letters writes each once: one place, one file, one row a person") {
    constexpr int kPeople = 120;
    auto settings = Posting::settings();
    settings.mode = "drill";  // the minutes before an unknown outcome is settled are seconds
    settings.time_scale = 60;
    settings.channels.insert(settings.channels.rfind('}'), ", batch_open: 24h");
    Posting it(settings);
    std::string list = "subject_ref,name,postal_address\n";
    for (int i = 1; i <= kPeople; ++i)
        list += "KH-" + std::to_string(i) + ",Người Thử,\"" + std::to_string(i) + " Tràng Tiền, Hà Nội\"\n";
    it.release(list);
    for (int kills = 0; kills < 3; ++kills) {
        auto before = text(it.batch(), "waiting");
        testkit::wait_until([&] { return text(it.batch(), "waiting") != before; });
        it.daemon.kill();
        REQUIRE(it.daemon.start());
    }
    bool all = testkit::wait_until([&] { return text(it.batch(), "waiting") == std::to_string(kPeople); },
                                   std::chrono::seconds(90));
    INFO(json::serialize(it.batch()));
    REQUIRE(all);
    CHECK(text(it.batch(), "letters") == std::to_string(kPeople));
    auto files = testkit::files_below(it.daemon.path("thu"));
    CHECK(files.size() == kPeople + 1U);
    auto table = testkit::slurp(it.page("batch.csv"));
    std::set<std::string> numbers, addresses;
    std::size_t rows = 0;
    for (auto at = table.find('\n') + 1; at < table.size(); at = table.find('\n', at) + 1, ++rows) {
        auto line = table.substr(at, table.find('\n', at) - at);
        numbers.insert(line.substr(0, line.find(',')));
        addresses.insert(line.substr(line.find(',') + 1, line.find(" Tràng") - line.find(',')));
    }
    CHECK(rows == kPeople);
    CHECK(numbers.size() == kPeople);
    CHECK(addresses.size() == kPeople);
}

TEST_CASE("breachctl lists the batches, records the posting and a letter that came back") {
    Posting it;
    it.release(kList);
    REQUIRE(it.written(2));
    auto ctl = [&](std::vector<std::string> words) {
        std::vector<std::string> all{breachctl_program(), "--server", it.daemon.url(), "--token-file",
                                     it.daemon.token_file("dpo")};
        all.insert(all.end(), words.begin(), words.end());
        return testkit::run(all);
    };
    auto listed = ctl({"letters", "list", it.id});
    CHECK(listed.code == 0);
    CHECK(listed.out.find("L1") != std::string::npos);
    auto posted = ctl({"letters", "posted", it.id, "L1", "--receipt", "BK-9"});
    INFO(posted.err);
    CHECK(posted.code == 0);
    CHECK(ctl({"letters", "posted", it.id, "L1", "--receipt", "BK-9"}).code == 1);
    CHECK(ctl({"letters", "returned", it.id, "L1", it.code(1), "--reason", "sai địa chỉ"}).code == 0);
    CHECK(text(it.daemon.incident(it.id), "notice_run.told") == "1");
}
