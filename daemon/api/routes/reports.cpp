// The report to the authority: GET builds it from the facts as they are and keeps nothing; POST builds it, keeps the
// bytes under their hash and hands them out, so that a filing by that hash finds exactly these bytes.
#include <algorithm>
#include <charconv>

#include "api/routes/body.hpp"
#include "api/routes/handlers.hpp"
#include "base/digest.hpp"
#include "base/utf8.hpp"
#include "http/json_body.hpp"
#include "report/report.hpp"

namespace breachd::api {

namespace {

struct Built {
    std::string name, media_type, bytes;
    std::size_t warnings = 0;
};

constexpr std::size_t kNumberBytesMax = 64;

// People present, titles of papers: how many, and how long each.
constexpr std::size_t kNamesMax = 50, kNameBytesMax = 500;

struct Wanted {
    std::string incident, form, format, number;
    std::vector<std::string> present, attachments;
};

bool is_line(std::string_view text, std::size_t bytes_max) {
    return text.size() <= bytes_max && is_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

Result<void> check_names(const std::vector<std::string>& names, const char* where) {
    if (names.size() > kNamesMax) return Error{ErrorCode::invalid, "may be given 50 times", where};
    if (!std::all_of(names.begin(), names.end(), [](const auto& name) { return is_line(name, kNameBytesMax); }))
        return Error{ErrorCode::invalid, "must be one line of at most 500 bytes", where};
    return {};
}

// What is printed as it is given must be lines: the number, people present and titles of attachments.
Result<void> check_lines(Wanted& wanted) {
    if (!is_line(wanted.number, kNumberBytesMax))
        return Error{ErrorCode::invalid, "must be one line of at most 64 bytes", "number"};
    if (auto ok = check_names(wanted.present, "present"); !ok) return ok.error();
    if (auto ok = check_names(wanted.attachments, "attachments"); !ok) return ok.error();
    for (auto& title : wanted.attachments) title = printable(title).text;
    return {};
}

std::vector<std::string> values_of(const Request& request, std::string_view name) {
    std::vector<std::string> out;
    for (const auto& [key, value] : request.query)
        if (key == name && !value.empty()) out.push_back(value);
    return out;
}

// What a request asks for.
Result<Wanted> wanted_by(const Call& call) {
    const Request& request = call.request;
    Wanted out{call.part(0),
               std::string(request.query_value("form")),
               std::string(request.query_value("format")),
               std::string(request.query_value("number")),
               values_of(request, "present"),
               values_of(request, "attachments")};
    if (out.format.empty()) out.format = "pdf";
    if (auto ok = check_lines(out); !ok) return ok.error();
    return out;
}

// The form asked for, or the edition's own.
Result<std::string> form_of(const Incident& incident, const Settings& settings, const std::string& asked) {
    if (!asked.empty()) return asked;
    const Edition* edition = settings.edition_of(incident.edition);
    if (edition == nullptr)
        return Error{ErrorCode::unprocessable, "the edition of the law is not loaded", incident.edition};
    return edition->form;
}

Result<Built> build(const Incident& incident, const Settings& settings, const Wanted& wanted, Instant at) {
    auto form = form_of(incident, settings, wanted.form);
    if (!form) return form.error();
    report::ReportInput input{incident, settings, *form, at, wanted.number, wanted.present, wanted.attachments};
    Result<std::string> bytes = Error{ErrorCode::invalid, "must be pdf, docx or json", "format"};
    Built out;
    if (wanted.format == "pdf") {
        out.media_type = "application/pdf";
        bytes = report::report_pdf(input);
    } else if (wanted.format == "docx") {
        out.media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        bytes = report::report_docx(input);
    } else if (wanted.format == "json") {
        out.media_type = "application/json";
        bytes = report::report_json(input);
    }
    if (!bytes) return bytes.error();
    out.name = wanted.incident + "-" + *form + "." + wanted.format;
    out.warnings = report::warnings(input).size();
    out.bytes = std::move(*bytes);
    return out;
}

// Reads the facts and builds, on the pool of papers.
void build_then(Context& context, Wanted wanted, std::function<void(Result<Built>)> then) {
    auto work = [settings = context.services.settings(), wanted = std::move(wanted),
                 at = context.now()](store::Reader& reader) -> Result<Built> {
        auto facts = facts_of(reader, wanted.incident);
        if (!facts) return facts.error();
        return build(*facts, *settings, wanted, at);
    };
    context.read_then<Built>(std::move(work), std::move(then), Reads::papers);
}

Response document_response(Built built) {
    Digest digest = sha256(built.bytes);
    Response out;
    out.content_type = built.media_type;
    out.with("X-Document-SHA256", hex(digest));
    out.with("Digest", "sha-256=" + base64(as_bytes(digest)));
    out.with("Content-Disposition", "attachment; filename=\"" + built.name + "\"");
    // Which they are is told by …/report/completeness, and by the report as JSON.
    if (built.warnings > 0) out.with("X-Document-Warnings", std::to_string(built.warnings));
    out.body = std::move(built.bytes);
    return out;
}

// Keeping is by hash: a call that is repeated keeps the same bytes once, so it needs no Idempotency-Key.
void keep(Context& context, const CallPtr& call, Built built) {
    auto envelope = context.envelope(*call, call->part(0),
                                     engine::KeepDocument{"report", built.name, built.media_type, built.bytes});
    if (!envelope) return call->respond(problem(envelope.error()));
    envelope->if_match.reset();
    envelope->idempotency_key.clear();
    context.submit(
        std::move(*envelope), [call, built = std::move(built)](const Result<engine::Answer>& answer) mutable {
            if (!answer) return call->respond(response_of(answer));
            auto out = document_response(std::move(built));
            out.status = 201;
            out.with("Location", "/api/v1/incidents/" + call->part(0) + "/documents/" + hex(sha256(out.body)));
            call->respond(std::move(out));
        });
}

bool looks_like_sha256(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

void record(Context& context, const CallPtr& call, engine::RecordFiling filing) {
    context.command(call, call->part(0), std::move(filing));
}

}  // namespace

void get_report(Context& context, const CallPtr& call) {
    auto wanted = wanted_by(*call);
    if (!wanted) return call->respond(problem(wanted.error()));
    build_then(context, std::move(*wanted), [call](Result<Built> built) {
        call->respond(built ? document_response(std::move(*built)) : problem(built.error()));
    });
}

void post_report(Context& context, const CallPtr& call) {
    auto wanted = wanted_by(*call);
    if (!wanted) return call->respond(problem(wanted.error()));
    build_then(context, std::move(*wanted), [&context, call](Result<Built> built) {
        if (!built) return call->respond(problem(built.error()));
        keep(context, call, std::move(*built));
    });
}

void get_completeness(Context& context, const CallPtr& call) {
    context.read(call, [call, settings = context.services.settings(), at = context.now()](store::Reader& reader) {
        auto facts = facts_of(reader, call->part(0));
        if (!facts) return problem(facts.error());
        auto form = form_of(*facts, *settings, std::string(call->request.query_value("form")));
        if (!form) return problem(form.error());
        report::ReportInput input{*facts, *settings, *form, at, ""};
        auto lines = report::form_lines(input);  // refuses what is no form
        if (!lines) return problem(lines.error());
        return json_response(report::completeness(input));
    });
}

void file_report(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    std::string encoded;  // taken out first: it may be large, other texts may not
    if (auto* document = body->if_contains("document_base64"); document != nullptr && document->is_string()) {
        encoded = std::string(document->get_string());
        if (encoded.empty())
            return call->respond(problem(422, "the body has faults", {{"/document_base64", "the document is empty"}}));
        body->erase("document_base64");
    }
    http::Members members(std::move(*body));
    engine::RecordFiling filing;
    filing.form = members.needed("form");
    filing.channel = members.needed("channel");
    filing.receipt_number = members.text("receipt_number");
    filing.filed_at = members.time("filed_at");
    filing.sha256 = lower(members.text("sha256"));
    filing.media_type = members.text("media_type");
    filing.obligation = members.text("obligation");
    filing.paper_number = members.text("number");
    Wanted wanted{
        call->part(0), filing.form, "pdf", filing.paper_number, members.texts("present"), members.texts("attachments")};
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    if (auto ok = check_lines(wanted); !ok)
        return call->respond(problem(422, "the body has faults", {{"/" + ok.error().where, ok.error().message}}));
    if (!filing.sha256.empty() && !looks_like_sha256(filing.sha256))
        return call->respond(problem(422, "the body has faults", {{"/sha256", "must be 64 hex digits"}}));
    if (!encoded.empty()) {
        auto bytes = from_base64(encoded);
        if (!bytes)
            return call->respond(problem(422, "the body has faults", {{"/document_base64", bytes.error().message}}));
        if (!filing.sha256.empty() && hex(sha256(*bytes)) != filing.sha256)
            return call->respond(problem(422, "the body has faults", {{"/sha256", "is not that of document_base64"}}));
        filing.bytes = std::move(*bytes);
        filing.sha256.clear();
        if (filing.media_type.empty()) filing.media_type = "application/pdf";
        return record(context, call, std::move(filing));
    }
    if (!filing.sha256.empty()) return record(context, call, std::move(filing));
    if (!report::is_form(filing.form))
        return call->respond(
            problem(422, "the body has faults",
                    {{"/document_base64",
                      "this filing needs its document: send document_base64, or the sha256 of kept bytes"}}));
    // Neither: what the daemon builds now is what was filed.
    build_then(context, std::move(wanted), [&context, call, filing](Result<Built> built) mutable {
        if (!built) return call->respond(problem(built.error()));
        filing.bytes = std::move(built->bytes);
        filing.media_type = built->media_type;
        filing.as_built = true;
        record(context, call, std::move(filing));
    });
}

void change_filing(Context& context, const CallPtr& call) {
    FilingChange change;
    const auto& number = call->part(1);
    auto read = std::from_chars(number.data(), number.data() + number.size(), change.number);
    if (read.ec != std::errc{} || read.ptr != number.data() + number.size())
        return call->respond(problem(404, "a filing is named by its number: 1, 2, ..."));
    command_from(context, call, call->part(0), [&](http::Members& in) {
        change.reason = in.text("reason");
        change.receipt_number = in.given("receipt_number");
        if (!change.receipt_number) change.receipt_number = in.given("receipt");
        change.channel = in.given("channel");
        change.filed_at = in.time("filed_at");
        change.withdrawn = in.flag("withdrawn").value_or(false);
        change.checked = in.flag("checked").value_or(false);
        return engine::ChangeFiling{change};
    });
}

}  // namespace breachd::api
