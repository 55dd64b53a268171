// Channels and people of the configuration: what a type of channel needs, and how people can be reached.
#include <algorithm>

#include "config/config.hpp"
#include "core/telling/ways.hpp"
#include "scratch.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::test;

TEST_CASE("receipts come through hooks that name their channels, each with a secret of its own") {
    const std::string channels =
        "channels:\n  sms: {type: webhook, url: \"http://x/\", secret: 0123456789abcdef, told_when: delivered}\n"
        "  push: {type: ntfy, url: \"http://x\"}\n";
    auto hook = [](const std::string& name, const std::string& secret, const std::string& more) {
        return "  - {name: " + name + ", type: standard_webhooks, secret: " + secret + more + "}\n";
    };
    const std::string one = "0123456789abcdef-one", two = "0123456789abcdef-two";
    has(errors_of(channels + "hooks:\n" + hook("a", one, ", receipts: [fax]")), "no channel \"fax\" tells people");
    has(errors_of(channels + "hooks:\n" + hook("a", one, ", receipts: [push]")), "no channel \"push\" tells people");
    has(errors_of(channels + "hooks:\n" + hook("a", one, "") + hook("b", one, ", receipts: [sms]")),
        "hooks a and b have the same secret");
    has(errors_of(channels + "hooks:\n" + hook("a", one, ", previous_secret: " + two + ", receipts: [sms]") +
                  hook("b", two, ", receipts: [sms]")),
        "hooks a and b have the same secret");
    has(warnings_of(channels + "hooks:\n" + hook("a", one, "")), "no hook brings its receipts");
    auto good = channels + "hooks:\n" + hook("a", one, "") + hook("b", two, ", receipts: [sms]");
    CHECK(errors_of(good).empty());
    CHECK(warnings_of(good).find("receipts") == std::string::npos);
}

TEST_CASE("channels: what a type needs, and what means nothing for it") {
    has(errors_of("channels: {e: {type: smtp, url: \"http://x\", from: a@vidu.test}}\n"),
        "a URL that begins with smtp:// or smtps://");
    has(errors_of("channels: {e: {type: smtp, url: \"smtp://x\"}}\n"), "\"from\" is missing");
    has(errors_of("channels: {e: {type: smtp, url: \"smtp://x\", from: \"An <a@vidu.test>\"}}\n"),
        "not an e-mail address");
    has(errors_of("channels: {w: {type: webhook, url: \"http://u:p@x/\"}}\n"), "no credentials in a URL");
    has(errors_of("channels: {f: {type: file}}\n"), "\"directory\" is missing");
    has(errors_of("channels: {f: {type: fax}}\n"), "\"fax\" is not one of smtp, webhook, file");
    has(errors_of("channels: {f: {type: file, directory: x, rate: fast}}\n"), "not a rate");
    has(errors_of("channels: {f: {type: file, directory: x, rate: 0/s}}\n"), "a rate lies above 0");
    has(warnings_of("channels: {f: {type: file, directory: x, from: a@vidu.test}}\n"),
        "\"from\" means nothing for a channel of type file");
    has(errors_of("channels: {f: {type: file, directory: x, secret: }}\n"), "\"secret\" has no value");
    has(warnings_of("channels: {w: {type: webhook, url: \"http://127.0.0.1/\"}}\n"), "webhook without a secret");
    Scratch scratch;
    auto loaded = load_config(
        scratch.write(
            "b.yaml",
            kHead + "channels: {zalo: {type: webhook, url: \"http://x/\"}, push: {type: webhook, url: \"http://x/\"}, "
                    "slow: {type: file, directory: d, rate: 90/m}}\n"),
        scratch.options());
    REQUIRE(loaded);
    CHECK(loaded->settings.channel("zalo")->notice_contacts == bit(ContactKind::zalo_id));
    CHECK(loaded->settings.channel("push")->notice_contacts == bit(ContactKind::push_token));
    CHECK(loaded->settings.channel("slow")->rate_per_second == 1.5);
}

