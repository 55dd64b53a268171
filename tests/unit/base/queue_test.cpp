#include "base/bounded_queue.hpp"

#include <thread>

#include "base/pii.hpp"
#include "base/rng.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using std::chrono::milliseconds;

TEST_CASE("a queue gives values in the order they came, and refuses at once when full") {
    BoundedQueue<std::string> queue(2);
    std::string third = "third";
    CHECK(queue.try_push("first"));
    CHECK(queue.try_push("second"));
    CHECK_FALSE(queue.try_push(std::move(third)));
    CHECK(third == "third");  // a refused value stays with the caller
    CHECK(queue.take(10, milliseconds{0}) == std::vector<std::string>{"first", "second"});
    CHECK(queue.size() == 0);
}

TEST_CASE("a queue gives at most what was asked for and keeps the rest") {
    BoundedQueue<int> queue(10);
    for (int i = 0; i < 5; ++i) REQUIRE(queue.try_push(int{i}));
    CHECK(queue.take(2, milliseconds{0}) == std::vector<int>{0, 1});
    CHECK(queue.size() == 3);
}

TEST_CASE("by weight a queue gives values up to the sum, and always one") {
    BoundedQueue<int> queue(10);
    for (int weight : {3, 4, 900, 1}) REQUIRE(queue.try_push(int{weight}));
    auto weigh = [](int weight) { return static_cast<std::size_t>(weight); };
    CHECK(queue.take(7, milliseconds{0}, weigh) == std::vector<int>{3, 4});
    CHECK(queue.take(7, milliseconds{0}, weigh) == std::vector<int>{900});
    CHECK(queue.take(7, milliseconds{0}, weigh) == std::vector<int>{1});
}

TEST_CASE("a wake ends one wait without a value") {
    BoundedQueue<int> queue(1);
    queue.wake();
    CHECK(queue.take(1, std::chrono::hours{1}).empty());
    CHECK(queue.take(1, milliseconds{1}).empty());
}

TEST_CASE("a closed queue takes nothing more, gives what it has and never waits") {
    BoundedQueue<int> queue(2);
    REQUIRE(queue.try_push(1));
    queue.close();
    CHECK(queue.closed());
    CHECK_FALSE(queue.try_push(2));
    CHECK(queue.take(5, std::chrono::hours{1}) == std::vector<int>{1});
    CHECK(queue.take(5, std::chrono::hours{1}).empty());
}

TEST_CASE("two threads lose nothing and keep the order of each writer") {
    BoundedQueue<int> queue(16);
    constexpr int kValues = 20'000;
    std::thread writer([&] {
        for (int i = 0; i < kValues; ++i)
            while (!queue.try_push(int{i})) std::this_thread::yield();
    });
    std::vector<int> got;
    while (got.size() < kValues)
        for (int value : queue.take(7, milliseconds{100})) got.push_back(value);
    writer.join();
    for (int i = 0; i < kValues; ++i) REQUIRE(got[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("the same seed gives the same chance, another seed another") {
    Rng a(42), b(42), c(43);
    bool differs = false;
    for (int i = 0; i < 100; ++i) {
        auto value = a.next();
        CHECK(value == b.next());
        differs |= value != c.next();
    }
    CHECK(differs);
    for (int i = 0; i < 1000; ++i) CHECK(a.below(6) < 6);
    CHECK(a.below(0) == 0);
    CHECK(a.one_in(1));
}

TEST_CASE("personal data has no way into a stream or a format string") {
    static_assert(!std::is_convertible_v<Pii<std::string>, std::string>);
    static_assert(!std::is_convertible_v<Pii<std::string>, std::string_view>);
    CHECK(Pii<std::string>("x").reveal() == "x");
}
