// Stories in tests/golden/timelines/*.txt played through the pure core with the editions and playbooks that ship. A
// story is a list of commands, each with its moment, and below it what the journal then says. The format:
//
//   # what the story is about (kept as it is)
//   2026-11-20T17:30:00+07:00 an open {"title": …}     a command: moment, person, verb, arguments
//     17:30:00 obligation_started authority-report due 2026-11-23 17:30:00 +07:00
//                                                       an entry made since the last command, with its moment (the
//                                                       date is written when it is not the command's)
//
// Time passes between two commands as it does for the daemon; `down` stops it, and it comes up at the next command.
// BREACHD_UPDATE_GOLDEN=1 writes what was played; every changed line is then read by a person before it is committed.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "config/config.hpp"
#include "core/words/reasons.hpp"
#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using testkit::Story;
namespace fs = std::filesystem;

namespace {

Settings shipped_settings() {
    auto settings = testkit::sample_settings();
    settings.editions = load_editions(BREACHD_SOURCE_DIR "/playbooks/law").value();
    settings.on_call.channels.clear();  // pages have tests of their own; the escalation's steps stay
    return settings;
}

std::string due_text(const std::optional<Instant>& due) {
    return due ? "due " + format_local(*due) : "no number of hours";
}

// What matters of an entry for the law; nothing for those that are pure bookkeeping.
struct Line {
    static std::string word(auto value) { return boost::describe::enum_to_string(value, "?"); }
    std::string operator()(const IncidentOpened& e) const {
        return fmt::format("detected {} edition {}", format_local(e.detected_at), e.edition);
    }
    std::string operator()(const FactChanged& e) const {
        auto reason = e.note.empty() ? "" : " because " + e.note;
        return fmt::format("{}: {} -> {}{}", e.field, canonical_json(e.old_value), canonical_json(e.new_value), reason);
    }
    std::string operator()(const Acknowledged& e) const { return e.by; }
    std::string operator()(const Dismissed& e) const { return e.reason; }
    std::string operator()(const Remedied& e) const {
        return fmt::format("{} keep until {}", format_local(e.remedied_at), format_local(e.keep_until));
    }
    std::string operator()(const ObligationStarted& e) const {
        return fmt::format("{} for {} from {} {}", e.id, word(e.addressee), format_local(e.starts_at),
                           due_text(e.due_at));
    }
    std::string operator()(const ObligationMoved& e) const {
        return fmt::format("{} from {} {}", e.id, format_local(e.starts_at), due_text(e.due_at));
    }
    std::string operator()(const ObligationOverdue& e) const {
        return fmt::format("{} due {}{}{}", e.id, format_local(e.due_at), e.at_birth ? " at birth" : "",
                           e.missed_while_down ? " missed while down" : "");
    }
    std::string operator()(const ObligationMet& e) const {
        return fmt::format("{} at {}: {}", e.id, format_local(e.met_at), reason_text(e.how, "en"));
    }
    std::string operator()(const ObligationReopened& e) const {
        return e.why == because::subjects_added() ? e.id : fmt::format("{}: {}", e.id, reason_text(e.why, "en"));
    }
    std::string operator()(const ListComplete& e) const {
        return fmt::format("{} of {} {} by {}", e.listed, e.number, e.final ? "confirmed" : "said", e.by);
    }
    std::string operator()(const DismissalProposed& e) const { return fmt::format("by {}", e.by); }
    std::string operator()(const ObligationNotApplicable& e) const {
        return fmt::format("{} {} {}", e.id, e.final ? "agreed by" : "proposed by", e.proposed_by);
    }
    std::string operator()(const ReminderSent& e) const { return fmt::format("{} {}%", e.id, e.mark_percent); }
    std::string operator()(const EscalationStarted& e) const { return fmt::format("round {}", e.round + 1); }
    std::string operator()(const EscalationStep& e) const {
        return fmt::format("step {} pages {}", e.step + 1, fmt::join(e.people, ", "));
    }
    std::string operator()(const SubjectsImported& e) const {
        return fmt::format("{} subjects, {} unreachable", e.rows, e.unreachable);
    }
    std::string operator()(const DeliveriesRecorded& e) const {
        return fmt::format("told {}, in flight {}, unreachable {}", e.told, e.in_flight, e.unreachable);
    }
    std::string operator()(const PublicNoticeProposed& e) const { return word(e.rule); }
    std::string operator()(const PublicNoticePublished& e) const { return e.url; }
    std::string operator()(const ReportFiled& e) const {
        return fmt::format("{} at {}{}", e.filing.form, format_local(e.filing.filed_at),
                           e.filing.supplement > 0 ? fmt::format(" supplement {}", e.filing.supplement) : "");
    }
    std::string operator()(const auto&) const { return ""; }
};

std::string entry_line(const Entry& entry, Instant command_at) {
    auto stamp = format_local(entry.at), day = format_local(command_at).substr(0, 10);
    auto when = stamp.substr(0, 10) == day ? stamp.substr(11, 8) : stamp.substr(0, 19);
    auto detail = std::visit(Line{}, entry.event);
    return fmt::format("  {} {}{}{}", when, event_kind(entry.event), detail.empty() ? "" : " ", detail);
}

std::string state_lines(const Story& story) {
    std::string out = fmt::format("  state {}\n", boost::describe::enum_to_string(story.incident().state, "?"));
    for (const auto& o : story.incident().obligations)
        out += fmt::format("  {} {}, {}{}{}\n", o.id, boost::describe::enum_to_string(o.state, "?"), due_text(o.due_at),
                           o.met_at ? ", met " + format_local(*o.met_at) : "",
                           o.late_by_s ? fmt::format(", late by {} s", *o.late_by_s) : "");
    return out;
}

struct Command {
    std::string text;  // as written
    Instant at{};
    std::string person, verb, arguments;
};

Command read_command(const std::string& line) {
    Command command{line, {}, "", "", ""};
    std::istringstream in(line);
    std::string at;
    in >> at >> command.person >> command.verb >> std::ws;
    std::getline(in, command.arguments);
    command.at = testkit::at(at);
    return command;
}

std::int64_t number(const json::object& arguments, const char* name) {
    const auto* value = arguments.if_contains(name);
    return value ? value->to_number<std::int64_t>() : 0;
}

std::string word(const json::object& arguments, const char* name) {
    const auto* value = arguments.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : "";
}

class Player {
  public:
    Player() : story_(shipped_settings()) {}

