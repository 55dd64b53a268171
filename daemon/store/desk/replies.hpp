// Table replies: what people said about the notice that they got, sealed; written by the telling desk.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/pii.hpp"
#include "core/telling/reply.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

class Opener;
class Vault;

struct ReplyRow {
    std::int64_t id = 0;  // given by add()
    std::string incident;
    std::int64_t subject = 0;  // number within the incident
    ReplyKind kind = ReplyKind::other;
    ReplyWay way = ReplyWay::other;
    Instant at{};
    std::string actor;       // who noted it
    std::string origin;      // a tag of the mail that it came with; "": a person noted it
    Pii<std::string> words;  // "" when they cannot be opened any more
};

class Replies {
  public:
    Replies(Connection& connection, Vault& vault) : connection_(connection), vault_(vault) {}

    void add(const ReplyRow& row);
    bool knows(std::string_view origin);

  private:
    Connection& connection_;
    Vault& vault_;
};

// For the readers; of one person, the last first. Without an opener the words stay sealed.
std::vector<ReplyRow> read_replies(Connection& connection, const Opener* opener, std::string_view incident,
                                   std::int64_t subject);

}  // namespace breachd::store
