// What a traced daemon did, in the order in which it did it: strace's lines as calls with a begin and an end. The
// lines' order is the clock: a thread that strace has stopped does nothing until its line is written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace breachd::testkit {

struct TracedCall {
    std::string name;       // "sendmsg"
    std::string arguments;  // as strace shows them, cut where it cuts
    std::string fd;         // what the first argument is: a path, or "TCP:[127.0.0.1:80->127.0.0.1:4711]"
    long result = 0;
    std::size_t begin = 0, end = 0;  // lines; equal when nothing happened in between
};

// The command to put before a program's. Empty `why_not` when tracing works here.
std::vector<std::string> strace_command(const std::string& output, const std::string& calls);
std::string strace_why_not();  // "" : it works; else a sentence

// Output of `strace -f -yy`. Calls without an end (the process was killed) are left out.
std::vector<TracedCall> parse_strace(std::string_view text);

// Every answer "HTTP/1.1 202" that left before its transaction was on disk, in a sentence each. On disk: a write to a
// file that ends in `log_file` began after the last piece of the request had come, and a sync of that file began after
// that write and returned 0, all before the sending of the answer began.
struct DurabilityReport {
    std::size_t answers = 0;
    std::vector<std::string> early;
};
DurabilityReport check_durability(const std::vector<TracedCall>& calls, std::string_view log_file);

}  // namespace breachd::testkit
