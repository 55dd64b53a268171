// Inner header of the verifier of evidence bundles. It trusts nothing in the archive: it reads within limits, compares
// every member with what the entries and the key give, and says each step aloud. Values from the archive never reach
// canonical_json (which stops the process on odd numbers).
//
//   key ─▶ head ─▶ leaves ─▶ chain ─▶ incident, documents, texts        evidence_verify.cpp
//   manifest and its signature; members that nobody exported            evidence_members.cpp
#pragma once

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>

#include "base/digest.hpp"
#include "report/evidence.hpp"
#include "report/evidence_parts.hpp"

namespace breachd::report {

class Verifier {
  public:
    Verdict verify(std::string_view zip, std::string_view expected_key);
    Verdict verify(std::vector<BundleFile> members, std::string_view expected_key);

  private:
    void look(std::string_view expected_key);
    // --- what is said ---
    void say(std::string_view word, std::string_view vi, std::string_view en, std::string_view detail) {
        verdict_.checks.push_back(fmt::format("{}: {} / {}{}{}", word, vi, en, detail.empty() ? "" : ": ", detail));
    }
    void ok(std::string_view vi, std::string_view en, std::string_view detail = "") { say("ok", vi, en, detail); }
    void note(std::string_view vi, std::string_view en, std::string_view detail = "") { say("note", vi, en, detail); }
    void failed(std::string_view vi, std::string_view en, std::string_view detail = "") {
        any_failed_ = true;
        say("FAILED", vi, en, detail);
    }
    void check(bool good, std::string_view vi, std::string_view en, std::string_view detail = "") {
        good ? ok(vi, en, detail) : failed(vi, en, detail);
    }
    Verdict finish() {
        verdict_.good = !any_failed_;
        verdict_.complete = verdict_.good && complete_;
        return std::move(verdict_);
    }
    const std::string& member(std::string_view name) const { return *by_name_.at(std::string(name)); }
    bool has(std::string_view name) const { return by_name_.contains(std::string(name)); }
    // Under a head of an earlier build there is no chain, and the manifest is not signed.
    bool earlier_build() const { return checkpoint_ && !checkpoint_->chains; }
    bool signed_by_key(std::string_view bytes, std::string_view signature) const;

    // --- evidence_members.cpp ---
    bool all_present();
    void manifest();
    void manifest_signature();
    void documents();
    void earlier_documents();
    void strangers();
    void derived(std::string_view name, const std::string& wanted);
    void derived_texts();
    void packaging(std::string_view zip);

    // --- evidence_verify.cpp ---
    void key(std::string_view expected);
    void head();
    void leaves();
    bool proven(const LeafLine& leaf) const;
    bool entry(const LeafLine& leaf);
    void chain();
    void incident();

    Verdict verdict_;
    bool any_failed_ = false;
    bool leaves_good_ = false;
    bool complete_ = false;
    bool manifest_signed_ = false;
    std::vector<BundleFile> members_;
    std::map<std::string, const std::string*> by_name_;
    std::set<std::string> expected_;  // members that belong into this bundle
    std::string key_;
    std::optional<Checkpoint> checkpoint_;
    std::vector<Entry> entries_;
    Chain chain_;  // over the leaves that are there
    std::string leaf_text_;
    std::string unknown_kind_;
};

}  // namespace breachd::report
