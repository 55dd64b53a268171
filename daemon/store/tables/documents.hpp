// Table documents: frozen bytes by incident and SHA-256 (reports, notices, records). Two incidents that have the same
// bytes have a row each; nobody asks for a document without saying whose. Publication, filing and telling keep them; a
// row never changes. No subject's personal data ever.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

struct Document {
    std::string sha256;  // hex, of bytes
    std::string incident;
    std::string kind;  // report | notice | public-notice | content-page | record | head
    std::string name;  // file name for people: mau-08.pdf
    std::string media_type;
    Instant at{};
    std::string bytes;
};

class Documents {
  public:
    explicit Documents(Connection& connection) : connection_(connection) {}

    void put(const Document& document);
    std::optional<Document> find(std::string_view incident, std::string_view sha256);

  private:
    Connection& connection_;
};

// Incidents whose public notice was put up, the newest publication first; at most `most`.
struct Published {
    std::string incident;
    Instant first_at{}, last_at{};
    std::string last_name;
};
std::vector<Published> read_published(Connection& connection, std::size_t most);

// For the readers as well.
std::vector<Document> read_documents(Connection& connection, std::string_view incident, bool with_bytes);
std::optional<Document> read_document(Connection& connection, std::string_view incident, std::string_view sha256);

}  // namespace breachd::store
