#include "store/store_impl.hpp"

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

// A source's name has no line end, so the two parts cannot run into each other.
const std::string& Store::Impl::alert_tag(std::string_view source, std::string_view external_id) {
    std::string text;
    text.reserve(source.size() + 1 + external_id.size());
    text.append(source).append("\n").append(external_id);
    if (last_tag.first != text) {
        last_tag.second = locality(external_id).append(as_bytes(vault.tag(kIndexScope, text)).substr(0, kKeyedBytes));
        last_tag.first = std::move(text);
    }
    return last_tag.second;
}

std::optional<SeenAlert> Store::find_alert(std::string_view source, std::string_view external_id) {
    Query read(impl_->connection, "SELECT n, incident FROM alerts WHERE tag = ?");
    if (!read.bind_blob(impl_->alert_tag(source, external_id)).step()) return std::nullopt;
    return SeenAlert{numbered_id(kAlertPrefix, read.integer(0)), read.text(1)};
}

// The reason is sealed too: the sentence of a rule may quote a host or an account.
const std::string& Store::Impl::seal_alert(const NewAlert& alert, std::string_view place) {
    std::string scope = alert_scope(alert.incident, alert.received_at);
    vault.ensure(scope);
    tail.alert_digests.append(as_bytes(sha256(alert.raw)));
    pack_into(plain, alert_json(alert.alert), alert.reason, alert.raw);
    vault.seal_into(sealed, scope, plain, place);
    return sealed;
}

std::string Store::add_alert(const NewAlert& alert) {
    impl_->check_writing();
    std::int64_t number = impl_->tail.last_alert + 1;
    const std::string& sealed = impl_->seal_alert(alert, alert_place(number));
    Query(impl_->connection,
          "INSERT INTO alerts (n, tag, source, incident, decision, received_at, sealed, why, proof) VALUES (?, ?, ?, "
          "?, ?, ?, ?, ?, ?)")
        .bind(number)
        .bind_blob(impl_->alert_tag(alert.source, alert.alert.external_id))
        .bind(alert.source)
        .bind(alert.incident)
        .bind(alert.decision)
        .bind(alert.received_at)
        .bind_blob(sealed)
        .bind(alert.why)
        .bind(proof_name(alert.proof))
        .run();
    impl_->tail.last_alert = number;
    return numbered_id(kAlertPrefix, number);
}

void Store::count_repeat(std::string_view alert_id, Instant at) {
    auto number = number_in_id(kAlertPrefix, alert_id);
    BREACHD_CHECK(number.has_value());
    Query(impl_->connection, "UPDATE alerts SET repeats = repeats + 1, last_repeat_at = ? WHERE n = ?")
        .bind(at)
        .bind(*number)
        .run();
}

std::pair<std::int64_t, std::string> Store::take_alert_batch() {
    impl_->check_writing();
    auto& digests = impl_->tail.alert_digests;
    std::pair<std::int64_t, std::string> out(digests.size() / sizeof(Digest), hex(sha256(digests)));
    digests.clear();
    return out;
}

}  // namespace breachd::store
