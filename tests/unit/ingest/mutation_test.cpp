// Throws damaged payloads at every parser: nothing may crash, throw or break what an Alert promises. The same seed
// gives the same payloads, so a failure repeats. fuzz/ does this with coverage; this is the cheap everyday form.
#include <algorithm>

#include "base/rng.hpp"
#include "ingest/fields.hpp"
#include "ingest/syslog_frames.hpp"
#include "ingest_helpers.hpp"
#include "own_samples.hpp"
#include "promises.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

constexpr std::size_t kRoundsPerFormat = 20'000;

constexpr std::string_view kPieces[] = {"null",
                                        "-1",
                                        "1e999",
                                        "9223372036854775808",
                                        "\"\"",
                                        "{}",
                                        "[]",
                                        "{\"a\":",
                                        "[[[[[[[[",
                                        "\\",
                                        "\"",
                                        "|",
                                        "=",
                                        "\n",
                                        "\r\n",
                                        std::string_view("\0", 1),
                                        "\xff",
                                        "\xed\xa0\x80",
                                        "\\ud800",
                                        "<13>1 ",
                                        "CEF:0|",
                                        "LEEF:2.0|",
                                        "x5E|",
                                        "true",
                                        "0001-01-01T00:00:00Z",
                                        ",",
                                        "}",
                                        "]"};

std::string damaged(std::string text, std::string_view other, Rng& rng) {
    for (auto n = 1 + rng.below(4); n > 0; --n) {
        auto at = rng.below(text.size() + 1), length = rng.below(std::min<std::size_t>(text.size() - at, 40) + 1);
        switch (rng.below(7)) {
            case 0:
                if (at < text.size()) text[at] = static_cast<char>(rng.below(256));
                break;
            case 1:
                text.erase(at, length);
                break;
            case 2:
                text.insert(at, kPieces[rng.below(std::size(kPieces))]);
                break;
            case 3:
                text.insert(rng.below(text.size() + 1), text.substr(at, length));
                break;
            case 4:
                text.resize(at);
                break;
            case 5:
                text.replace(at, length, kPieces[rng.below(std::size(kPieces))]);
                break;
            default: {
                auto from = rng.below(other.size() + 1);
                text.insert(at, other.substr(from, rng.below(60)));
            }
        }
    }
    return text;
}

void run_slice(std::size_t slice, std::size_t slices) {
    const auto& samples = own_samples();
    for (std::size_t f = slice; f < formats().size(); f += slices) {
        const Format& format = formats()[f];
        Rng rng(0x5eed + f);
        std::vector<std::string_view> own;
        for (const auto& sample : samples)
            if (sample.format == format.name) own.push_back(sample.body);
        for (std::size_t round = 0; round < kRoundsPerFormat; ++round) {
            auto other = samples[rng.below(samples.size())].body;
            auto body = damaged(std::string(rng.one_in(50) ? other : own[rng.below(own.size())]), other, rng);
            const char* broken = broken_promise(format.parse(Body{body, "", {}}));
            if (broken == nullptr) continue;
            INFO(format.name << " round " << round << ": " << body);
            FAIL_CHECK(broken);
            return;
        }
    }
    CHECK(true);
}

}  // namespace

TEST_CASE("damaged payloads crash nothing (formats 1 of 4)", "[mutation]") { run_slice(0, 4); }
TEST_CASE("damaged payloads crash nothing (formats 2 of 4)", "[mutation]") { run_slice(1, 4); }
TEST_CASE("damaged payloads crash nothing (formats 3 of 4)", "[mutation]") { run_slice(2, 4); }
TEST_CASE("damaged payloads crash nothing (formats 4 of 4)", "[mutation]") { run_slice(3, 4); }

TEST_CASE("a TCP stream gives the same frames however its bytes arrive", "[mutation][syslog]") {
    Rng rng(7);
    std::string stream = "16 <1>1 - - - - - -<13>line one\n<13>line two\r\n5 a\nb c\n13 <13>counted..<2>last\n";
    auto frames_of = [&](std::size_t piece_max) {
        SyslogFrames frames;
        Texts out;
        for (std::size_t at = 0; at < stream.size();) {
            auto length = 1 + rng.below(piece_max);
            (void)frames.feed(std::string_view(stream).substr(at, length),
                              [&](const SyslogFrame& frame) { return out.emplace_back(frame.bytes), true; });
            at += length;
        }
        return out;
    };
    auto whole = frames_of(stream.size() * 8);
    CHECK(whole == Texts{"<1>1 - - - - - -", "<13>line one", "<13>line two", "a\nb c", "<13>counted..", "<2>last"});
    for (int i = 0; i < 200; ++i) CHECK(frames_of(1 + rng.below(9)) == whole);
}

