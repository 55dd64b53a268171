// Signed heads of the journal: when the engine signs one by itself.
#include "core/journal/merkle.hpp"
#include "desk.hpp"
#include "store/readers/reader.hpp"
#include "testkit/process.hpp"

namespace breachd::engine {

namespace {

using namespace std::chrono_literals;

struct Signing {
    testkit::ScratchDirectory directory;
    Desk desk{std::make_shared<const Settings>(desk_settings()), directory.path()};

    // Entries that the newest head proves.
    std::int64_t proven() const {
        store::Reader reader({directory.path(), "live", "test"}, store::MasterKey::of(std::string(32, 'k')));
        auto note = parse_signed_note(reader.evidence("").note);
        return note ? static_cast<std::int64_t>(note->checkpoint.size) : 0;
    }
};

}  // namespace

TEST_CASE("an entry that comes alone has a signed head within seconds, every entry within a minute") {
    Signing it;
    it.desk.wait(5s);
    CHECK(it.proven() == it.desk.store().journal().size());
    id_of(it.desk.ask(OpenIncident{{{"title", "Rò rỉ"}}}));
    auto size = it.desk.store().journal().size();
    CHECK(it.proven() < size);
    it.desk.wait(1min);
    CHECK(it.proven() >= size);
}

TEST_CASE("a filing cannot name another incident's document, the same bytes sent along are this incident's own") {
    Signing it;
    auto first = id_of(it.desk.ask(OpenIncident{{{"title", "Rò rỉ"}}}));
    auto second = id_of(it.desk.ask(OpenIncident{{{"title", "Rò rỉ"}}}));
    auto kept = it.desk.ask(KeepDocument{"report", "mau-08.pdf", "application/pdf", "%PDF-"}, first);
    REQUIRE(kept.has_value());
    RecordFiling filing;
    filing.form = "mau-08";
    filing.channel = "portal";
    filing.sha256 = std::get<Kept>(*kept).sha256;
    auto refused = it.desk.ask(filing, second);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::unprocessable);
    CHECK(refused.error().where == "/sha256");
    REQUIRE(it.desk.ask(filing, first).has_value());
    filing.bytes = "%PDF-";
    REQUIRE(it.desk.ask(filing, second).has_value());
    store::Reader reader({it.directory.path(), "live", "test"}, store::MasterKey::of(std::string(32, 'k')));
    for (const auto& incident : {first, second}) {
        auto document = reader.document(incident, std::get<Kept>(*kept).sha256);
        REQUIRE(document.has_value());
        CHECK(document->bytes == "%PDF-");
    }
}

TEST_CASE("a head is not signed again without an entry") {
    Signing it;
    it.desk.wait(1min);
    CHECK(it.proven() == it.desk.store().journal().size());
    CHECK(it.desk.next_wake() - it.desk.now > 2min);
}

TEST_CASE("a head that was asked for is the one that was due") {
    Signing it;
    REQUIRE(it.desk.ask(SignHead{}));
    CHECK(it.proven() == it.desk.store().journal().size());
    CHECK(it.desk.next_wake() - it.desk.now > 2min);
}

TEST_CASE("the first report after a biên bản is no supplement, the next one is the first, on either form") {
    Signing it;
    auto id = id_of(it.desk.ask(OpenIncident{{{"title", "Rò rỉ"}}}));
    auto filed = [&](const char* form, const char* bytes) {
        RecordFiling filing;
        filing.form = form;
        filing.channel = "by hand";
        filing.bytes = bytes;
        filing.paper_number = "12/Ha\u0300";
        REQUIRE(it.desk.ask(filing, id).has_value());
        return it.desk.incident(id).filings.back();
    };
    CHECK(filed("bien-ban", "%PDF-1").supplement == 0);
    CHECK(filed("mau-08", "%PDF-2").supplement == 0);
    CHECK(filed("mau-08", "%PDF-3").supplement == 1);
    CHECK(filed("bien-ban", "%PDF-4").supplement == 1);
    CHECK(filed("controller", "%PDF-5").supplement == 0);
    CHECK(filed("mau-08", "%PDF-6").supplement == 2);
    CHECK(it.desk.incident(id).filings.back().paper_number == "12/Hà");
}

}  // namespace breachd::engine
