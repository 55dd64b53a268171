// Whatever a WebDAV server, a bucket, a WordPress site or an app's webhook answers to a publication: it ends after a
// few requests, to that place alone; only an answer that says so is a page that went up; and nothing of the answer is
// kept but its number and, of a site, the address of the page.
#include <cstdint>
#include <set>

#include "base/check.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "notifiers/publishing/publishing.hpp"
#include "seeds.hpp"
#include "testkit/listed_keys.hpp"

using namespace breachd;

namespace {

const std::string kSite = "https://vidu.vn", kPlace = "https://noi-dang.vidu.vn";
constexpr std::size_t kUrlBytesMax = 2000;

// Says what the bytes hold: an answer is a byte of its own, a line for Retry-After and a body that 0xFF ends.
class Answers : public Wire {
  public:
    explicit Answers(std::string_view said) : rest_(said) {}

    HttpAnswer http(HttpRequest request) override {
        BREACHD_CHECK(request.url.starts_with(kPlace + "/") || request.url.starts_with(kSite + "/wp-json/wp/v2/pages"));
        BREACHD_CHECK(request.url.find_first_of(" \r\n") == request.url.npos);
        BREACHD_CHECK(++requests_ <= 6);
        constexpr int kStatuses[] = {200, 201, 204, 301, 400, 401, 403, 404, 405, 409, 413, 423, 429, 500, 503, 507};
        HttpAnswer answer;
        auto what = rest_.empty() ? 0 : static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
        auto piece = rest_.substr(0, rest_.find('\xff'));
        rest_.remove_prefix(std::min(rest_.size(), piece.size() + 1));
        answer.status = kStatuses[what % std::size(kStatuses)];
        if (what >= 0xf0) {
            answer.transport = what % 2 ? Transport::lost : Transport::not_sent;
            answer.status = what % 4 < 2 ? 0 : 200;  // the head may have come, and no more
            answer.cause = Cause::connection_lost;
        }
        auto line = piece.substr(0, piece.find('\n'));
        answer.headers["retry-after"] = line;
        answer.headers["date"] = "Sun, 06 Nov 1994 08:49:37 GMT";
        answer.body = piece.substr(std::min(piece.size(), line.size() + 1));
        good_ = answer.transport == Transport::answered && answer.status >= 200 && answer.status < 300;
        again_ = answer.status == 409;
        return answer;
    }
    SftpAnswer upload(const SftpTarget&, std::span<const PublicFile>) override { return {}; }

    bool good() const { return good_; }    // the last answer
    bool again() const { return again_; }  // it says that it has had that before

