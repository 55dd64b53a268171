// What mail servers say of letters that they gave up. A report is believed when its return path proves the letter, or
// when it names the letter and the address that it went to: an id alone can be guessed by anybody.
#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "core/telling/ways.hpp"
#include "engine/letter.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

constexpr const char* kIntegration = "mail";

// As write_letter() chose it; "" when that is not known.
Pii<std::string> address_of(Step& step, const store::DeliveryRow& row) {
    auto subject = step.store.subjects().find(row.incident, row.subject);
    const auto* channel = step.settings.channel(row.channel);
    if (!subject || channel == nullptr) return {};
    return address_for(*subject, contacts_of(*channel), static_cast<std::size_t>(row.nth));
}

std::optional<store::DeliveryRow> by_address(Step& step, const MailReport& command) {
    for (const auto& key : command.keys) {
        auto row = step.store.deliveries().by_key(key);
        if (row && is_among(command.recipients, address_of(step, *row))) return row;
    }
    return {};
}

// The report is about a copy: the mailbox forwards, and the other one failed.
bool spares(Step& step, const MailReport& command, const store::DeliveryRow& row) {
    if (command.spared.empty()) return false;
    auto to = address_of(step, row);
    return is_among(command.spared, to) && !is_among(command.recipients, to);
}

}  // namespace

bool is_among(const std::vector<Pii<std::string>>& addresses, const Pii<std::string>& address) {
    return !address.reveal().empty() && std::any_of(addresses.begin(), addresses.end(), [&](const auto& each) {
        return same_word(each.reveal(), address.reveal());
    });
}

std::optional<store::DeliveryRow> Telling::by_return_token(Step& step, const std::string& token) {
    std::int64_t id = 0;
    auto dash = token.find('-');
    if (dash == token.npos || std::from_chars(token.data(), token.data() + dash, id).ec != std::errc{}) return {};
    auto row = step.store.deliveries().by_id(id);
    if (!row) return {};
    auto opener = step.store.vault().opener(row->incident);
    return opener && return_token(*opener, id) == token ? row : std::nullopt;
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const MailReport& command) {
    auto row = command.token.empty() ? std::nullopt : by_return_token(step, command.token);
    auto cause = command.cause == Cause::none ? Cause::came_back : command.cause;
    if (!row)
        if (auto again = repeats_.by_token(step, command.token))
            return repeats_.settle(step, std::move(*again), ReceiptWord::failed, command.code, cause);
    if (!row) row = by_address(step, command);
    if (!row) return Error{ErrorCode::not_found, "no delivery has this key", ""};
    if (spares(step, command, *row)) return Answer(Done{});
    auto effect = effect_of(ReceiptWord::failed, row->state);
    if (effect == ReceiptEffect::too_early)
        return Error{ErrorCode::unavailable, "the message is still being sent: say it again", ""};
    if (effect == ReceiptEffect::contradicts)
        return Error{ErrorCode::conflict, "the message was not sent, was refused or came back: that stands", ""};
    if (effect == ReceiptEffect::nothing) return Answer(Done{});
    if (!command.code.empty()) row->code = command.code;
    came_back(step, *row, kIntegration, envelope.actor, cause);
    step.ledger.touch(row->incident);
    return Answer(Done{});
}

}  // namespace breachd::engine
