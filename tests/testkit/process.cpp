#include "testkit/process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "testkit/sockets.hpp"

namespace breachd::testkit {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

void figure(const std::string& key, const std::string& text) {
    if (const char* folder = std::getenv("BREACHD_FIGURES")) spill(std::string(folder) + "/" + key, text + "\n", 0644);
}

int often(int in_tests, int in_soak) { return std::getenv("BREACHD_SOAK") != nullptr ? in_soak : in_tests; }

ScratchDirectory::ScratchDirectory() {
    std::string name = (fs::temp_directory_path() / "breachd-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = name;
}

ScratchDirectory::~ScratchDirectory() {
    std::error_code ignored;
    if (std::getenv("BREACHD_KEEP") == nullptr) fs::remove_all(path_, ignored);
}

std::string slurp(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

void spill(const std::string& path, const std::string& text, unsigned mode) {
    fs::create_directories(fs::path(path).parent_path());
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    ::chmod(path.c_str(), mode);
}

std::vector<std::string> files_below(const std::string& directory) {
    std::vector<std::string> out;
    std::error_code ignored;
    for (const auto& entry : fs::recursive_directory_iterator(directory, ignored))
        if (entry.is_regular_file()) out.push_back(entry.path().string());
    std::sort(out.begin(), out.end());
    return out;
}

// Below the ports that the kernel gives to whoever connects: those of other tests would take it before its daemon does.
int free_port() {
    constexpr int kFirst = 10000, kLast = 32000, kTries = 100;
    std::random_device chance;
    std::uniform_int_distribution<int> any(kFirst, kLast);
    for (int i = 0; i < kTries; ++i) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(any(chance)));
        int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        bool good = ::bind(file, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        ::close(file);
        if (good) return ntohs(address.sin_port);
    }
    throw std::runtime_error("no free port");
}

bool wait_until(const std::function<bool()>& holds, std::chrono::milliseconds limit) {
    auto end = Steady::now() + limit;
    while (!holds()) {
        if (Steady::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

namespace {

std::vector<char*> c_arguments(std::vector<std::string>& argv) {
    std::vector<char*> out;
    for (auto& word : argv) out.push_back(word.data());
    out.push_back(nullptr);
    return out;
}

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

// Between fork and exec: only calls that are safe there.
[[noreturn]] void become(char* const* argv, const char* directory, int in, int out, int error) {
    if (in >= 0) ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(error, 2);
    if (*directory != '\0' && ::chdir(directory) != 0) ::_exit(126);
    ::execvp(argv[0], argv);
    ::_exit(127);
}

}  // namespace

Process::Process(std::vector<std::string> argv, const std::string& log, const std::string& directory) {
    auto words = c_arguments(argv);
    int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    pid_ = ::fork();
    if (pid_ == 0) become(words.data(), directory.c_str(), in, out, out);
    ::close(out);
    ::close(in);
    if (pid_ < 0) throw std::runtime_error("fork failed");
}

Process::~Process() {
    if (!alive()) return;
    ::kill(pid_, SIGKILL);
    wait();
}

bool Process::alive() {
    if (code_) return false;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) code_ = code_of(status);
    return !code_;
}

void Process::signal(int number) {
    if (alive()) ::kill(pid_, number);
}

std::optional<int> Process::wait(std::chrono::milliseconds limit) {
    wait_until([&] { return !alive(); }, limit);
    return code_;
}

Ran run(std::vector<std::string> argv, const std::string& input, std::chrono::milliseconds limit) {
    ScratchDirectory scratch;
    spill(scratch / "in", input);
    auto words = c_arguments(argv);
    int in = ::open((scratch / "in").c_str(), O_RDONLY | O_CLOEXEC);
    int out = ::open((scratch / "out").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    int error = ::open((scratch / "err").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    pid_t child = ::fork();
    if (child == 0) become(words.data(), "", in, out, error);
    for (int file : {in, out, error}) ::close(file);
    int status = 0;
    bool ended = wait_until([&] { return ::waitpid(child, &status, WNOHANG) == child; }, limit);
    if (!ended) {
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
    }
    return {ended ? code_of(status) : -1, slurp(scratch / "out"), slurp(scratch / "err")};
}

namespace {

std::vector<std::string> sink_command(int port, const std::string& directory, std::vector<std::string> options) {
    std::vector<std::string> argv{"/usr/sbin/smtp-sink"};
    if (::geteuid() == 0) argv.insert(argv.end(), {"-u", "root"});
    argv.insert(argv.end(), {"-d", directory + "/message."});
    // It answers what was pipelined before the command that it delays.
    if (std::find(options.begin(), options.end(), "-W") != options.end()) argv.push_back("-p");
    argv.insert(argv.end(), options.begin(), options.end());
    argv.insert(argv.end(), {"127.0.0.1:" + std::to_string(port), "1000"});
    return argv;
}

bool listens(int port) {
    int file = dial(port);
    if (file >= 0) ::close(file);
    return file >= 0;
}

}  // namespace

SmtpSink::SmtpSink(std::vector<std::string> options)
    : port_(free_port()), process_(sink_command(port_, directory_.path(), std::move(options)), directory_ / "log") {
    if (!wait_until([&] { return listens(port_); }))
        throw std::runtime_error("smtp-sink did not start: " + slurp(directory_ / "log"));
}

std::vector<std::string> SmtpSink::messages() const {
    std::vector<std::string> out;
    for (const auto& file : files_below(directory_.path()))
        if (file.find("/message.") != std::string::npos) {
            auto text = slurp(file);
            if (text.find("\n\n") != std::string::npos) out.push_back(std::move(text));
        }
    return out;
}

std::vector<std::string> SmtpSink::recipients() const {
    std::vector<std::string> out;
    for (const auto& message : messages()) {
        auto at = message.find("X-Rcpt-Args: <");
        if (at == std::string::npos) continue;
        at += 14;
        out.push_back(message.substr(at, message.find('>', at) - at));
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace breachd::testkit
