#include "sim/audit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "store/proof/proof.hpp"
#include "store/vault/signer.hpp"

namespace breachd::sim {

Case::Case(World& w)
    : world(w),
      witness(w.witness()),
      books(keep_books(w.witness(), w.settings_at_first())),
      outside(w.directory()),
      incidents(outside.incidents()) {
    if (!world.over()) return;
    for (auto& row : outside.alerts()) alerts.emplace(text_in(row, "alert_id"), std::move(row));
}

namespace {

// Whatever happened to it, the store is what its entries say: the proof that the daemon makes daily finds nothing.
std::string audit_store(Case& c) {
    if (!c.world.over()) return "";
    auto options = store_options(c.world.directory());
    store::Connection keys(options.directory + "/keys.db", store::Connection::Kind::reader);
    store::Proof proof(options, store::public_key_in(keys));
    while (proof.slice()) {
    }
    if (proof.damages().empty()) return "";
    const auto& first = proof.damages().front();
    return fmt::format("the store is not what its entries say ({} places): {} {}", proof.damages_found(), first.what,
                       first.where);
}

}  // namespace

std::string audit(Case& c) {
    for (Audit* check : {audit_incidents, audit_clocks, audit_people, audit_letters, audit_quotas, audit_pages,
                         audit_public, audit_store, audit_hand_over})
        if (auto wrong = check(c); !wrong.empty()) return wrong;
    return c.in_order() ? audit_alerts(c) : "";
}

std::string look(World& world) {
    Case c(world);
    return audit(c);
}

bool could_work(const Witness& witness, Instant at) {
    auto holds = [&](const Witness::Span& span) { return span.holds(at); };
    return std::any_of(witness.up.begin(), witness.up.end(), holds) &&
           std::none_of(witness.full.begin(), witness.full.end(), holds);
}

bool could_work_since(const Witness& witness, Instant from, Instant to) {
    auto throughout = [&](const Witness::Span& span) { return span.from <= from && span.to >= to; };
    auto meanwhile = [&](const Witness::Span& span) { return span.from < to && span.to > from; };
    return std::any_of(witness.up.begin(), witness.up.end(), throughout) &&
           std::none_of(witness.full.begin(), witness.full.end(), meanwhile);
}

}  // namespace breachd::sim
