#include "config/config.hpp"

#include <algorithm>
#include <regex>

#include "core/triage/triage.hpp"
#include "notifiers/smtp/smtp.hpp"
#include "notifiers/webhook/webhook.hpp"
#include "scratch.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::test;
using namespace std::chrono_literals;

namespace {

// The contract's own sample, with its elisions filled in.
const char* kSample = R"(mode: live                          # live | drill
time_scale: 1                       # drill only
organisation:
  name: Công ty Cổ phần Ví Dụ
  address: 1 Phố Ví Dụ
  transaction_office: 2 Phố Ví Dụ
  registration: {paper: enterprise, number: "0101234567", issuer: Sở Tài chính, date: 2015-03-02, place: Hà Nội}
  tax_code: "0101234567"
  phone: "024"
  website: https://vidu.test
  place: Hà Nội                     # in the document's date line
  data_protection_officer: {name: A, title: B, phone: "1", email: dpo@vidu.test}
  incident_desk: {name: C, phone: "2", email: desk@vidu.test}
law: {edition: auto, packs: []}
server: {listen: 127.0.0.1:8472, public_url: "http://127.0.0.1:8472"}
storage: {directory: /var/lib/breachd}
keys: {master_key_file: /etc/breachd/master.key}
access:
  tokens:
    - {name: an,  role: responder, token_file: tokens/an.token}
    - {name: dpo, role: dpo,       token_file: tokens/dpo.token}
sources:
  - {name: wazuh, format: wazuh, token_file: tokens/wazuh.token, body_bytes_max: 1MiB}
assets:
  - name: gps-db
    match: {hosts: [gps-db-1, 10.0.4.7]}
    kinds: [location]
    subjects: 250000
    provenance: {provider: Sở GTVT, sharing: agreement, agreement_id: "12/TT-2025"}
triage:
  group_window: 30m
  rules:
    - name: exfiltration
      when: ['severity >= 60', 'title =~ "(?i)exfil|leak|dump"']
      then: {open: true, act: leak, kinds: []}
people:
  - {id: an, name: Nguyễn An, email: an@vidu.test}
  - {id: binh, name: Trần Bình, email: binh@vidu.test}
on_call:
  rosters: [{name: soc, members: [an, binh], rotation: weekly, starts: "2026-01-05T08:00:00+07:00"}]
  escalation: [{after: 0m, page: ["roster:soc"]}, {after: 15m, page: [binh]}]
  repeat: 30m
  channels: [email, pager]
channels:
  email: {type: smtp, url: "smtp://127.0.0.1:25", from: thongbao@vidu.test, rate: 200/s}
  pager: {type: webhook, url: "http://127.0.0.1:9000/page", secret_file: pager.secret}
  sms:   {type: webhook, url: "http://127.0.0.1:9000/sms", secret_file: sms.secret}
  file:  {type: file, directory: /var/lib/breachd/sent}
hooks:
  - {name: pager, type: standard_webhooks, secret_file: hook.secret}
notice: {order: [email, sms], second_person: true}
public_notice:
  publish: auto                     # auto | propose
  margin: 6h
  publishers: [{type: directory, path: /var/lib/breachd/public, url: "http://127.0.0.1:8472/notices"}]
retention: {years: 5}
)";

}  // namespace

