#include "engine/telling/destination_tags.hpp"

#include <fmt/format.h>

#include <bit>

#include "core/telling/ways.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kKnownMax = 10'000;

}  // namespace

IndexTag index_tag(store::Vault& vault) {
    return [opener = vault.opener("index")](std::string_view plain) { return opener->tag(plain); };
}

const std::string& DestinationTags::tag(Reach contact, const std::string& word, const IndexTag& index) {
    if (known_.size() > kKnownMax) known_.clear();
    auto [at, fresh] = known_.try_emplace({contact, word});
    if (fresh)
        at->second = hex(index(fmt::format("destination|{}|{}", contact, word))).substr(0, store::kDestinationLetters);
    return at->second;
}

std::string DestinationTags::of(const Subject& subject, Reach contact, std::size_t nth, const IndexTag& index) {
    auto word = destination_word(subject, contact, nth);
    return word.empty() ? "" : tag(contact, word, index);
}

std::string DestinationTags::of(const Subject& subject, const IndexTag& index) {
    std::string out;
    for (auto contact : contact_bits()) {
        auto word = destination_word(subject, contact);
        if (word.empty()) continue;
        out.resize(static_cast<std::size_t>(std::countr_zero(contact)) * store::kDestinationLetters, ' ');
        out += tag(contact, word, index);
    }
    return out;
}

}  // namespace breachd::engine
