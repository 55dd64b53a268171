#include "engine/telling/destination_tags.hpp"

#include <fmt/format.h>

#include <bit>

#include "core/telling/ways.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kKnownMax = 10'000;

}  // namespace

const std::string& DestinationTags::tag(Reach contact, const std::string& word, Step& step) {
    if (known_.size() > kKnownMax) known_.clear();
    auto [at, fresh] = known_.try_emplace({contact, word});
    if (fresh)
        at->second = hex(step.store.vault().tag("index", fmt::format("destination|{}|{}", contact, word)))
                         .substr(0, store::kDestinationLetters);
    return at->second;
}

std::string DestinationTags::of(const Subject& subject, Reach contact, std::size_t nth, Step& step) {
    auto word = destination_word(subject, contact, nth);
    return word.empty() ? "" : tag(contact, word, step);
}

std::string DestinationTags::of(const Subject& subject, Step& step) {
    std::string out;
    for (auto contact : contact_bits()) {
        auto word = destination_word(subject, contact);
        if (word.empty()) continue;
        out.resize(static_cast<std::size_t>(std::countr_zero(contact)) * store::kDestinationLetters, ' ');
        out += tag(contact, word, step);
    }
    return out;
}

}  // namespace breachd::engine
