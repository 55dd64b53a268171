#include "store/sql/connection.hpp"

#include "store_helpers.hpp"

namespace breachd::store {
namespace {

// Three rows: 1, 2, 3.
void fill(Connection& connection) {
    connection.faults().tamper("CREATE TABLE numbers (n INTEGER PRIMARY KEY) STRICT");
    for (int n = 1; n <= 3; ++n) Statement(connection, "INSERT INTO numbers (n) VALUES (?)").bind(n).run();
}

TEST_CASE("a statement is what its text says, wherever the text lies") {
    Connection connection(":memory:", Access::writer);
    fill(connection);
    std::string text = "SELECT n FROM numbers ORDER BY n";
    auto first = [&] {
        Statement read(connection, text);
        return read.step() ? read.integer(0) : 0;
    };
    CHECK(first() == 1);
    text = "SELECT n FROM numbers ORDER BY n DESC";  // the same memory, another text
    CHECK(first() == 3);
}

TEST_CASE("two live uses of one text do not disturb each other") {
    Connection connection(":memory:", Access::writer);
    fill(connection);
    const char* text = "SELECT n FROM numbers WHERE n > ? ORDER BY n";
    Statement outer(connection, text);
    outer.bind(0);
    REQUIRE(outer.step());
    {
        Statement inner(connection, text);
        inner.bind(2);
        REQUIRE(inner.step());
        CHECK(inner.integer(0) == 3);
    }
    CHECK(outer.integer(0) == 1);
    REQUIRE(outer.step());
    CHECK(outer.integer(0) == 2);
}

TEST_CASE("a column is not read where there is no row") {
    Connection connection(":memory:", Access::writer);
    fill(connection);
    Statement read(connection, "SELECT n FROM numbers WHERE n = 7");
    CHECK_FALSE(read.step());
    CHECK_THROWS_AS(read.integer(0), StoreError);
}

TEST_CASE("a commit that fails leaves nothing, and the next one goes through") {
    Connection connection(":memory:", Access::writer);
    fill(connection);
    connection.faults().ask_before_commit([] { return false; });
    connection.begin();
    Statement(connection, "INSERT INTO numbers (n) VALUES (?)").bind(4).run();
    CHECK_THROWS_AS(connection.commit(), StoreError);
    connection.rollback();
    connection.faults().ask_before_commit({});
    connection.begin();
    Statement(connection, "INSERT INTO numbers (n) VALUES (?)").bind(5).run();
    connection.commit();
    Statement read(connection, "SELECT count(*), max(n) FROM numbers");
    REQUIRE(read.step());
    CHECK(read.integer(0) == 4);
    CHECK(read.integer(1) == 5);
}

}  // namespace
}  // namespace breachd::store
