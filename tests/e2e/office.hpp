// A data-protection office at work with breachctl against a real daemon: commands as a person types them, and what the
// person then reads, papers and pages included, as one line of text each. Everything goes into transcript.txt of the
// scratch directory, which BREACHD_KEEP keeps.
#pragma once

#include <string>
#include <vector>

#include "e2e/daemon.hpp"

namespace breachd::e2e {

class Office {
  public:
    explicit Office(Settings settings = {}, std::vector<std::string> sink_options = {});

    // As the token of that name: an, binh (responders), dpo, auditor.
    testkit::Ran run(const std::string& who, std::vector<std::string> words);
    std::string does(const std::string& who, std::vector<std::string> words);     // exit code 0; what it prints
    std::string refused(const std::string& who, std::vector<std::string> words);  // exit code 1; what it says
    // Opened by an, with what a notice needs; its id. A kind as breachctl takes it: "location:1200:1000".
    std::string opened(const std::vector<std::string>& kinds, std::vector<std::string> more = {},
                       std::chrono::seconds ago = std::chrono::hours{1});
    // The people of the list, one line each below its header; by an.
    void import(const std::string& id, const std::string& lines,
                const std::string& header = "subject_ref,name,email,phone");
    bool told(const std::string& id, int people);  // waits until the run says so

    std::string paper(const std::string& id, const std::string& form);  // its words; the file is id-form.pdf
    // A scan with a signature, recorded as filed.
    void file_signed(const std::string& id, const std::string& form, std::vector<std::string> more = {});
    std::string timeline(const std::string& id);
    std::string page(const std::string& id);  // the published page
    std::string duty(const std::string& id, const std::string& obligation, const std::string& member = "state");
    std::vector<std::string> letters() const;  // whole mails as sent, decoded
    std::vector<std::string> short_texts();

    Daemon& daemon() { return daemon_; }

  private:
    testkit::SmtpSink sink_;
    Daemon daemon_;
};

bool has(const std::string& text, std::string_view part);
std::string flat(const std::string& text);  // any run of white space is one space

}  // namespace breachd::e2e