TEST_CASE("the configuration of the contract loads without a warning, value by value") {
    Scratch scratch;
    auto report = read_config(scratch.write("breachd.yaml", kSample), scratch.options());
    INFO(all(report.errors) << all(report.warnings));
    REQUIRE(report.errors.empty());
    CHECK(report.warnings.empty());
    const LoadedConfig& config = report.config;
    const Settings& settings = config.settings;
    CHECK(settings.mode == Mode::live);
    CHECK(settings.organisation.registration.date == "2015-03-02");
    CHECK(settings.organisation.tax_code == "0101234567");
    CHECK(settings.edition == "auto");
    CHECK(settings.editions.size() == 3);
    CHECK(config.server.listen == std::vector<std::string>{"127.0.0.1:8472"});
    REQUIRE(settings.tokens.size() == 2);
    CHECK(settings.tokens[1].role == Role::dpo);
    CHECK(settings.tokens[1].sha256 == sha256("secret-of-dpo.token-for-tests-only"));
    REQUIRE(settings.sources.size() == 1);
    CHECK(settings.sources[0].body_bytes_max == 1024 * 1024);
    REQUIRE(settings.rules.size() == 1);
    CHECK(settings.rules[0].when.conditions.size() == 2);
    CHECK(settings.group_window == 30min);
    CHECK(settings.on_call.escalation[1].after == 15min);
    CHECK(settings.on_call.rosters[0].rotation == 168h);
    CHECK(settings.on_call.reminder_marks.size() == 5);
    CHECK(settings.channel("email")->rate_per_second == 200);
    CHECK(settings.channel("email")->notice_contacts == bit(ContactKind::email));
    CHECK(settings.channel("sms")->notice_contacts == bit(ContactKind::phone));
    CHECK(settings.channel("file")->notice_contacts == imported_kinds());
    CHECK(own_config<WebhookConfig>(*settings.channel("pager")).secret == "secret-of-pager.secret-for-tests-only");
    CHECK(settings.hooks[0].secrets.size() == 1);
    CHECK(settings.notice.order == std::vector<std::string>{"email", "sms"});
    CHECK(settings.public_notice.automatic);
    CHECK(settings.public_notice.margin == 6h);
    CHECK(settings.keep_years == 5);
    CHECK(settings.public_url == "http://127.0.0.1:8472");
    CHECK(settings.playbooks.size() == 4);
    CHECK(settings.sha256.size() == 64);

    Alert alert;
    alert.title = "possible data EXFILtration";
    alert.severity = 80;
    alert.hosts = {"gps-db-1"};
    CHECK(triage(Arrival{alert, "wazuh"}, settings).open);
}

TEST_CASE("the annotated example and the demo load with the secrets they name") {
    for (auto name : {"breachd.yaml", "demo.yaml"}) {
        Scratch scratch;
        auto file = scratch.write(name, read(std::string(BREACHD_SOURCE_DIR) + "/config/" + name));
        auto report = read_config(file, scratch.options());
        INFO(name << "\n" << all(report.errors) << all(report.warnings));
        CHECK(report.errors.empty());
        CHECK(report.warnings.empty());
    }
}

TEST_CASE("the keys that the annotated example switches off with # load too") {
    Scratch scratch;
    const std::string source = std::string(BREACHD_SOURCE_DIR);
    auto text =
        std::regex_replace(read(source + "/config/breachd.yaml"), std::regex("(^|\n)( *)#((?:- )?[a-z_]+:)"), "$1$2$3");
    for (auto [name, ours] : {std::pair{"law", "law"}, std::pair{"playbooks", "response"},
                              std::pair{"templates", "templates"}, std::pair{"senders", "senders"}})
        text = std::regex_replace(text, std::regex(std::string("directory: /etc/breachd/") + name),
                                  "directory: " + source + "/playbooks/" + ours);
    for (auto name : {"tls/server.crt", "tls/clients.crt", "credentials/tls.key"}) scratch.write(name, "x");
    scratch.write("credentials/smtp.password", "password-for-tests");
    scratch.write("hook.old", "old-hook-secret-for-tests");
    scratch.write("tokens/wazuh.old", "old-token-of-wazuh-for-tests");
    auto options = scratch.options();
    options.credentials_directory = scratch.path("credentials");
    auto report = read_config(scratch.write("b.yaml", text), options);
    INFO(all(report.errors) << all(report.warnings));
    REQUIRE(report.errors.empty());
    REQUIRE(report.warnings.size() == 3);
    CHECK(report.warnings[0].message.starts_with("access.tokens dpo: beside whoever signs in"));
    // what cannot be had over syslog
    CHECK(report.warnings[1].message.starts_with("signature is asked for over HTTP only"));
    CHECK(report.warnings[2].message.starts_with("udp proves nothing"));
    CHECK(report.config.server.syslog.size() == 2);
    const Settings& settings = report.config.settings;
    CHECK(settings.controller_inform_within == Duration{24h});
    CHECK(settings.channel("email")->daily_quota == 50000);
    CHECK(own_config<SmtpConfig>(*settings.channel("email")).password == "password-for-tests");
    CHECK_FALSE(settings.authority.empty());
    CHECK(report.config.server.tls.has_value());
    CHECK(report.config.settings.hooks[0].secrets.size() == 2);
}

TEST_CASE("a minimal configuration says what it cannot do") {
    auto text = warnings_of("");
    has(text, "nobody is on call");
    has(text, "access.tokens is empty");
    has(text, "notice.order is empty");
    has(text, "public_notice.publishers is empty");
    has(text, "data_protection_officer is missing");
    has(text, "no rule of triage opens an incident");
}

