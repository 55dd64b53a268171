// Incidents with lists of people, their notices released, and a provider that answers every message at once.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <set>

#include "engine/letter.hpp"
#include "unit/engine/desk.hpp"

namespace breachd::engine {

inline Settings email_settings(double rate) {
    auto settings = desk_settings();
    settings.channels[0].rate_per_second = rate;
    settings.notice.order = {settings.channels[0].name};
    settings.public_notice.automatic = false;
    return settings;
}

// E-mail, and text messages to telephones behind it.
inline Settings email_and_sms() {
    auto settings = email_settings(50);
    Channel sms;
    sms.name = "sms";
    sms.type = "webhook";
    sms.notice_contacts = bit(ContactKind::phone);
    settings.channels.push_back(sms);
    settings.notice.order = {settings.channels[0].name, "sms"};
    return settings;
}

// What a provider says of a message.
inline const Outcome kAccepted{SendResult::accepted, Blame::none, "250", Cause::none, "", {}};
inline const Outcome kRefused{SendResult::rejected, Blame::recipient, "550", Cause::address_unknown, "", {}};
inline const Outcome kUnheard{SendResult::unknown, Blame::none, "", Cause::timed_out, "", {}};
inline const Outcome kDead{SendResult::retry, Blame::channel, "", Cause::not_connected, "", {}};

class Scene {
  public:
    explicit Scene(Settings settings, const std::string& directory = "")
        : desk(std::make_shared<const Settings>(std::move(settings)), directory) {}

    // An incident that was detected so long ago, `people` imported over the domains in turn, its notice released.
    std::string release(int people, Duration since = std::chrono::hours{1},
                        const std::vector<std::string>& domains = {"vidu.test"}) {
        json::object facts{{"title", "Rò rỉ"},
                           {"kinds", json::array{"location"}},
                           {"detected_at", format_rfc3339(desk.now - since)},
                           {"detected_how", "SIEM"},
                           {"description", "x"},
                           {"place", "Hà Nội"},
                           {"consequences", "x"},
                           {"severity_and_risks", "x"},
                           {"measures", "x"},
                           {"guidance", "x"}};
        auto id = id_of(desk.ask(OpenIncident{facts}));
        import(id, people, domains);
        auto released = desk.ask(ReleaseNotice{}, id, "dpo");
        INFO((released ? std::string() : released.error().text()));
        REQUIRE(released.has_value());
        return id;
    }
    // The same, of people who can be reached by telephone alone.
    std::string release_by_phone(int people) {
        by_phone_ = true;
        return release(people);
    }
    // A list of these people, as one import.
    Imported import_list(const std::string& id, std::vector<Subject> people) {
        auto begun = desk.ask(BeginImport{}, id);
        REQUIRE(begun.has_value());
        auto import_id = std::get<ImportBegun>(*begun).import_id;
        REQUIRE(desk.ask(desk.chunk(import_id, std::move(people)), id).has_value());
        auto done = desk.ask(FinishImport{import_id, "list " + import_id}, id);
        REQUIRE(done.has_value());
        return std::get<Imported>(*done);
    }
    void import_more(const std::string& id, int people) { import(id, people, {"vidu.test"}); }

    using Provider = std::function<Outcome(const Send&)>;
    void serve(Duration how_long, const Outcome& outcome) {
        serve(how_long, [&](const Send&) { return outcome; });
    }
    void serve(
        Duration how_long, const Provider& provider,
        const std::function<bool(const Send&)>& unopened = [](const Send&) { return false; }) {
        auto end = desk.now + how_long;
        while (desk.now < end) {
            answer(provider, unopened);
            auto next = std::max(desk.next_wake(), desk.now + Duration{1});
            desk.pass_to(std::min(next, end));
        }
        answer(provider, unopened);
    }

    int sent(const std::string& id) const {
        auto at = sent_.find(id);
        return at == sent_.end() ? 0 : at->second;
    }
    NoticeRun run(const std::string& id) const { return desk.incident(id).notice_run; }
    static std::string domain_of(const Send& send) {
        auto message = write_letter(*send.letter);
        REQUIRE(message.has_value());
        const auto& to = message->to.reveal();
        return to.substr(to.find('@') + 1);
    }

    Desk desk;
    bool has_both = false;     // those who are imported have an e-mail address and a telephone
    bool has_address = false;  // and a postal one, or that alone
    bool by_post_alone = false;

  private:
    void import(const std::string& id, int people, const std::vector<std::string>& domains) {
        std::vector<Subject> rows;
        for (int i = 0; i < people; ++i) {
            auto number = people_++;
            Subject subject;
            subject.subject_ref = Pii(fmt::format("KH-{}", number));
            subject.name = Pii(fmt::format("Người Thử {}", number));
            const auto& domain = domains[static_cast<std::size_t>(i) % domains.size()];
            if (by_phone_ || has_both)
                set_address(subject.contacts, ContactKind::phone, fmt::format("+8490000{:04}", number));
            if (has_address || by_post_alone)
                set_address(subject.contacts, ContactKind::postal_address,
                            fmt::format("{} Tràng Tiền, Hà Nội", number));
            if (!by_phone_ && !by_post_alone)
                set_address(subject.contacts, ContactKind::email, fmt::format("kh{}@{}", number, domain));
            rows.push_back(std::move(subject));
        }
        import_list(id, std::move(rows));
    }

    void answer(const Provider& provider, const std::function<bool(const Send&)>& unopened) {
        for (;;) {
            std::vector<Command> outcomes;
            for (const auto& send : desk.take_sends(Lane::notice)) {
                ++sent_[send.letter->notice->incident];
                bool closed = unopened(send);
                outcomes.push_back(AttemptDone{"", send.delivery_id, closed ? Outcome{} : provider(send), closed});
            }
            for (const auto& page : desk.take_sends(Lane::page))
                outcomes.push_back(AttemptDone{page.page_id, 0, kAccepted});
            if (outcomes.empty()) return;
            desk.tell_all(std::move(outcomes));
        }
    }

    std::map<std::string, int> sent_;
    int people_ = 0;
    bool by_phone_ = false;
};

}  // namespace breachd::engine
