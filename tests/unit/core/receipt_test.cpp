#include "core/telling/receipt.hpp"

#include <map>

#include "base/enum_words.hpp"
#include "core/telling/cause.hpp"
#include "testkit/catch.hpp"

using namespace breachd;

TEST_CASE("what a receipt changes is what the table in its header says, for every state and word") {
    using enum ReceiptEffect;
    // accepted, delivered, failed, rejected, retry, unknown: as ReceiptWord is ordered
    const std::map<SendState, std::vector<ReceiptEffect>> table = {
        {SendState::queued, {contradicts, contradicts, contradicts, contradicts, contradicts, contradicts}},
        {SendState::sending, {too_early, too_early, too_early, too_early, too_early, too_early}},
        {SendState::accepted, {nothing, delivers, takes_back, takes_back, nothing, nothing}},
        {SendState::delivered, {nothing, nothing, takes_back, takes_back, nothing, nothing}},
        {SendState::unknown, {accepts, delivers, takes_back, takes_back, nothing, nothing}},
        {SendState::retrying, {contradicts, contradicts, nothing, nothing, nothing, nothing}},
        {SendState::failed, {contradicts, contradicts, nothing, nothing, nothing, nothing}},
        {SendState::cancelled, {contradicts, contradicts, nothing, nothing, nothing, nothing}},
        {SendState::handed_over, {contradicts, contradicts, nothing, nothing, nothing, nothing}},
    };
    REQUIRE(table.size() == enum_words<SendState>().size());
    REQUIRE(enum_words<ReceiptWord>() ==
            std::vector<std::string>{"accepted", "delivered", "failed", "rejected", "retry", "unknown"});
    for (const auto& [state, row] : table)
        for (std::size_t i = 0; i < row.size(); ++i) CHECK(effect_of(static_cast<ReceiptWord>(i), state) == row[i]);
}

TEST_CASE("only a message that was taken, or may have been, becomes told by a receipt") {
    for (auto word : {ReceiptWord::accepted, ReceiptWord::delivered})
        for (auto state :
             {SendState::queued, SendState::sending, SendState::retrying, SendState::failed, SendState::cancelled}) {
            auto effect = effect_of(word, state);
            CHECK((effect == ReceiptEffect::contradicts || effect == ReceiptEffect::too_early));
        }
}

TEST_CASE("of a provider's code its number is kept, and nothing that could name a person") {
    for (const char* code : {"0", "-114", "30003", "550", "550 5.1.1", "5.7.26"}) CHECK(provider_code(code) == code);
    for (const char* other : {"0912345678", "123456", "an", "550 5.1.1 an@vidu.test", "550 5.0912345", "5.912.345", ""})
        CHECK(provider_code(other).empty());
}