TEST_CASE("an unknown key is an error with its place and the nearest known key") {
    has(errors_of("notice:\n  oder: [email]\n"), "b.yaml:3:3: unknown key \"oder\" (did you mean \"order\"?)");
    has(errors_of("retenton: {years: 5}\n"), "b.yaml:2:1: unknown key \"retenton\" (did you mean \"retention\"?)");
    has(errors_of("zzzzzzzz: 1\n"), "b.yaml:2:1: unknown key \"zzzzzzzz\"\n");
}

TEST_CASE("all errors of a file are told at once, in its order") {
    auto text = errors_of("mode: alive\nserver: {listen: here}\nretention: {years: 4, yeers: 1}\n");
    auto mode = text.find("b.yaml:2:7"), listen = text.find("b.yaml:3:18"), years = text.find("b.yaml:4:20");
    INFO(text);
    CHECK(mode != std::string::npos);
    CHECK(listen != std::string::npos);
    CHECK(years != std::string::npos);
    CHECK(mode < listen);
    CHECK(listen < years);
    has(text, "at least 5 years (Điều 29.1.c of vn-356-2025)");
    has(text, "\"yeers\" (did you mean \"years\"?)");
}

TEST_CASE("duplicate keys, empty values and wrong types are errors") {
    has(errors_of("log: {level: info, level: debug}\n"), "key \"level\" is given twice");
    has(errors_of("log:\n"), "\"log\" has no value");
    has(errors_of("log: [a]\n"), "a mapping (key: value) is wanted here");
    has(errors_of("people: {id: an}\n"), "a list is wanted here");
    has(errors_of("notice: {second_person: yes}\n"), "true or false is wanted here");
    has(errors_of("notice: {address: Bạn}\n"), "\"Bạn\" is not one of Quý khách, Ông/Bà, Anh/Chị");
    has(errors_of("on_call: {rounds_max: many}\n"), "a whole number is wanted here, not \"many\"");
    has(errors_of("on_call: {rounds_max: 0}\n"), "0 is out of range: 1 to 100");
    has(errors_of("on_call: {repeat: 30}\n"), "not a duration");
    has(errors_of("public_notice: {margin: 80h}\n"), "80h is out of range: 1m to 2d23h");
    has(errors_of("log: {level: trace}\n"), "\"trace\" is not one of debug, info, warning, error");
    has(errors_of("a: [1\n"), "not YAML");
    has(errors_of("", false), "the file is empty");
    has(errors_of("mode: live\n---\nmode: live\n", false), "more than one YAML document");
    has(errors_of("mode: live\n", false), "\"organisation\" is missing");
}

TEST_CASE("the organisation's sector, the offices that get copies and the holidays are read and checked") {
    Scratch scratch;
    auto file = scratch.write("b.yaml",
                              "organisation: {name: Ngân hàng Ví Dụ, sector: [finance]}\n"
                              "law:\n  authority_copies: [Phòng An ninh mạng]\n  holidays:\n"
                              "    - {from: 2027-02-04, to: 2027-02-10, citation: quyết định thử}\n"
                              "    - {from: 2027-02-13, working: true, citation: quyết định thử}\n"
                              "triage: {detection_age_max: 48h}\n");
    auto report = read_config(file, scratch.options());
    INFO(all(report.errors));
    const Settings& settings = report.config.settings;
    CHECK(report.errors.empty());
    CHECK(settings.organisation.sector == std::vector<std::string>{"finance"});
    CHECK(settings.authority_copies == std::vector<std::string>{"Phòng An ninh mạng"});
    CHECK(settings.detection_age_max == Duration{48h});
    REQUIRE(settings.holidays.size() == 2);
    CHECK(settings.holidays[1].to == settings.holidays[1].from);
    CHECK(settings.holidays[1].working);
    has(errors_of("organisation: {name: A, sector: [bank]}\n", false), "unknown sector \"bank\"");
    has(errors_of("law: {holidays: [{from: 2027-02-10, to: 2027-02-04, citation: x}]}\n"), "ends after it begins");
    has(errors_of("law: {holidays: [{from: 10/02/2027, citation: x}]}\n"), "a day is written 2015-03-02");
    has(errors_of("law: {holidays: [{from: 2027-02-10}]}\n"), "\"citation\" is missing");
}

TEST_CASE("a draft that is pinned in live mode is warned of, in a drill it is what the drill is about") {
    has(warnings_of("law: {edition: vn-draft-2025-09-12}\n"), "is a draft and never was in force");
    CHECK(warnings_of("mode: drill\nlaw: {edition: vn-draft-2025-09-12}\n").find("is a draft") == std::string::npos);
}