  private:
    std::string_view rest_;
    int requests_ = 0;
    bool good_ = false, again_ = false;
};

Publisher publisher_of(const std::string& type, std::map<std::string, std::string> values) {
    const auto* kind = find_publisher_kind(type);
    BREACHD_CHECK(kind != nullptr);
    ListedKeys keys(std::move(values));
    Publisher out;
    out.type = type;
    out.url = kSite;
    kind->read(keys, out);
    BREACHD_CHECK(keys.errors.empty());
    return out;
}

const std::vector<Publisher>& publishers() {
    static const std::vector<Publisher> all{
        publisher_of("webdav", {{"to", kPlace}, {"token", "kho-doan"}}),
        publisher_of("s3", {{"endpoint", kPlace},
                            {"bucket", "thong-bao"},
                            {"region", "hn"},
                            {"access_key", "AKIDEXAMPLE"},
                            {"secret_key", "kho-doan"}}),
        publisher_of("wordpress", {{"username", "breachd"}, {"password", "kho-doan"}}),
        publisher_of("webhook", {{"to", kPlace + "/banner"}, {"secret", "kho-doan"}}),
    };
    return all;
}

PublicMatter matter() {
    PublicMatter out;
    out.incident = "INC-2026-0001";
    out.at = instant_from_ms(1'764'400'000'000);
    out.files = {{"INC-2026-0001/index.html", "<html>trang</html>"}, {"feed.atom", "<feed/>"}};
    out.title = "Thông báo";
    out.main = "<p>nội dung</p>";
    out.banner = R"({"status":"published"})";
    out.page_url = kSite + "/INC-2026-0001/index.html";
    return out;
}

void check_shown(const std::string& type, const Shown& shown, const Answers& answers) {
    BREACHD_CHECK(answers.good() || (type == "webhook" && answers.again()));
    if (type == "webhook") return BREACHD_CHECK(shown.url.empty());
    BREACHD_CHECK(shown.url == kSite || shown.url.starts_with(kSite + "/") || shown.url.starts_with(kSite + "?") ||
                  shown.url.starts_with(kSite + "#"));
    BREACHD_CHECK(shown.url.size() <= kUrlBytesMax && is_utf8(shown.url));
    for (unsigned char c : shown.url) BREACHD_CHECK(c > 0x20 && c != 0x7f);
}

// The place's name is ours, the code is the status, the cause one of our words.
void check_reason(const std::string& type, const Reason& why) {
    BREACHD_CHECK(why.code == ReasonCode::publisher_refused && why.args.size() == 4);
    BREACHD_CHECK(text_member(why.args, "type") == type);
    auto place = text_member(why.args, "place"), code = text_member(why.args, "code");
    BREACHD_CHECK(place == (type == "wordpress" ? kSite : type == "s3" ? kPlace + "/thong-bao" : kPlace));
    BREACHD_CHECK(code.empty() || (code.size() == 8 && code.starts_with("http ")));
    BREACHD_CHECK(text_member(why.args, "cause") != cause_word(Cause::none));
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    fuzz::Seeds seeds(argc, argv);
    const std::string end(1, '\xff'), yes(1, '\0'), made = "\1\n", missing = "\7\n", clash = "\x09\n", busy = "\x0c";
    const std::string good = yes + "\n", dav = yes, bucket = "\1", site = "\2", app = "\3";
    seeds.add(dav + made + end + made);
    seeds.add(dav + missing + end + made + end + made + end + made);
    seeds.add(dav + clash + end + "\x08\n" + end + made + end + busy + "Mon, 07 Nov 1994 08:49:37 GMT\n<error/>");
    seeds.add(bucket + good + end + busy + "120\n<Error><Code>SlowDown</Code></Error>");
    seeds.add(site + good + "[]" + end + made + R"({"id":17,"link":"https://vidu.vn/thong-bao/"})");
    seeds.add(site + good + R"([{"id":17}])" + end + good + R"({"link":"https://vidu.vn/?page_id=17","id":17})");
    seeds.add(site + good + "[]" + end + made + R"({"link":"https://vidu.vn/a\u0000\u007fb"})");
    seeds.add(site + good + R"([{"id":-1},{"id":"17"}])" + end + made + R"({"link":"https://vidu.vn.evil.test/"})");
    seeds.add(site + good + R"({"code":"rest_no_route"})");
    seeds.add(app + good + R"({"id":"b-1","status":"failed","success":false,"errors":["x"]})");
    seeds.add(app + clash + R"({"error":0})");
    return 0;
}

// The first byte chooses the publisher.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view said(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto& publisher = publishers()[data[0] % publishers().size()];
    static const auto given = matter();
    Answers answers(said), same(said);
    auto up = make_place(publisher)->put(given, answers);
    if (const auto* shown = std::get_if<Shown>(&up))
        check_shown(publisher.type, *shown, answers);
    else
        check_reason(publisher.type, std::get<Reason>(up));
    auto again = make_place(publisher)->put(given, same);
    BREACHD_CHECK(up.index() == again.index());
    if (const auto* shown = std::get_if<Shown>(&up)) BREACHD_CHECK(shown->url == std::get<Shown>(again).url);
    return 0;
}
