// One message to one recipient, and what came of it. Values between engine, delivery and the channels.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "base/pii.hpp"
#include "core/telling/cause.hpp"

namespace breachd {

struct Message {
    std::string key;   // idempotency key, stable over retries: Message-ID, webhook-id, provider key
    std::string kind;  // page | notice | test
    std::string incident;
    Pii<std::string> to;  // address of a kind of contact that the channel takes, in the form that is sent to
    Pii<std::string> to_name;
    Pii<std::string> guardian_of;  // the child whose data they are; "": the recipient's own
    std::string language = "vi";
    std::string reference;        // the code by which the answer desk finds a data subject
    std::string subject;          // of an e-mail; title of a page
    Pii<std::string> text;        // plain text, UTF-8 NFC
    Pii<std::string> html;        // may be empty
    Pii<std::string> short_text;  // for SMS and the like; may be empty
    json::object data;            // extras for machines: page: incident_id, severity, ack_url, why...
    bool drill = false;
    bool in_doubt = false;          // sent before with this key, and nothing was heard
    std::string return_token = {};  // for the return path of an e-mail: what comes back proves which message it was
    Instant at{};                   // Date header, webhook-timestamp
};

// Never folded into one another: *unknown* means "sent, nothing heard".
enum class SendResult { accepted, delivered, retry, rejected, unknown };
BOOST_DESCRIBE_ENUM(SendResult, accepted, delivered, retry, rejected, unknown)

// Who is to blame; decides whether the recipient is charged an attempt and whether the channel pauses. unclear: the
// provider went away at this very message, for this recipient or for all.
enum class Blame { none, recipient, destination, channel, content, unclear };
BOOST_DESCRIBE_ENUM(Blame, none, recipient, destination, channel, content, unclear)

struct Outcome {
    SendResult result = SendResult::unknown;
    Blame blame = Blame::none;
    std::string code;         // "250 2.0.0", "550 5.1.1", "http 503"
    Cause cause{};            // why not; nothing of the provider's own words
    std::string provider_id;  // as it came: it may have a contact in it, and only a tag of it is kept
    std::optional<Duration> retry_after;
    std::optional<std::int64_t> quota_left = {};  // messages that the provider takes yet today, where it says so
};

}  // namespace breachd
