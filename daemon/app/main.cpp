#include <malloc.h>
#include <sodium.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "app/clock.hpp"
#include "app/daemon.hpp"
#include "app/log.hpp"
#include "app/options.hpp"
#include "base/utf8.hpp"
#include "core/oncall/reach.hpp"
#include "start/obstacles.hpp"
#include "store/sql/error.hpp"

namespace breachd::app {

namespace {

constexpr int kDone = 0, kFailed = 1, kWrongUsage = 2;

void complain(const std::string& line) { std::fprintf(stderr, "%s\n", for_terminal(line).c_str()); }

LoadOptions load_options() {
    LoadOptions options;
    if (const char* credentials = std::getenv("CREDENTIALS_DIRECTORY")) options.credentials_directory = credentials;
    return options;
}

void block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

// Under load every batch of alerts would grow and shrink the threads' heaps by system calls; keep a little instead.
void keep_some_heap() {
    mallopt(M_TOP_PAD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
}

int check(const Options& options) {
    auto found = check_here(options.config, load_options());
    for (const auto& warning : found.warnings) complain("warning: " + warning.text());
    for (const auto& error : found.errors) complain(error.text());
    std::printf("%s: %s (user %s)\n", options.config.c_str(), found.errors.empty() ? "good" : "FAILED",
                found.user.c_str());
    return found.errors.empty() ? kDone : kFailed;
}

int serve(const Options& options) {
    auto config = load_config(options.config, load_options());
    if (!config) {
        complain("breachd: the configuration cannot be used\n" + config.error().message);
        return kFailed;
    }
    for (const auto& gap : roster_gaps(config->settings, Clock().real())) config->warnings.push_back(gap.en);
    for (const auto& warning : config->warnings) complain("warning: " + warning);
    open_log(config->log.level, config->log.format);
    block_signals();
    keep_some_heap();
    try {
        auto daemon = Daemon::create(std::move(*config), load_options());
        if (!daemon) {
            log(LogLevel::error, "cannot start: {}", daemon.error().text());
            return kFailed;
        }
        return (*daemon)->run();
    } catch (const store::StoreError& broken) {
        log(LogLevel::error, "cannot start: {}", broken.what());
        if (broken.cause == store::StoreError::Cause::full)
            log(LogLevel::error,
                "the disk is full: free room on it outside of breachd.db* and keys.db*, and start again; nothing that "
                "was answered is lost");
        return kFailed;
    }
}

}  // namespace

}  // namespace breachd::app

int main(int argc, char** argv) {
    using namespace breachd::app;
    auto options = read_options(argc, argv);
    if (!options) {
        complain("breachd: " + options.error().text());
        std::fputs(kUsage, stderr);
        return kWrongUsage;
    }
    if (options->help) return std::fputs(kUsage, stdout), kDone;
    if (options->version) return std::printf("breachd %s\n", BREACHD_VERSION), kDone;
    if (sodium_init() < 0) return std::fputs("breachd: libsodium cannot start\n", stderr), kFailed;
    return options->check ? check(*options) : serve(*options);
}
