#include "e2e/office.hpp"

#include <fmt/format.h>

#include <fstream>

#include "base/digest.hpp"

namespace breachd::e2e {

namespace {

Settings with_mail(Settings settings, const testkit::SmtpSink& sink) {
    settings.email_url = sink.url();
    return settings;
}

void put(std::vector<std::string>& words, std::vector<std::string> more) {
    words.insert(words.end(), more.begin(), more.end());
}

// The text part of a mail; our parts are base64.
std::string text_part(const std::string& mail) {
    constexpr std::string_view kBefore = "Content-Type: text/plain; charset=utf-8";
    auto from = mail.find(kBefore);
    if (from == std::string::npos) return mail;
    from = mail.find("base64", from) + 6;
    std::string digits;
    for (auto at = from; at < mail.size() && mail.compare(at, 2, "--") != 0; ++at)
        if (mail[at] != '\n' && mail[at] != '\r') digits += mail[at];
    auto text = from_base64(digits);
    return text ? *text : mail;
}

}  // namespace

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string flat(const std::string& text) {
    std::string out;
    for (char c : text) {
        bool space = c == ' ' || c == '\n' || c == '\r' || c == '\f' || c == '\t';
        if (space && (out.empty() || out.back() == ' ')) continue;
        out += space ? ' ' : c;
    }
    return out;
}

Office::Office(Settings settings, std::vector<std::string> sink_options)
    : sink_(std::move(sink_options)), daemon_(with_mail(std::move(settings), sink_)) {
    REQUIRE(daemon_.start());
}

testkit::Ran Office::run(const std::string& who, std::vector<std::string> words) {
    std::vector<std::string> all{breachctl_program(), "--server", daemon_.url(), "--token-file",
                                 daemon_.token_file(who)};
    put(all, words);
    auto ran = testkit::run(std::move(all));
    std::ofstream transcript(daemon_.path("transcript.txt"), std::ios::app);
    transcript << "$ [" << who << "]";
    for (const auto& word : words) transcript << ' ' << word;
    transcript << "\n" << ran.out << ran.err << "= " << ran.code << "\n\n";
    return ran;
}

std::string Office::does(const std::string& who, std::vector<std::string> words) {
    auto ran = run(who, std::move(words));
    INFO(ran.out << ran.err);
    REQUIRE(ran.code == 0);
    return ran.out;
}

std::string Office::refused(const std::string& who, std::vector<std::string> words) {
    auto ran = run(who, std::move(words));
    INFO(ran.out << ran.err);
    REQUIRE(ran.code == 1);
    CHECK(has(ran.err, " / "));  // whoever reads no English must understand why
    return ran.err;
}

std::string Office::opened(const std::vector<std::string>& kinds, std::vector<std::string> more,
                           std::chrono::seconds ago) {
    std::vector<std::string> words{"-o",
                                   "json",
                                   "incident",
                                   "open",
                                   "--title",
                                   "Lộ dữ liệu khách hàng",
                                   "--detected-at",
                                   now_rfc3339(-ago),
                                   "place=Hà Nội",
                                   "description=Bảng dữ liệu bị sao chép ra ngoài.",
                                   "detected_how=Cảnh báo của hệ thống giám sát.",
                                   "consequences=Có thể bị theo dõi.",
                                   "severity_and_risks=Cao.",
                                   "measures=Đã khóa tài khoản.",
                                   "guidance=Cảnh giác với cuộc gọi lạ.",
                                   R"(parties=["Công ty Cổ phần Ví Dụ"])"};
    if (more.empty()) more = {"act=leak"};
    put(words, std::move(more));
    for (const auto& kind : kinds) put(words, {"--kind", kind});
    return text(parse_json(does("an", std::move(words))).value(), "id");
}

void Office::import(const std::string& id, const std::string& lines, const std::string& header) {
    testkit::spill(daemon_.path("people.csv"), header + "\n" + lines);
    does("an", {"subjects", "import", id, daemon_.path("people.csv")});
}

bool Office::told(const std::string& id, int people) {
    return daemon_.wait_incident(
        id, [&](const json::value& it) { return text(it, "notice_run.told") == std::to_string(people); });
}

std::string Office::paper(const std::string& id, const std::string& form) {
    auto file = daemon_.path(fmt::format("{}-{}.pdf", id, form));
    does("an", {"report", "build", id, "--form", form, "--number", "12/VD", "--to", file});
    auto read = testkit::run({"pdftotext", "-enc", "UTF-8", file, "-"});
    REQUIRE(read.code == 0);
    std::ofstream(daemon_.path("transcript.txt"), std::ios::app) << read.out << "\n";
    return flat(read.out);
}

void Office::file_signed(const std::string& id, const std::string& form, std::vector<std::string> more) {
    auto file = daemon_.path(form + "-signed.pdf");
    testkit::spill(file, "%PDF-1.7 bản quét có chữ ký và dấu: " + form);
    std::vector<std::string> words{"report", "file", id, file, "--form", form, "--channel", "portal"};
    put(words, std::move(more));
    does("dpo", std::move(words));
}

std::string Office::timeline(const std::string& id) { return does("dpo", {"incident", "timeline", id}); }

std::string Office::page(const std::string& id) {
    auto url = text(daemon_.incident(id), "public_notice.url");
    INFO(url);
    REQUIRE(url.starts_with(daemon_.url()));
    auto body = daemon_.call("", "GET", url.substr(daemon_.url().size())).body;
    std::ofstream(daemon_.path("transcript.txt"), std::ios::app) << body << "\n";
    return flat(body);
}

std::string Office::duty(const std::string& id, const std::string& obligation, const std::string& member) {
    return text(e2e::obligation(daemon_.incident(id), obligation), member);
}

std::vector<std::string> Office::letters() const {
    std::vector<std::string> out;
    for (const auto& mail : sink_.messages()) out.push_back(text_part(mail));
    return out;
}

std::vector<std::string> Office::short_texts() {
    std::vector<std::string> out;
    for (const auto& each : daemon_.world().received("/sms"))
        out.push_back(text(parse_json(each.body).value(), "data.short_text"));
    return out;
}

}  // namespace breachd::e2e
