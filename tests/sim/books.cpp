#include "sim/books.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace breachd::sim {

namespace {

// One alert over all messages about it.
struct Known {
    SenderProof proof = SenderProof::none;
    bool believed = false;  // its sender may speak of facts
    Instant came_at{};      // first
    Instant detected_at{};  // the earliest that was claimed
};

class Bookkeeper {
  public:
    explicit Bookkeeper(std::shared_ptr<const Settings> settings) : settings_(std::move(settings)) {}

    void take(const Taken& message) {
        if (!message.replay_key.empty() && !replays_.insert(message.source + " " + message.replay_key).second) return;
        for (std::size_t k = 0; k < message.placed.size(); ++k) take(message, k);
    }
    void take(const Done& call) {
        if (call.at != registered_at_) register_now();
        if (call.what == Done::What::reloaded) return reload(call);
        auto& account = books_.incidents[call.incident];
        switch (call.what) {
            case Done::What::patched:
                if (call.kinds) correct(account, *call.kinds);
                break;
            case Done::What::imported:
                for (const auto& one : call.people) list(account, one);
                break;
            case Done::What::acknowledged:
                account.acknowledged_at = account.acknowledged_at.value_or(call.at);
                break;
            case Done::What::proposed:
                account.proposed_at = account.proposed_at.value_or(call.at);
                break;
            case Done::What::dismissed:
                account.dismissed_at = call.at;
                break;
            case Done::What::released:
                account.released_at = call.at;
                release(account, call.to_everyone);
                break;
            case Done::What::filed:
                account.filed_at = account.filed_at.value_or(call.at);
                break;
            case Done::What::remedied:
                account.remedied_at = call.at;
                account.proposed_at.reset();
                break;
            case Done::What::called_complete:
                call_complete(account, call.who);
                break;
            case Done::What::reloaded:
                break;
        }
    }
    Books close() {
        register_now();
        return std::move(books_);
    }

  private:
    // Somebody who is listed again has the contacts of the newer list, and those of the older that it does not name.
    static void list(Account& account, const Subject& one) {
        auto [known, is_new] = account.people.emplace(one.subject_ref.reveal(), one);
        for (const auto& contact : one.contacts) account.addresses[contact.address.reveal()] = one.subject_ref.reveal();
        if (is_new) return;
        auto& contacts = known->second.contacts;
        for (auto kind : {ContactKind::email, ContactKind::phone}) {
            auto of_kind = [&](const Contact& contact) { return contact.kind == kind; };
            if (std::none_of(one.contacts.begin(), one.contacts.end(), of_kind)) continue;
            std::erase_if(contacts, of_kind);
            std::copy_if(one.contacts.begin(), one.contacts.end(), std::back_inserter(contacts), of_kind);
        }
    }
    void take(const Taken& message, std::size_t k) {
        const auto& alert = message.alerts[k];
        const auto& placed = message.placed[k];
        auto came_at = message.came_at.value_or(message.at);
        auto detected_at = std::min(alert.detected_at.value_or(came_at), came_at);
        if (came_at - detected_at > settings_->detection_age_max) detected_at = came_at;
        const auto* source = settings_->source(message.source);
        bool believed = message.proof != SenderProof::none || (source && source->opens_unproven);
        books_.alerts[placed.alert_id] = placed.incident;
        auto [at, is_new] = known_.try_emplace(placed.alert_id, Known{message.proof, believed, came_at, detected_at});
        auto& known = at->second;
        if (!is_new) {
            if (message.proof < known.proof) return;
            bool proven_at_last = message.proof > known.proof && !known.believed;
            known.detected_at = std::min(proven_at_last ? known.came_at : known.detected_at, detected_at);
            known.proof = message.proof;
            known.believed = known.believed || believed;
        }
        if (believed && !placed.incident.empty()) speak(placed.incident, alert, known.detected_at);
    }
    void speak(const std::string& incident, const Alert& alert, Instant detected_at) {
        auto [at, is_new] = books_.incidents.try_emplace(incident);
        auto& account = at->second;
        if (account.dismissed_at) return;
        account.detected_at = is_new ? detected_at : std::min(account.detected_at, detected_at);
        for (const auto& kind : alert.data_kinds) add(account, kind);
        for (const auto& host : alert.hosts) {
            account.systems.insert(host);
            for (const auto& asset : settings_->assets)
                if (asset.hosts.front() == host)
                    for (const auto& kind : asset.kinds) add(account, kind, asset.subjects);
        }
    }
    // A person who said which kinds there are said how many people, too.
    static void add(Account& account, const std::string& kind, std::int64_t people = 0) {
        if (account.taken_away.contains(kind)) return;
        bool is_new = account.kinds.insert(kind).second;
        if (is_new || !account.kinds_by_person) account.named[kind] = std::max(account.named[kind], people);
    }
    static void release(Account& account, bool to_everyone) {
        Account::Release out{to_everyone || account.releases.empty(), account.kinds, {}};
        for (const auto& duty : kDuties)
            if (owes(account, duty)) out.duties.insert(duty.id);
        account.releases.push_back(std::move(out));
    }
    static void call_complete(Account& account, const std::string& who) {
        auto listed = account.people.size();
        std::int64_t number = 0;  // the highest that was ever named
        for (const auto& [kind, people] : account.named) number = std::max(number, people);
        auto& said = account.statement;
        bool same = said && !said->by_two && said->listed == listed && said->number == number;
        if (same && said->by != who)
            said->by_two = true;
        else
            said = Account::Statement{who, listed, number, false};
    }
    static void correct(Account& account, const std::vector<std::string>& kinds) {
        std::set<std::string> now(kinds.begin(), kinds.end());
        account.taken_away.insert(account.kinds.begin(), account.kinds.end());
        for (const auto& kind : now) account.taken_away.erase(kind);
        account.kinds = now;
        account.kinds_by_person = true;
    }
    // What the register now knows of a system reaches the incidents that touch it at the end of the step: what is
    // released within the step was written before.
    void reload(const Done& call) {
        const auto& before = settings_->assets;
        for (const auto& asset : call.settings->assets)
            if (std::find(before.begin(), before.end(), asset) == before.end()) registered_.push_back(asset);
        registered_at_ = call.at;
        settings_ = call.settings;
    }
    void register_now() {
        for (const auto& asset : std::exchange(registered_, {}))
            for (auto& [id, account] : books_.incidents)
                if (!account.dismissed_at && account.systems.contains(asset.hosts.front()))
                    for (const auto& kind : asset.kinds) add(account, kind, asset.subjects);
    }

