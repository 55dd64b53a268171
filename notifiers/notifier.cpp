#include "notifiers/notifier.hpp"

#include "base/check.hpp"
#include "notifiers/file/file.hpp"
#include "notifiers/smtp/smtp.hpp"
#include "notifiers/webhook/webhook.hpp"

namespace breachd {

std::unique_ptr<Notifier> make_notifier(const Channel& channel, bool drill) {
    if (channel.type == "smtp") return std::make_unique<SmtpNotifier>(channel, drill);
    if (channel.type == "webhook") return std::make_unique<WebhookNotifier>(channel, drill);
    BREACHD_CHECK(channel.type == "file");
    return std::make_unique<FileNotifier>(channel, drill);
}

}  // namespace breachd
