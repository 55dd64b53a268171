// /notices/…: the public notice's files, from the first publisher of type directory. GET and HEAD, public, cacheable
// for a minute. A path is walked segment by segment from the directory, following no link, so that nothing outside is
// reached.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/routes/handlers.hpp"
#include "base/digest.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kFileBytesMax = 16 << 20;
constexpr std::size_t kDepthMax = 8;

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    void reset(int fd) {
        close();
        fd_ = fd;
    }
    int get() const { return fd_; }

  private:
    void close() {
        if (fd_ >= 0) ::close(fd_);
    }
    int fd_;
};

// Segments of a decoded path; nothing when one of them could lead anywhere but down.
std::optional<std::vector<std::string>> safe_segments(std::string_view path) {
    std::vector<std::string> out;
    while (!path.empty()) {
        std::string_view segment = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(path.size(), segment.size() + 1));
        if (segment.empty() || segment.front() == '.' || segment.find_first_of("\\") != std::string_view::npos)
            return std::nullopt;
        for (char c : segment)
            if (static_cast<unsigned char>(c) < 0x20) return std::nullopt;
        out.emplace_back(segment);
        if (out.size() > kDepthMax) return std::nullopt;
    }
    return out;
}

std::string_view content_type_of(std::string_view name) {
    constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
        {".html", "text/html; charset=utf-8"},
        {".json", "application/json"},
        {".xml", "application/atom+xml; charset=utf-8"},
        {".atom", "application/atom+xml; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".pdf", "application/pdf"},
        {".png", "image/png"},
        {".svg", "image/svg+xml"}};
    for (const auto& [ending, type] : kTypes)
        if (name.ends_with(ending)) return type;
    return "application/octet-stream";
}

Response nothing_here() { return problem(404, "there is nothing at this address"); }

std::optional<std::string> read_all(int fd, std::size_t size) {
    std::string out(size, '\0');
    std::size_t have = 0;
    while (have < size) {
        ssize_t got = ::read(fd, out.data() + have, size - have);
        if (got <= 0) return std::nullopt;
        have += static_cast<std::size_t>(got);
    }
    return out;
}

Response file_response(const std::string& root, const std::string& path, std::string_view if_none_match) {
    auto segments = safe_segments(path);
    if (!segments) return nothing_here();
    bool folder = path.empty() || path.back() == '/';
    if (folder) segments->push_back("index.html");
    Descriptor at(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (at.get() < 0) return nothing_here();
    for (std::size_t i = 0; i + 1 < segments->size(); ++i) {
        at.reset(::openat(at.get(), (*segments)[i].c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (at.get() < 0) return nothing_here();
    }
    Descriptor file(::openat(at.get(), segments->back().c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    struct stat facts {};
    if (file.get() < 0 || ::fstat(file.get(), &facts) != 0) return nothing_here();
    if (S_ISDIR(facts.st_mode)) {  // relative links of the page need the slash
        Response out;
        out.status = 301;
        return out.with("Location", segments->back() + "/");
    }
    if (!S_ISREG(facts.st_mode) || static_cast<std::size_t>(facts.st_size) > kFileBytesMax) return nothing_here();
    auto bytes = read_all(file.get(), static_cast<std::size_t>(facts.st_size));
    if (!bytes) return nothing_here();
    Response out;
    std::string tag = quoted_etag(hex(sha256(*bytes)).substr(0, 32));
    out.with("ETag", tag).with("Cache-Control", "public, max-age=60");
    out.with("Content-Security-Policy",
             "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'");
    if (if_none_match == tag) {
        out.status = 304;
        return out;
    }
    out.content_type = content_type_of(segments->back());
    out.body = std::move(*bytes);
    return out;
}

}  // namespace

void get_public_file(Context& context, const CallPtr& call) {
    auto settings = context.services.settings();
    const Publisher* publisher = nullptr;
    for (const auto& one : settings->public_notice.publishers)
        if (one.type == "directory" && publisher == nullptr) publisher = &one;
    if (!context.options.serve_notices || publisher == nullptr) return call->respond(nothing_here());
    // The pool's threads may wait for a disk; the store itself is not needed here.
    bool taken = context.pool.submit([call, root = publisher->path, way_back = context.loop](store::Reader*) {
        Response out = file_response(root, call->part(0), call->request.header("if-none-match"));
        way_back->post([call, out = std::move(out)]() mutable { call->respond(std::move(out)); });
    });
    if (!taken) call->respond(problem(503, "too many reads are waiting"));
}

}  // namespace breachd::api
