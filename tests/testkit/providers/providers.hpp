// Providers of messages that stand in for eSMS, SpeedSMS, Zalo, FCM and APNs: their shapes as notifiers/README.md has
// them, on one port of 127.0.0.1, with faults as a test orders them. Each keeps what it took, and by which key, so that
// a test can tell a person who was told from one who was not, and a second message from a second request.
//
// HTTP/1.1 without TLS; in front of APNs a test puts nghttpx, which speaks HTTP/2 over TLS.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "testkit/providers/http_stand_in.hpp"

namespace breachd::testkit {

// What happens to the next request for a message.
enum class Fault {
    none,
    temporary,     // the provider's word for "later"
    permanent,     // its word for "never this recipient"
    channel,       // its word for "nobody through this account": no money, no quota
    too_many,      // 429 with Retry-After: 1
    error,         // 500 with an empty body
    slow,          // takes the message, and answers after three seconds
    reset_unread,  // hangs up after the headers
    reset_taken,   // takes the message and hangs up without an answer
    garbage        // takes the message and answers what is no JSON
};

struct TakenMessage {
    std::string key, to, text;  // as far as the provider is told them
    std::string id;             // that it gave
};

class Providers {
  public:
    explicit Providers(int port = 0);  // 0: a free one

    std::string esms_url() const { return server_.url() + "/esms"; }
    std::string speedsms_url() const { return server_.url() + "/speedsms"; }
    std::string zalo_url() const { return server_.url() + "/zalo"; }
    std::string zalo_token_url() const { return server_.url() + "/zalo-oauth/v4/oa/access_token"; }
    std::string fcm_url() const { return server_.url() + "/fcm"; }
    std::string google_token_url() const { return server_.url() + "/google/token"; }
    std::string apns_url() const { return server_.url(); }
    int port() const { return server_.port(); }

    // Of esms, speedsms, zalo, fcm, apns: what happens to its next requests for messages, one after the other.
    void order(const std::string& provider, std::vector<Fault> faults);
    // What eSMS says of a message when it is asked; "pending" until then. `state`: delivered | failed.
    void settle(const std::string& number, const std::string& state);
    // A person authorises the app at Zalo anew: only this refresh token is good from now on.
    void authorise(const std::string& refresh);

    std::vector<TakenMessage> taken(const std::string& provider) const;
    std::size_t requests(const std::string& provider) const;  // for messages
    std::size_t polls() const;
    std::size_t tokens() const;               // given out
    std::vector<std::string> misuse() const;  // a refresh token used twice, a batch too large, a token renewed too soon

  private:
    StandInReply answer(const StandInRequest& request);
    bool hangs_up(const StandInRequest& request);
    Fault next(const std::string& provider);
    StandInReply with_fault(Fault fault, StandInReply good, StandInReply temporary, StandInReply permanent,
                            StandInReply channel);
    StandInReply esms_send(const json::object& body, Fault fault);
    StandInReply esms_status(const std::string& query);
    StandInReply speedsms_send(const StandInRequest& request, const json::object& body, Fault fault);
    StandInReply zalo_send(const StandInRequest& request, const json::object& body, Fault fault);
    StandInReply zalo_token(const StandInRequest& request);
    StandInReply google_token(const StandInRequest& request);
    StandInReply fcm_send(const StandInRequest& request, const json::object& body, Fault fault);
    StandInReply apns_send(const StandInRequest& request, const json::object& body, Fault fault);
    std::string take(const std::string& provider, TakenMessage message);
    std::string give_token();

    mutable std::mutex mutex_;
    std::map<std::string, std::deque<Fault>> orders_;
    std::map<std::string, std::vector<TakenMessage>> taken_;
    std::map<std::string, std::size_t> requests_;
    std::map<std::string, std::string> settled_;  // of eSMS: by number
    std::set<std::string> good_tokens_, used_refresh_;
    std::string refresh_ = "zalo-refresh-1";  // the one that is good
    std::size_t polls_ = 0, tokens_ = 0;
    std::vector<std::string> misuse_;
    HttpStandIn server_;
};

}  // namespace breachd::testkit
