#include "store/proof/proof.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "store/sql/snapshot.hpp"

namespace breachd::store {

namespace {

constexpr std::int64_t kDocumentsAtOnce = 16;

}  // namespace

Proof::Proof(const StoreOptions& options, std::string public_key)
    : witness_(options.directory),
      public_key_(std::move(public_key)),
      connection_(options.directory + "/breachd.db", Connection::Kind::reader) {
    prepare_main(connection_, options.mode);
}

Proof::~Proof() = default;

void Proof::stop() noexcept {
    stopped_ = true;
    connection_.interrupt();
}

void Proof::found(std::string what, std::string where) {
    ++found_;
    if (damages_.size() < kDamagesMax) damages_.push_back({std::move(what), std::move(where)});
}

// A page that cannot be read ends the phase: what comes after it is not reached by it.
bool Proof::slice() {
    if (phase_ == Phase::done || stopped_) return false;
    bool more = false;
    try {
        Snapshot snapshot(connection_);
        more = look(phase_);
    } catch (const StoreError& error) {
        if (stopped_ || error.cause == StoreError::Cause::busy) throw;
        found("page", error.what());
    }
    if (!more) phase_ = static_cast<Phase>(static_cast<int>(phase_) + 1);
    return phase_ != Phase::done;
}

bool Proof::look(Phase phase) {
    switch (phase) {
        case Phase::pages:
            return next_page();
        case Phase::entries:
            return next_entries();
        case Phase::heads:
            return next_heads();
        case Phase::incidents:
            return next_incident();
        case Phase::documents:
            return next_documents();
        case Phase::counts:
            return next_counts();
        case Phase::witness:
            return check_witness();
        case Phase::done:
            break;
    }
    return false;
}

bool Proof::next_page() {
    if (!pages_listed_) pages_ = connection_.parts();
    pages_listed_ = true;
    if (pages_.empty()) return false;
    auto table = std::move(pages_.back());
    pages_.pop_back();
    try {
        if (auto said = connection_.damage_of(table); !said.empty()) found("page", fmt::format("{}: {}", table, said));
    } catch (const StoreError& error) {
        if (stopped_) throw;
        found("page", fmt::format("{}: {}", table, error.what()));
    }
    return !pages_.empty();
}

bool Proof::next_documents() {
    Statement read(connection_,
                   "SELECT sha256, incident, kind, bytes FROM documents WHERE (sha256, incident) > (?, ?) "
                   "ORDER BY sha256, incident LIMIT ?");
    read.bind(last_document_).bind(last_document_of_).bind(kDocumentsAtOnce);
    bool more = false;
    std::string sha, incident;
    while (read.step()) {
        more = true;
        ++documents_;
        sha = read.text(0);
        incident = read.text(1);
        if (hex(sha256(read.blob(3))) != sha)
            found("document", fmt::format("{}, {} {}", incident.empty() ? "-" : incident, read.text(2), sha));
    }
    if (more) last_document_ = sha, last_document_of_ = incident;
    return more;
}

bool Proof::check_witness() {
    auto says = witness_.compare(connection_, public_key_);
    if (says == WitnessSays::newer || says == WitnessSays::foreign) found("witness", witness_.path());
    return false;
}

}  // namespace breachd::store
