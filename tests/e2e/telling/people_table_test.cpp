// The people of an incident as an office works with them: found by what became of them, handed to a call centre,
// corrected, and the lists that they came in by.
#include <fmt/format.h>
#include <sys/stat.h>

#include "e2e/office.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

const std::string kList =
    "subject_ref,name,guardian_of,email,phone\n"
    "KH-1,Lê Thị Mật,,mat@hopthu.test; hai@hopthu.test,0900000011\n"
    "KH-2,Trần Văn Hai,,,0900000012\n"
    "KH-3,Phạm Thị Ba,Bé Bốn,,9.12E+08\n"
    "=KH-4,Võ Văn Năm,,nam@hopthu.test,0900000011\n";

struct Listed {
    Daemon daemon;
    std::string id, path;

    Listed() {
        REQUIRE(daemon.start());
        id = text(daemon.open(now_rfc3339()), "id");
        path = "/api/v1/incidents/" + id;
        REQUIRE(daemon.call("an", "POST", path + "/subjects", kList, {{"Content-Type", "text/csv"}}).status == 200);
    }
    testkit::Ran ctl(const std::string& who, std::vector<std::string> words) {
        std::vector<std::string> all{breachctl_program(), "--server", daemon.url(), "--token-file",
                                     daemon.token_file(who)};
        all.insert(all.end(), words.begin(), words.end());
        return testkit::run(all);
    }
    testkit::HttpReply table(const std::string& who, const std::string& body, const std::string& query = "") {
        return daemon.call(who, "POST", path + "/subjects/export" + query, body,
                           {{"Content-Type", "application/json"}, {"Accept-Language", "vi"}});
    }
    std::string shown() { return daemon.call("dpo", "GET", path + "/timeline?kind=subject_shown").body; }
};

const std::string kWhy = R"({"reason": "tổng đài gọi cho từng người"})";

}  // namespace

TEST_CASE("the table for a call centre has names and contacts, for a dpo who says why, the journal has it") {
    Listed office;
    CHECK(office.table("an", kWhy).status == 403);
    CHECK(office.table("viewer", kWhy).status == 403);
    CHECK(office.table("dpo", "{}").status == 422);
    CHECK_FALSE(has(office.shown(), "opened_table"));

    auto table = office.table("dpo", kWhy);
    INFO(table.body);
    REQUIRE(table.status == 200);
    CHECK(table.body.starts_with("\xEF\xBB\xBFSố,Mã của tổ chức,Mã trong thư,Họ và tên,"));
    CHECK(has(table.body, ",Lê Thị Mật,"));
    CHECK(has(table.body, ",\"mat@hopthu.test; hai@hopthu.test\","));
    CHECK(has(table.body, ",Bé Bốn,"));
    CHECK(has(table.body, ",'=KH-4,"));  // nothing that a spreadsheet computes
    CHECK(has(table.body, ",không liên hệ được,"));
    CHECK(has(office.shown(), "opened_table"));
    CHECK(has(office.shown(), "tổng đài gọi cho từng người"));

    auto few = office.table("dpo", kWhy, "?state=unreachable").body;
    CHECK(has(few, "Phạm Thị Ba"));
    CHECK_FALSE(has(few, "Lê Thị Mật"));
}

TEST_CASE("each opened table has an entry with its number, a refused one has none, a mistyped filter opens nobody") {
    Listed office;
    auto entries = [&] {
        std::size_t out = 0;
        auto shown = office.daemon.all(office.path + "/timeline?kind=subject_shown");
        for (const auto& each : shown) out += text(each, "data.how") == "opened_table";
        return out;
    };
    testkit::HttpHeaders again{{"Content-Type", "application/json"}, {"Idempotency-Key", "một-khóa"}};
    auto path = office.path + "/subjects/export";
    REQUIRE(office.daemon.call("dpo", "POST", path + "?state=unreachable", kWhy, again).status == 200);
    CHECK(entries() == 1);
    REQUIRE(office.daemon.call("dpo", "POST", path, kWhy, again).status == 200);
    CHECK(entries() == 2);
    CHECK(has(office.shown(), "Xuất 1 chủ thể dữ liệu ra tệp (trạng thái: không liên hệ được), kèm tên"));
    CHECK(has(office.shown(), "Xuất 4 chủ thể dữ liệu ra tệp, kèm tên"));
    for (const char* wrong :
         {"?state=xx", "?cause=xx", "?reply=xx", "?cursor=xx", "?stat=unreachable", "?q=KH-1", "?channel=0912000004"}) {
        INFO(wrong);
        CHECK(office.table("dpo", kWhy, wrong).status == 400);
    }
    CHECK(office.table("dpo", R"({"reason": " \t "})").status == 422);
    CHECK(entries() == 2);
}

