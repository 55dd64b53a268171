// Commands that need no server: configuration and playbooks as the daemon would read them, alerts as it would decide.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "base/check.hpp"
#include "config/config.hpp"
#include "core/oncall/reach.hpp"
#include "core/triage/triage.hpp"
#include "core/words/reasons.hpp"
#include "ctl/abouts.hpp"
#include "ctl/command.hpp"
#include "ctl/pace.hpp"
#include "ctl/places.hpp"
#include "ctl/print.hpp"
#include "ingest/frame.hpp"
#include "ingest/sent_fields.hpp"
#include "start/obstacles.hpp"
#include "store/vault/vault.hpp"

namespace breachd::ctl {

namespace {

json::array texts_of(const std::vector<Error>& errors) {
    json::array out;
    for (const auto& error : errors) out.push_back(json::value{{"where", error.where}, {"message", error.message}});
    return out;
}

std::string found_text(const LoadedConfig& config) {
    const auto& settings = config.settings;
    std::string editions;
    for (const auto& edition : settings.editions) editions += (editions.empty() ? "" : ", ") + edition.id;
    return fmt::format(
        "  chế độ / mode: {}\n  ấn bản luật / editions: {} ({})\n  nguồn / sources: {} · tài sản / assets: {} · luật "
        "phân loại / rules: {}\n"
        "  người / people: {} · kíp trực / rosters: {} · kênh / channels: {} · kịch bản / playbooks: {} · mã truy cập "
        "/ tokens: {}",
        settings.mode == Mode::drill ? fmt::format("drill (x{})", settings.time_scale) : "live", settings.edition,
        editions, config.settings.sources.size(), settings.assets.size(), settings.rules.size(), settings.people.size(),
        settings.on_call.rosters.size(), settings.channels.size(), settings.playbooks.size(), settings.tokens.size());
}

// A machine that has the data directory is the server's: there the check tries what the start will try.
bool is_here(const Context& context, const ConfigReport& report) {
    const auto& arguments = context.arguments;
    if (arguments.has("file-only") || arguments.has("without-secrets")) return false;
    std::error_code ignored;
    return arguments.has("here") || std::filesystem::is_directory(report.config.storage.directory, ignored);
}

std::string tried_text(const std::string& user) {
    if (user.empty())
        return "  chỉ kiểm tra tệp, không thử máy này (--here để thử) / the file only; --here tries this machine, too";
    return fmt::format("  đã thử khởi động với quyền của / what the start needs was tried as user: {}", user);
}

Result<void> check_config(const Context& context) {
    auto file = context.arguments.get("FILE");
    auto options = load_options();
    options.read_secrets = !context.arguments.has("without-secrets");
    auto report = read_config(file, options);
    std::string user;
    if (report.errors.empty() && is_here(context, report)) {
        auto found = check_here(file, options);
        report.errors = std::move(found.errors);
        report.warnings = std::move(found.warnings);
        user = std::move(found.user);
    } else if (report.errors.empty() && options.read_secrets) {
        if (auto key = store::MasterKey::load(report.config.master_key_file); !key)
            report.errors.push_back(key.error());
    }
    for (const auto& gap : roster_gaps(report.config.settings, wall_now()))
        report.warnings.push_back({ErrorCode::invalid, gap.vi + " / " + gap.en, file});
    if (context.globals.json)
        print_json(json::object{{"file", file},
                                {"good", report.errors.empty()},
                                {"tried_as", user},
                                {"errors", texts_of(report.errors)},
                                {"warnings", texts_of(report.warnings)}});
    else
        say(fmt::format("Đang kiểm tra / Checking '{}'  {}", file,
                        report.errors.empty() ? "ĐẠT / SUCCESS" : "KHÔNG ĐẠT / FAILED"));
    for (const auto& warning : report.warnings)
        complain(fmt::format("{}: cảnh báo / warning: {}", warning.where, both_languages(warning.message)));
    for (const auto& error : report.errors) complain(fmt::format("{}: {}", error.where, both_languages(error.message)));
    if (!report.errors.empty()) return failed(fmt::format("{} lỗi / errors", report.errors.size()), file);
    if (!context.globals.json) say(found_text(report.config) + "\n" + tried_text(user));
    return {};
}

Result<void> check_playbook_files(const Context& context) {
    int bad = 0;
    json::array results;
    for (const auto& file : context.arguments.all("FILE")) {
        auto found = check_playbook(file, load_options());
        results.push_back(json::value{{"file", file}, {"good", found.has_value()}, {"found", found ? *found : ""}});
        if (!context.globals.json)
            say(fmt::format("Đang kiểm tra / Checking '{}'  {}", file,
                            found ? "ĐẠT / SUCCESS\n  " + *found : "KHÔNG ĐẠT / FAILED"));
        if (found) continue;
        ++bad;
        complain(found.error().message);
    }
    if (context.globals.json) print_json(results);
    if (bad != 0) return failed(fmt::format("{} tệp không đạt / files failed", bad));
    return {};
}

// --- alerts ---------------------------------------------------------------------------------------------------------

// How a file with alerts is read: as a body in a format, or as one message of a syslog listener.
struct Reading {
    std::string format;
    std::shared_ptr<const ingest::MappedFields> mapping;
    bool syslog = false;
    std::shared_ptr<const ingest::Senders> senders;
};

Result<ingest::Parsed> parse_alerts(const Reading& reading, const std::string& file) {
    const auto& format_name = reading.format;
    const auto* format = ingest::find_format(format_name);
    if (format == nullptr) {
        std::string known;
        for (const auto& one : ingest::formats()) known += (known.empty() ? "" : ", ") + std::string(one.name);
        return usage(fmt::format("không có định dạng này; có / no such format; known: {}", known), format_name);
    }
    auto bytes = read_file(file);
    if (!bytes) return bytes.error();
    ingest::Body body{*bytes, reading.syslog ? ingest::kSyslogFrame : "", {}, reading.senders.get()};
    auto parsed = ingest::read_as(*format, reading.mapping.get(), body);
    if (!parsed) return failed(parsed.error().text(), file);
    return parsed;
}

// On standard error what could not be read, and in which place of the file; how many.
std::size_t tell_rejected(const ingest::Parsed& parsed, const std::string& file) {
    for (const auto& bad : parsed.rejected) complain(fmt::format("{}: {}", file, bad.error.text()));
    return parsed.rejected.size();
}

Result<void> none_unreadable(std::size_t unreadable) {
    if (unreadable == 0) return {};
    return failed(fmt::format("{} không đọc được / unreadable", unreadable));
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
    return out.empty() ? "-" : out;
}

std::string alert_text(const Alert& alert) {
    return fmt::format(
        "  {}\n    id {} · mức/severity {} ({}) · phát hiện/detected {}\n    máy/hosts {} · người/users {} · "
        "loại/kinds {} · bảng/tables {}{}",
        alert.title, alert.external_id, alert.severity, alert.severity_native.empty() ? "-" : alert.severity_native,
        alert.detected_at ? format_local(*alert.detected_at) : "-", joined(alert.hosts), joined(alert.users),
        joined(alert.data_kinds), joined(alert.tables), alert.test ? "\n    tin thử / test message" : "");
}

// A source of the configuration, or the only one.
Result<Source> source_of(const LoadedConfig& config, const std::string& name) {
    if (name.empty() && config.settings.sources.size() == 1) return config.settings.sources.front();
    for (const auto& source : config.settings.sources)
        if (source.name == name) return source;
    return usage("cần --source, một nguồn của cấu hình / --source must name one of the configuration's", name);
}

Result<LoadedConfig> config_of(const Context& context) {
    auto options = load_options();
    options.read_secrets = false;
    auto config = load_config(context.arguments.get("config"), options);
    if (!config) return failed(config.error().message);
    return config;
}

// In the source's format, or the one that is named instead; a source also brings its mapping.
Reading reading_of(const Context& context, const Source& source, const Settings& settings) {
    return {context.arguments.get("format", source.format), source.mapping, context.arguments.has("syslog"),
            settings.senders};
}

// --sender NAME: the JSON of a product, by what ships or the configuration adds.
Result<Reading> sender_asked(const Context& context, Reading reading) {
    auto name = context.arguments.get("sender");
    if (name.empty()) return reading;
    const auto* sender = reading.senders->find(name);
    if (sender == nullptr || sender->json == nullptr)
        return usage("không có bộ đọc JSON cho sản phẩm này / no sender of this name with a json part", name);
    reading.mapping = sender->json;
    return reading;
}

Result<Reading> reading_asked(const Context& context) {
    if (!context.arguments.has("config")) {
        if (!context.arguments.has("format"))
            return usage("cần --format hoặc --config / --format or --config is needed");
        return sender_asked(context, Reading{context.arguments.get("format"), nullptr, context.arguments.has("syslog"),
                                             shipped_senders()});
    }
    auto config = config_of(context);
    if (!config) return config.error();
    auto source = source_of(*config, context.arguments.get("source"));
    if (!source) return source.error();
    return sender_asked(context, reading_of(context, *source, config->settings));
}

Result<void> ingest_try(const Context& context) {
    auto reading = reading_asked(context);
    if (!reading) return reading.error();
    auto file = context.arguments.get("FILE");
    auto parsed = parse_alerts(*reading, file);
    if (!parsed) return parsed.error();
    if (context.globals.json) {
        json::array items;
        for (const auto& item : parsed->items) items.push_back(to_json(item.alert));
        print_json(items);
    } else {
        say(fmt::format("{} cảnh báo / alerts, {} không đọc được / unreadable, {} không phải cảnh báo / not alerts",
                        parsed->items.size(), parsed->rejected.size(), parsed->not_alerts));
        for (const auto& item : parsed->items) say(alert_text(item.alert));
    }
    return none_unreadable(tell_rejected(*parsed, file));
}

Result<void> ingest_formats(const Context& context) {
    json::array names;
    Table table({"ĐỊNH DẠNG / FORMAT", ""});
    for (const auto& format : ingest::formats()) {
        names.push_back(json::value(json::string(format.name)));
        table.row({std::string(format.name), std::string(format.about)});
    }
    if (context.globals.json)
        print_json(names);
    else
        say(table.text());
    return {};
}

json::object decision_json(const Alert& alert, const TriageDecision& decision,
                           const std::vector<RuleVerdict>& verdicts) {
    json::array rules;
    for (const auto& verdict : verdicts)
        rules.push_back({{"rule", verdict.rule},
                         {"gives_kinds", verdict.gives_kinds},
                         {"holds", verdict.holds},
                         {"failed", verdict.failed}});
    return {{"external_id", alert.external_id},
            {"opens", decision.open},
            {"rule", decision.rule},
            {"act", decision.act},
            {"kinds", to_json(decision.kinds)},
            {"severity", decision.severity},
            {"playbook", decision.playbook},
            {"assets", to_json(decision.assets)},
            {"group_key", decision.group_key},
            {"reason", reason_sentence(decision.why, "vi")},
            {"why", word_of(decision.why.code)},
            {"join_only", decision.join_only},
            {"rules", std::move(rules)}};
}

// One line a rule: which held, and at which condition the others stopped.
std::string verdicts_text(const std::vector<RuleVerdict>& verdicts) {
    std::string out;
    for (const auto& verdict : verdicts)
        out += fmt::format("    {} {} {}{}\n", verdict.holds ? "✓" : "✗",
                           verdict.gives_kinds ? "loại/kinds" : "luật/rule", verdict.rule,
                           verdict.holds ? "" : fmt::format(": không đúng / does not hold: {}", verdict.failed));
    return out;
}

std::string decision_text(const TriageDecision& decision) {
    std::vector<std::string> kinds;
    for (const auto& kind : decision.kinds) kinds.push_back(fmt::format("{} ({})", kind.kind, kind.subjects));
    auto what = !decision.open       ? "chỉ lưu / only kept:"
                : decision.join_only ? "CHỈ GỘP / ONLY JOINS:"
                                     : "MỞ SỰ CỐ / OPENS:";
    return fmt::format("    => {} {}\n       luật/rule {} · tài sản/assets {} · loại/kinds {} · kịch bản/playbook {}",
                       what, reason_sentence(decision.why, "vi"), decision.rule.empty() ? "-" : decision.rule,
                       joined(decision.assets), joined(kinds), decision.playbook.empty() ? "-" : decision.playbook);
}

// What an alert of the source has proven when it comes in: over HTTP what the source asks for; over syslog what the
// listeners that name it ask for, the best of them.
SenderProof proof_of(const LoadedConfig& config, const Source& source, bool syslog) {
    if (!syslog && source.http_proof != SenderProof::none) return source.http_proof;
    bool shown =
        std::any_of(config.server.syslog.begin(), config.server.syslog.end(), [&](const SyslogListener& listener) {
            if (!listener.tls || listener.tls->client_ca_file.empty()) return false;
            return std::find(listener.sources.begin(), listener.sources.end(), source.name) != listener.sources.end();
        });
    return shown ? SenderProof::certificate : SenderProof::none;
}

// As --proof says, or as the configuration lets expect, which is then said.
SenderProof proof_asked(const Context& context, const LoadedConfig& config, const Source& source) {
    auto proof = proof_of(config, source, context.arguments.has("syslog"));
    if (!context.arguments.has("proof")) {
        complain(fmt::format("{}: coi như người gửi được chứng minh bằng / sender taken as proven by: {} (--proof …)",
                             source.name, boost::describe::enum_to_string(proof, "?")));
        return proof;
    }
    BREACHD_CHECK(boost::describe::enum_from_string(context.arguments.get("proof").c_str(), proof));
    return proof;
}

// What one alert would do: shown at once, or kept for `-o json`.
void tell_decision(const Context& context, const Arrival& arrival, const Settings& settings, json::array& results) {
    auto decision = triage(arrival, settings);
    auto verdicts = explain(arrival, settings);
    results.push_back(decision_json(arrival.alert, decision, verdicts));
    if (context.globals.json) return;
    say(alert_text(arrival.alert) + "\n" + verdicts_text(verdicts) + decision_text(decision));
}

Result<void> triage_test(const Context& context) {
    auto config = config_of(context);
    if (!config) return config.error();
    auto source = source_of(*config, context.arguments.get("source"));
    if (!source) return source.error();
    auto proof = proof_asked(context, *config, *source);
    json::array results;
    std::size_t unreadable = 0;
    for (const auto& file : context.arguments.all("FILE")) {
        auto parsed = parse_alerts(reading_of(context, *source, config->settings), file);
        if (!parsed && parsed.error().code == ErrorCode::invalid) return parsed.error();
        if (!parsed) {
            complain(parsed.error().text());
            ++unreadable;
            continue;
        }
        for (const auto& item : parsed->items) {
            auto sent = ingest::sent_fields(item.sent(), config->settings.sent_pointers);
            tell_decision(context, {item.alert, source->name, sent, proof}, config->settings, results);
        }
        unreadable += tell_rejected(*parsed, file);
        if (parsed->items.empty()) complain(fmt::format("{}: không có cảnh báo nào / holds no alert", file));
    }
    if (context.globals.json) print_json(results);
    return none_unreadable(unreadable);
}

}  // namespace

void declare_checks(Command& root) {
    root.command("check-config",
                 "kiểm tra cấu hình, và thử mọi thứ mà khởi động cần: khóa, quyền, cổng, cơ sở dữ liệu / checks a "
                 "configuration, and tries all that a start needs: keys, rights, ports, databases",
                 check_config)
        .word("FILE", about::kConfig)
        .flag("here",
              "thử trên máy này, dù chưa có thư mục dữ liệu / tries this machine, though it has no data directory")
        .flag("file-only", "chỉ kiểm tra tệp / the file only")
        .flag("without-secrets", "không đọc các tệp bí mật / reads no file with a secret")
        .bars("here", {"file-only", "without-secrets"});
    root.command("check-playbook", "kiểm tra kịch bản, ấn bản luật / checks playbooks and editions of the law",
                 check_playbook_files)
        .words("FILE", "kịch bản, ấn bản, gói / playbooks, editions, packs");
    auto& ingest =
        root.group("ingest", "đọc cảnh báo từ tệp, không cần máy chủ / reads alerts of a file, without a daemon");
    ingest.command("try", "đọc thử cảnh báo / shows how alerts are read", ingest_try)
        .word("FILE", "một thân tin, - là đầu vào chuẩn / one body, - is standard input")
        .option("format", "FORMAT", "định dạng, xem ingest formats / the format, see ingest formats")
        .option("config", "FILE", about::kConfig)
        .option("source", "SOURCE", "nguồn của cấu hình / a source of the configuration")
        .option("sender", "SENDER", "sản phẩm, xem sender list / the product, see sender list")
        .flag("syslog", "tệp là một tin syslog / the file is one syslog message")
        .asks_for("source", {"config"});
    ingest.command("formats", "các định dạng cảnh báo / the alert formats", ingest_formats);
    auto& triage =
        root.group("triage", "cảnh báo dẫn đến gì, không cần máy chủ / what alerts lead to, without a daemon");
    triage.command("test", "cảnh báo này sẽ mở sự cố không / what these alerts would do", triage_test)
        .words("FILE", "các thân tin / the bodies")
        .needed("config", "FILE", about::kConfig)
        .option("source", "SOURCE", "nguồn của cấu hình, nếu có nhiều / which of its sources, where it has several")
        .option("format", "FORMAT", "định dạng khác với của nguồn / another format than the source's")
        .option("proof", "none|token|signature|certificate", "người gửi chứng minh bằng gì / what the sender proves")
        .flag("syslog", "mỗi tệp là một tin syslog / each file is one syslog message");
}

}  // namespace breachd::ctl
