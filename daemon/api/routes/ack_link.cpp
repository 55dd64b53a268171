// /a/{token}: the link in a page. Mail scanners open links, so GET (and HEAD) only shows, with no script and nothing
// that submits itself; POST acts. Vietnamese first.
#include "api/routes/handlers.hpp"
#include "base/digest.hpp"
#include "core/oncall/ack_token.hpp"
#include "core/telling/template.hpp"

namespace breachd::api {

namespace {

constexpr std::string_view kStyle =
    "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 "
    "1rem;color:#111;background:#fff}"
    "h1{font-size:1.5rem}p.id{font-family:monospace}"
    "button{font:inherit;font-weight:700;padding:.75rem 1.5rem;border:2px solid "
    "#7a0000;background:#a40000;color:#fff;border-radius:.25rem}"
    "button:focus-visible{outline:3px solid #004a9f;outline-offset:3px}"
    "p.en{color:#333;font-size:1rem}";

const std::string& content_security_policy() {
    static const std::string policy = "default-src 'none'; style-src 'sha256-" + base64(as_bytes(sha256(kStyle))) +
                                      "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    return policy;
}

Response page(int status, std::string_view title, const std::string& inside) {
    Response out;
    out.status = status;
    out.content_type = "text/html; charset=utf-8";
    out.body =
        "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>";
    out.body += escape_markup(title);
    out.body +=
        "</title><style>" + std::string(kStyle) + "</style></head><body><main>" + inside + "</main></body></html>\n";
    out.with("Cache-Control", "no-store")
        .with("X-Robots-Tag", "noindex, nofollow")
        .with("Referrer-Policy", "no-referrer")
        .with("Content-Security-Policy", content_security_policy());
    return out;
}

Response message(int status, std::string_view vi, std::string_view en) {
    return page(status, vi,
                "<h1>" + escape_markup(vi) + "</h1><p class=\"en\" lang=\"en\">" + escape_markup(en) + "</p>");
}

Response refusal(const Error& error) {
    if (error.code == ErrorCode::not_found)
        return message(410, "Liên kết đã hết hạn",
                       "This link has expired. Acknowledge in the console or by your pager.");
    return message(404, "Liên kết không hợp lệ", "This link is not valid.");
}

// `seen`: the link that the button goes to; it answers the call that this page shows.
Response form(const json::object& incident, const AckToken& token, const std::string& seen) {
    std::string title = escape_markup(text_member(incident, "title"));
    std::string inside = "<h1>Tiếp nhận sự cố</h1><p class=\"id\">" + escape_markup(token.incident) +
                         "</p><p><strong>" + title + "</strong></p>";
    std::string at = text_member(incident, "acknowledged_at");
    std::string called_for = text_member(incident, "called_for");
    if (auto moment = parse_rfc3339(at))
        inside += "<p>Đã được tiếp nhận lúc " + escape_markup(format_vietnamese(*moment)) + " bởi " +
                  escape_markup(text_member(incident, "acknowledged_by")) +
                  ".</p><p class=\"en\" lang=\"en\">Already acknowledged.</p>";
    if (!at.empty() && called_for.empty()) return page(200, "Tiếp nhận sự cố " + token.incident, inside);
    if (!at.empty())
        inside += "<p>Nay cần tiếp nhận lại: " + escape_markup(called_for) +
                  ".</p><p class=\"en\" lang=\"en\">It wants a new acknowledgement.</p>";
    inside += "<p>Bạn (" + escape_markup(token.person) +
              ") đang được gọi trực. Bấm nút để xác nhận đã tiếp nhận; việc gọi tiếp cấp kế tiếp sẽ dừng.</p>"
              "<form method=\"post\" action=\"" +
              seen +
              "\"><button type=\"submit\">Tôi tiếp nhận sự cố này</button></form>"
              "<p class=\"en\" lang=\"en\">You are paged for this incident. The button acknowledges it and stops the "
              "escalation.</p>";
    return page(200, "Tiếp nhận sự cố " + token.incident, inside);
}

std::string got_worse() {
    return "<h1>Sự cố đã nghiêm trọng hơn</h1><p>Có tin mới sau khi bạn nhận lời gọi này, nên chưa ghi nhận tiếp nhận. "
           "Hãy xem lại rồi bấm nút.</p><p><a href=\"\">Xem lại sự cố</a></p>"
           "<p class=\"en\" lang=\"en\">The incident got worse after this page. Look at it again, then "
           "acknowledge.</p>";
}

// Somebody who is no longer configured acknowledges nothing with an old link.
Result<AckToken> token_of(Context& context, const Call& call) {
    auto token = read_ack_token(context.services.ack_key, call.part(0), context.now());
    if (token && context.services.settings()->person(token->person) == nullptr)
        return Error{ErrorCode::not_found, "this person is not configured any more", ""};
    return token;
}

}  // namespace

void show_ack_link(Context& context, const CallPtr& call) {
    auto token = token_of(context, *call);
    if (!token) return call->respond(refusal(token.error()));
    context.read(call, [token = *token, key = context.services.ack_key](store::Reader& reader) {
        auto incident = reader.incident(token.incident);
        if (!incident) return refusal(Error{ErrorCode::unauthorized, "", ""});
        auto seen = token;
        if (const auto* present = incident->if_contains("call")) seen.call = static_cast<int>(present->as_int64());
        return form(*incident, token, make_ack_token(key, seen));
    });
}

void use_ack_link(Context& context, const CallPtr& call) {
    auto token = token_of(context, *call);
    if (!token) return call->respond(refusal(token.error()));
    // A browser says where a form was sent from; another site's page must not press the button.
    std::string_view site = call->request.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none")
        return call->respond(message(403, "Yêu cầu không hợp lệ", "This request came from another site."));
    engine::Envelope envelope;
    envelope.command = engine::Acknowledge{token->person, "link", "", token->call};
    envelope.incident = token->incident;
    envelope.actor = "person:" + token->person;
    envelope.person = token->person;
    context.submit(std::move(envelope), [call](const Result<engine::Answer>& answer) {
        if (answer) return call->respond(message(200, "Đã tiếp nhận. Cảm ơn bạn.", "Acknowledged. Thank you."));
        int status = status_of(answer.error().code);
        if (status == 412) return call->respond(page(409, "Sự cố đã nghiêm trọng hơn", got_worse()));
        if (status == 409)
            return call->respond(
                message(409, "Sự cố không còn chờ tiếp nhận", "The incident no longer waits for this."));
        if (status == 404) return call->respond(message(404, "Không có sự cố này", "There is no such incident."));
        call->respond(message(503, "Chưa tiếp nhận được, hãy thử lại", "Not acknowledged yet; please try again.")
                          .with("Retry-After", "1"));
    });
}

}  // namespace breachd::api
