// Files -> values: breachd.yaml with the secrets it names, editions of the law, playbooks and templates.
//
// Guarantees: what load_config() gives back is complete and consistent (every name it refers to exists, every rule
// compiles, every secret is read); otherwise it gives back every error of every file at once, each as
// `file:line:column: sentence`, and nothing half-loaded. Errors and warnings never hold a secret. No state and no
// clock: a reload is a second call, and the old value stays in use until the new one is whole.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "settings/server.hpp"
#include "settings/settings.hpp"

namespace breachd {

struct LoadOptions {
    std::string credentials_directory;  // value of $CREDENTIALS_DIRECTORY; "" when not under systemd
    std::string share_directory;        // "" : <install prefix>/share/breachd, as it was built
    std::string etc_directory = "/etc/breachd";
    bool read_secrets = true;  // false: secret files are not opened (a check without the right to read them)
};

struct StorageSettings {
    std::string directory = "/var/lib/breachd";
};

struct LogSettings {
    std::string level = "info";   // debug | info | warning | error
    std::string format = "text";  // text | json
};

struct LoadedConfig {
    std::string file;  // absolute path
    Settings settings;
    ServerSettings server;
    StorageSettings storage;
    std::string master_key_file;
    LogSettings log;
    std::vector<std::string> warnings;  // file:line:column: sentence
};

// All problems of one reading. `config` is meaningful only when `errors` is empty.
struct ConfigReport {
    LoadedConfig config;
    std::vector<Error> errors;  // where = file:line:column
    std::vector<Error> warnings;
};
ConfigReport read_config(const std::string& path, const LoadOptions& options = {});

// The error's message holds all errors, one a line.
Result<LoadedConfig> load_config(const std::string& path, const LoadOptions& options = {});

// A response playbook, an edition or a pack of the law, a sender's words: told apart by their contents. Gives one line
// about what it is
// ("playbook location: 9 tasks"); the error's message holds all errors, one a line.
Result<std::string> check_playbook(const std::string& path, const LoadOptions& options = {});

// The words of products that are part of the program.
std::shared_ptr<const ingest::Senders> shipped_senders();

// The editions (with no packs) that a daemon without configuration would use: for tools and tests.
Result<std::vector<Edition>> load_editions(const std::string& directory);
Result<std::vector<Playbook>> load_playbooks(const std::string& directory, const std::vector<Edition>& editions);

}  // namespace breachd
