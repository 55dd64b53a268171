#include "app/prover.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include "app/clock.hpp"
#include "app/log.hpp"
#include "core/words/damage.hpp"

namespace breachd::app {

namespace {

constexpr Duration kFirstAfter = std::chrono::seconds{3};  // the start itself goes first
constexpr Duration kEvery = std::chrono::hours{24};
constexpr Duration kAgainAfter = std::chrono::minutes{10};  // when the store was busy
constexpr int kNice = 19;                                   // a service manager may refuse it: then the rests do

}  // namespace

Prover::Prover(store::StoreOptions options, std::string public_key, std::function<Instant()> now, Damaged damaged)
    : options_(std::move(options)),
      public_key_(std::move(public_key)),
      now_(std::move(now)),
      damaged_(std::move(damaged)),
      thread_([this] { work(); }) {}

void Prover::stop() {
    stopping_.close();
    if (auto proof = proof_.load()) proof->stop();
    if (thread_.joinable()) thread_.join();
}

bool Prover::wait(Duration patience) {
    (void)stopping_.take(1, patience);
    return !stopping_.closed();
}

void Prover::work() {
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
    for (auto next = kFirstAfter; wait(next);) {
        next = kEvery;
        try {
            prove();
        } catch (const std::exception& failed) {  // whatever altered rows bring about, the daemon goes on
            if (stopping_.closed()) return;
            proof_.store(nullptr);
            log(LogLevel::warning, "the store could not be verified, again in ten minutes: {}", failed.what());
            next = kAgainAfter;
        }
    }
}

void Prover::prove() {
    auto began = Clock::steady();
    auto proof = std::make_shared<store::Proof>(options_, public_key_);
    proof_ = proof;
    for (bool more = true; more && !stopping_.closed();) {
        auto slice_began = Clock::steady();
        more = proof->slice();
        if (!wait(Clock::steady() - slice_began)) return;
    }
    proof_.store(nullptr);
    tell(*proof, Clock::steady() - began);
}

void Prover::tell(const store::Proof& proof, Duration took) {
    ended_at_ = to_ms(now_()) / 1000;
    places_ = proof.damages_found();
    for (const auto& damage : proof.damages())
        log(LogLevel::error, "the store is damaged or was altered: {}", damage_text(damage.what, damage.where, "en"));
    log(places_ == 0 ? LogLevel::info : LogLevel::error,
        "store verified in {} ms: {} entries, {} heads, {} incidents, {} documents, {} damaged", took.count(),
        proof.entries(), proof.heads(), proof.incidents(), proof.documents(), proof.damages_found());
    if (places_ != 0) damaged_(proof.damages().front(), proof.damages_found());
}

std::optional<Instant> Prover::verified_at() const {
    auto at = ended_at_.load();
    return at == 0 ? std::nullopt : std::optional(instant_from_ms(at * 1000));
}

void Prover::show(metrics::Page& page) const {
    page.gauge("breachd_store_verified_timestamp_seconds", "When the whole store was verified last; no value before.");
    if (auto at = ended_at_.load(); at != 0) page.value(static_cast<double>(at));
    page.gauge("breachd_store_damaged_places", "Places of the store that are damaged or were altered, as of then.")
        .value(static_cast<double>(places_.load()));
}

}  // namespace breachd::app
