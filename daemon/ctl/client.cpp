#include "ctl/client.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <atomic>

#include "core/words/errors.hpp"
#include "core/words/terms.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

struct Client::Http {
    explicit Http(const std::string& server) : client(server) {}
    httplib::Client client;
    std::atomic<bool> ended = false;
};

Client::Client(std::string server, Result<std::string> token, std::string ca_file)
    : server_(std::move(server)), token_(std::move(token)), ca_file_(std::move(ca_file)) {
    while (!server_.empty() && server_.back() == '/') server_.pop_back();
}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;

void Client::always(std::string name, std::string value) { always_.emplace_back(std::move(name), std::move(value)); }

Result<json::value> Answer::parsed() const {
    // "text/plain" may hold a word or a number that happens to be JSON.
    bool says_json = content_type.find("json") != std::string::npos;
    auto value = parse_json(body);
    if (says_json && value) return value;
    return Error{ErrorCode::failed,
                 fmt::format("câu trả lời {0} không phải JSON / the answer {0} is no JSON (Content-Type: {1})", status,
                             content_type.empty() ? "-" : content_type),
                 from};
}

namespace {

std::string unquote(std::string text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
    return text;
}

// `<?cursor=…>; rel="next"`, which the daemon sends alone.
std::string next_of(const std::string& link) {
    auto end = link.find(">; rel=\"next\"");
    return link.starts_with("<?") && end != link.npos ? link.substr(1, end - 1) : "";
}

Answer answer_of(const httplib::Response& response, std::string from) {
    return {response.status,
            response.body,
            response.get_header_value("Content-Type"),
            unquote(response.get_header_value("ETag")),
            response.get_header_value("Date"),
            std::move(from),
            next_of(response.get_header_value("Link"))};
}

}  // namespace

Result<void> Client::connect() {
    if (!token_) return token_.error();
    if (http_) return {};
    http_ = std::make_unique<Http>(server_);
    if (!http_->client.is_valid())
        return Error{ErrorCode::invalid, "địa chỉ máy chủ không hợp lệ / not a server address", server_};
    http_->client.set_connection_timeout(5);
    http_->client.set_read_timeout(120);
    http_->client.set_write_timeout(120);
    http_->client.set_keep_alive(true);
    if (!ca_file_.empty()) http_->client.set_ca_cert_path(ca_file_.c_str());
    return {};
}

Client Client::another() const {
    Client out(server_, token_, ca_file_);
    (void)out.connect();  // a fault is said by its first call
    return out;
}

Result<void> Client::stream(const std::string& path, const std::function<void(std::string_view)>& part) {
    if (auto ok = connect(); !ok) return ok.error();
    httplib::Request out;
    out.method = "GET";
    out.path = path;
    if (!token_->empty()) out.set_header("Authorization", "Bearer " + *token_);
    out.content_receiver = [&](const char* bytes, std::size_t count, std::uint64_t, std::uint64_t) {
        if (!http_->ended) part({bytes, count});
        return !http_->ended;
    };
    http_->client.send(out);
    return {};
}

void Client::end_stream() {
    if (!http_) return;
    http_->ended = true;
    http_->client.stop();
}

Result<Answer> Client::ask(const Request& request) {
    if (auto ok = connect(); !ok) return ok.error();
    httplib::Request out;
    out.method = request.method;
    out.path = request.path;
    out.body = request.body;
    if (!token_->empty()) out.set_header("Authorization", "Bearer " + *token_);
    if (!request.body.empty() || request.method != "GET") out.set_header("Content-Type", request.content_type);
    for (const auto& [name, value] : always_) out.set_header(name.c_str(), value);
    for (const auto& [name, value] : request.headers) out.set_header(name.c_str(), value);
    http_->client.set_read_timeout(request.patience_s);
    auto result = http_->client.send(out);
    if (!result)
        return Error{ErrorCode::failed,
                     fmt::format("không kết nối được / no answer ({})", httplib::to_string(result.error())), server_};
    return answer_of(*result, server_ + request.path.substr(0, request.path.find('?')));
}

