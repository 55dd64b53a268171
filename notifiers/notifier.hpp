// What every channel is: it builds the request for one message and reads the provider's answer, nothing else. No queue,
// no retry, no state, no clock of its own: delivery/ runs notifiers, the engine decides what happens next.
//
// Two shapes: an HttpNotifier only builds a request and reads an answer (delivery/ moves the bytes on one curl-multi
// loop); a BlockingNotifier does its own I/O on a worker thread that owns the object (SMTP: libcurl's multi interface
// blocks there; files).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "base/pii.hpp"
#include "base/result.hpp"
#include "core/telling/redact.hpp"
#include "settings/settings.hpp"

namespace breachd {

// One message to one recipient on one channel.
struct Message {
    std::string key;   // idempotency key, stable over retries: Message-ID, webhook-id, provider key
    std::string kind;  // page | notice | test
    std::string incident;
    Pii<std::string> to;  // address in the form of the channel: e-mail, E.164, zalo id, token; person id for pages
    Pii<std::string> to_name;
    std::string language = "vi";
    std::string subject;          // of an e-mail; title of a page
    Pii<std::string> text;        // plain text, UTF-8 NFC
    Pii<std::string> html;        // may be empty
    Pii<std::string> short_text;  // for SMS and the like; may be empty
    json::object data;            // machine-readable extras for webhooks: page: incident_id, severity, ack_url, why...
    bool drill = false;
    Instant at{};  // Date header, webhook-timestamp
};

// Never folded into one another: *unknown* means "sent, nothing heard".
enum class SendResult { accepted, delivered, retry, rejected, unknown };
BOOST_DESCRIBE_ENUM(SendResult, accepted, delivered, retry, rejected, unknown)

// Who is to blame; decides whether the recipient is charged an attempt and whether the channel pauses.
enum class Blame { none, recipient, destination, channel, content };
BOOST_DESCRIBE_ENUM(Blame, none, recipient, destination, channel, content)

struct Outcome {
    SendResult result = SendResult::unknown;
    Blame blame = Blame::none;
    std::string code;         // "250 2.0.0", "550 5.1.1", "http 503"
    std::string words;        // the provider's words, at most 200 bytes, addresses and digits runs redacted
    std::string provider_id;  // queue id, message id
    std::optional<Duration> retry_after;
};

struct HttpRequest {
    std::string method = "POST";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    Duration timeout{std::chrono::seconds{20}};
    std::string ca_file;
};

enum class Transport { answered, not_sent, lost };  // lost: the request went out, no whole answer came back

struct HttpAnswer {
    Transport transport = Transport::answered;
    int status = 0;
    std::map<std::string, std::string> headers;  // lower-case names
    std::string body;                            // at most 64 KiB
    std::string error;                           // transport's words, no URL
};

class Notifier {
  public:
    virtual ~Notifier() = default;
    // Checks address and length without sending; the error is final for this recipient (blame recipient) or content.
    virtual Result<void> check(const Message& message) const = 0;
};

class HttpNotifier : public Notifier {
  public:
    virtual Result<HttpRequest> build(const Message& message) const = 0;
    virtual Outcome read(const HttpAnswer& answer) const = 0;
};

class BlockingNotifier : public Notifier {
  public:
    virtual Outcome send(const Message& message) = 0;
    // From another thread: a send that is under way ends within seconds, with the outcome as far as it is known.
    virtual void give_up() {}
};

// nullptr-free: an unknown type was refused when the configuration was read. A BlockingNotifier is made once per
// worker.
std::unique_ptr<Notifier> make_notifier(const Channel& channel, bool drill);

}  // namespace breachd
