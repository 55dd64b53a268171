// The publication desk: the public notice of Điều 29.3.a, foreseen and proposed by rule, published by rule or by hand,
// read back and proved, and published again when what it says has changed. It never ends the individual duty: the run
// goes on. And the content page of short letters. Owns the documents of kind public-notice and content-page.
//
//   foreseen ──its moment──▶ proposed ──approved, or the last moment──▶ publishing ──read back──▶ published
//                                                                          ▲  └── failed, again ──┘     │
//                                                                          └── it says something else ──┘
//
// Invariants
//  1. With publish: auto no missing approval holds it past the deadline less the margin.
//  2. Before that, what goes up by rule is the page that a release approved.
//  3. Earlier than the rule it goes up only when two people ask for the same page.
//  4. No rule publishes because we cannot open the data of the people who wait: then a person decides.
//  5. A page that is up never shows what does not hold any more: it is published again, and a dismissed one says so.
//  6. A page that is up is read back until the incident is closed, and put up again when it is another one.
#pragma once

#include <string>

#include "engine/publication/content_page.hpp"
#include "engine/publication/read_backs.hpp"
#include "engine/step.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

class Publication {
  public:
    explicit Publication(Telling& telling) : telling_(telling) {}

    void load(Step& step);  // what was being published at the stop is done again
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const PublishNotice& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const ApprovePage& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident,
                          const WithdrawNotice& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const PublishDone& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const ReadBackDone& command);
    // When a person let work go on after the store was put back: pages of before may be gone, and go up again.
    void continued(Instant at) { continued_at_ = at; }
    void put_up_again(Instant now) {
        continued(now);
        content_pages_.put_up_again();
    }
    // Of dismissed incidents, too: their page must say so.
    void look(Step& step, const Incident& incident);
    Instant wake(Step& step, const Incident& incident) const;

  private:
    void order(Step& step, const Incident& incident, const std::string& actor, const Explanation& why, std::string by);
    void foresee(Step& step, const Incident& incident);
    void propose(Step& step, const Incident& incident, const PublicNeed& need);
    void failed(Step& step, const Incident& incident, const Reason& why);
    // An order stands, or the rule wants it out for the first time: allowed by the rule, complete, approved.
    bool wanted(Step& step, const Incident& incident) const;
    // When it must be published again; none: it says what holds.
    std::optional<Instant> renewal_at(const Step& step, const Incident& incident) const;
    const std::string& page_of(const Step& step, const Incident& incident) const;

    Telling& telling_;
    ContentPages content_pages_;
    ReadBacks read_backs_;
    std::optional<Instant> continued_at_;
    // What the page says now, of the incident that was looked at last.
    struct Seen {
        std::string incident, sha256;
        std::int64_t version = -1;
        std::shared_ptr<const Settings> settings;
    };
    mutable Seen seen_;
};

}  // namespace breachd::engine