Result<Answer> Client::call(const Request& request) {
    auto answer = ask(request);
    waits_ = answer && answer->status == 202;
    if (answer && !answer->ok()) return Error{ErrorCode::failed, problem_text(*answer), {}};
    return answer;
}

Result<json::value> Client::value_of(const Request& request) {
    auto answer = call(request);
    if (!answer) return answer.error();
    return answer->parsed();
}

Result<json::value> Client::get(const std::string& path) { return value_of({.path = path}); }

Result<json::value> Client::post(const std::string& path, const json::value& body) {
    return value_of({.method = "POST", .path = path, .body = json::serialize(body)});
}

Result<json::array> Client::items(const std::string& path, Queries queries) {
    json::array out;
    queries.emplace_back("cursor", "");
    auto& cursor = queries.back().second;
    do {
        auto slice = get(path + query(queries));
        if (!slice) return slice.error();
        for (const auto& item : array_at(*slice, "items")) out.push_back(item);
        cursor = text_at(*slice, "next");
    } while (!cursor.empty());
    return out;
}

std::string both_languages(const std::string& english) {
    auto vi = words::error_in_vietnamese(english);
    if (!vi || *vi == english) return english;
    // Some sentences have their Vietnamese words in them already: "Measures (…) / Biện pháp (…)".
    auto both = english.find(" / ");
    bool twice = both != std::string::npos && vi->ends_with(english.substr(both + 3));
    auto alone = twice ? english.substr(0, both) : english;
    auto place = alone.find(": ");  // "/note: not done yet"
    return *vi + " / " + (alone.starts_with('/') && place != std::string::npos ? alone.substr(place + 2) : alone);
}

namespace {

// "line 1 column 2" of a list
std::string in_vietnamese(std::string where) {
    for (auto [en, both] : {std::pair("line ", "dòng / line "), std::pair("column ", "cột / column ")})
        if (auto at = where.find(en); at != std::string::npos && !where.starts_with('/'))
            where.replace(at, std::string_view(en).size(), both);
    return where;
}

// " (địa điểm)" of "/place"; "" of what is no fact.
std::string label_of(std::string_view pointer) {
    if (!pointer.starts_with('/')) return "";
    auto name = pointer.substr(1, pointer.substr(1).find('/'));
    auto label = words::fact(name, "vi");
    return label == name ? "" : fmt::format(" ({})", label);
}

}  // namespace

std::string problem_text(const Answer& answer) {
    auto read = parse_json(answer.body);
    if (!read || !read->is_object()) return fmt::format("máy chủ trả lời {0} / the server answered {0}", answer.status);
    const auto& document = *read;
    std::string text = fmt::format("{} {}", answer.status, text_at(document, "title", "?"));
    auto detail = text_at(document, "detail");
    if (!detail.empty()) text += ": " + both_languages(detail);
    if (auto id = text_at(document, "quarantine_id"); !id.empty()) text += " (quarantine_id " + id + ")";
    if (const auto* errors = document.get_object().if_contains("errors"); errors != nullptr && errors->is_array())
        for (const auto& fault : errors->get_array()) {
            auto where = text_at(fault, "pointer");
            if (where.empty() && !text_at(fault, "line").empty())
                where = fmt::format("dòng/line {}, cột/column {}", text_at(fault, "line"), text_at(fault, "column"));
            auto said = text_at(fault, "detail");
            text += fmt::format("\n  {}{}", in_vietnamese(where), label_of(where));
            if (said != detail) text += ": " + both_languages(said);
        }
    if (const auto* missing = document.get_object().if_contains("missing"); missing != nullptr && missing->is_array())
        for (const auto& item : missing->get_array()) text += "\n  " + missing_line(item);
    return text;
}

std::string query(const Queries& pairs) {
    std::string out;
    for (const auto& [name, value] : pairs)
        if (!value.empty()) out += fmt::format("{}{}={}", out.empty() ? "?" : "&", name, percent_encoded(value));
    return out;
}

}  // namespace breachd::ctl
