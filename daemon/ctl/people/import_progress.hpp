// How far a list has come while it is sent, on standard error: a bar on a terminal, elsewhere a line for each tenth.
// Heard on a second connection, the daemon's stream of events; without one the import goes on and nothing is shown.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "ctl/client.hpp"

namespace breachd::ctl {

// Cuts a stream of server-sent events into what is said of imports.
class ProgressReader {
  public:
    void feed(std::string_view bytes);
    // The next one; null when none is whole yet.
    json::value next();

  private:
    std::string waiting_;
};

class ImportProgress {
  public:
    // Of the list of so many bytes that goes to this incident.
    ImportProgress(const Client& client, std::string incident, std::size_t bytes);
    ~ImportProgress();
    ImportProgress(const ImportProgress&) = delete;
    ImportProgress& operator=(const ImportProgress&) = delete;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// "[#####...............]  25 %  12,345 …" of one event.
std::string progress_bar(const json::value& event);
int progress_percent(const json::value& event);  // 0 without a length

}  // namespace breachd::ctl
