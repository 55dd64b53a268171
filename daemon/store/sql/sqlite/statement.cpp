#include "store/sql/sqlite/statement.hpp"

#include "store/sql/sqlite/errors.hpp"

namespace breachd::store::sqlite {

namespace {

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

class SqliteStatement final : public Prepared {
  public:
    SqliteStatement(sqlite3* handle, const std::string& sql) : handle_(handle) {
        sqlite3_stmt* made = nullptr;
        int code = sqlite3_prepare_v3(handle, sql.c_str(), static_cast<int>(sql.size()) + 1, SQLITE_PREPARE_PERSISTENT,
                                      &made, nullptr);
        if (code != SQLITE_OK) raise(code, sqlite3_errmsg(handle));
        statement_.reset(made);
    }

    void bind(int parameter, std::int64_t value) override {
        check(sqlite3_bind_int64(statement_.get(), parameter, value));
    }
    // A null pointer would be SQL NULL.
    void bind_text(int parameter, std::string_view text) override {
        const char* data = text.data() ? text.data() : "";
        check(sqlite3_bind_text64(statement_.get(), parameter, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
    void bind_bytes(int parameter, std::string_view bytes) override {
        const char* data = bytes.data() ? bytes.data() : "";
        check(sqlite3_bind_blob64(statement_.get(), parameter, data, bytes.size(), SQLITE_STATIC));
    }
    void bind_null(int parameter) override { check(sqlite3_bind_null(statement_.get(), parameter)); }

    bool step() override {
        int code = sqlite3_step(statement_.get());
        if (code == SQLITE_ROW) return true;
        if (code == SQLITE_DONE) return false;
        raise(code, sqlite3_errmsg(handle_));
    }
    std::int64_t changed_rows() override { return sqlite3_changes64(handle_); }
    void reset() noexcept override { sqlite3_reset(statement_.get()); }

    std::int64_t integer(int column) override { return sqlite3_column_int64(row(column), column); }
    std::string_view bytes(int column) override {
        const void* data = sqlite3_column_blob(row(column), column);
        auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
        return data == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(data), size);
    }
    bool is_null(int column) override { return sqlite3_column_type(row(column), column) == SQLITE_NULL; }

  private:
    void check(int code) {
        if (code != SQLITE_OK) raise(code, sqlite3_errmsg(handle_));
    }
    sqlite3_stmt* row(int column) {
        if (column >= sqlite3_data_count(statement_.get()))
            raise(SQLITE_MISUSE, "a column is read where there is no row");
        return statement_.get();
    }

    sqlite3* handle_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace

std::unique_ptr<Prepared> prepared(sqlite3* handle, const std::string& sql) {
    return std::make_unique<SqliteStatement>(handle, sql);
}

}  // namespace breachd::store::sqlite
