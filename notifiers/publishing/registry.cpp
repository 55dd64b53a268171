#include <algorithm>

#include "base/check.hpp"
#include "notifiers/publishing/publishing.hpp"

namespace breachd {

std::span<const PublisherKind> publisher_kinds() {
    static const PublisherKind rows[] = {
        directory_publisher(), webdav_publisher(),    sftp_publisher(),
        s3_publisher(),        wordpress_publisher(), webhook_publisher(),
    };
    return rows;
}

const PublisherKind* find_publisher_kind(std::string_view type) {
    auto rows = publisher_kinds();
    auto at = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.type == type; });
    return at == rows.end() ? nullptr : &*at;
}

std::unique_ptr<Place> make_place(const Publisher& publisher) {
    const auto* row = find_publisher_kind(publisher.type);
    BREACHD_CHECK(row != nullptr);
    return row->make(publisher);
}

}  // namespace breachd
