#include "core/readiness/readiness.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/law/edition.hpp"
#include "core/readiness/rows.hpp"
#include "core/telling/notice_run.hpp"
#include "core/telling/ways.hpp"
#include "core/words/terms.hpp"
#include "core/words/words.hpp"

namespace breachd {

namespace {

bool for_people(const ObligationRule& rule) {
    return rule.addressee == Addressee::subjects || rule.addressee == Addressee::authority_and_subjects;
}

bool asks_for(const ObligationRule& rule, const Asset& asset) {
    return std::any_of(rule.applies.kinds.begin(), rule.applies.kinds.end(), [&](const std::string& kind) {
        return std::find(asset.kinds.begin(), asset.kinds.end(), kind) != asset.kinds.end();
    });
}

Duration time_to_tell(const Asset& asset, const Settings& settings, Instant now) {
    const auto* edition = edition_for(settings.editions, settings.edition, now);
    std::optional<Duration> least;
    if (edition)
        for (const auto& rule : edition->obligations)
            if (for_people(rule) && rule.within && asks_for(rule, asset))
                least = std::min(least.value_or(*rule.within), *rule.within);
    return least.value_or(kToTellPeople);
}

std::optional<Instant> end_for(std::int64_t people, const std::string& channel, const Settings& settings, Instant now) {
    RunLoad load;
    load.pending = people;
    load.queued[channel] = people;
    return forecast_end(load, settings, now);
}

// The most people who are told by then: the end of a run moves with its size.
std::int64_t most_in_time(const TellingForecast& asked, const Settings& settings, Instant now) {
    std::int64_t fits = 0, too_many = asked.people + 1;
    while (too_many - fits > 1) {
        auto middle = fits + (too_many - fits) / 2;
        auto end = end_for(middle, asked.channel, settings, now);
        (end && *end <= asked.due_at ? fits : too_many) = middle;
    }
    return fits;
}

ReadinessRow asset_row(const Asset& asset, const Settings& settings, Instant now) {
    auto id = "asset:" + asset.name;
    if (asset.subjects <= 0)
        return {id,
                Readiness::unknown,
                {fmt::format("{}: chưa khai có bao nhiêu người", asset.name),
                 fmt::format("{}: nobody has said how many people it holds", asset.name)},
                {"ghi assets[].subjects trong cấu hình", "set assets[].subjects in the configuration"}};
    auto told = forecast_for(asset, settings, now);
    auto people_vi = count_text(told.people, "vi"), people_en = count_text(told.people, "en");
    if (!told.ends_at)
        return {id,
                Readiness::bad,
                {fmt::format("{}: không có kênh nào báo được cho {} người", asset.name, people_vi),
                 fmt::format("{}: no channel could tell its {} people", asset.name, people_en)},
                {"đặt notice.order với ít nhất một kênh báo được cho chủ thể",
                 "set notice.order with a channel that can tell subjects"}};
    auto takes = *told.ends_at - now, leaves = told.due_at - now;
    auto late = told.people - told.in_time;
    bool tight = *told.ends_at > told.due_at - settings.public_notice.margin;
    auto share = fmt::format("{:.0f}", 100.0 * static_cast<double>(late) / static_cast<double>(told.people));
    Bilingual what{
        fmt::format(
            "{}: báo {} người qua kênh {} mất {}, thời hạn {}{}", asset.name, people_vi, told.channel,
            words::period(takes, "vi"), words::period(leaves, "vi"),
            late > 0 ? fmt::format("; {} người ({} %) bị báo muộn", count_text(late, "vi"), share) : std::string()),
        fmt::format("{}: to tell {} people on channel {} takes {}, the law leaves {}{}", asset.name, people_en,
                    told.channel, words::period(takes, "en"), words::period(leaves, "en"),
                    late > 0 ? fmt::format("; {} people ({} %) would be told late", count_text(late, "en"), share)
                             : std::string())};
    if (!tight) return {id, Readiness::ok, what, {}};
    return {id,
            late > 0 ? Readiness::bad : Readiness::warn,
            what,
            {"tăng rate hoặc daily_quota của kênh, thêm kênh vào notice.order, chuẩn bị thông báo công khai",
             "raise the channel's rate or daily_quota, add a channel to notice.order, prepare the public notice"}};
}

}  // namespace

TellingForecast forecast_for(const Asset& asset, const Settings& settings, Instant now) {
    TellingForecast out;
    out.people = asset.subjects;
    out.due_at = now + time_to_tell(asset, settings, now);
    for (const auto& name : settings.notice.order) {
        const auto* channel = settings.channel(name);
        if (!channel || channel->notice_contacts == 0) continue;
        if (ends_here(*channel) && settings.mode == Mode::live) continue;  // only a drill may well end in files
        out.channel = name;
        out.ends_at = end_for(out.people, name, settings, now);
        break;
    }
    if (out.ends_at) out.in_time = *out.ends_at <= out.due_at ? out.people : most_in_time(out, settings, now);
    return out;
}

std::vector<ReadinessRow> readiness(const Settings& settings, const ReadinessFacts& facts, Instant now) {
    std::vector<ReadinessRow> out;
    for (const auto& asset : settings.assets) out.push_back(asset_row(asset, settings, now));
    if (settings.assets.empty())
        out.push_back({"assets",
                       Readiness::warn,
                       {"chưa khai tài sản dữ liệu nào: cảnh báo không cho biết loại dữ liệu và số người",
                        "no asset is configured: an alert tells neither the kinds of data nor how many people"},
                       {"khai assets trong cấu hình", "configure assets"}});
    people_rows(out, settings, facts, now);
    channel_rows(out, settings, facts, now);
    paper_rows(out, settings, now);
    machine_rows(out, settings, facts, now);
    return out;
}

}  // namespace breachd
