// Why a message did not get through: one of a closed list of ours. What a provider says may quote whom it was about, in
// any spelling; so nothing of its words is kept, but the number that it gave. The sentences are in
// core/words/causes.hpp.
#pragma once

#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>

namespace breachd {

enum class Cause {
    none,
    // the recipient
    address_unknown,
    address_malformed,
    mailbox_full,
    mailbox_off,
    // a refusal
    blocked,  // policy, reputation
    content_refused,
    too_large,
    refused,  // for no reason that we know
    said_duplicate,
    came_back,
    // later, perhaps
    temporary,
    too_fast,
    no_route,  // to the recipient's own host
    // the provider as a whole
    sign_in_refused,
    sender_refused,
    wrong_endpoint,
    service_down,
    service_refused,   // it says no to all of our messages, whatever the reason
    no_balance,        // the account has no money left
    quota_used,        // no more today
    template_refused,  // the text is not one that was registered with it
    // the way to it
    name_not_found,
    not_connected,
    tls_failed,
    host_key_wrong,  // of SSH: not the one that the configuration names
    timed_out,
    connection_lost,
    // its answer
    answer_unclear,
    answer_early,  // before the message was there
    // ourselves
    given_up,       // so that the next channel still has time
    other_channel,  // another channel has the person, or has told
    no_receipt,     // taken, and never heard of again
    channel_gone,
    stopped,  // sent before a stop, and nothing was heard
    not_begun,
    unopened,
    file_not_written
};
BOOST_DESCRIBE_ENUM(Cause, none, address_unknown, address_malformed, mailbox_full, mailbox_off, blocked,
                    content_refused, too_large, refused, said_duplicate, came_back, temporary, too_fast, no_route,
                    sign_in_refused, sender_refused, wrong_endpoint, service_down, service_refused, no_balance,
                    quota_used, template_refused, name_not_found, not_connected, tls_failed, host_key_wrong, timed_out,
                    connection_lost, answer_unclear, answer_early, given_up, other_channel, no_receipt, channel_gone,
                    stopped, not_begun, unopened, file_not_written)

std::string_view cause_word(Cause cause);   // "" for none
Cause cause_from(const std::string& word);  // none for a word that is not of the list

// A reply's number as it may be kept: "550", "550 5.1.1", "0", "-114", "30003"; "" when the text is anything else.
std::string provider_code(std::string_view text);

}  // namespace breachd