TEST_CASE("a channel that ends in files tells nobody in mode live, and may in a drill") {
    const std::string file = "channels: {f: {type: file, directory: x, told_when: accepted}}\nnotice: {order: [f]}\n";
    has(warnings_of(file), "nobody counts as told by it");
    Scratch scratch;
    auto live = load_config(scratch.write("live.yaml", kHead + file), scratch.options());
    REQUIRE(live);
    CHECK(live->settings.channel("f")->told_when == TellingGrade::delivered);
    auto drill = load_config(scratch.write("drill.yaml", kHead + "mode: drill\n" + file), scratch.options());
    REQUIRE(drill);
    CHECK(drill->settings.channel("f")->told_when == TellingGrade::accepted);
}

TEST_CASE("lists come from an https endpoint of the organisation, or from this machine") {
    has(errors_of("lists: [{name: crm, url: \"http://crm.vidu.test/x\"}]\n"), "over https only");
    has(errors_of("lists: [{name: crm, url: \"http://127.evil.test/x\"}]\n"), "over https only");
    has(errors_of("lists: [{name: crm, url: \"http://localhost.evil.test/x\"}]\n"), "over https only");
    has(errors_of("lists: [{name: crm, url: \"https://a:b@crm.vidu.test/\"}]\n"), "no credentials in a URL");
    has(errors_of("lists: [{name: crm, url: \"file:///etc/passwd\"}]\n"), "a URL that begins with https:// or http://");
    has(errors_of("lists: [{name: crm, url: \"https://crm.test/\", format: csv, next: /n}]\n"), "are of format json");
    has(errors_of("lists: [{name: crm, url: \"https://crm.test/\", format: json, next: n}]\n"), "a JSON pointer");
    has(errors_of("lists: [{name: crm}]\n"), "\"url\" is missing");
    Scratch scratch;
    auto loaded = load_config(
        scratch.write("b.yaml", kHead +
                                    "lists: [{name: crm, url: \"https://crm.test/people\", bearer: mã, format: json, "
                                    "items: /data, parameters: [since], pages_max: 7, patience: 10m}, "
                                    "{name: here, url: \"http://[::1]:80/\"}]\n"),
        scratch.options());
    REQUIRE(loaded);
    const auto& lists = loaded->server.list_sources;
    REQUIRE(lists.size() == 2);
    CHECK(lists[0].bearer == "mã");
    CHECK(lists[0].items == "/data");
    CHECK(lists[0].pages_max == 7);
    CHECK(lists[0].patience == std::chrono::minutes{10});
    CHECK(lists[1].format == ListFormat::csv);
    CHECK(loaded->settings.as_read.find("mã,") == std::string::npos);
}

TEST_CASE("channels: a contact that the type cannot use is refused") {
    has(errors_of("channels: {e: {type: smtp, url: \"smtp://x\", from: a@vidu.test, address: phone}}\n"),
        "\"phone\" is not one of email");
    has(errors_of("channels: {w: {type: webhook, url: \"http://x/\", address: pager}}\n"),
        "\"pager\" is not one of email, phone, zalo_id, push_token, postal_address, any");
}

TEST_CASE("letters on paper tell when they are posted, whole, one after the other, their own keys are nobody else's") {
    const std::string letter = "channels: {thu: {type: letter, directory: thu, return_address: \"Ví Dụ, Hà Nội\"";
    Scratch scratch;
    auto loaded = load_config(
        scratch.write("b.yaml", kHead + letter + ", connections: 8, batch_letters_max: 40, batch_open: 1h}}\n"),
        scratch.options());
    REQUIRE(loaded);
    const auto& channel = *loaded->settings.channel("thu");
    CHECK(channel.by_post);
    CHECK(channel.told_when == TellingGrade::delivered);
    CHECK(channel.connections == 1);
    CHECK(channel.whole_text);
    CHECK(channel.batch_letters_max == 40);
    CHECK(channel.batch_open == std::chrono::hours{1});
    CHECK(channel.receipt_patience == std::chrono::hours{24});
    CHECK(channel.notice_contacts == bit(ContactKind::postal_address));
    CHECK_FALSE(ends_here(channel));
    has(errors_of(letter + ", told_when: accepted}}\n"), "a letter on paper tells when it is posted");
    has(errors_of("channels: {thu: {type: letter, directory: thu}}\n"), "\"return_address\" is missing");
    has(errors_of("channels: {f: {type: file, directory: x, batch_open: 1h}}\n"), "\"batch_open\"");
}

