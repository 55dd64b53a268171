#include "store/desk/replies.hpp"

#include <fmt/format.h>

#include <boost/describe/enum_to_string.hpp>

#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

namespace {

std::string reply_place(std::string_view incident, std::int64_t id) { return fmt::format("reply|{}|{}", incident, id); }

}  // namespace

void Replies::add(const ReplyRow& row) {
    auto id = single_number(connection_, "SELECT coalesce(max(id), 0) + 1 FROM replies");
    auto sealed = vault_.seal(row.incident, row.words.reveal(), reply_place(row.incident, id));
    Statement(connection_,
              "INSERT INTO replies (id, incident, subject, kind, way, at, actor, origin, sealed) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(id)
        .bind(row.incident)
        .bind(row.subject)
        .bind(boost::describe::enum_to_string(row.kind, ""))
        .bind(boost::describe::enum_to_string(row.way, ""))
        .bind(row.at)
        .bind(row.actor)
        .bind(row.origin)
        .bind_blob(sealed)
        .run();
}

bool Replies::knows(std::string_view origin) {
    Statement read(connection_, "SELECT 1 FROM replies WHERE origin = ? AND origin <> ''");
    return read.bind(origin).step();
}

std::vector<ReplyRow> read_replies(Connection& connection, const Opener* opener, std::string_view incident,
                                   std::int64_t subject) {
    std::vector<ReplyRow> out;
    Statement read(connection,
                   "SELECT id, kind, way, at, actor, sealed FROM replies WHERE incident = ? AND subject = ? "
                   "ORDER BY id DESC");
    read.bind(incident).bind(subject);
    while (read.step()) {
        auto& row = out.emplace_back();
        row.id = read.integer(0);
        row.incident = incident;
        row.subject = subject;
        row.kind = enum_in_row<ReplyKind>(read.text(1), "a kind of reply that no breachd writes");
        row.way = enum_in_row<ReplyWay>(read.text(2), "a way of a reply that no breachd writes");
        row.at = read.instant(3);
        row.actor = read.text(4);
        auto plain = opener != nullptr ? opener->open(read.blob(5), reply_place(incident, row.id))
                                       : Result<std::string>(std::string());
        if (plain) row.words = Pii(std::move(*plain));
    }
    return out;
}

}  // namespace breachd::store
