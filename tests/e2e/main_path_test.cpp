// The whole path of one breach, seen from outside: pages, mail, documents.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "e2e/daemon.hpp"
#include "store/vault/signer.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

std::string csv(int from, int to) {
    std::string out = "subject_ref,name,email,phone,zalo_id,push_token,language,kinds\n";
    for (int i = from; i <= to; ++i) out += fmt::format("KH-{:04},Người Thử {},khach{}@hopthu.test,,,,vi,\n", i, i, i);
    return out;
}

HttpReply acknowledge_by_hook(Daemon& daemon, const std::string& incident,
                              std::chrono::seconds offset = std::chrono::seconds(0)) {
    auto body = json::serialize(
        json::object{{"type", "incident.acknowledge"}, {"data", {{"incident_id", incident}, {"by", "an"}}}});
    return daemon.call("", "POST", "/api/v1/hooks/pager", body,
                       testkit::signed_hook(daemon.hook_secret(), "msg-1-" + incident, body, offset));
}

std::string opened_by_alert(Daemon& daemon) {
    auto reply = daemon.alert(1);
    INFO(reply.body);
    REQUIRE(reply.status == 202);
    auto accepted = at(reply.parsed(), "accepted");
    REQUIRE(accepted.is_array());
    REQUIRE(accepted.get_array().size() == 1);
    auto id = text(accepted.get_array()[0], "incident_id");
    REQUIRE(id.starts_with("INC-"));
    return id;
}

}  // namespace

TEST_CASE("an alert opens an incident, pages on-call, and the signed webhook acknowledges") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = opened_by_alert(daemon);

    REQUIRE(daemon.world().wait_for(1, "/page"));
    auto page = daemon.world().received("/page")[0];
    INFO(page.body);
    CHECK(page.headers.count("webhook-id") == 1);
    CHECK(page.headers.count("webhook-signature") == 1);
    CHECK(page.body.find(id) != std::string::npos);

    auto duplicate = daemon.alert(1);
    CHECK(duplicate.status == 202);
    CHECK(text(at(duplicate.parsed(), "accepted").get_array()[0], "duplicate") == "true");
    auto joined = daemon.alert(2);
    CHECK(text(at(joined.parsed(), "accepted").get_array()[0], "incident_id") == id);

    auto forged = testkit::signed_hook("whsec_" + base64("another secret of 32 bytes length"), "msg-9", "{}");
    CHECK(daemon.call("", "POST", "/api/v1/hooks/pager", "{}", forged).status == 401);
    CHECK(acknowledge_by_hook(daemon, id, std::chrono::hours(-2)).status == 401);  // replayed much later
    auto reply = acknowledge_by_hook(daemon, id);
    INFO(reply.body);
    CHECK(reply.status < 300);
    REQUIRE(daemon.wait_incident(id, [](const auto& it) { return text(it, "state") == "acknowledged"; }));
    CHECK(text(daemon.incident(id), "acknowledged_by") == "an");
}

TEST_CASE("the link in a page shows on GET and acts only on POST") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = opened_by_alert(daemon);
    REQUIRE(daemon.world().wait_for(1, "/page"));
    auto body = daemon.world().received("/page")[0].body;
    INFO(body);
    auto from = body.find("/a/");
    REQUIRE(from != std::string::npos);
    auto link = body.substr(from, body.find_first_of("\"\\ \n", from) - from);

    auto shown = daemon.call("", "GET", link);
    CHECK(shown.status == 200);
    CHECK(daemon.call("", "HEAD", link).status == 200);
    CHECK(text(daemon.incident(id), "acknowledged_at").empty());
    auto acted = daemon.call("", "POST", link, "", {{"Content-Type", "application/x-www-form-urlencoded"}});
    INFO(acted.body);
    CHECK(acted.status < 400);
    REQUIRE(daemon.wait_incident(id, [](const auto& it) { return !text(it, "acknowledged_at").empty(); }));
    CHECK(daemon.call("", "GET", "/a/wrong-token").status >= 400);
}

