// Objects of a bucket (Amazon S3 and what speaks like it). libcurl signs (AWS SigV4), with the machine's own time.
#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "notifiers/publishing/over_http.hpp"

namespace breachd {

namespace {

struct S3Config : PublisherConfig {
    std::string endpoint, bucket, region, prefix, access_key, secret_key, ca_file;
    std::string style = "path";
    std::string cache_control = "public, max-age=60";
};

// Letters that stand for themselves in a URL, so that the signed path is the sent one whatever the library escapes.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
               c == '.' || c == '/';
    });
}

class S3Place : public Place {
  public:
    explicit S3Place(const Publisher& publisher) : own_(own_config<S3Config>(publisher)), url_(publisher.url) {}

    PutUp put(const PublicMatter& matter, Wire& wire) const override {
        for (const auto& file : matter.files)
            if (auto answer = wire.http(put_of(file)); !took_it(answer)) return not_taken("s3", place(), answer);
        const auto& page = matter.files.front();
        return Shown{url_ + "/" + page.path, page.bytes, ""};
    }

  private:
    std::string place() const {
        if (own_.style == "path") return own_.endpoint + "/" + own_.bucket;
        auto host = own_.endpoint.find("://") + 3;
        return fmt::format("{}{}.{}", own_.endpoint.substr(0, host), own_.bucket, own_.endpoint.substr(host));
    }
    HttpRequest put_of(const PublicFile& file) const {
        auto key = own_.prefix.empty() ? file.path : own_.prefix + "/" + file.path;
        auto out = publisher_request("PUT", place() + "/" + key, own_.ca_file);
        out.headers.emplace_back("Content-Type", content_type_of_file(file.path));
        out.headers.emplace_back("Cache-Control", own_.cache_control);
        out.headers.emplace_back("x-amz-content-sha256", hex(sha256(file.bytes)));
        out.aws_sigv4 = fmt::format("aws:amz:{}:s3", own_.region);
        out.username = own_.access_key;
        out.password = own_.secret_key;
        out.body = file.bytes;
        return out;
    }

    S3Config own_;
    std::string url_;
};

void read_keys(Keys& keys, Publisher& out) {
    auto own = std::make_shared<S3Config>();
    read_safe_url(keys, "endpoint", own->endpoint, out);
    for (auto [key, at] : {std::pair{"bucket", &own->bucket}, {"region", &own->region}}) {
        keys.need(key);
        keys.text(key, *at);
        if (!is_plain(*at) || at->find('/') != std::string::npos)
            keys.error(fmt::format("\"{}\" has letters, digits, - _ and . only", key));
    }
    keys.text("prefix", own->prefix);
    while (own->prefix.ends_with('/')) own->prefix.pop_back();
    while (own->prefix.starts_with('/')) own->prefix.erase(0, 1);
    if (!is_plain(own->prefix)) keys.error("\"prefix\" has letters, digits, - _ . and / only");
    keys.choice("style", own->style, {"path", "virtual_host"});
    keys.need("access_key");
    keys.text("access_key", own->access_key);
    need_publisher_secret(keys, "secret_key", own->secret_key);
    keys.path("ca_file", own->ca_file);
    out.own = std::move(own);
}

std::unique_ptr<Place> make(const Publisher& publisher) { return std::make_unique<S3Place>(publisher); }

}  // namespace

PublisherKind s3_publisher() { return {"s3", PublisherCarries::files, read_keys, make}; }

}  // namespace breachd
