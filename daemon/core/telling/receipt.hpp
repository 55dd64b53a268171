// How far a message to a person is, and what a provider's later word about it (a receipt) changes. Pure.
//
// A receipt counts only for a message that its provider took, or may have taken: it settles a doubt, says that the
// message arrived, or that it came back. It never makes a refusal good, and what came back stays so.
//
//   the message is      accepted      delivered     failed, rejected   retry, unknown
//   queued              contradicts   contradicts   contradicts        contradicts
//   sending             too early     too early     too early          too early
//   accepted            –             delivered     came back          –
//   delivered           –             –             came back          –
//   unknown             accepted      delivered     came back          –
//   retrying            contradicts   contradicts   –                  –
//   failed, cancelled,
//   handed_over         contradicts   contradicts   –                  –
//
// queued: nothing was sent. retrying, failed: the provider's own answer was that it did not take it, or an earlier
// receipt that it came back. handed_over: another channel has the person, and nothing is out here. sending: the answer
// to our own attempt is still awaited; the provider says it again.
#pragma once

#include <boost/describe/enum.hpp>

namespace breachd {

enum class SendState { queued, sending, accepted, delivered, retrying, failed, unknown, cancelled, handed_over };
BOOST_DESCRIBE_ENUM(SendState, queued, sending, accepted, delivered, retrying, failed, unknown, cancelled, handed_over)

enum class ReceiptWord { accepted, delivered, failed, rejected, retry, unknown };
BOOST_DESCRIBE_ENUM(ReceiptWord, accepted, delivered, failed, rejected, retry, unknown)

enum class ReceiptEffect { nothing, accepts, delivers, takes_back, too_early, contradicts };

ReceiptEffect effect_of(ReceiptWord word, SendState state);

}  // namespace breachd