TEST_CASE("of a message over the limit the beginning is given out with its fault, and those behind it are read",
          "[syslog]") {
    Rng rng(5);
    std::string most(100, 'x');
    for (std::string stream : {"101 " + most + "y3 <1>", "5000 " + most + std::string(4900, '\n') + "3 <1>",
                               most + "y\n<1>\n", most + std::string(9000, '<') + '\0' + "<1>\n"}) {
        for (int i = 0; i < 50; ++i) {
            SyslogFrames frames(100);
            Texts out;
            auto keep = [&](const SyslogFrame& frame) {
                return out.push_back((frame.fault ? frame.fault->where + " " : "") + std::string(frame.bytes)), true;
            };
            for (std::size_t at = 0, length; at < stream.size(); at += length) {
                length = 1 + rng.below(i == 0 ? stream.size() * 8 : 300);
                REQUIRE(frames.feed(std::string_view(stream).substr(at, length), keep));
                CHECK(frames.unfinished().size() <= 400);
            }
            CHECK(out == Texts{"byte 0 of the stream " + most, "<1>"});
            CHECK_FALSE(frames.inside());
        }
    }
}

TEST_CASE("a stream that ends while a message over the limit is passed over has nothing more to say", "[syslog]") {
    std::size_t given = 0;
    auto count = [&](const SyslogFrame&) { return ++given, true; };
    SyslogFrames counted(10), line(10);
    REQUIRE(counted.feed("20 0123456789a", count));
    REQUIRE(line.feed("0123456789ab", count));
    CHECK(given == 2);
    for (auto* frames : {&counted, &line}) {
        CHECK(frames->inside());
        CHECK(frames->finish(count));
    }
    CHECK(given == 2);
}

TEST_CASE("a line that begins with a number which is no length is a line", "[syslog]") {
    for (const auto& first :
         Texts{"1764036000.123 fw-1 flows", "1764036000 fw-1 flows", "99999999 x", "20261125", std::string(60, '7')}) {
        SyslogFrames frames(100);
        Texts out;
        auto keep = [&](const SyslogFrame& frame) { return out.emplace_back(frame.bytes), true; };
        auto stream = first + "\n<1>\n";
        for (char c : stream) REQUIRE(frames.feed(std::string_view(&c, 1), keep));
        CHECK(out == Texts{first, "<1>"});
    }
}

TEST_CASE("a stream that lost its place stays ended", "[syslog]") {
    auto ignore = [](const SyslogFrame&) { return true; };
    SyslogFrames desynced, absurd;
    CHECK(desynced.feed("1 axx", ignore).error().where == "byte 3 of the stream");
    CHECK(desynced.feed("1 a", ignore).error().where == "byte 3 of the stream");
    CHECK(desynced.unfinished() == "xx");
    CHECK(absurd.feed("1 a1764036000 b", ignore).error().where == "byte 3 of the stream");
}

TEST_CASE("a caller that has enough finds the rest where it stopped", "[syslog]") {
    std::string stream = "3 <1>3 <2><3>\n<4>\n<5";
    SyslogFrames frames;
    Texts out;
    auto one = [&](const SyslogFrame& frame) { return out.emplace_back(frame.bytes), false; };
    REQUIRE(frames.feed(stream, one));
    for (std::size_t taken = 1; taken <= 4; ++taken) {
        CHECK(out.size() == taken);
        CHECK(frames.stopped());
        REQUIRE(frames.feed({}, one));
    }
    CHECK_FALSE(frames.stopped());
    CHECK(frames.unfinished() == "<5");
    REQUIRE(frames.finish(one));
    CHECK(out == Texts{"<1>", "<2>", "<3>", "<4>", "<5"});
}

TEST_CASE("a frame of exactly the limit is a message, whatever ends it", "[syslog]") {
    std::string most(100, 'x');
    for (std::string stream : {"100 " + most, most + "\n", most + "\r\n", most + '\0'}) {
        SyslogFrames frames(100);
        Texts out;
        auto keep = [&](const SyslogFrame& frame) { return out.emplace_back(frame.bytes), true; };
        for (char c : stream) REQUIRE(frames.feed(std::string_view(&c, 1), keep));
        CHECK(out == Texts{most});
        CHECK(frames.unfinished().empty());
    }
}

TEST_CASE("a line that lacks only its end at the end of the stream is a message, a counted frame cut off is an error",
          "[syslog]") {
    Texts out;
    auto keep = [&](const SyslogFrame& frame) { return out.emplace_back(frame.bytes), true; };
    SyslogFrames line, dated, mixed, cut;
    REQUIRE(line.feed("<13>one\n<13>two\r", keep));
    CHECK(line.finish(keep));
    REQUIRE(dated.feed("2026-11-25 three", keep));
    CHECK(dated.finish(keep));
    REQUIRE(mixed.feed("5 <13>4<13>five", keep));
    CHECK(mixed.finish(keep));
    CHECK(out == Texts{"<13>one", "<13>two", "2026-11-25 three", "<13>4", "<13>five"});
    REQUIRE(cut.feed("20 <13>six", keep));
    CHECK(cut.finish(keep).error().where == "byte 0 of the stream");
    CHECK(cut.unfinished() == "20 <13>six");
    CHECK(out.size() == 5);
}
