// One row a provider: what it is called, whom it can reach, what it can do, which keys it has, and how it is made. The
// rows stand in registry.cpp; nothing else in the program knows a provider by its name. How to add one: README.md here.
#pragma once

#include <boost/describe.hpp>
#include <memory>
#include <span>
#include <string_view>
#include <variant>

#include "notifiers/keys.hpp"
#include "notifiers/notifier.hpp"

namespace breachd {

// How it is heard that a message that was accepted has arrived, or has come back.
enum class Receipts { none, push, poll, mail };
BOOST_DESCRIBE_ENUM(Receipts, none, push, poll, mail)

// What a probe of the channel does, for those who read its result.
enum class ProbeKind { smtp_sign_in, http_options, http_get, file_written };
BOOST_DESCRIBE_ENUM(ProbeKind, smtp_sign_in, http_options, http_get, file_written)

struct Traits {
    std::size_t batch_max = 1;    // messages in one request
    Duration request_gap{0};      // with a batch_max above one: between two requests
    bool idempotent = false;      // the same key twice shows one message
    bool says_delivered = false;  // an answer can mean "delivered", not only "accepted"
    Receipts receipts = Receipts::none;
    bool signs_in = false;  // wants an access token that runs out
    Duration refresh_lives{
        0};                    // how long what the next one is got by is good, since it was got; 0: it does not run out
    Duration poll_horizon{0};  // how long the provider can be asked about a message
    ProbeKind probe = ProbeKind::http_options;
    bool by_post = false;  // letters on paper: people post them
    bool network = true;   // reaches it over a network: a proxy makes sense
};

using MakeHttp = std::unique_ptr<HttpNotifier> (*)(const Channel&, bool drill);
using MakeBlocking = std::unique_ptr<BlockingNotifier> (*)(const Channel&, bool drill);  // called once a worker

// How a row makes a notifier of the class `Own`.
template <class Base, class Own>
std::unique_ptr<Base> make_notifier(const Channel& channel, bool drill) {
    return std::make_unique<Own>(channel, drill);
}

struct MailRelay;

struct Provider {
    std::string_view type;
    ContactKinds pages;            // contacts it can page a person by; 0: no pages
    ContactKinds notices;          // contacts it can tell a data subject by; 0: no notices
    ContactKinds notices_default;  // of them, those that a channel uses when its `address` does not say
    Traits traits;
    // Its own keys: their defaults and checks.
    std::shared_ptr<const ProviderConfig> (*read)(Keys& keys);
    std::variant<MakeHttp, MakeBlocking> make;
    // The relay that notices go to over delivery's own SMTP client (delivery/smtp_client.hpp); pages go by `make`.
    std::shared_ptr<const MailRelay> (*relay)(const Channel&, bool drill) = nullptr;
};

std::span<const Provider> providers();
const Provider* find_provider(std::string_view type);
// The row of a channel. A type without a row was refused when the configuration was read.
const Provider& provider_of(const Channel& channel);

// What `read` of this channel's own row made.
template <class Config>
const Config& own_config(const Channel& channel) {
    return static_cast<const Config&>(*channel.own);
}

}  // namespace breachd