TEST_CASE("a key that no provider has is an error, also of a channel whose type is wrong") {
    has(errors_of("channels: {f: {type: file, directory: x, colour: red}}\n"), "\"colour\"");
    auto errors = errors_of("channels: {f: {type: fax, directory: x, url: \"http://x/\", proxy: \"http://p:1\"}}\n");
    CHECK(std::count(errors.begin(), errors.end(), '\n') == 1);
}

TEST_CASE("a proxy has a scheme, a host and a port, its password may lie in a file") {
    const std::string webhook = "channels: {w: {type: webhook, url: \"https://x/\", secret: kho-doan-12345678, ";
    for (const char* wrong : {"proxy.vidu.test:3128", "http://proxy.vidu.test", "ftp://p:21", "http://:3128",
                              "http://p:99999", "http://u:p w@p:3128"})
        has(errors_of(webhook + "proxy: \"" + wrong + "\"}}\n"), "a proxy is http://");
    has(warnings_of("channels: {f: {type: file, directory: x, proxy: \"http://p:3128\"}}\n"),
        "\"proxy\" means nothing for a channel of type file");
    Scratch scratch;
    scratch.write("proxy", "http://breachd:mat-khau@proxy.vidu.test:3128\n");
    auto loaded = load_config(scratch.write("b.yaml", kHead + webhook + "proxy_file: proxy}}\n"), scratch.options());
    REQUIRE(loaded);
    CHECK(loaded->settings.channel("w")->proxy == "http://breachd:mat-khau@proxy.vidu.test:3128");
}

TEST_CASE("contacts of a person: the short forms and the list are one thing") {
    Scratch scratch;
    auto loaded = load_config(
        scratch.write("b.yaml", kHead + "people:\n  - {id: an, name: An, email: an@VIDU.test, phone: 0912 345 678, "
                                        "contacts: [{kind: phone, address: \"+84981234567\"}, {kind: pager, address: "
                                        "an-2}]}\n"),
        scratch.options());
    REQUIRE(loaded);
    const auto* an = loaded->settings.person("an");
    REQUIRE(an);
    CHECK(an->contacts == Contacts{{ContactKind::email, Pii<std::string>("an@vidu.test")},
                                   {ContactKind::phone, Pii<std::string>("+84912345678")},
                                   {ContactKind::phone, Pii<std::string>("+84981234567")},
                                   {ContactKind::pager, Pii<std::string>("an-2")}});
    has(errors_of("people: [{id: an, name: An, contacts: [{kind: fax, address: x}]}]\n"),
        "\"fax\" is not one of email, phone, pager");
    has(errors_of("people: [{id: an, name: An, contacts: [{kind: phone}]}]\n"), "\"address\" is missing");
    has(errors_of("people: [{id: an, name: An, contacts: [{kind: email, address: nobody}]}]\n"), "not an e-mail");
    has(warnings_of("people: [{id: an, name: An, phone: 024 3825 1234}]\n"), "no message reaches this address");
    for (const char* no_number : {"abc", "0981 234 56x", "an@vidu.test", "--"}) {
        INFO(no_number);
        has(errors_of(std::string("people: [{id: an, name: An, phone: \"") + no_number + "\"}]\n"),
            "this cannot be a telephone number");
    }
}

TEST_CASE("a person on call whom no channel reaches is a warning") {
    has(warnings_of("people: [{id: an, name: An}]\n"
                    "channels: {email: {type: smtp, url: \"smtp://x\", from: a@vidu.test}}\n"
                    "on_call: {rosters: [{name: soc, members: [an]}], escalation: [{after: 0m, page: "
                    "[\"roster:soc\"]}], channels: [email]}\n"),
        "an is on call but no channel");
}

