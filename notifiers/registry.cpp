#include <algorithm>

#include "base/check.hpp"
#include "notifiers/apns/apns.hpp"
#include "notifiers/esms/esms.hpp"
#include "notifiers/fcm/fcm.hpp"
#include "notifiers/file/file.hpp"
#include "notifiers/http_gateway/http_gateway.hpp"
#include "notifiers/letter/letter.hpp"
#include "notifiers/ntfy/ntfy.hpp"
#include "notifiers/provider.hpp"
#include "notifiers/smtp/smtp.hpp"
#include "notifiers/speedsms/speedsms.hpp"
#include "notifiers/webhook/webhook.hpp"
#include "notifiers/zalo/zalo.hpp"

namespace breachd {

std::span<const Provider> providers() {
    static const Provider rows[] = {
        smtp_provider(),         webhook_provider(), file_provider(),     ntfy_provider(),
        http_gateway_provider(), esms_provider(),    speedsms_provider(), zalo_provider(),
        fcm_provider(),          apns_provider(),    letter_provider(),
    };
    return rows;
}

const Provider* find_provider(std::string_view type) {
    auto rows = providers();
    auto at = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.type == type; });
    return at == rows.end() ? nullptr : &*at;
}

const Provider& provider_of(const Channel& channel) {
    const auto* row = find_provider(channel.type);
    BREACHD_CHECK(row != nullptr && channel.own != nullptr);
    return *row;
}

}  // namespace breachd