    std::string play(const Command& command) {
        if (down_) {
            story_.down_until(command.at);
            down_ = false;
        } else if (opened_) {
            story_.until(command.at);
        }
        std::string out;
        auto before = command.verb == "show" ? state_lines(story_) : "";
        auto refused = act(command);
        for (; shown_ < story_.journal().size(); ++shown_)
            out += entry_line(story_.journal()[shown_], command.at) + "\n";
        if (refused) out += "  refused: " + *refused + "\n";
        return out + before;
    }

  private:
    // The refusal's text when the command is refused.
    std::optional<std::string> act(const Command& c) {
        json::object a;
        if (c.arguments.starts_with("{")) a = parse_json(c.arguments).value().as_object();
        auto actor = "token:" + c.person;
        auto command = [&](Result<std::vector<Event>> events) -> std::optional<std::string> {
            auto done = story_.command(std::move(events), actor);
            return done ? std::nullopt : std::optional(done.error().text());
        };
        const auto& i = story_.incident();
        Decider who{c.person, c.person == "dpo"};
        if (c.verb == "open") return opened_ = true, story_.open(c.at, a, actor), std::nullopt;
        if (c.verb == "patch") return command(patch_facts(i, a, story_.settings(), c.at));
        if (c.verb == "acknowledge") return command(acknowledge(i, c.person, "api", ""));
        if (c.verb == "confirm") return command(confirm(i, ""));
        if (c.verb == "dismiss") return command(dismiss(i, c.arguments, who));
        if (c.verb == "remedy") return command(remedy(i, {}, c.arguments, story_.settings(), c.at));
        if (c.verb == "close") return command(close(i, c.arguments));
        if (c.verb == "not-applicable") return command(mark_not_applicable(i, word(a, "id"), word(a, "why"), who));
        if (c.verb == "import")
            return happens(SubjectsImported{number(a, "rows"), 0, "", {}, number(a, "unreachable")}, actor);
        if (c.verb == "release")
            return happens(NoticeReleased{i.notice_version + 1, "", i.notice_drafter, i.notice_run.subjects}, actor);
        if (c.verb == "release-again") {
            NoticeReleased again{i.notice_version + 1, "", i.notice_drafter, i.notice_run.subjects};
            for (const auto& o : i.obligations) again.duties.push_back(o.id);
            for (const auto& each : i.kinds) again.kinds.push_back(each.kind);
            again.since = again.version;
            return happens(std::move(again), actor);
        }
        if (c.verb == "complete")
            return happens(ListComplete{c.arguments, c.person, i.list_complete.has_value(), i.notice_run.subjects,
                                        i.people_named()},
                           actor);
        if (c.verb == "deliveries")
            return happens(
                DeliveriesRecorded{
                    number(a, "told"), "", number(a, "told"), number(a, "in_flight"), number(a, "unreachable"), {}},
                "system");
        if (c.verb == "publish") return happens(PublicNoticePublished{word(a, "url"), "", c.at}, actor);
        if (c.verb == "file") return happens(ReportFiled{filing(c, a)}, actor);
        if (c.verb == "down") return down_ = true, std::nullopt;
        if (c.verb == "wait" || c.verb == "show" || c.verb == "up") return {};
        FAIL("unknown verb: " << c.text);
        return {};
    }
    std::optional<std::string> happens(Event event, const std::string& actor) {
        story_.happens(std::move(event), actor);
        return {};
    }
    static Filing filing(const Command& c, const json::object& a) {
        auto when = word(a, "filed_at");
        return {word(a, "form"),
                "portal",
                "",
                when.empty() ? c.at : testkit::at(when),
                "",
                c.person,
                static_cast<int>(number(a, "supplement"))};
    }