TEST_CASE("who was removed, or is told and lost the contact, is not among those to be called") {
    Listed office;
    json::object why{{"reason", "nhập nhầm"}};
    REQUIRE(office.daemon.call("an", "DELETE", office.path + "/subjects/2", json::serialize(why)).status < 300);
    CHECK_FALSE(has(office.table("dpo", kWhy).body, "Trần Văn Hai"));
    CHECK(has(office.table("dpo", kWhy, "?state=removed").body, "Trần Văn Hai"));
    REQUIRE(office.daemon.post("dpo", office.path + "/notice/release", json::object{}).status < 300);
    json::object told{{"how", "telephone"}, {"proof", "đã gọi"}};
    REQUIRE(office.daemon.post("an", office.path + "/subjects/3/told", told).status < 300);
    CHECK(office.daemon.all(office.path + "/subjects?cause=no_address").empty());
}

TEST_CASE("the table that an office got is a list again, and changes nobody") {
    Listed office;
    auto table = office.table("dpo", kWhy).body;
    auto reply = office.daemon.call("an", "POST", office.path + "/subjects?ignore_columns=true", table,
                                    {{"Content-Type", "text/csv"}});
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    CHECK(text(reply.parsed(), "import.new") == "0");
    CHECK(text(reply.parsed(), "import.updated") == "0");
}

TEST_CASE("a masked table names nobody, and has the API's names for a program") {
    Listed office;
    auto table = office.daemon.call("an", "GET", office.path + "/subjects", "", {{"Accept", "text/csv"}});
    REQUIRE(table.status == 200);
    CHECK(table.body.starts_with("\xEF\xBB\xBFsubject,subject_ref,code,name,"));
    for (const char* secret : {"Mật", "hopthu.test", "900000011", "Bốn"}) CHECK_FALSE(has(table.body, secret));
    CHECK(has(table.body, ",KH-2,"));
    CHECK(office.daemon.call("viewer", "GET", office.path + "/subjects", "", {{"Accept", "text/csv"}}).status == 403);
}

TEST_CASE("who has no usable contact is unreachable before anything is sent, and waits under no other name") {
    Listed office;
    auto unreachable = office.daemon.all(office.path + "/subjects?state=unreachable");
    REQUIRE(unreachable.size() == 1);
    CHECK(text(unreachable[0], "state") == "unreachable");
    CHECK(text(unreachable[0], "cause") == "no_address");
    CHECK(office.daemon.all(office.path + "/subjects?state=pending").size() == 3);
}

TEST_CASE("people are found by what they said") {
    Listed office;
    auto note = [&](int number, const char* kind) {
        json::object body{{"kind", kind}, {"text", "không phải tôi"}};
        CHECK(office.daemon.post("an", office.path + "/subjects/" + std::to_string(number) + "/replies", body).status ==
              200);
    };
    note(1, "wrong_person");
    note(2, "question");
    note(2, "complaint");
    CHECK(office.daemon.all(office.path + "/subjects?reply=any").size() == 2);
    auto wrong = office.daemon.all(office.path + "/subjects?reply=wrong_person");
    REQUIRE(wrong.size() == 1);
    CHECK(text(wrong[0], "subject") == "1");
    CHECK(office.daemon.call("an", "GET", office.path + "/subjects?reply=shout").status == 400);
}

