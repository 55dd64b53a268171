// A directory of its own for one test, with the secrets that the example configurations name. Removed at the end.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "config/config.hpp"
#include "testkit/catch.hpp"

namespace breachd::test {

namespace fs = std::filesystem;

class Scratch {
  public:
    Scratch() {
        static int number = 0;
        directory_ = fs::temp_directory_path() /
                     ("breachd-config-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        fs::create_directories(directory_ / "tokens");
        for (auto name : {"wazuh", "badges", "an", "binh", "dpo", "auditor", "admin"})
            secret("tokens/" + std::string(name) + ".token");
        for (auto name : {"pager.secret", "sms.secret", "hook.secret", "sms-hook.secret", "master.key"}) secret(name);
        for (auto name : {"tls.pem", "server.crt", "server.key", "clients.crt"})
            write(name, "for tests only, never parsed here\n");
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(directory_, ignored);
    }
    Scratch(const Scratch&) = delete;

    std::string write(const std::string& name, const std::string& text) const {
        fs::create_directories((directory_ / name).parent_path());
        std::ofstream(directory_ / name, std::ios::binary) << text;
        fs::permissions(directory_ / name, fs::perms::owner_read | fs::perms::owner_write);
        return (directory_ / name).string();
    }
    std::string path(const std::string& name) const { return (directory_ / name).string(); }
    // Not the machine's own /etc/breachd, nor what is installed on it.
    LoadOptions options() const {
        LoadOptions out;
        out.etc_directory = path("etc");
        out.share_directory = path("share");
        return out;
    }

  private:
    void secret(std::string name) const {
        write(name, "secret-of-" + fs::path(name).filename().string() + "-for-tests-only\n");
    }

    fs::path directory_;
};

inline std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline const std::string kHead = "organisation: {name: Công ty Ví Dụ}\n";

inline std::string all(const std::vector<Error>& errors) {
    std::string out;
    for (const auto& error : errors) out += error.text() + "\n";
    return out;
}

// A small configuration, with an organisation.
inline ConfigReport read_of(const std::string& yaml, bool with_head = true) {
    Scratch scratch;
    return read_config(scratch.write("b.yaml", (with_head ? kHead : "") + yaml), scratch.options());
}

// The names of the files without their directory.
inline std::string errors_of(const std::string& yaml, bool with_head = true) {
    auto errors = read_of(yaml, with_head).errors;
    for (auto& error : errors) error.where = error.where.substr(error.where.rfind('/') + 1);
    return all(errors);
}

inline std::string warnings_of(const std::string& yaml) { return all(read_of(yaml).warnings); }

inline bool has(const std::string& text, const std::string& part) {
    INFO(text << "\nwanted: " << part);
    CHECK(text.find(part) != std::string::npos);
    return true;
}

}  // namespace breachd::test
