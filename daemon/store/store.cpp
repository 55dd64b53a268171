#include "store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/json_text.hpp"
#include "store/schema.hpp"
#include "store/store_impl.hpp"

namespace breachd::store {

namespace {

std::string file_in(const std::string& directory, const char* name) {
    return directory.empty() ? ":memory:" : directory + "/" + name;
}

bool runs_clock(const Obligation& obligation) {
    return obligation.state == ObligationState::running || obligation.state == ObligationState::overdue;
}

struct Clocks {
    std::int64_t count = 0;
    std::optional<Instant> earliest_due;
};

Clocks clocks_of(const Incident& incident) {
    Clocks out;
    if (!incident.live()) return out;
    for (const auto& obligation : incident.obligations) {
        if (!runs_clock(obligation)) continue;
        ++out.count;
        if (obligation.due_at && (!out.earliest_due || *obligation.due_at < *out.earliest_due))
            out.earliest_due = obligation.due_at;
    }
    return out;
}

}  // namespace

DirectoryLock::DirectoryLock(const std::string& directory) {
    if (directory.empty()) return;
    std::string path = directory + "/breachd.lock";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) throw StoreError(StoreError::Cause::io, "database: cannot open or create " + path);
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(file_);
    throw StoreError(StoreError::Cause::busy, "database: another breachd works in " + directory);
}

DirectoryLock::~DirectoryLock() {
    if (file_ >= 0) ::close(file_);
}

Store::Impl::Impl(const StoreOptions& given, MasterKey master)
    : lock(given.directory),
      options(given),
      connection(file_in(given.directory, "breachd.db"), Connection::Kind::writer),
      keys(file_in(given.directory, "keys.db"), Connection::Kind::writer),
      vault(keys, std::move(master)),
      runs(connection) {
    prepare_main_schema(connection, options.mode);
    vault.ensure(kIndexScope);
    load_tail();
    tail_at_begin = tail;
}

Store::Store(const StoreOptions& options, MasterKey master)
    : impl_(std::make_unique<Impl>(options, std::move(master))) {}

Store::~Store() = default;

void Store::begin() {
    impl_->connection.begin();
    impl_->tail_at_begin = impl_->tail;
}

void Store::commit() {
    impl_->runs.flush();
    impl_->connection.commit();
}

void Store::checkpoint_when_due() { impl_->connection.checkpoint_when_due(); }

void Store::rollback() noexcept {
    if (!impl_->connection.in_transaction()) return;
    impl_->connection.rollback();
    std::swap(impl_->tail, impl_->tail_at_begin);
    impl_->runs.forget();
    impl_->next_page_at.reset();
}

Vault& Store::vault() { return impl_->vault; }
Connection& Store::connection() { return impl_->connection; }

std::optional<std::string> Store::meta(std::string_view key) {
    Query read(impl_->connection, "SELECT value FROM meta WHERE key = ?");
    if (!read.bind(key).step()) return std::nullopt;
    return read.text(0);
}

void Store::set_meta(std::string_view key, std::string_view value) {
    Query(impl_->connection,
          "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key)
        .bind(value)
        .run();
}

void Store::put_incident(const Incident& incident, std::optional<Instant> next_due) {
    Clocks clocks = clocks_of(incident);
    Query(impl_->connection,
          "INSERT INTO incidents (id, version, state, severity, opened_at, next_due, earliest_due, clocks, doc) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, "
          "state = excluded.state, severity = excluded.severity, opened_at = excluded.opened_at, "
          "next_due = excluded.next_due, earliest_due = excluded.earliest_due, clocks = excluded.clocks, "
          "doc = excluded.doc")
        .bind(incident.id)
        .bind(incident.version)
        .bind(boost::describe::enum_to_string(incident.state, "?"))
        .bind(incident.severity)
        .bind(incident.opened_at)
        .bind(next_due)
        .bind(clocks.earliest_due)
        .bind(clocks.count)
        .bind(json_text(incident))
        .run();
    Query(impl_->connection, "DELETE FROM incident_kinds WHERE incident = ?").bind(incident.id).run();
    for (const auto& kind : incident.kinds)
        Query(impl_->connection, "INSERT INTO incident_kinds (incident, kind) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(incident.id)
            .bind(kind.kind)
            .run();
}

std::string Store::next_incident_id(int year, bool drill) {
    std::string series = fmt::format("{}-{:04}", drill ? "DRILL" : "INC", year);
    std::string key = "last-incident-" + series;
    auto last = meta(key);
    std::int64_t number = last ? std::stoll(*last) + 1 : 1;
    set_meta(key, std::to_string(number));
    return fmt::format("{}-{:04}", series, number);
}

}  // namespace breachd::store
