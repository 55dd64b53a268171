// What makes a world wide: two channels out together, receipts, a disk that is full for a while, people who turn up
// after the notice went out, settings that change in the middle.
#include <fmt/format.h>

#include <algorithm>

#include "sim/world.hpp"

namespace breachd::sim {

using std::chrono::hours;
using std::chrono::minutes;

void World::plan_wide() {
    receipts_ = wide_.one_in(3);
    if (!options_.faults) return;
    if (wide_.one_in(6)) {  // both at once
        auto& email = providers_["email"];
        email.dead_from = born_ + up_to(wide_, options_.span);
        email.dead_to = email.dead_from + up_to(wide_, hours{40});
        providers_["sms"].dead_from = email.dead_from;
        providers_["sms"].dead_to = email.dead_to;
    }
    if (wide_.one_in(4)) plan_full_disk();
}

void World::plan_full_disk() {
    for (auto n = 1 + wide_.below(3); n > 0; --n) {
        auto from = born_ + up_to(wide_, options_.span);
        witness_.full.push_back({from, from + up_to(wide_, wide_.one_in(3) ? Duration{minutes{30}} : minutes{3})});
    }
}

// Another kind of data turns out to be on a system; a channel goes away for a while.
void World::plan_reloads() {
    if (!wide_.one_in(4)) return;
    if (wide_.one_in(2)) {
        auto next = *settings_;
        auto& asset = next.assets[wide_.below(next.assets.size())];
        asset.kinds.push_back(asset.kinds.front() == "location" ? "biometric" : "location");
        next.sha256 = "sim, another kind";
        return reload(born_ + up_to(wide_, options_.span), std::make_shared<const Settings>(std::move(next)));
    }
    auto whole = settings_;
    auto next = *settings_;
    std::erase_if(next.channels, [](const Channel& channel) { return channel.name == "sms"; });
    next.notice.order = {"email"};
    next.sha256 = "sim, without sms";
    auto at = born_ + up_to(wide_, options_.span);
    reload(at, std::make_shared<const Settings>(std::move(next)));
    reload(at + minutes{1} + up_to(wide_, hours{40}), whole);
}

void World::reload(Instant at, std::shared_ptr<const Settings> settings) {
    engine::Envelope envelope;
    envelope.command = engine::ReplaceSettings{settings};
    envelope.answer = [this, settings](Result<engine::Answer> reply) {
        if (!reply) return complain("a reload was refused");
        Done done;
        done.what = Done::What::reloaded;
        done.settings = settings_ = settings;
        note(std::move(done), "");
    };
    schedule(at, std::move(envelope));
}

// Some of them are known already and must not be told twice; of these some have another mail address now.
void World::late_people(const std::string& incident, Instant released_at, int already) {
    if (!wide_.one_in(4)) return;
    int first = static_cast<int>(wide_.below(static_cast<std::uint64_t>(already) + 1));
    auto at = released_at + up_to(wide_, hours{20});
    auto rows = sample_people(wide_, first, static_cast<int>(1 + wide_.below(40)));
    for (std::size_t i = 0; i < rows.size(); i += 3)
        if (!rows[i].address(ContactKind::email).reveal().empty())
            set_address(rows[i].contacts, ContactKind::email,
                        fmt::format("kh{}.moi@thu.test", first + static_cast<int>(i)));
    import_people(incident, at, std::move(rows));
}

// Two people, now and then one twice or one alone.
void World::say_the_list_is_complete(const std::string& incident, Instant released_at) {
    auto at = released_at + up_to(wide_, hours{20});
    for (const char* who : {"an", wide_.one_in(5) ? "an" : "dpo"}) {
        Done done;
        done.what = Done::What::called_complete;
        done.who = who;
        say(incident, at, engine::StateListComplete{"đã đối chiếu"}, who, std::move(done));
        at += up_to(wide_, hours{10});
        if (wide_.one_in(8)) return;
    }
}

// The guidance is corrected and the notice goes out again, to everyone or to those who are left.
void World::release_again(const std::string& incident, Instant released_at) {
    if (wide_.one_in(2)) return;
    auto at = released_at + up_to(wide_, hours{60});
    Done patched, released;
    say(incident, at, engine::PatchIncident{{{"guidance", "Đổi mật khẩu ngay"}}}, "an", std::move(patched));
    released.what = Done::What::released;
    released.to_everyone = wide_.one_in(2);
    auto to = released.to_everyone ? engine::ReleaseTo::everyone : engine::ReleaseTo::not_yet_told;
    say(incident, at + Duration{1000}, engine::ReleaseNotice{to}, "dpo", std::move(released));
}

}  // namespace breachd::sim
