// What every row of the registry keeps, whatever provider it is.
#include "notifiers/provider.hpp"

#include <set>

#include "testkit/catch.hpp"
#include "testkit/keys.hpp"
#include "testkit/listed_keys.hpp"

namespace breachd {

namespace {

using testkit::ec_key;
using testkit::rsa_key;

// The least that makes a channel of each type.
const std::map<std::string, std::string> kEnough = {
    {"url", "http://127.0.0.1:9/"},
    {"from", "thongbao@vidu.test"},
    {"directory", "/nowhere"},
    {"secret", "kho-doan"},
    {"body", R"({"to":"{contact}","text":"{text}","id":"{id}"})"},
    {"api_key", "khoa-api"},
    {"secret_key", "khoa-bi-mat"},
    {"brandname", "VIDU"},
    {"token", "khoa-speed"},
    {"sender", "VIDU"},
    {"app_id", "4711"},
    {"app_secret", "zalo-bi-mat"},
    {"refresh_token", "zalo-refresh-1"},
    {"template_id", "643118"},
    {"parameters", "ten: {name}"},
    {"key_id", "ABC123DEFG"},
    {"team_id", "DEF123GHIJ"},
    {"topic", "test.vidu.app"},
    {"return_address", "Ví Dụ, 1 Tràng Tiền, Hà Nội"},
};

Channel made(const Provider& row) {
    auto values = kEnough;
    if (row.type == "smtp") values["url"] = "smtp://127.0.0.1:9";
    if (row.type == "apns") values["key"] = ec_key(), values["url"] = "https://127.0.0.1:9";
    if (row.type == "fcm")
        values["service_account"] = json::serialize(
            json::object{{"client_email", "a@vidu.test"}, {"project_id", "vidu"}, {"private_key", rsa_key()}});
    ListedKeys keys(values);
    Channel channel;
    channel.name = channel.type = row.type;
    channel.page_contacts = row.pages;
    channel.notice_contacts = row.notices_default;
    channel.own = row.read(keys);
    CHECK(keys.errors.empty());
    return channel;
}

const Notifier& notifier_of(const Provider& row, const Channel& channel, std::unique_ptr<Notifier>& keep) {
    std::visit([&](auto make) { keep = make(channel, false); }, row.make);
    return *keep;
}

}  // namespace

TEST_CASE("a row is found by its type, and by nothing else") {
    std::set<std::string_view> types;
    for (const auto& row : providers()) {
        CHECK(types.insert(row.type).second);
        CHECK(find_provider(row.type) == &row);
    }
    CHECK(find_provider("fax") == nullptr);
}

TEST_CASE("a row reaches somebody, and its usual contacts are among those it can use") {
    for (const auto& row : providers()) {
        INFO(row.type);
        CHECK((row.pages | row.notices) != 0);
        CHECK((row.notices_default & ~row.notices) == 0);
        CHECK((row.notices & ~imported_kinds()) == 0);
        CHECK(row.traits.batch_max >= 1);
    }
}

TEST_CASE("a channel is made from its own keys, a message without an address is refused in the dry run") {
    for (const auto& row : providers()) {
        INFO(row.type);
        auto channel = made(row);
        std::unique_ptr<Notifier> keep;
        CHECK_FALSE(notifier_of(row, channel, keep).check(Message{}));
    }
}

TEST_CASE("a missing key is said") {
    for (const auto& row : providers()) {
        INFO(row.type);
        ListedKeys none({});
        row.read(none);
        CHECK_FALSE(none.errors.empty());
    }
}

}  // namespace breachd
