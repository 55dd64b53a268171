#include "api/routes/before/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/readiness/readiness.hpp"
#include "core/words/errors.hpp"
#include "core/words/terms.hpp"
#include "notifiers/provider.hpp"

namespace breachd::api {

namespace {

constexpr Duration kRefreshNear = std::chrono::hours{24 * 21};

struct Warnings {
    json::array out;
    void add(const std::string& id, const std::string& channel, const char* state, const Bilingual& what,
             const Bilingual& todo) {
        out.push_back(json::object{{"id", id},
                                   {"channel", channel.empty() ? json::value(nullptr) : json::value(channel)},
                                   {"state", state},
                                   {"what", to_json(what)},
                                   {"todo", to_json(todo)}});
    }
};

struct DnsWords {
    std::string_view record;
    const char *vi, *en, *todo_vi, *todo_en;
};
constexpr DnsWords kDnsWords[] = {
    {"spf", "SPF của tên miền {0}", "SPF of {0}", "thêm bản ghi TXT “v=spf1 …” cho tên miền gửi",
     "publish a TXT record \"v=spf1 …\" at the sender's domain"},
    {"dkim", "khóa DKIM ở {0}", "the DKIM key at {0}",
     "bật ký DKIM ở máy chủ gửi thư, đăng khóa, ghi dkim_selector trong cấu hình",
     "sign with DKIM at the relay, publish the key, set dkim_selector"},
    {"dmarc", "DMARC của tên miền {0}", "DMARC of {0}", "thêm bản ghi TXT ở _dmarc của tên miền gửi",
     "publish a TXT record at _dmarc of the sender's domain"},
    {"ptr", "tên ngược (PTR) của {0}", "the reverse name (PTR) of {0}",
     "nhờ nhà cung cấp mạng đặt tên ngược cho địa chỉ gửi", "let the network's provider set a reverse name"}};

Bilingual said_of(const DnsWords& row, const std::string& state, const std::string& name) {
    auto vi = fmt::format(fmt::runtime(row.vi), name), en = fmt::format(fmt::runtime(row.en), name);
    if (state == "missing") return {vi + ": không có", en + ": there is none"};
    if (state == "broken") return {vi + ": có nhưng không dùng được", en + ": there is one, and it is of no use"};
    if (state == "failed") return {vi + ": không tra được (DNS không trả lời)", en + ": the look-up failed"};
    if (state == "pending") return {vi + ": đang tra", en + ": is being looked up"};
    return {vi + ": không biết từ đây", en + ": cannot be known from here"};
}

std::string word_in(const json::value* in, const char* member) {
    const auto* value = in && in->is_object() ? in->get_object().if_contains(member) : nullptr;
    return value && value->is_string() ? std::string(value->get_string()) : "";
}

void dns_warnings(Warnings& out, const std::string& channel, const json::value* known) {
    if (known == nullptr || !known->is_object()) return;
    for (const auto& row : kDnsWords) {
        const auto* record = known->get_object().if_contains(row.record);
        auto state = word_in(record, "state");
        if (state == "found" || state.empty()) continue;
        bool bad = state == "missing" || state == "broken";
        out.add(fmt::format("dns:{}", row.record), channel, bad ? "warn" : "unknown",
                said_of(row, state, word_in(record, "name")), bad ? Bilingual{row.todo_vi, row.todo_en} : Bilingual{});
    }
}

// What the next access token is got by runs out: said with the day, in time for a person to authorise the channel anew.
void refresh_warning(Warnings& out, const TokenState& token) {
    if (!token.ends_at || token.ends_at > token.now + kRefreshNear) return;
    bool over = *token.ends_at <= token.now;
    auto said = [&](std::string_view language, std::string_view is_over, std::string_view is_near) {
        return fmt::format(fmt::runtime(over ? is_over : is_near), words::period(token.now - *token.got_at, language),
                           time_text(*token.ends_at, language));
    };
    out.add("token_end", token.channel, over ? "bad" : "warn",
            {said("vi", "mã làm mới (refresh token) đã lấy {} trước, hết hạn từ {}",
                  "mã làm mới (refresh token) đã lấy {} trước, hết hạn lúc {}"),
             said("en", "the refresh token is {} old and ended at {}", "the refresh token is {} old and ends at {}")},
            {"cấp quyền lại cho kênh ở nhà cung cấp, ghi refresh_token mới vào cấu hình",
             "authorise the channel anew with the provider, put the new refresh_token into the configuration"});
}

void token_warning(Warnings& out, const TokenState& token) {
    if (!token.got_at)
        return out.add(
            "token", token.channel, "bad",
            {"chưa có mã truy cập của nhà cung cấp", "there is no access token of the provider yet"},
            {"kiểm tra kênh, xem mã làm mới (refresh token) còn hạn", "check the channel and its credentials"});
    refresh_warning(out, token);
    if (token.failures == 0) return;
    auto old = token.now - *token.got_at;
    out.add("token", token.channel, "warn",
            {fmt::format("mã truy cập lấy {} trước, {} lần làm mới sau đó bị từ chối", words::period(old, "vi"),
                         token.failures),
             fmt::format("the access token is {} old, {} renewals since were refused", words::period(old, "en"),
                         token.failures)},
            {"kiểm tra kênh và thông tin đăng nhập của nhà cung cấp", "check the channel and its credentials"});
}

// Why a release would be refused, or tell nobody.
void release_refused(Warnings& out, const NoticeDraft& draft, const ReleasePlan& plan) {
    if (plan.people == 0)
        out.add("nobody", "", "bad",
                {"chưa có ai trong danh sách chủ thể dữ liệu", "nobody is on the list of people to be told"},
                {"nhập danh sách chủ thể dữ liệu", "import the list of people"});
    if (plan.people > 0 && plan.none == plan.people)
        out.add("no_channel", "", "bad",
                {"không ai trong danh sách liên hệ được qua kênh nào", "no channel reaches anybody on the list"},
                {"bổ sung địa chỉ liên hệ hoặc kênh gửi; nếu không thì báo trực tiếp và đăng thông báo công khai",
                 "add contacts or a channel, else tell people by hand and publish the notice"});
    for (const auto& item : draft.missing) {
        auto vi = item.language.empty() ? "chưa rõ: {}" : "nội dung không nêu: {}";
        auto en = item.language.empty() ? "not known yet: {}" : "the text does not say: {}";
        out.add("missing", "", "bad",
                {fmt::format(fmt::runtime(vi), item.label.vi), fmt::format(fmt::runtime(en), item.label.en)},
                {item.language.empty() ? "bổ sung dữ kiện" : "bổ sung vào nội dung thông báo",
                 item.language.empty() ? "give the fact" : "put it into the text of the notice"});
    }
    for (const auto& fault : draft.faults)
        out.add("text", "", "bad",
                {fmt::format("{}: {}", fault.where, words::error_in_vietnamese(fault.what).value_or(fault.what)),
                 fmt::format("{}: {}", fault.where, fault.what)},
                {"sửa nội dung thông báo", "mend the text of the notice"});
}

// Words are missing from the short text that people of this run would get.
void cut_warnings(Warnings& out, const NoticeDraft& draft, const ReleasePlan& plan) {
    bool gets_short =
        std::any_of(plan.channels.begin(), plan.channels.end(), [](const auto& each) { return each.short_text; });
    if (!gets_short) return;
    for (const auto& cut : draft.cuts) {
        bool name = cut.what == ShortCut::name, english = cut.language == "en";
        out.add("short_cut", "", "warn",
                {fmt::format("tin ngắn tiếng {} quá dài: {} bị bỏ bớt chữ", english ? "Anh" : "Việt",
                             name ? "tên tổ chức" : "câu"),
                 fmt::format("the short text in {} is too long: words are left out of {}",
                             english ? "English" : "Vietnamese", name ? "the organisation's name" : "its sentence")},
                {"đọc tin ngắn, viết lại cho ngắn hơn, hoặc dùng địa chỉ trang thông báo ngắn hơn",
                 "read the short text, write a shorter one, or publish at a shorter address"});
    }
}

}  // namespace

std::optional<TokenState> token_state(const Channel& channel, const TokenAges& ages, const Settings& settings,
                                      Instant now) {
    if (!channel.signs_in) return {};
    TokenState out;
    out.channel = channel.name;
    out.now = now;
    auto age = ages.find(channel.name);
    if (age == ages.end()) return out;
    out.got_at = age->second.got_at;
    out.failures = age->second.failures;
    // Tokens live in real time, whatever a drill makes of a day.
    auto lives = std::chrono::duration_cast<Duration>(provider_of(channel).traits.refresh_lives *
                                                      std::max(1.0, settings.time_scale));
    if (out.got_at && lives > Duration{0}) out.ends_at = *out.got_at + lives;
    return out;
}

json::value token_json(const std::optional<TokenState>& token) {
    if (!token) return nullptr;
    auto age =
        token->got_at ? std::chrono::duration_cast<std::chrono::seconds>(token->now - *token->got_at).count() : 0;
    return json::object{{"got_at", to_json(token->got_at)},
                        {"age_s", token->got_at ? json::value(std::max<std::int64_t>(0, age)) : json::value(nullptr)},
                        {"refresh_ends_at", to_json(token->ends_at)},
                        {"refused", token->failures}};
}

json::array token_warnings(const TokenState& token) {
    Warnings out;
    token_warning(out, token);
    return std::move(out.out);
}

json::array release_warnings(store::Reader& reader, const Incident& incident, const Settings& settings,
                             const NoticeDraft& draft, const ReleasePlan& plan, const TokenAges& ages,
                             const std::shared_ptr<const json::object>& dns, Instant now) {
    Warnings out;
    auto sent = reader.last_sent();
    auto refused = reader.templates_refused(incident.id);
    release_refused(out, draft, plan);
    cut_warnings(out, draft, plan);
    for (const auto& each : plan.channels) {
        const auto& channel = *settings.channel(each.channel);
        if (each.can_reach == 0) continue;
        dns_warnings(out, channel.name, dns ? dns->if_contains(channel.name) : nullptr);
        if (auto token = token_state(channel, ages, settings, now)) token_warning(out, *token);
        if (std::find(refused.begin(), refused.end(), channel.name) != refused.end())
            out.add("template", channel.name, "bad",
                    {"nhà cung cấp từ chối mẫu tin: chưa đăng ký, hoặc nội dung khác mẫu",
                     "the provider refused the template: it is not registered, or the text is another one"},
                    {"đăng ký mẫu tin với nhà cung cấp, hoặc sửa tin ngắn cho đúng mẫu",
                     "register the template with the provider, or make the short text fit it"});
        auto last = sent.find(channel.name);
        if (last == sent.end() || now - last->second > kChannelProven)
            out.add(
                "unproven", channel.name, "unknown",
                {"7 ngày qua chưa có tin nào đi được qua kênh này: chưa biết mẫu tin và tài khoản có dùng được không",
                 "nothing has gone out over this channel for 7 days: whether its template and account work is "
                 "not known"},
                {"gửi thử cho mình qua kênh này", "send a test copy to yourself over this channel"});
        if (!channel.price_vnd && each.first > 0)
            out.add("price", channel.name, "unknown", {"chưa khai giá tin", "its price is not configured"},
                    {"ghi price_vnd của kênh trong cấu hình", "set price_vnd of the channel"});
    }
    return std::move(out.out);
}

}  // namespace breachd::api