TEST_CASE("the channels that the annotated example shows in comments load as they stand there") {
    auto text = read(std::string(BREACHD_SOURCE_DIR) + "/config/breachd.yaml");
    Scratch scratch;
    for (auto file : {"gateway.key", "esms.key", "esms.secret", "zalo.secret", "zalo.refresh"})
        scratch.write(file, "khoa-bi-mat-de-thu");
    for (std::string_view name : {"gateway", "sms_esms", "zalo"}) {
        INFO(name);
        auto from = text.find("\n  # " + std::string(name) + ":\n");
        REQUIRE(from != std::string::npos);
        std::string shown = "channels:\n";
        for (auto at = from + 1; text.compare(at, 4, "  # ") == 0; at = text.find('\n', at) + 1) {
            auto line = text.substr(at + 4, text.find('\n', at) - at - 4);
            if (at != from + 1 && !line.starts_with("  ")) break;
            shown += "  " + line + "\n";
        }
        auto report = read_config(scratch.write("b.yaml", kHead + shown), scratch.options());
        INFO(shown << all(report.errors));
        REQUIRE(report.config.settings.channels.size() == 1);
        CHECK(report.errors.empty());
        CHECK(report.config.settings.channels[0].own != nullptr);
    }
}

TEST_CASE("mails that come back are taken on this machine alone, or out of a directory") {
    has(errors_of("bounces: {}\n"), "bounces needs lmtp, directory or imap");
    has(errors_of("bounces: {lmtp: {listen: \"0.0.0.0:24\"}}\n"), "listen on unix:/path or on the loopback");
    for (const char* good : {"bounces: {lmtp: {listen: \"127.0.0.1:8424\"}}\n", "bounces: {directory: tra-ve}\n",
                             "bounces: {lmtp: {listen: \"unix:/run/breachd/lmtp\"}}\n"})
        CHECK(errors_of(good).empty());
}

TEST_CASE("a mailbox is read over TLS, or on this machine, its password stands in a file, its folder in the URL") {
    auto mailbox = [](const std::string& url, const std::string& more = "") {
        return "bounces: {imap: {url: \"" + url + "\", user: tra-ve, password: mat-khau" + more + "}}\n";
    };
    has(errors_of("bounces: {imap: {url: \"imaps://mail.vidu.test\"}}\n"), "\"user\" is missing");
    has(errors_of("bounces: {imap: {url: \"imaps://mail.vidu.test\", user: a}}\n"), "password");
    has(errors_of(mailbox("pop3://mail.vidu.test")), "begins with imaps:// or imap://");
    has(errors_of(mailbox("imaps://a:b@mail.vidu.test")), "no credentials in a URL");
    has(errors_of(mailbox("imaps://mail.vidu.test/Th%C6%B0")), "the folder stands as the server writes it");
    has(errors_of(mailbox("imaps://mail.vidu.test/Thư")), "the folder stands as the server writes it");
    has(errors_of(mailbox("imaps://mail.vidu.test", ", every: 100ms")), "out of range: 1s to 1d");
    auto read = [&](const std::string& url, const std::string& more = "") {
        Scratch scratch;
        auto loaded = load_config(scratch.write("b.yaml", kHead + mailbox(url, more)), scratch.options());
        REQUIRE(loaded);
        return loaded->server.bounces.imap.value();
    };
    auto whole = read("imaps://mail.vidu.test:993/Thu%20tra%20ve/2026", ", every: 5m");
    CHECK(whole.server == "imaps://mail.vidu.test:993");
    CHECK(whole.folder == "Thu tra ve/2026");
    CHECK(whole.user == "tra-ve");
    CHECK(whole.password == "mat-khau");
    CHECK(whole.every == std::chrono::minutes{5});
    CHECK(read("imaps://mail.vidu.test/").folder == "INBOX");
    for (const char* guarded :
         {"imaps://mail.vidu.test", "imap://mail.vidu.test", "imap://127.vidu.test", "imaps://[::1]"})
        CHECK(read(guarded).tls);
    for (const char* here : {"imap://localhost", "imap://127.0.0.1:143", "imap://[::1]:143/INBOX"})
        CHECK_FALSE(read(here).tls);
    CHECK(read("imap://localhost", ", ca_file: ca.pem").tls);
}

TEST_CASE("how long a channel may be stuck, and how the first messages of a run are judged, have bounds") {
    has(errors_of("notice: {handover_after: 10s}\n"), "10s is out of range");
    has(errors_of("notice: {canary_failed_percent: 0}\n"), "0 is out of range: 1 to 100");
    has(errors_of("notice: {bounce_patience: 100h}\n"), "100h is out of range: 0s to 3d");
    CHECK(errors_of("notice: {handover_after: 2h, canary_first: 20, bounce_patience: 6h}\n").empty());
}