TEST_CASE("from the alert to the kept file: every subject told, the public notice proved, the report filed") {
    testkit::SmtpSink sink;
    Settings settings;
    settings.email_url = sink.url();
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto id = opened_by_alert(daemon);
    auto path = "/api/v1/incidents/" + id;
    REQUIRE(daemon.patch(id, notice_facts()).status == 200);
    REQUIRE(daemon.post("an", path + "/confirm", json::object{}).status == 200);

    auto imported = daemon.call("an", "POST", path + "/subjects",
                                csv(1, 20) + "KH-0021,Chỉ Điện Thoại,,0900000121,,,vi,\nKH-0022,Không Có Gì,,,,,vi,\n",
                                {{"Content-Type", "text/csv"}});
    INFO(imported.body);
    REQUIRE(imported.status < 300);
    auto draft = daemon.call("an", "GET", path + "/notice").parsed();
    CHECK(at(draft, "missing") == json::value(json::array()));
    auto released = daemon.post("dpo", path + "/notice/release", json::object{});
    INFO(released.body);
    REQUIRE(released.status < 300);

    REQUIRE(daemon.wait_incident(id, [](const auto& it) {
        return text(it, "notice_run.told") == "21" && text(it, "notice_run.unreachable") == "1";
    }));
    auto recipients = sink.recipients();
    CHECK(recipients.size() == 20);
    CHECK(std::adjacent_find(recipients.begin(), recipients.end()) == recipients.end());
    REQUIRE(daemon.world().received("/sms").size() == 1);
    // The short letter points to a page with every item, which is not the public notice.
    auto sms = text(parse_json(daemon.world().received("/sms")[0].body).value(), "data.short_text");
    auto link = sms.find(daemon.url() + "/notices/");
    INFO(sms);
    REQUIRE(link != std::string::npos);
    auto content = daemon.call("", "GET", sms.substr(link + daemon.url().size()));
    CHECK(content.status == 200);
    CHECK(content.body.find("noindex") != std::string::npos);
    CHECK(content.body.find("1. Thời điểm và hình thức phát hiện") != std::string::npos);
    CHECK(content.body.find(id) == std::string::npos);

    REQUIRE(daemon.wait_incident(id, [](const auto& it) { return text(it, "public_notice.state") == "published"; }));
    auto incident = daemon.incident(id);
    auto url = text(incident, "public_notice.url");
    REQUIRE(url.starts_with(daemon.url() + "/notices"));
    auto page = daemon.call("", "GET", url.substr(daemon.url().size()));
    CHECK(page.status == 200);
    CHECK(hex(sha256(page.body)) == text(incident, "public_notice.proof_sha256"));
    CHECK(text(obligation(incident, "individual-after-public"), "state") == "running");
    // An app can trust notice.json from anywhere: it is signed by the key that signs the journal.
    auto beside = [&](const std::string& name) { return daemon.call("", "GET", "/notices/" + name); };
    auto notice = beside(id + "/notice.json").body;
    CHECK(text(parse_json(notice).value(), "sha256") == hex(sha256(page.body)));
    auto key = from_base64(text(parse_json(notice).value(), "public_key")).value();
    CHECK(store::verify_signature(key, notice, beside(id + "/notice.json.sig").body));
    CHECK_FALSE(store::verify_signature(key, notice + " ", beside(id + "/notice.json.sig").body));
    CHECK(beside("feed.atom").body.find("<entry>") != std::string::npos);

    for (const char* form : {"mau-04", "mau-08"}) {
        auto pdf = daemon.call("dpo", "GET", path + "/report?format=pdf&form=" + form);
        CHECK(pdf.status == 200);
        CHECK(pdf.body.substr(0, 5) == "%PDF-");
        auto docx = daemon.call("dpo", "GET", path + "/report?format=docx&form=" + form);
        CHECK(docx.body.substr(0, 2) == "PK");
    }
    auto pdf = daemon.call("dpo", "POST", path + "/report?format=pdf&form=mau-08").body;
    auto filed = daemon.post(
        "dpo", path + "/report/filings",
        json::object{{"form", "mau-08"}, {"channel", "portal"}, {"receipt_number", "1"}, {"sha256", hex(sha256(pdf))}});
    INFO(filed.body);
    CHECK(filed.status < 300);
    CHECK(text(obligation(daemon.incident(id), "authority-report"), "state") == "met");

    auto remedied =
        daemon.post("an", path + "/remedy", json::object{{"remedied_at", now_rfc3339()}, {"what", "Đã vá."}});
    INFO(remedied.body);
    CHECK(remedied.status == 200);
    CHECK_FALSE(text(remedied.parsed(), "retention.keep_until").empty());
    auto owed = daemon.post("dpo", path + "/close", json::object{});  // one person is not told
    CHECK(owed.status == 409);
    CHECK(owed.body.find("people who are not told: 979") != std::string::npos);
    CHECK(text(daemon.post("dpo", path + "/close", json::object{{"note", "báo qua thư"}}).parsed(), "state") ==
          "closed");

    auto bundle = daemon.call("auditor", "POST", path + "/evidence");
    REQUIRE(bundle.status == 200);
    testkit::spill(daemon.path("evidence.zip"), bundle.body);
    auto verified = testkit::run({breachctl_program(), "evidence", "verify", daemon.path("evidence.zip")});
    INFO(verified.out << verified.err);
    CHECK(verified.code == 0);
    bundle.body[bundle.body.size() / 2] ^= 1;
    testkit::spill(daemon.path("evidence.zip"), bundle.body);
    CHECK(testkit::run({breachctl_program(), "evidence", "verify", daemon.path("evidence.zip")}).code == 1);

    // Whatever was done above, the store is what its entries say.
    auto whole = testkit::run({breachctl_program(), "store", "verify", "--data", daemon.path("data")});
    INFO(whole.out << whole.err);
    CHECK(whole.code == 0);

    std::int64_t last = 0;
    for (const auto& entry : daemon.all(path + "/timeline")) {
        CHECK(entry.as_object().at("seq").to_number<std::int64_t>() > last);
        last = entry.as_object().at("seq").to_number<std::int64_t>();
    }
}

TEST_CASE("who is refused by the mail server is never counted as told") {
    testkit::SmtpSink sink({"-B", "550 5.1.1 no such mailbox", "-f", "RCPT"});  // every recipient, for good
    Settings settings;
    settings.email_url = sink.url();
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto incident = daemon.open(now_rfc3339());
    auto path = "/api/v1/incidents/" + text(incident, "id");
    REQUIRE(daemon.call("an", "POST", path + "/subjects", csv(1, 5), {{"Content-Type", "text/csv"}}).status < 300);
    REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
    REQUIRE(daemon.wait_incident(text(incident, "id"),
                                 [](const auto& it) { return text(it, "notice_run.unreachable") == "5"; }));
    CHECK(text(daemon.incident(text(incident, "id")), "notice_run.told") == "0");
    CHECK(text(obligation(daemon.incident(text(incident, "id")), "subjects-location-biometric"), "state") == "running");
}