TEST_CASE("breachctl lists, corrects and exports people, and shows the lists that came in with what they left out") {
    Listed office;
    auto listed = office.ctl("an", {"subjects", "list", office.id, "--cause", "no_address"});
    CHECK(listed.code == 0);
    CHECK(has(listed.out, "KH-3"));
    CHECK_FALSE(has(listed.out, "KH-1"));
    CHECK_FALSE(has(listed.out, "Phạm"));

    CHECK(office.ctl("an", {"subjects", "correct", office.id, "3"}).code == 2);
    CHECK(office.ctl("an", {"subjects", "correct", office.id, "3", "--reason", "x"}).code == 2);
    auto wrong = office.ctl("an", {"subjects", "correct", office.id, "3", "--phone", "12", "--reason", "khách gọi"});
    CHECK(wrong.code == 1);
    CHECK(has(wrong.err, "/phone"));
    CHECK(office.ctl("an", {"subjects", "correct", office.id, "KH-3", "--phone", "0912", "--reason", "x"}).code == 2);
    CHECK(office
              .ctl("an", {"subjects", "correct", office.id, "1", "--email", "moi@hopthu.test", "--clear", "email",
                          "--reason", "x"})
              .code == 2);
    CHECK(office.ctl("an", {"subjects", "correct", office.id, "1", "--phone", "0900000011", "--reason", "y"}).code ==
          1);
    CHECK(office.ctl("an", {"subjects", "correct", office.id, "1", "--phone", "0900000099", "--reason", " "}).code ==
          1);
    auto formula = office.ctl("an", {"subjects", "correct", office.id, "3", "--name", "=1+1", "--reason", "khách gọi"});
    CHECK(formula.code == 1);
    CHECK(has(formula.err, "công thức"));
    auto mended = office.ctl("an", {"subjects", "correct", office.id, "3", "--phone", "0912000003", "--clear",
                                    "guardian_of", "--reason", "khách gọi"});
    INFO(mended.err);
    CHECK(mended.code == 0);
    auto person = office.daemon.call("an", "GET", office.path + "/subjects/3").parsed();
    CHECK(text(person, "phone") == "+84912000003");
    CHECK(text(person, "guardian_of").empty());

    auto file = office.daemon.path("people.csv");
    CHECK(office.ctl("dpo", {"subjects", "export", office.id, "--opened", "--to", file}).code == 2);
    auto saved = office.ctl("dpo", {"subjects", "export", office.id, "--opened", "--reason", "gọi điện", "--to", file});
    INFO(saved.err);
    CHECK(saved.code == 0);
    CHECK(has(testkit::slurp(file), "+84912000003"));
    struct stat facts {};
    REQUIRE(::stat(file.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);

    auto lists = office.daemon.call("an", "GET", office.path + "/subjects/imports").parsed();
    auto list = at(lists, "items").as_array().at(0);
    CHECK(text(list, "new") == "4");
    CHECK(text(list, "rejected") == "1");
    CHECK(text(list, "imported_by") == "token:an");
    CHECK(has(office.ctl("an", {"subjects", "imports", office.id}).out, text(list, "id")));
    auto rejected = office.ctl("an", {"subjects", "rejected", office.id, text(list, "id"), "--to", "-"});
    CHECK(has(rejected.out, "4,5,phone,"));

    auto shared = office.ctl("an", {"subjects", "shared", office.id});
    CHECK(shared.code == 0);
    CHECK(has(shared.out, "KH-1"));
    CHECK(has(shared.out, "=KH-4"));
}

TEST_CASE("a table that the standard output cannot take is said, and fails") {
    Listed office;
    auto command = fmt::format("{} --server {} --token-file {} subjects export {} --to - >/dev/full",
                               breachctl_program(), office.daemon.url(), office.daemon.token_file("an"), office.id);
    auto ran = testkit::run({"sh", "-c", command});
    CHECK(ran.code == 1);
    CHECK(has(ran.err, "cannot write"));
}
