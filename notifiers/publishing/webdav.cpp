// PUT of each file under a base URL, as WebDAV servers and many others take it. A folder that is missing is made.
#include <fmt/format.h>

#include "notifiers/publishing/over_http.hpp"

namespace breachd {

namespace {

struct WebdavConfig : PublisherConfig {
    std::string to, username, password, token, ca_file;
};

class WebdavPlace : public Place {
  public:
    explicit WebdavPlace(const Publisher& publisher) : own_(own_config<WebdavConfig>(publisher)), url_(publisher.url) {}

    PutUp put(const PublicMatter& matter, Wire& wire) const override {
        for (const auto& file : matter.files) {
            auto answer = wire.http(put_of(file));
            auto folder = file.path.substr(0, file.path.rfind('/') + 1);
            if (!folder.empty() && (answer.status == 404 || answer.status == 409)) {  // RFC 4918, 9.7.1: it is missing
                auto made = wire.http(request("MKCOL", own_.to + "/" + folder));
                if (!took_it(made) && made.status != 405) return not_taken("webdav", own_.to, made);  // 405: it exists
                answer = wire.http(put_of(file));
            }
            if (!took_it(answer)) return not_taken("webdav", own_.to, answer);
        }
        const auto& page = matter.files.front();
        return Shown{url_ + "/" + page.path, page.bytes, ""};
    }

  private:
    HttpRequest request(std::string method, std::string url) const {
        auto out = publisher_request(std::move(method), std::move(url), own_.ca_file);
        out.headers.emplace_back(
            "Authorization", own_.token.empty() ? basic_auth(own_.username, own_.password) : "Bearer " + own_.token);
        return out;
    }
    HttpRequest put_of(const PublicFile& file) const {
        auto out = request("PUT", own_.to + "/" + file.path);
        out.headers.emplace_back("Content-Type", content_type_of_file(file.path));
        out.body = file.bytes;
        return out;
    }

    WebdavConfig own_;
    std::string url_;
};

void read_keys(Keys& keys, Publisher& out) {
    auto own = std::make_shared<WebdavConfig>();
    read_safe_url(keys, "to", own->to, out);
    keys.path("ca_file", own->ca_file);
    keys.text("username", own->username);
    bool password = keys.secret("password", own->password), token = keys.secret("token", own->token);
    if (password == token || (password && own->username.empty()) || (token && !own->username.empty()))
        keys.error("webdav signs in with username and password_file, or with token_file");
    out.own = std::move(own);
}

std::unique_ptr<Place> make(const Publisher& publisher) { return std::make_unique<WebdavPlace>(publisher); }

}  // namespace

PublisherKind webdav_publisher() { return {"webdav", PublisherCarries::files, read_keys, make}; }

}  // namespace breachd
