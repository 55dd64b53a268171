// Real programs in tests: scratch directories, free ports, children that are always ended, waiting with a limit. Tests
// of the whole daemon only; unit tests and the simulation use none of it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace breachd::testkit {

// A fresh directory, removed at the end unless BREACHD_KEEP is set.
class ScratchDirectory {
  public:
    ScratchDirectory();
    ~ScratchDirectory();
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;
    const std::string& path() const { return path_; }
    std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

std::string slurp(const std::string& path);                                          // "" when there is no such file
void spill(const std::string& path, const std::string& text, unsigned mode = 0600);  // makes the folders
std::vector<std::string> files_below(const std::string& directory);                  // regular files, sorted

// How often a long test does its thing: in every run of the tests, and in `./run soak attack`.
int often(int in_tests, int in_soak);
// Leaves what was measured for docs/reliability.md (tests/promises), when that is written anew.
void figure(const std::string& key, const std::string& text);

// A TCP port on 127.0.0.1 that nobody listens on now.
int free_port();

// True as soon as `holds` is; false after the limit, which a loaded machine needs. Asks every 10 ms.
bool wait_until(const std::function<bool()>& holds, std::chrono::milliseconds limit = std::chrono::seconds(30));

// A child process; ended with SIGKILL when it is still there at the end.
class Process {
  public:
    // Standard output and error go to `log` (appended).
    Process(std::vector<std::string> argv, const std::string& log, const std::string& directory = "");
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    pid_t pid() const { return pid_; }
    bool alive();
    void signal(int number);
    // Exit code, or 128 + signal; none when it still runs after the limit.
    std::optional<int> wait(std::chrono::milliseconds limit = std::chrono::seconds(20));

  private:
    pid_t pid_ = -1;
    std::optional<int> code_;
};

struct Ran {
    int code = -1;  // 128 + signal; -1 when it did not end in time
    std::string out, err;
};
Ran run(std::vector<std::string> argv, const std::string& input = "",
        std::chrono::milliseconds limit = std::chrono::seconds(60));

// Postfix's smtp-sink on a free port, every message in a file of its own. With -W it offers no PIPELINING.
class SmtpSink {
  public:
    explicit SmtpSink(std::vector<std::string> options = {});
    int port() const { return port_; }
    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
    // Whole messages with the sink's X-Rcpt-Args lines before them, in no order.
    std::vector<std::string> messages() const;
    // Envelope recipients, one a message, sorted.
    std::vector<std::string> recipients() const;

  private:
    ScratchDirectory directory_;
    int port_;
    Process process_;
};

}  // namespace breachd::testkit
