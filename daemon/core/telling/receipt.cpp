#include "core/telling/receipt.hpp"

namespace breachd {

namespace {

// By the columns of the table in receipt.hpp.
ReceiptEffect choose(ReceiptWord word, ReceiptEffect accepted, ReceiptEffect delivered, ReceiptEffect failed) {
    switch (word) {
        case ReceiptWord::accepted:
            return accepted;
        case ReceiptWord::delivered:
            return delivered;
        case ReceiptWord::failed:
        case ReceiptWord::rejected:
            return failed;
        case ReceiptWord::retry:
        case ReceiptWord::unknown:
            break;
    }
    return ReceiptEffect::nothing;
}

}  // namespace

ReceiptEffect effect_of(ReceiptWord word, SendState state) {
    using enum ReceiptEffect;
    switch (state) {
        case SendState::queued:
            return contradicts;
        case SendState::sending:
            return too_early;
        case SendState::accepted:
            return choose(word, nothing, delivers, takes_back);
        case SendState::delivered:
            return choose(word, nothing, nothing, takes_back);
        case SendState::unknown:
            return choose(word, accepts, delivers, takes_back);
        case SendState::retrying:
        case SendState::failed:
        case SendState::cancelled:
        case SendState::handed_over:
            break;
    }
    return choose(word, contradicts, contradicts, nothing);
}

}  // namespace breachd