    std::shared_ptr<const Settings> settings_;
    Books books_;
    std::map<std::string, Known> known_;
    std::set<std::string> replays_;
    std::vector<Asset> registered_;  // by a reload of the present step
    Instant registered_at_{};
};

}  // namespace

Books keep_books(const Witness& witness, std::shared_ptr<const Settings> at_first) {
    Bookkeeper keeper(std::move(at_first));
    auto message = witness.messages.begin();
    auto replay = witness.replayed.begin();
    auto call = witness.calls.begin();
    for (std::int64_t order = 1; order <= witness.order; ++order) {
        if (message != witness.messages.end() && message->order == order)
            keeper.take(*message++);
        else if (replay != witness.replayed.end() && replay->order == order)
            keeper.take(*replay++);
        else if (call != witness.calls.end() && call->order == order)
            keeper.take(*call++);
    }
    return keeper.close();
}

bool owes(const Account& account, const Duty& duty) {
    if (duty.kinds.front() == nullptr) return true;
    return std::any_of(duty.kinds.begin(), duty.kinds.end(),
                       [&](const char* kind) { return kind != nullptr && account.kinds.contains(kind); });
}

std::size_t Account::since() const {
    std::size_t version = releases.size();
    while (version > 1 && !releases[version - 1].to_everyone) --version;
    return version;
}

std::set<std::string> kinds_of(const Account& account, std::string_view asked) {
    std::set<std::string> out;
    for (const auto& duty : kDuties)
        for (const char* kind : duty.kinds)
            if (kind != nullptr && account.kinds.contains(kind) && (asked.empty() || asked == duty.id))
                out.insert(kind);
    return out;
}

std::set<std::string> kinds_of(const Account& account, const Subject& person, std::string_view duty) {
    auto out = kinds_of(account, duty);
    std::set<std::string> own(person.kinds.begin(), person.kinds.end());
    if (std::any_of(own.begin(), own.end(), [&](const auto& kind) { return account.kinds.contains(kind); }))
        std::erase_if(out, [&](const auto& kind) { return !own.contains(kind); });
    return out;
}

std::int64_t number_named(const Account& account, const std::set<std::string>& kinds) {
    std::int64_t most = 0;
    for (const auto& [kind, people] : account.named)
        if (kinds.contains(kind)) most = std::max(most, people);
    return most;
}

bool list_is_complete(const Account& account) {
    std::int64_t most = 0;
    for (const auto& [kind, people] : account.named) most = std::max(most, people);
    const auto& said = account.statement;
    return said && said->by_two && most <= said->number && account.people.size() >= said->listed;
}

bool owes_people(const Account& account) {
    return std::any_of(std::begin(kDuties), std::end(kDuties),
                       [&](const Duty& duty) { return duty.kinds.front() != nullptr && owes(account, duty); });
}

}  // namespace breachd::sim
