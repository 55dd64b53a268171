// One page of a WordPress site a public notice, over its REST API with an application password. The slug finds the page
// again: POST alone would make a second one. The site dresses the page up, so what is read back is a mark in it: the
// hash of what was put there.
#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "core/journal/because.hpp"
#include "notifiers/publishing/over_http.hpp"

namespace breachd {

namespace {

constexpr std::size_t kLinkBytesMax = 2000;  // it stands in the journal and in short texts

struct WordpressConfig : PublisherConfig {
    std::string username, password, ca_file;
    std::string slug_prefix = "thong-bao-";
};

class WordpressPlace : public Place {
  public:
    explicit WordpressPlace(const Publisher& publisher)
        : own_(own_config<WordpressConfig>(publisher)), site_(publisher.url) {}

    PutUp put(const PublicMatter& matter, Wire& wire) const override {
        const auto slug = own_.slug_prefix + lower(matter.incident);
        auto found = wire.http(
            request("GET", "?context=edit&status=publish,draft,pending,private,future&_fields=id&slug=" + slug));
        if (!took_it(found)) return not_taken("wordpress", site_, found);
        auto pages = parse_json(found.body);
        if (!pages || !pages->is_array()) return unclear();
        auto id = pages->get_array().empty() ? std::optional<std::int64_t>(0) : id_of(pages->get_array().front());
        if (!id) return unclear();
        auto written = request("POST", *id > 0 ? fmt::format("/{}", *id) : "");
        const auto mark = hex(sha256(matter.main));
        written.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
        written.body = json::serialize(json::object{
            {"slug", slug},
            {"status", "publish"},
            {"title", matter.title},
            {"comment_status", "closed"},
            {"ping_status", "closed"},
            {"content", fmt::format("<!-- wp:html -->\n{}<p>SHA-256: {}</p>\n<!-- /wp:html -->", matter.main, mark)}});
        auto answer = wire.http(std::move(written));
        if (!took_it(answer)) return not_taken("wordpress", site_, answer);
        auto link = link_of(answer.body);
        return link ? PutUp(Shown{std::move(*link), matter.main, mark}) : PutUp(unclear());
    }

  private:
    Reason unclear() const { return because::publisher_refused("wordpress", site_, "", Cause::answer_unclear); }

    HttpRequest request(std::string method, const std::string& rest) const {
        auto out = publisher_request(std::move(method), site_ + "/wp-json/wp/v2/pages" + rest, own_.ca_file);
        out.headers.emplace_back("Authorization", basic_auth(own_.username, own_.password));
        return out;
    }

    static std::optional<std::int64_t> id_of(const json::value& page) {
        const auto* object = page.if_object();
        const auto* id = object ? object->if_contains("id") : nullptr;
        if (!id || !id->is_int64() || id->get_int64() <= 0) return {};
        return id->get_int64();
    }

    // Only an address of the same site is read back.
    std::optional<std::string> link_of(const std::string& answer) const {
        auto page = parse_json(answer);
        const auto* object = page ? page->if_object() : nullptr;
        const auto* link = object ? object->if_contains("link") : nullptr;
        if (!link || !link->is_string()) return {};
        std::string url(link->get_string());
        if (origin_of(url) != origin_of(site_) || url.size() > kLinkBytesMax) return {};
        if (std::any_of(url.begin(), url.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7f; })) return {};
        return url;
    }

    WordpressConfig own_;
    std::string site_;
};

void read_keys(Keys& keys, Publisher& out) {
    auto own = std::make_shared<WordpressConfig>();
    check_safe_url(keys, "url", out.url, out);
    keys.need("username");
    keys.text("username", own->username);
    need_publisher_secret(keys, "password", own->password);
    keys.text("slug_prefix", own->slug_prefix);
    for (unsigned char c : own->slug_prefix)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return keys.error("\"slug_prefix\" has small letters, digits and - only");
    keys.path("ca_file", own->ca_file);
    out.own = std::move(own);
}

std::unique_ptr<Place> make(const Publisher& publisher) { return std::make_unique<WordpressPlace>(publisher); }

}  // namespace

PublisherKind wordpress_publisher() { return {"wordpress", PublisherCarries::page, read_keys, make}; }

}  // namespace breachd