TEST_CASE("time_scale belongs to a drill") {
    has(errors_of("time_scale: 3600\n"), "b.yaml:2:13: time_scale is for mode: drill only");
    CHECK(errors_of("mode: drill\ntime_scale: 3600\n").empty());
    CHECK(errors_of("mode: live\ntime_scale: 1\n").empty());
    has(errors_of("mode: drill\ntime_scale: 0\n"), "out of range");
}

TEST_CASE("references that lead nowhere are errors") {
    const std::string people = "people: [{id: an, name: An, email: an@vidu.test}]\n";
    has(errors_of(
            people +
            "on_call: {escalation: [{after: 0m, page: [\"roster:sco\"]}], rosters: [{name: soc, members: [an]}]}\n"),
        "unknown roster \"sco\" (did you mean \"soc\"?)");
    has(errors_of(people + "on_call: {escalation: [{after: 0m, page: [bin]}]}\n"),
        "unknown person (a roster is written roster:<name>) \"bin\"");
    has(errors_of(people + "on_call: {rosters: [{name: soc, members: [ann]}]}\n"),
        "unknown person \"ann\" (did you mean \"an\"?)");
    has(errors_of("notice: {order: [mail]}\nchannels: {email: {type: file, directory: x}}\n"),
        "unknown channel \"mail\" (did you mean \"email\"?)");
    has(errors_of("on_call: {channels: [pager]}\n"), "unknown channel \"pager\"");
    has(errors_of("assets: [{name: a, match: {hosts: [x]}, kinds: [locaton]}]\n"),
        "unknown kind of data of vn-356-2025 \"locaton\" (did you mean \"location\"?)");
    has(errors_of("triage: {rules: [{name: r, when: [], then: {open: true, act: leek}}]}\n"),
        "unknown act \"leek\" (did you mean \"leak\"?)");
    has(errors_of("triage: {rules: [{name: r, when: [], then: {open: true, playbook: locations}}]}\n"),
        "did you mean \"location\"?");
    has(errors_of("sources: [{name: s, format: wazu, token_file: tokens/an.token}]\n"),
        "unknown alert format \"wazu\" (did you mean \"wazuh\"?)");
    has(errors_of("law: {edition: vn-356}\n"), "unknown edition of the law \"vn-356\"");
    has(errors_of("law: {packs: [eu-gdrp]}\n"), "did you mean \"eu-gdpr\"?");
}

TEST_CASE("a rule that does not compile names its line and its fault") {
    auto text = errors_of(
        "triage:\n  rules:\n    - name: r\n      when:\n        - 'severity >= 60'\n        - 'title =~ \"(\"'\n      "
        "then: {open: true}\n");
    has(text, "b.yaml:7:11: the regular expression does not compile");
    has(errors_of("triage: {rules: [{name: r, when: [severty >= 6], then: {open: true}}]}\n"),
        "unknown field \"severty\"");
}

TEST_CASE("tokens: long enough, all different, one way to give them, and never printed") {
    const std::string twice =
        "access: {tokens: [{name: a, role: dpo, token: 0123456789abcdef}, {name: b, role: viewer, token: "
        "0123456789abcdef}]}\n";
    auto text = errors_of(twice);
    has(text, "access.tokens a and access.tokens b have the same token");
    CHECK(text.find("0123456789abcdef") == std::string::npos);
    text = errors_of("access: {tokens: [{name: a, role: dpo, token: s3cret}]}\n");
    has(text, "fewer than 16 bytes");
    CHECK(text.find("s3cret") == std::string::npos);
    has(errors_of("access: {tokens: [{name: a, role: dpo, token: 0123456789abcdef, token_file: x}]}\n"),
        "exclude each other");
    has(errors_of("access: {tokens: [{name: a, role: dpo}]}\n"), "\"token_file\" (or \"token\") is missing");
    has(errors_of("access: {tokens: [{name: a, role: dpo, token_file: none}]}\n"), "no such file");
    has(errors_of("access: {tokens: [{name: a, role: boss, token: 0123456789abcdef}]}\n"), "\"boss\" is not one of");
    has(errors_of("access: {tokens: [{name: a, role: dpo, token: 0123456789abcdef}, {name: a, role: dpo, token: "
                  "0123456789abcdeg}]}\n"),
        "\"a\" is given twice");
    has(errors_of("sources: [{name: s, format: wazuh, token: 0123456789abcdef}]\n"
                  "access: {tokens: [{name: a, role: dpo, token: 0123456789abcdef}]}\n"),
        "access.tokens a and sources s have the same token");
    has(errors_of("hooks: [{name: h, type: bearer, secret: short}]\n"), "fewer than 16 bytes");
}

