// Channels as the configuration names them. What every channel has is here; the keys of one type are its provider's
// own (notifiers/provider.hpp), carried along as ProviderConfig. Nobody but the registry of providers asks for `type`:
// what a channel can do is said by its contacts.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "settings/contacts.hpp"

namespace breachd {

enum class TellingGrade { accepted, delivered };

// The keys of one type of channel. The provider that read them is the only one that knows more of them than this.
struct ProviderConfig {
    virtual ~ProviderConfig() = default;
    virtual std::string url() const { return ""; }  // where it sends, without credentials; "" when not over a network
};

struct Channel {
    std::string name;
    std::string type;
    std::shared_ptr<const ProviderConfig> own;
    ContactKinds page_contacts = bit(ContactKind::person);  // contacts it can page a person by; 0: no pages
    ContactKinds notice_contacts = 0;                       // contacts it can tell a subject by; 0: no notices
    std::string proxy;  // http://, https://, socks5:// or socks5h://; may hold a password; never printed
    double rate_per_second = 50;
    int connections = 4;
    TellingGrade told_when = TellingGrade::accepted;
    bool whole_text = false;            // it passes on the whole letter also to contacts that usually take a short text
    std::string on_unknown = "resend";  // resend (same key, once) | leave
    int attempts_max = 8;
    std::optional<std::int64_t> daily_quota;
    std::optional<std::int64_t> price_vnd;   // of a message; of a text message a part
    std::optional<Duration> handover_after;  // none: as the notice's
    // told_when: delivered, and nothing is heard for so long: the person is tried on the next channel.
    Duration receipt_patience{std::chrono::hours{4}};
    bool signs_in = false;     // its provider wants an access token
    Duration poll_horizon{0};  // how long its provider can be asked about a message; 0: it cannot
    Duration timeout{std::chrono::seconds{20}};
    // Its messages are letters on paper: what was written has told nobody until a person says that it was posted.
    bool by_post = false;
    int batch_letters_max = 500;                    // letters that are posted together, and
    Duration batch_open{std::chrono::minutes{30}};  // how long a batch takes further ones
};

struct ChannelSettings {
    std::vector<Channel> channels;

    const Channel* channel(std::string_view name) const;
};

}  // namespace breachd
