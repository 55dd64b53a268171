#include "store/store_impl.hpp"

namespace breachd::store {

namespace {

constexpr std::size_t kAlertTagBytes = 16;

std::string_view short_tag(const Digest& tag) { return as_bytes(tag).substr(0, kAlertTagBytes); }

}  // namespace

// A source's name has no line end, so the two parts cannot run into each other.
const Digest& Store::Impl::alert_tag(std::string_view source, std::string_view external_id) {
    std::string text;
    text.reserve(source.size() + 1 + external_id.size());
    text.append(source).append("\n").append(external_id);
    if (last_tag.first != text) {
        last_tag.second = vault.tag(kIndexScope, text);
        last_tag.first = std::move(text);
    }
    return last_tag.second;
}

std::optional<SeenAlert> Store::find_alert(std::string_view source, std::string_view external_id) {
    Query read(impl_->connection, "SELECT n, incident FROM alerts WHERE tag = ?");
    if (!read.bind_blob(short_tag(impl_->alert_tag(source, external_id))).step()) return std::nullopt;
    return SeenAlert{numbered_id(kAlertPrefix, read.integer(0)), read.text(1)};
}

// The reason is sealed too: the sentence of a rule may quote a host or an account.
std::string Store::add_alert(const NewAlert& alert) {
    impl_->check_writing();
    std::int64_t number = impl_->tail.last_alert + 1;
    std::string scope = alert_scope(alert.incident, alert.received_at);
    impl_->vault.ensure(scope);
    std::string plain = pack(json::serialize(to_json(alert.alert)), alert.reason, alert.raw);
    std::string sealed = impl_->vault.seal(scope, plain, alert_place(number));
    Query(impl_->connection,
          "INSERT INTO alerts (n, tag, source, incident, decision, received_at, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(number).bind_blob(short_tag(impl_->alert_tag(alert.source, alert.alert.external_id))).bind(alert.source)
        .bind(alert.incident).bind(alert.decision).bind(alert.received_at).bind_blob(sealed).run();
    impl_->tail.last_alert = number;
    impl_->tail.alert_digests.append(as_bytes(sha256(alert.raw)));
    return numbered_id(kAlertPrefix, number);
}

void Store::count_repeat(std::string_view alert_id, Instant at) {
    auto number = number_in_id(kAlertPrefix, alert_id);
    BREACHD_CHECK(number.has_value());
    Query(impl_->connection, "UPDATE alerts SET repeats = repeats + 1, last_repeat_at = ? WHERE n = ?")
        .bind(at).bind(*number).run();
}

std::pair<std::int64_t, std::string> Store::take_alert_batch() {
    impl_->check_writing();
    auto& digests = impl_->tail.alert_digests;
    std::pair<std::int64_t, std::string> out(digests.size() / sizeof(Digest), hex(sha256(digests)));
    digests.clear();
    return out;
}

std::string Store::add_quarantine(const QuarantineRow& row) {
    impl_->check_writing();
    std::int64_t number = ++impl_->tail.last_quarantine;
    std::string scope = alert_scope("", row.received_at);
    impl_->vault.ensure(scope);
    std::string sealed = impl_->vault.seal(scope, row.body, quarantine_place(number));
    Query(impl_->connection,
          "INSERT INTO quarantine (n, source, content_type, why, place, received_at, body_bytes, sealed) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(number).bind(row.source).bind(row.content_type).bind(row.why).bind(row.where).bind(row.received_at)
        .bind(static_cast<std::int64_t>(row.body.size())).bind_blob(sealed).run();
    return numbered_id(kQuarantinePrefix, number);
}

}  // namespace breachd::store