TEST_CASE("${CREDENTIALS_DIRECTORY} expands, and only that") {
    Scratch scratch;
    auto file = scratch.write(
        "b.yaml", kHead + "access: {tokens: [{name: a, role: dpo, token_file: \"${CREDENTIALS_DIRECTORY}/t\"}]}\n");
    scratch.write("credentials/t", "0123456789abcdef0123456789abcdef\n");
    auto options = scratch.options();
    has(all(read_config(file, options).errors), "is not set");
    options.credentials_directory = scratch.path("credentials");
    auto loaded = load_config(file, options);
    REQUIRE(loaded);
    CHECK(loaded->settings.tokens[0].sha256 == sha256("0123456789abcdef0123456789abcdef"));
    has(errors_of("storage: {directory: \"${HOME}/x\"}\n"), "only ${CREDENTIALS_DIRECTORY} expands");
}

TEST_CASE("relative paths start at the configuration's directory") {
    Scratch scratch;
    auto loaded =
        load_config(scratch.write("b.yaml", kHead + "storage: {directory: data}\nserver: {listen: \"unix:run/s\"}\n"),
                    scratch.options());
    REQUIRE(loaded);
    CHECK(loaded->storage.directory == scratch.path("data"));
    CHECK(loaded->server.listen == std::vector<std::string>{"unix:" + scratch.path("run/s")});
}

TEST_CASE("without the right to read secrets the rest is still checked") {
    Scratch scratch;
    auto options = scratch.options();
    options.read_secrets = false;
    auto file = scratch.write("b.yaml", kHead +
                                            "access: {tokens: [{name: a, role: dpo, token_file: /nowhere/t}]}\nkeys: "
                                            "{master_key_file: \"${CREDENTIALS_DIRECTORY}/k\"}\n");
    CHECK(load_config(file, options));
}

TEST_CASE("escalation steps stand in the order of their time") {
    has(errors_of("people: [{id: an, name: An}]\non_call: {escalation: [{after: 15m, page: [an]}, {after: 5m, page: "
                  "[an]}]}\n"),
        "in the order of their time");
    has(errors_of("on_call: {reminder_marks: [50, 40]}\n"), "in rising order");
}

TEST_CASE("packs join the edition and are marked as secondary") {
    Scratch scratch;
    auto loaded = load_config(
        scratch.write("b.yaml", kHead + "law: {packs: [eu-gdpr, eu-nis2, vn-sbv-09-2020, vn-cyber-116-2025]}\n"),
        scratch.options());
    REQUIRE(loaded);
    const auto* rule = loaded->settings.edition_of("vn-356-2025")->obligation("gdpr-33-authority");
    REQUIRE(rule);
    CHECK(rule->secondary);
    CHECK(rule->within == Duration{72h});
    CHECK_FALSE(loaded->settings.edition_of("vn-356-2025")->obligation("authority-report")->secondary);
}

TEST_CASE("own directories replace those that come with the program, and a bad file there is an error") {
    Scratch scratch;
    scratch.write("etc/playbooks/own.yaml",
                  "id: own\ntitle: {vi: Riêng}\ntasks: [{id: a, title: {vi: Việc}, due_after: 1h}]\n");
    scratch.write("etc/templates/notice.vi.subject.txt", "{{#open}}");
    auto report = read_config(scratch.write("b.yaml", kHead), scratch.options());
    has(all(report.errors), "notice.vi.subject.txt: template cannot be read");
    CHECK(report.config.settings.playbooks.size() == 1);
    scratch.write("etc/templates/notice.vi.subject.txt", "Tiêu đề riêng");
    auto first = load_config(scratch.path("b.yaml"), scratch.options());
    REQUIRE(first);
    CHECK(first->settings.templates.texts.at("notice.vi.subject") == "Tiêu đề riêng");
    scratch.write("etc/templates/notice.vi.subject.txt", "Tiêu đề khác");
    CHECK(load_config(scratch.path("b.yaml"), scratch.options())->settings.sha256 != first->settings.sha256);
}

TEST_CASE("load_config joins all errors into one message, one a line") {
    Scratch scratch;
    auto loaded = load_config(scratch.write("b.yaml", kHead + "mode: x\nlog: {level: y}\n"), scratch.options());
    REQUIRE_FALSE(loaded);
    const auto lines = loaded.error().message;
    CHECK(std::count(lines.begin(), lines.end(), '\n') == 1);
    CHECK_FALSE(load_config("/nonexistent/breachd.yaml", scratch.options()));
}