    Story story_;
    std::size_t shown_ = 0;
    bool opened_ = false;
    bool down_ = false;
};

std::string play(const std::string& golden) {
    Player player;
    std::string out;
    std::istringstream in(golden);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("  ")) continue;  // an expectation: played again below
        out += line + "\n";
        if (!line.empty() && line[0] != '#') out += player.play(read_command(line));
    }
    return out;
}

std::string read(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The first lines that differ, with the command above them: both sides, so that a reader sees what moved.
std::string difference(const std::string& expected, const std::string& played) {
    std::istringstream want(expected), got(played);
    std::string a, b, command;
    for (int line = 1;; ++line) {
        bool more_a = static_cast<bool>(std::getline(want, a)), more_b = static_cast<bool>(std::getline(got, b));
        if (!more_a && !more_b) return "";
        if (!more_a) a = "(end)";
        if (!more_b) b = "(end)";
        if (a == b && more_a && more_b) {
            if (!a.empty() && a[0] != ' ' && a[0] != '#') command = a;
            continue;
        }
        return fmt::format("line {}, after: {}\n  expected: {}\n  played:   {}", line, command, a, b);
    }
}

std::vector<fs::path> stories() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(BREACHD_SOURCE_DIR "/tests/golden/timelines"))
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

TEST_CASE("every golden time line plays as it is written") {
    auto files = stories();
    CHECK(files.size() >= 6);
    for (const auto& file : files) {
        auto expected = read(file);
        auto played = play(expected);
        if (std::getenv("BREACHD_UPDATE_GOLDEN")) {
            std::ofstream(file) << played;
            continue;
        }
        INFO(file.filename().string() << "\n"
                                      << difference(expected, played) << "\n--- expected\n"
                                      << expected << "--- played\n"
                                      << played);
        CHECK(played == expected);
    }
}

TEST_CASE("a difference of a golden time line shows both sides") {
    CHECK(difference("a\n", "a\n").empty());
    CHECK(difference("cmd\n  x\n", "cmd\n  y\n") == "line 2, after: cmd\n  expected:   x\n  played:     y");
    CHECK(difference("cmd\n", "cmd\n  y\n") == "line 2, after: cmd\n  expected: (end)\n  played:     y");
}
