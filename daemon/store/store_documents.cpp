#include "store/store_impl.hpp"

namespace breachd::store {

void Store::put_document(const Document& document) {
    Query(impl_->connection, "INSERT INTO documents (" BREACHD_DOCUMENT_COLUMNS
                             ", bytes) VALUES (?, ?, ?, ?, ?, ?, ?) "
                             "ON CONFLICT (sha256, incident) DO NOTHING")
        .bind(document.sha256)
        .bind(document.incident)
        .bind(document.kind)
        .bind(document.name)
        .bind(document.media_type)
        .bind(document.at)
        .bind_blob(document.bytes)
        .run();
}

std::optional<Document> Store::document(std::string_view sha256) { return read_document(impl_->connection, sha256); }

std::vector<Document> Store::documents_of(std::string_view incident, bool with_bytes) {
    return read_documents(impl_->connection, incident, with_bytes);
}

std::optional<IdempotentAnswer> Store::idempotent_answer(std::string_view token, std::string_view key) {
    Query read(impl_->connection, "SELECT body_sha256, etag, body FROM idempotency WHERE token = ? AND key = ?");
    if (!read.bind(token).bind(key).step()) return std::nullopt;
    return IdempotentAnswer{read.text(0), read.text(1), read.text(2)};
}

void Store::put_idempotent_answer(std::string_view token, std::string_view key, const IdempotentAnswer& answer,
                                  Instant at) {
    Query(impl_->connection,
          "INSERT INTO idempotency (token, key, body_sha256, status, etag, body, at) VALUES (?, ?, ?, 0, ?, ?, ?) "
          "ON CONFLICT (token, key) DO UPDATE SET body_sha256 = excluded.body_sha256, "
          "etag = excluded.etag, body = excluded.body, at = excluded.at")
        .bind(token)
        .bind(key)
        .bind(answer.body_sha256)
        .bind(answer.kind)
        .bind(answer.data)
        .bind(at)
        .run();
}

bool Store::remember_webhook(std::string_view integration, std::string_view id, Instant at) {
    Query put(impl_->connection,
              "INSERT INTO webhook_ids (integration, id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    return put.bind(integration).bind(id).bind(at).run() == 1;
}

void Store::forget_before(Instant webhooks_before, Instant answers_before) {
    Query(impl_->connection, "DELETE FROM webhook_ids WHERE at < ?").bind(webhooks_before).run();
    Query(impl_->connection, "DELETE FROM idempotency WHERE at < ?").bind(answers_before).run();
}

}  // namespace breachd::store
