#include "store/tables/requests.hpp"

#include "store/sql/connection.hpp"

namespace breachd::store {

std::optional<IdempotentAnswer> Requests::answer(std::string_view token, std::string_view key) {
    Statement read(connection_, "SELECT body_sha256, kind, data FROM idempotency WHERE token = ? AND key = ?");
    if (!read.bind(token).bind(key).step()) return std::nullopt;
    return IdempotentAnswer{read.text(0), read.text(1), read.text(2)};
}

void Requests::put_answer(std::string_view token, std::string_view key, const IdempotentAnswer& answer, Instant at) {
    Statement(connection_,
              "INSERT INTO idempotency (token, key, body_sha256, kind, data, at) VALUES (?, ?, ?, ?, ?, ?) "
              "ON CONFLICT (token, key) DO UPDATE SET body_sha256 = excluded.body_sha256, kind = excluded.kind, "
              "data = excluded.data, at = excluded.at")
        .bind(token)
        .bind(key)
        .bind(answer.body_sha256)
        .bind(answer.kind)
        .bind(answer.data)
        .bind(at)
        .run();
}

bool Requests::knows_webhook(std::string_view integration, std::string_view id) {
    Statement read(connection_, "SELECT 1 FROM webhook_ids WHERE integration = ? AND id = ?");
    return read.bind(integration).bind(id).step();
}

bool Requests::remember_webhook(std::string_view integration, std::string_view id, Instant at) {
    Statement put(connection_, "INSERT INTO webhook_ids (integration, id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    return put.bind(integration).bind(id).bind(at).run() == 1;
}

bool Requests::forget_before(Instant webhooks_before, Instant answers_before, std::size_t most) {
    auto rows = static_cast<std::int64_t>(most);
    auto ids = Statement(connection_,
                         "DELETE FROM webhook_ids WHERE (integration, id) IN "
                         "(SELECT integration, id FROM webhook_ids WHERE at < ? ORDER BY at LIMIT ?)")
                   .bind(webhooks_before)
                   .bind(rows)
                   .run();
    auto answers = Statement(connection_,
                             "DELETE FROM idempotency WHERE (token, key) IN "
                             "(SELECT token, key FROM idempotency WHERE at < ? ORDER BY at LIMIT ?)")
                       .bind(answers_before)
                       .bind(rows)
                       .run();
    return ids == rows || answers == rows;
}

}  // namespace breachd::store
