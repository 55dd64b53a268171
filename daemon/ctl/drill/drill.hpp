// One drill: the whole main job played against a running daemon in drill time, step by step, the incident's clock
// beside each. A step says what it expects; the first that does not get it ends the drill.
#pragma once

#include <functional>
#include <string>

#include "config/config.hpp"
#include "ctl/client.hpp"
#include "ctl/drill/world.hpp"

namespace breachd::ctl {

struct DrillOptions {
    std::string server;
    std::string directory;               // where documents go
    std::string tokens;                  // directory of NAME.token
    std::string hook_secret;             // file
    std::chrono::seconds patience{120};  // of ours, for each wait
    bool keep_webhooks = false;          // somebody else plays the webhook receivers
};

class Drill {
  public:
    Drill(DrillOptions options, LoadedConfig config);

    Result<void> play();

  private:
    // Steps, in order (steps.cpp and documents.cpp).
    Result<void> must_be_a_drill();
    Result<void> send_alert();
    Result<void> see_clocks();
    Result<void> be_paged();
    Result<void> acknowledge();
    Result<void> write_facts();
    Result<void> import_subjects();
    Result<void> see_contactability();
    Result<void> preview_notice();
    Result<void> release_notice();
    Result<void> wait_until_told();
    Result<void> see_public_notice();
    Result<void> build_reports();
    Result<void> file_report();
    Result<void> file_record();
    Result<void> remedy();
    Result<void> close();
    Result<void> prove();
    Result<void> show_timeline();
    void list_files() const;

    struct Step;
    Result<void> run(const Step& step);

    Result<Client> as(const std::string& who);  // the person or machine of that token
    std::string path(std::string_view rest = "") const;
    Result<void> refresh();  // incident_ and now_
    // Until `holds(incident_)`; an error says what was expected and what is there.
    Result<void> until(const std::string& expected, const std::function<bool(const json::value&)>& holds);
    Result<void> save(Client& client, const std::string& from, const std::string& name,
                      const std::string& method = "GET");
    void tell(const std::string& text) const;  // a line under the step
    std::string clock_text() const;            // "+05h12m  22:41 ngày 20/11/2026"

    DrillOptions options_;
    LoadedConfig config_;
    World world_;
    std::string id_;
    json::value incident_;
    std::optional<Instant> now_;  // the daemon's, in drill time
    int step_ = 0;
};

}  // namespace breachd::ctl
