// A signed webhook to an app or a site that shows a banner: what notice.json says, and where the page is.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "core/journal/because.hpp"
#include "notifiers/gateway_answer.hpp"
#include "notifiers/publishing/over_http.hpp"
#include "notifiers/signature.hpp"

namespace breachd {

namespace {

struct BannerConfig : PublisherConfig {
    std::string to, secret, ca_file;
};

class BannerPlace : public Place {
  public:
    explicit BannerPlace(const Publisher& publisher) : own_(own_config<BannerConfig>(publisher)) {}

    PutUp put(const PublicMatter& matter, Wire& wire) const override {
        auto answer = wire.http(request(matter));
        bool seen_before = answer.status == 409;  // the same webhook-id
        if (!took_it(answer) && !seen_before) return not_taken("webhook", origin_of(own_.to), answer);
        auto body = parse_json(answer.body);
        if (body && body->is_object() && says_refused(body->get_object()))
            return because::publisher_refused("webhook", origin_of(own_.to), fmt::format("http {}", answer.status),
                                              Cause::refused);
        return Shown{};
    }

  private:
    HttpRequest request(const PublicMatter& matter) const {
        auto out = publisher_request("POST", own_.to, own_.ca_file);
        auto banner = parse_json(matter.banner);
        auto data = banner && banner->is_object() ? banner->get_object() : json::object();
        data["url"] = matter.page_url;
        data["incident_id"] = matter.incident;
        json::object body{{"type", "public_notice"},
                          {"timestamp", format_rfc3339(matter.at)},
                          {"drill", matter.drill},
                          {"data", std::move(data)}};
        out.body = canonical_json(body);
        auto id = fmt::format("public-notice-{}-{}", matter.incident, hex(sha256(out.body)).substr(0, 16));
        auto seconds =
            fmt::format("{}", std::chrono::floor<std::chrono::seconds>(matter.at.time_since_epoch()).count());
        out.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
        out.headers.emplace_back("webhook-id", id);
        out.headers.emplace_back("webhook-timestamp", seconds);
        out.headers.emplace_back("webhook-signature", sign_webhook(own_.secret, id, matter.at, out.body));
        return out;
    }

    BannerConfig own_;
};

void read_keys(Keys& keys, Publisher& out) {
    auto own = std::make_shared<BannerConfig>();
    read_safe_url(keys, "to", own->to, out);
    need_publisher_secret(keys, "secret", own->secret);
    keys.path("ca_file", own->ca_file);
    out.own = std::move(own);
}

std::unique_ptr<Place> make(const Publisher& publisher) { return std::make_unique<BannerPlace>(publisher); }

}  // namespace

PublisherKind webhook_publisher() { return {"webhook", PublisherCarries::banner, read_keys, make}; }

}  // namespace breachd
