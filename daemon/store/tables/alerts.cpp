#include "store/tables/alerts.hpp"

#include "base/check.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/alert_content.hpp"
#include "store/tables/ids.hpp"

namespace breachd::store {

namespace {

constexpr std::size_t kKeyedBytes = 16;

// The next run of at least `least` digits at or after `at`, as a number (its first 19 digits); moves `at` behind it.
std::uint64_t next_number(std::string_view text, std::size_t& at, std::size_t least) {
    while (at < text.size()) {
        std::size_t begin = at;
        std::uint64_t value = 0;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at)
            if (at - begin < 19) value = value * 10 + static_cast<std::uint64_t>(text[at] - '0');
        if (at - begin >= least) return value;
        if (at == begin) ++at;
    }
    return 0;
}

void append_u32(std::string& out, std::uint64_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

// Most senders' ids hold a moment and a counter ("1748554652.31442705"). Putting those two numbers before the keyed tag
// keeps the index's newest entries on the same few pages: a wholly random key would dirty a page of its own an alert,
// five times what the alert itself writes. Equal ids still give equal keys; ids without numbers only lose the locality.
std::string locality(std::string_view external_id) {
    std::string out;
    std::size_t at = 0;
    append_u32(out, next_number(external_id, at, 9));
    append_u32(out, next_number(external_id, at, 1));
    return out;
}

}  // namespace

Alerts::Alerts(Connection& connection, Vault& vault) : connection_(connection), vault_(vault) {
    vault_.ensure(kIndexScope);
    Statement last(connection_, "SELECT coalesce(max(n), 0) FROM alerts");
    last.step();
    last_ = last.integer(0);
}

void Alerts::on_rollback() noexcept {
    last_ = last_at_begin_;
    std::swap(digests_, digests_at_begin_);
}

// A source's name has no line end, so the two parts cannot run into each other.
const std::string& Alerts::tag_of(std::string_view source, std::string_view external_id) {
    std::string text;
    text.reserve(source.size() + 1 + external_id.size());
    text.append(source).append("\n").append(external_id);
    if (last_tag_.first != text) {
        last_tag_.second = locality(external_id).append(as_bytes(vault_.tag(kIndexScope, text)).substr(0, kKeyedBytes));
        last_tag_.first = std::move(text);
    }
    return last_tag_.second;
}

std::optional<SeenAlert> Alerts::find(std::string_view source, std::string_view external_id) {
    Statement read(connection_, "SELECT n, incident FROM alerts WHERE tag = ?");
    if (!read.bind_blob(tag_of(source, external_id)).step()) return std::nullopt;
    return SeenAlert{numbered_id(kAlertPrefix, read.integer(0)), read.text(1)};
}

// The reason is sealed too: the sentence of a rule may quote a host or an account.
const std::string& Alerts::seal(const NewAlert& alert, std::string_view place) {
    std::string scope = alert_scope(alert.incident, alert.received_at);
    vault_.ensure(scope);
    digests_.append(as_bytes(sha256(alert.raw)));
    pack_into(plain_, alert_json(alert.alert), alert.reason, alert.raw);
    vault_.seal_into(sealed_, scope, plain_, place);
    return sealed_;
}

std::string Alerts::add(const NewAlert& alert) {
    BREACHD_CHECK(connection_.in_transaction());
    std::int64_t number = last_ + 1;
    const std::string& sealed = seal(alert, alert_place(number));
    Statement(
        connection_,
        "INSERT INTO alerts (n, tag, source, incident, decision, received_at, sealed, why, proof) VALUES (?, ?, ?, "
        "?, ?, ?, ?, ?, ?)")
        .bind(number)
        .bind_blob(tag_of(alert.source, alert.alert.external_id))
        .bind(alert.source)
        .bind(alert.incident)
        .bind(alert.decision)
        .bind(alert.received_at)
        .bind_blob(sealed)
        .bind(alert.why)
        .bind(proof_name(alert.proof))
        .run();
    last_ = number;
    return numbered_id(kAlertPrefix, number);
}

void Alerts::count_repeat(std::string_view alert_id, Instant at) {
    auto number = number_in_id(kAlertPrefix, alert_id);
    BREACHD_CHECK(number.has_value());
    Statement(connection_, "UPDATE alerts SET repeats = repeats + 1, last_repeat_at = ? WHERE n = ?")
        .bind(at)
        .bind(*number)
        .run();
}

std::pair<std::int64_t, std::string> Alerts::take_batch() {
    BREACHD_CHECK(connection_.in_transaction());
    std::pair<std::int64_t, std::string> out(digests_.size() / sizeof(Digest), hex(sha256(digests_)));
    digests_.clear();
    return out;
}

}  // namespace breachd::store
