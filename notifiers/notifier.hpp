// What every channel is: it builds the request for messages and reads the provider's answer, nothing else. No queue, no
// retry, no state, no clock of its own: delivery/ runs notifiers, the engine decides what happens next.
//
// Two shapes: an HttpNotifier only builds requests and reads answers (delivery/ moves the bytes on one curl-multi
// loop); a BlockingNotifier does its own I/O on a worker thread that owns the object (SMTP: libcurl's multi interface
// blocks there; files). Which one a type is, and what it can do, its row says (notifiers/provider.hpp).
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "core/telling/access_token.hpp"
#include "core/telling/message.hpp"
#include "core/telling/receipt.hpp"
#include "settings/channels.hpp"

namespace breachd {

struct HttpRequest {
    std::string method = "POST";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    Duration timeout{std::chrono::seconds{20}};
    std::string ca_file;
    bool http2 = false;  // over https:// only
    std::string proxy;   // "": none, whatever the environment says; may hold a password
    // "aws:amz:REGION:SERVICE": libcurl signs the request with these two (AWS SigV4). The body's hash is a header of
    // it.
    std::string aws_sigv4;
    std::string username, password;
};

enum class Transport { answered, not_sent, lost };  // lost: the request went out, no whole answer came back

struct HttpAnswer {
    Transport transport = Transport::answered;
    int status = 0;
    std::map<std::string, std::string> headers;  // lower-case names
    std::string body;                            // at most 64 KiB
    Cause cause{};                               // why no whole answer came
    bool repeated = false;                       // sent twice: the first may have been taken
};

// What a channel says when it is asked without a message to anybody.
struct ProbeResult {
    bool works = false;
    std::string code;  // as in Outcome
    Cause cause{};     // why it does not work
};

class Notifier {
  public:
    virtual ~Notifier() = default;
    // The dry run: address and length, without sending; the error is final for this recipient.
    virtual Result<void> check(const Message& message) const = 0;
};

// What a provider says of a message that it took before, when it is asked.
struct Polled {
    std::optional<ReceiptWord> word;  // none: nothing is known yet, or nothing was learnt
    std::string code;                 // as in Outcome
};

// Of a provider that is asked what became of a message (its row says Receipts::poll).
class Polling {
  public:
    virtual ~Polling() = default;
    // `provider_id`: its own id of the message, as its answer had it.
    virtual HttpRequest ask(const std::string& provider_id) const = 0;
    virtual Polled read_status(const HttpAnswer& answer) const = 0;
};

// A request for a new access token, or the token itself where we sign it.
using Renewal = std::variant<HttpRequest, AccessToken>;

struct TokenAnswer {
    std::optional<AccessToken> token;  // none: why not, in the others
    std::string code;                  // as in Outcome
    Cause cause{};
};

// Of a provider that wants an access token (its row says signs_in). Who asks, keeps and renews: docs/adr/0032.
class TokenSource {
  public:
    virtual ~TokenSource() = default;
    // `held`: the last token, empty when there was none. `wall`: the machine's own time.
    virtual Result<Renewal> renew(const AccessToken& held, Instant wall) const = 0;
    virtual TokenAnswer read_token(const HttpAnswer& answer) const = 0;
    virtual void authorise(HttpRequest& request, const std::string& access) const = 0;
};

class HttpNotifier : public Notifier {
  public:
    virtual const TokenSource* token_source() const { return nullptr; }
    virtual const Polling* polling() const { return nullptr; }
    // Of a row whose batch_max is above one: whether these two may stand in one request.
    virtual bool together(const Message&, const Message&) const { return false; }
    // One request for these messages: one, or up to the row's batch_max.
    virtual Result<HttpRequest> build(std::span<const Message> messages) const = 0;
    // One outcome a message, in their order.
    virtual std::vector<Outcome> read(const HttpAnswer& answer, std::span<const Message> messages) const = 0;
    // A request that reaches the provider and tells nobody anything.
    virtual HttpRequest probe() const = 0;
    virtual ProbeResult read_probe(const HttpAnswer& answer) const = 0;
};

class BlockingNotifier : public Notifier {
  public:
    virtual Outcome send(const Message& message) = 0;
    // Reaches the provider and tells nobody anything.
    virtual ProbeResult probe() = 0;
    // From another thread: what is under way ends within seconds, with the outcome as far as it is known.
    virtual void give_up() {}
};

}  // namespace breachd
