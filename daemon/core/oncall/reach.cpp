#include "core/oncall/reach.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/oncall/paging.hpp"
#include "core/telling/ways.hpp"

namespace breachd {

namespace {

std::vector<const Channel*> paging_channels(const Settings& settings) {
    std::vector<const Channel*> out;
    for (const auto& name : settings.on_call.channels)
        if (const auto* channel = settings.channel(name)) out.push_back(channel);
    return out;
}

// Everybody whom an escalation may call, once.
std::set<std::string> people_called(const OnCall& on_call) {
    std::set<std::string> out;
    for (const auto& roster : on_call.rosters) out.insert(roster.members.begin(), roster.members.end());
    for (const auto& step : on_call.escalation)
        for (const auto& target : step.page)
            if (!target.starts_with("roster:")) out.insert(target);
    return out;
}

bool tells_subjects(const Settings& settings, const Channel& channel) {
    const auto& order = settings.notice.order;
    return std::find(order.begin(), order.end(), channel.name) != order.end();
}

}  // namespace

std::vector<PagingGap> paging_gaps(const Settings& settings) {
    std::vector<PagingGap> out;
    auto channels = paging_channels(settings);
    if (channels.empty()) return out;
    for (const auto& id : people_called(settings.on_call)) {
        const auto* person = settings.person(id);
        auto reaches = [&](const Channel* channel) { return page_contact(*person, *channel).has_value(); };
        if (person && std::none_of(channels.begin(), channels.end(), reaches))
            out.push_back(
                {fmt::format("{} có trong kế hoạch gọi trực nhưng không kênh nào của on_call.channels có địa chỉ "
                             "của người này",
                             id),
                 fmt::format("{} is on call but no channel of on_call.channels has an address of theirs", id)});
    }
    bool live = settings.mode == Mode::live;  // a drill may well end in files
    if (live &&
        std::all_of(channels.begin(), channels.end(), [](const Channel* channel) { return ends_here(*channel); }))
        out.push_back({"mọi kênh của on_call.channels chỉ ghi vào tệp trên máy này: không ai được gọi",
                       "every channel of on_call.channels only writes files on this machine: nobody is called"});
    for (const auto* channel : channels)
        if (has(channel->page_contacts, ContactKind::person) && tells_subjects(settings, *channel) &&
            !ends_here(*channel))
            out.push_back(
                {fmt::format("kênh {} vừa báo cho chủ thể vừa gọi trực: lời gọi trực gửi đến mã người trực, "
                             "không phải số điện thoại; hãy dùng một kênh riêng để gọi trực",
                             channel->name),
                 fmt::format("channel {} tells subjects and pages too: a page is sent to the person's id, not to "
                             "a telephone or an address; page by a channel of its own",
                             channel->name)});
    return out;
}

std::vector<RosterHole> roster_holes(const Settings& settings, Instant from, Instant to) {
    std::vector<RosterHole> out;
    for (const auto& roster : settings.on_call.rosters) {
        std::vector<Instant> edges{from, roster.starts};
        for (const auto& turn : roster.overrides) edges.insert(edges.end(), {turn.from, turn.until});
        std::erase_if(edges, [&](Instant at) { return at < from || at >= to; });
        std::sort(edges.begin(), edges.end());
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
        for (std::size_t i = 0; i < edges.size(); ++i) {
            if (on_duty(roster, edges[i])) continue;
            auto end = i + 1 < edges.size() ? edges[i + 1] : to;
            if (!out.empty() && out.back().roster == roster.name && out.back().until == edges[i])
                out.back().until = end;
            else
                out.push_back({roster.name, edges[i], end});
        }
    }
    return out;
}

std::vector<PagingGap> roster_gaps(const Settings& settings, Instant at) {
    std::vector<PagingGap> out;
    for (const auto& roster : settings.on_call.rosters)
        if (at < roster.starts && !on_duty(roster, at))
            out.push_back({fmt::format("kíp {} chỉ bắt đầu trực từ {}: hiện không ai trực trong kíp này", roster.name,
                                       format_vietnamese(roster.starts)),
                           fmt::format("roster {} starts at {}: nobody is on call in it now", roster.name,
                                       format_rfc3339(roster.starts))});
    return out;
}

}  // namespace breachd
