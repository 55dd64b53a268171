// A sender that promised to be heard: its silence is told once, its return too, and while it is heard nothing is told.
#include <fmt/format.h>

#include <algorithm>

#include "sim/oracle_intake.hpp"

namespace breachd::sim {

namespace {

constexpr Duration kForgotten = std::chrono::minutes{1};  // so much of a sign of life a crash may forget
constexpr Duration kPatience = std::chrono::minutes{10};  // after a start, before a sender is called silent

struct Sender {
    std::string name;
    Duration promised{};
    std::vector<Instant> silent, back;  // as the journal says
};

// From one sign of life to the next; the last one never ends.
struct Gap {
    Instant from{}, to{};
    bool holds(Instant at) const { return at >= from && at < to; }
};

std::vector<Gap> gaps_of(Case& c, const std::string& source) {
    std::vector<Gap> out{{c.world.born(), Instant::max()}};
    for (const auto* message : at_first(c)) {
        if (message->source != source || message->at == out.back().from) continue;
        out.back().to = message->at;
        out.push_back({message->at, Instant::max()});
    }
    return out;
}

// Whether the daemon ran when the silence was long enough and its own start long enough ago. A full disk meanwhile lets
// it off.
bool could_tell(Case& c, const Gap& gap, Duration promised) {
    for (const auto& full : c.witness.full)
        if (full.from < gap.to && full.to > gap.from + promised) return false;
    for (const auto& up : c.witness.up)
        if (std::max(gap.from + promised, up.from + kPatience) < std::min({gap.to, up.to, c.world.now()})) return true;
    return false;
}

std::string told_once(Case& c, const Sender& sender, const Gap& gap) {
    auto told = std::count_if(sender.silent.begin(), sender.silent.end(), [&](Instant at) { return gap.holds(at); });
    auto since = fmt::format("{}: after {}", sender.name, format_rfc3339(gap.from));
    if (told > 1) return since + " one silence was told more than once";
    if (told == 0 && could_tell(c, gap, sender.promised)) return since + " it fell silent and nobody was told";
    bool back = std::find(sender.back.begin(), sender.back.end(), gap.to) != sender.back.end();
    if (gap.to == Instant::max() || back == (told == 1)) return "";
    return since + (back ? " it was called back and had not been missed" : " it came back unnoticed");
}

std::string told_rightly(Case& c, const Journal& journal, const Sender& sender, const Gap& gap) {
    for (auto at : sender.silent) {
        if (!gap.holds(at)) continue;
        if (at < gap.from + sender.promised - kForgotten)
            return fmt::format("{}: called silent at {} while it was heard", sender.name, format_rfc3339(at));
        if (!roster_heard(c, journal, sender.name, ReasonCode::source_silent, at, at))
            return sender.name + ": the duty roster never heard of its silence";
    }
    for (auto at : sender.back)
        if (at == gap.to && !roster_heard(c, journal, sender.name, ReasonCode::source_heard, at, at))
            return sender.name + ": the duty roster never heard of its return";
    return "";
}

}  // namespace

std::string judge_silence(Case& c, const Journal& journal) {
    for (const auto& source : c.world.settings().sources) {
        if (!source.expect_every) continue;
        Sender sender{source.name, *source.expect_every, {}, {}};
        each<SourceSilent>(journal, [&](const Entry& entry, const SourceSilent& e) {
            if (e.source == source.name) sender.silent.push_back(entry.at);
        });
        each<SourceHeard>(journal, [&](const Entry& entry, const SourceHeard& e) {
            if (e.source == source.name) sender.back.push_back(entry.at);
        });
        for (const auto& gap : gaps_of(c, source.name)) {
            if (auto wrong = told_once(c, sender, gap); !wrong.empty()) return wrong;
            if (auto wrong = told_rightly(c, journal, sender, gap); !wrong.empty()) return wrong;
        }
    }
    return "";
}

}  // namespace breachd::sim
