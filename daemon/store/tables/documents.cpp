#include "store/tables/documents.hpp"

#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

#define BREACHD_DOCUMENT_COLUMNS "sha256, incident, kind, name, media_type, at"

// Without its bytes, which are column 6.
Document document_in(Statement& query) {
    Document out;
    out.sha256 = query.text(0);
    out.incident = query.text(1);
    out.kind = query.text(2);
    out.name = query.text(3);
    out.media_type = query.text(4);
    out.at = query.instant(5);
    return out;
}

}  // namespace

std::vector<Document> read_documents(Connection& connection, std::string_view incident, bool with_bytes) {
    std::vector<Document> out;
    Statement read(connection,
                   "SELECT " BREACHD_DOCUMENT_COLUMNS ", bytes FROM documents WHERE incident = ? ORDER BY at, sha256");
    read.bind(incident);
    while (read.step()) {
        out.push_back(document_in(read));
        if (with_bytes) out.back().bytes = read.blob(6);
    }
    return out;
}

std::vector<Published> read_published(Connection& connection, std::size_t most) {
    std::vector<Published> out;
    Statement read(connection,
                   "SELECT d.incident, s.first_at, s.last_at, MAX(d.name) FROM documents d JOIN (SELECT incident, "
                   "MIN(at) AS first_at, MAX(at) AS last_at FROM documents WHERE kind = 'public-notice' GROUP BY "
                   "incident) s ON s.incident = d.incident AND s.last_at = d.at WHERE d.kind = 'public-notice' "
                   "GROUP BY d.incident, s.first_at, s.last_at ORDER BY s.last_at DESC, d.incident LIMIT ?");
    read.bind(static_cast<std::int64_t>(most));
    while (read.step()) out.push_back({read.text(0), read.instant(1), read.instant(2), read.text(3)});
    return out;
}

std::optional<Document> read_document(Connection& connection, std::string_view incident, std::string_view sha256) {
    Statement read(connection,
                   "SELECT " BREACHD_DOCUMENT_COLUMNS ", bytes FROM documents WHERE sha256 = ? AND incident = ?");
    if (!read.bind(sha256).bind(incident).step()) return std::nullopt;
    Document out = document_in(read);
    out.bytes = read.blob(6);
    return out;
}

void Documents::put(const Document& document) {
    Statement(connection_, "INSERT INTO documents (" BREACHD_DOCUMENT_COLUMNS
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

std::optional<Document> Documents::find(std::string_view incident, std::string_view sha256) {
    return read_document(connection_, incident, sha256);
}

}  // namespace breachd::store
