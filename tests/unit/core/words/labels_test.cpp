// Every word of an answer has its labels.
#include "core/words/labels.hpp"

#include "base/enum_words.hpp"
#include "base/utf8.hpp"
#include "core/incident/waiting.hpp"
#include "core/journal/event.hpp"
#include "settings/access.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample_events.hpp"

using namespace breachd;

namespace {

void every(const std::vector<std::string>& ids, std::span<const words::Word> table) {
    for (const auto& id : ids) {
        INFO(id);
        const auto* word = words::find_word(table, id);
        REQUIRE(word);
        CHECK(!word->vi.empty());
        CHECK(!word->en.empty());
        CHECK(nfc(word->vi) == word->vi);
    }
}

void every_state(std::string_view about, const std::vector<std::string>& ids) {
    for (const auto& id : ids) {
        INFO(about << " " << id);
        CHECK(words::state(about, id) != nullptr);
    }
}

}  // namespace

TEST_CASE("every kind of entry, of what waits, of a next step and of a role has its label in both languages") {
    std::vector<std::string> kinds;
    for (const auto& event : testkit::sample_events()) kinds.push_back(event_kind(event));
    every(kinds, words::entry_kinds());
    every(enum_words<WaitingFor>(), words::waiting_kinds());
    every(enum_words<NextStep>(), words::next_steps());
    every(enum_words<Role>(), words::access_roles());
}

TEST_CASE("every state has its label, each where it belongs") {
    every_state("incident", enum_words<IncidentState>());
    every_state("obligation", enum_words<ObligationState>());
    every_state("run", enum_words<RunState>());
    every_state("public_notice", enum_words<PublicNoticeState>());
    every_state("task", enum_words<TaskState>());
    every_state("decision", enum_words<Decision>());
    every_state("page", enum_words<PageState>());
    CHECK(words::state("task", "open")->vi != words::state("incident", "open")->vi);
    CHECK(words::state("", "open") == words::state("incident", "open"));
}

TEST_CASE("a severity has the word of its band") {
    CHECK(words::severity_word(0).id == "low");
    CHECK(words::severity_word(59).id == "medium");
    CHECK(words::severity_word(60).id == "high");
    CHECK(words::severity_word(100).id == "critical");
}
