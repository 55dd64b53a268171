#include "store/sql/connection.hpp"

#include "base/check.hpp"

namespace breachd::store {

Connection::Connection(const std::string& location, Kind kind) : driver_(open_driver(location, kind)), kind_(kind) {}

Connection::~Connection() { rollback(); }

void Connection::begin() {
    BREACHD_CHECK(!in_transaction_);
    driver_->begin();
    in_transaction_ = true;
}

void Connection::commit() {
    BREACHD_CHECK(in_transaction_);
    driver_->commit();
    in_transaction_ = false;
}

void Connection::rollback() noexcept {
    if (!in_transaction_) return;
    in_transaction_ = false;
    for (auto& [sql, cached] : statements_) cached.prepared->reset();
    driver_->rollback();
}

void Connection::checkpoint_when_due() {
    BREACHD_CHECK(kind_ == Kind::writer && !in_transaction_);
    driver_->maintain_when_due();
}

void Connection::checkpoint() {
    BREACHD_CHECK(kind_ == Kind::writer && !in_transaction_);
    driver_->erase_leftovers();
}

Connection::Cached& Connection::cached(std::string_view sql) {
    auto& guess = guesses_[sql.data()];
    if (guess && guess->first == sql) return guess->second;
    auto known = statements_.find(sql);
    if (known == statements_.end()) {
        std::string text(sql);
        auto prepared = driver_->prepare(text);
        known = statements_.emplace(std::move(text), Cached{std::move(prepared), false}).first;
    }
    guess = &*known;
    return known->second;
}

Statement::Statement(Connection& connection, std::string_view sql) : shared_(&connection.cached(sql)) {
    if (shared_->in_use) {
        own_ = connection.driver_->prepare(std::string(sql));
        shared_ = nullptr;
        prepared_ = own_.get();
        return;
    }
    shared_->in_use = true;
    prepared_ = shared_->prepared.get();
}

Statement::~Statement() {
    prepared_->reset();
    if (shared_) shared_->in_use = false;
}

Statement& Statement::bind(std::int64_t value) {
    prepared_->bind(++bound_, value);
    return *this;
}

Statement& Statement::bind(std::string_view text) {
    prepared_->bind_text(++bound_, text);
    return *this;
}

Statement& Statement::bind_blob(std::string_view bytes) {
    prepared_->bind_bytes(++bound_, bytes);
    return *this;
}

Statement& Statement::bind(std::optional<Instant> at) { return at ? bind(*at) : bind_null(); }

Statement& Statement::bind_null() {
    prepared_->bind_null(++bound_);
    return *this;
}

bool Statement::step() { return prepared_->step(); }

std::int64_t Statement::run() {
    while (step()) {
    }
    return prepared_->changed_rows();
}

std::optional<Instant> Statement::maybe_instant(int column) {
    if (is_null(column)) return std::nullopt;
    return instant(column);
}

std::int64_t single_number(Connection& connection, std::string_view sql) {
    Statement query(connection, sql);
    query.step();
    return query.integer(0);
}

}  // namespace breachd::store
