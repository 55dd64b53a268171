// The paging desk: pages are made by core/oncall, kept in the outbox table, sent before anything else, and tried until
// they are through or a person has acknowledged. What a provider says about a page never stops the escalation. Owns the
// pages, and the tests of channels that are under way.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/step.hpp"

namespace breachd::engine {

class Paging {
  public:
    explicit Paging(std::string ack_key) : ack_key_(std::move(ack_key)) {}

    void load(Step& step);  // what was in flight at the stop is unknown
    // Answered when the outcome is back.
    void test(Step& step, Envelope& envelope, const SendTest& command);
    void test(Step& step, Envelope& envelope, const TestNotice& command);  // a copy of a draft to who asks for it
    // Gives the channel that the outcome speaks of; "" for none (a page of the path without a database).
    std::string done(Step& step, const AttemptDone& done);
    void hear(Step& step, const Entry& entry);
    void close(Step& step);  // sends what is due
    void take_back();

    // To the people on duty, about the daemon itself; the same cause wakes them once an hour.
    void alarm(Step& step, const std::string& cause, const Reason& why);
    // About an incident, or ("") the daemon; a cause wakes people once.
    void page_once(Step& step, const std::string& incident, const std::string& cause, const Reason& why);

    // For the path that needs no database: addressed to the person, without a link.
    static Message message(const Settings& settings, Instant now, const store::PageRow& page);

  private:
    void queue(Step& step, const std::string& incident, const Paged& paged);
    void send(Step& step, store::PageRow page);
    void resend_unknown(Step& step);
    bool needless(Step& step, const store::PageRow& page);
    Message message_of(Step& step, const store::PageRow& page);

    std::string ack_key_;
    struct Test {
        Answered answer;
        std::string channel;
    };

    void settle(Step& step, store::PageRow page, const AttemptDone& done);
    void tested(Step& step, const std::string& channel, const Outcome& outcome);
    void send_test(Step& step, Envelope& envelope, const std::string& channel, Message message);

    std::map<std::string, Test> tests_;
    std::vector<std::string> tests_begun_;  // in the present step
    int test_count_ = 0;
    Instant unknown_at_ = Instant::max();  // when a page in state unknown is due again
};

}  // namespace breachd::engine
