// The console: one page of HTML for every address of its own (it draws what the address says), and its files. Public:
// there is nothing in them that is not in the program; what they show comes over the calls of the API.
#include "api/console/console_files.hpp"
#include "api/routes/handlers.hpp"

namespace breachd::api {

namespace {

constexpr std::string_view kPage = "index.html";
constexpr std::string_view kHashed = "assets/";  // their names change with their bytes

// Addresses of programs: an unknown one of them is a fault, and no page of the console.
constexpr std::string_view kNotPages[] = {"/api", "/a", "/-", "/notices", "/metrics", "/assets"};

bool below(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

const ConsoleFile* file_at(std::string_view path) {
    for (const auto& file : kConsoleFiles)
        if (file.path == path) return &file;
    return nullptr;
}

std::string_view type_of(std::string_view name) {
    constexpr std::pair<std::string_view, std::string_view> kTypes[] = {{".html", "text/html; charset=utf-8"},
                                                                        {".js", "text/javascript; charset=utf-8"},
                                                                        {".css", "text/css; charset=utf-8"},
                                                                        {".json", "application/json"},
                                                                        {".webmanifest", "application/manifest+json"},
                                                                        {".svg", "image/svg+xml"},
                                                                        {".png", "image/png"},
                                                                        {".ico", "image/x-icon"},
                                                                        {".woff2", "font/woff2"},
                                                                        {".txt", "text/plain; charset=utf-8"}};
    for (const auto& [ending, type] : kTypes)
        if (name.ends_with(ending)) return type;
    return "application/octet-stream";
}

// Whether a list as in Accept and Accept-Encoding names `word` without forbidding it.
bool lists(std::string_view header, std::string_view word) {
    while (!header.empty()) {
        auto item = header.substr(0, header.find(','));
        header.remove_prefix(std::min(header.size(), item.size() + 1));
        auto name = trim(item.substr(0, item.find(';')));
        if (lower(name) != word) continue;
        auto q = item.find("q=");
        return q == std::string_view::npos || item.substr(q + 2).find_first_of("123456789") != std::string_view::npos;
    }
    return false;
}

// Nothing from elsewhere, nothing written into the page, in nobody's frame.
void protect(Response& out, bool over_https) {
    out.with("Content-Security-Policy",
             "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
             "connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
        .with("X-Frame-Options", "DENY")
        .with("Referrer-Policy", "no-referrer")
        .with("Permissions-Policy",
              "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
              "microphone=(), midi=(), payment=(), usb=()")
        .with("Cross-Origin-Opener-Policy", "same-origin")
        .with("Cross-Origin-Resource-Policy", "same-origin");
    if (over_https) out.with("Strict-Transport-Security", "max-age=31536000");
}

Response file_response(const ConsoleFile& file, const Request& request, bool over_https) {
    bool packed = !file.gzip.empty() && lists(request.header("accept-encoding"), "gzip");
    auto tag = quoted_etag(std::string(file.tag) + (packed ? "-gzip" : ""));
    Response out;
    protect(out, over_https);
    out.with("ETag", tag).with("Vary", "Accept-Encoding");
    out.with("Cache-Control", file.path.starts_with(kHashed) ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.header("if-none-match") == tag) {
        out.status = 304;
        return out;
    }
    out.content_type = type_of(file.path);
    out.body = std::string(packed ? file.gzip : file.bytes);
    if (packed) out.with("Content-Encoding", "gzip");
    return out;
}

void answer_with(Context& context, const CallPtr& call, std::string_view path) {
    const auto* file = file_at(path);
    if (file == nullptr) return call->respond(problem(404, "there is nothing at this address"));
    bool over_https = context.services.settings()->public_url.starts_with("https://");
    call->respond(file_response(*file, call->request, over_https));
}

// A file beside the page, else the page.
void get_other(Context& context, const CallPtr& call) {
    std::string_view beside = std::string_view(call->request.path).substr(1);
    answer_with(context, call, file_at(beside) != nullptr ? beside : kPage);
}

constexpr Route kOther{{"GET", "/{path*}", 0, 0}, get_other};

}  // namespace

const Route* route_of_console(const Request& request) {
    if (request.method != "GET" && request.method != "HEAD") return nullptr;
    if (!request.path.starts_with('/')) return nullptr;
    for (auto folder : kNotPages)
        if (below(request.path, folder)) return nullptr;
    bool known = file_at(std::string_view(request.path).substr(1)) != nullptr;
    return known || lists(request.header("accept"), "text/html") ? &kOther : nullptr;
}

void get_console(Context& context, const CallPtr& call) { answer_with(context, call, kPage); }

void get_console_file(Context& context, const CallPtr& call) {
    answer_with(context, call, std::string(kHashed) + call->part(0));
}

}  // namespace breachd::api
