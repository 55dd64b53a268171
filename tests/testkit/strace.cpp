#include "testkit/strace.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>

#include "testkit/process.hpp"

namespace breachd::testkit {

namespace {

constexpr std::string_view kUnfinished = " <unfinished ...>";

bool starts(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

// Takes the thread's number and, when there is one, the time off the front of a line.
std::string take_thread(std::string_view& line) {
    auto digits = line.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string_view::npos) return {};
    std::string thread(line.substr(0, digits));
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(' ', digits)));
    auto stamp = line.find_first_not_of("0123456789.");
    if (stamp != 0 && stamp != std::string_view::npos && line[stamp] == ' ') line.remove_prefix(stamp + 1);
    return thread;
}

// "17</a/b>, ..." -> "/a/b"; "17<TCP:[a->b]>, ..." -> "TCP:[a->b]".
std::string described_fd(std::string_view arguments) {
    auto open = arguments.find_first_not_of("0123456789");
    if (open == 0 || open == std::string_view::npos || arguments[open] != '<') return {};
    auto inside = arguments.substr(open + 1);
    auto bracket = inside.find(":[");
    auto slash = inside.find('/');
    if (bracket != std::string_view::npos && (slash == std::string_view::npos || bracket < slash))
        return std::string(inside.substr(0, inside.find(']') + 1));
    return std::string(inside.substr(0, inside.find('>')));
}

// The result behind the last ") = ".
std::optional<long> result_in(std::string_view text) {
    auto at = text.rfind(") = ");
    auto padded = text.rfind(" = ");
    if (padded == std::string_view::npos) return std::nullopt;
    if (at != std::string_view::npos) padded = at + 1;
    return std::strtol(std::string(text.substr(padded + 3)).c_str(), nullptr, 10);
}

void begin_call(TracedCall& call, std::string_view text, std::size_t line) {
    auto open = text.find('(');
    call.name = std::string(text.substr(0, open));
    call.arguments = std::string(text.substr(std::min(text.size(), open + 1)));
    call.fd = described_fd(call.arguments);
    call.begin = line;
}

bool is_receive(const TracedCall& call) {
    return call.name == "recvmsg" || call.name == "recvfrom" || call.name == "read" || call.name == "readv";
}
bool is_send(const TracedCall& call) {
    return call.name == "sendmsg" || call.name == "sendto" || call.name == "write" || call.name == "writev";
}
bool is_log_write(const TracedCall& call) {
    return call.name == "pwrite64" || call.name == "write" || call.name == "pwritev";
}

}  // namespace

std::vector<std::string> strace_command(const std::string& output, const std::string& calls) {
    return {"strace", "-D", "-f", "-yy", "-ttt", "-s", "40", "-e", "trace=" + calls, "-e", "signal=none", "-o", output};
}

std::string strace_why_not() {
    ScratchDirectory scratch;
    auto command = strace_command(scratch / "trace", "write");
    command.push_back("true");
    auto ran = run(command, "", std::chrono::seconds(10));
    if (ran.code == 127) return "strace is not installed (./run deps installs it)";
    bool traced = wait_until([&] { return slurp(scratch / "trace").find("+++ exited") != std::string::npos; },
                             std::chrono::seconds(5));
    return ran.code == 0 && traced ? "" : "ptrace is not permitted here: " + ran.err;
}

std::vector<TracedCall> parse_strace(std::string_view text) {
    std::vector<TracedCall> out;
    std::map<std::string, TracedCall> open;  // thread -> its unfinished call
    for (std::size_t line_number = 1; !text.empty(); ++line_number) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        auto thread = take_thread(line);
        if (thread.empty() || line.empty() || starts(line, "+++") || starts(line, "---")) continue;
        TracedCall call;
        if (starts(line, "<... ")) {
            auto begun = open.find(thread);
            if (begun == open.end()) continue;
            call = std::move(begun->second);
            open.erase(begun);
            call.arguments += line.substr(std::min(line.size(), line.find('>') + 1));
        } else if (auto cut = line.rfind(kUnfinished);
                   cut != std::string_view::npos && cut + kUnfinished.size() == line.size()) {
            begin_call(open[thread], line.substr(0, cut), line_number);
            continue;
        } else {
            begin_call(call, line, line_number);
        }
        auto result = result_in(call.arguments);
        if (!result) continue;
        call.result = *result;
        call.end = line_number;
        out.push_back(std::move(call));
    }
    return out;
}

DurabilityReport check_durability(const std::vector<TracedCall>& calls, std::string_view log_file) {
    std::map<std::string, std::size_t> received;  // connection -> end of its last receive
    std::vector<const TracedCall*> writes, syncs, answers;
    std::map<const TracedCall*, std::size_t> asked;
    auto of_log = [&](const TracedCall& call) {
        return call.fd.size() >= log_file.size() &&
               call.fd.compare(call.fd.size() - log_file.size(), log_file.size(), log_file) == 0;
    };
    auto by_begin = calls;
    std::sort(by_begin.begin(), by_begin.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    for (const auto& call : by_begin) {
        bool answer = is_send(call) && call.arguments.find("\"HTTP/1.1 202") != std::string::npos;
        if (is_receive(call) && call.result > 0) received[call.fd] = call.end;
        if (of_log(call) && is_log_write(call) && call.result > 0) writes.push_back(&call);
        if (of_log(call) && (call.name == "fdatasync" || call.name == "fsync") && call.result == 0)
            syncs.push_back(&call);
        if (!answer) continue;
        answers.push_back(&call);
        asked[&call] = received.count(call.fd) != 0 ? received[call.fd] : 0;
    }
    // One thread writes the log, so its calls follow each other: the first write behind a request has the first sync.
    auto first_after = [](const std::vector<const TracedCall*>& all, std::size_t line) {
        auto found = std::upper_bound(all.begin(), all.end(), line,
                                      [](std::size_t at, const TracedCall* call) { return at < call->begin; });
        return found == all.end() ? nullptr : *found;
    };
    DurabilityReport out;
    for (const auto* answer : answers) {
        ++out.answers;
        auto request = asked[answer];
        const auto* write = first_after(writes, request);
        const auto* sync = write == nullptr ? nullptr : first_after(syncs, write->end);
        bool durable = request != 0 && sync != nullptr && sync->end < answer->begin;
        if (durable) continue;
        out.early.push_back("line " + std::to_string(answer->begin) + ": an answer on " + answer->fd +
                            " to a request of line " + std::to_string(request) +
                            " left before its transaction was on disk");
    }
    return out;
}

}  // namespace breachd::testkit
