// CloudEvents 1.0: structured, batched, and binary mode (ce-* headers). The data is read as the product that it looks
// like; otherwise the envelope and the usual member names make the alert. A text in `data` stays a text (§3.1.1 of the
// JSON format: it is not parsed again).
#include <fmt/format.h>

#include "base/digest.hpp"
#include "ingest/fields.hpp"
#include "ingest/loose.hpp"
#include "ingest/parsers.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

struct Envelope {
    std::string id, source, type, subject;
    std::optional<Instant> at;
};

// The alerts of the data under the format that it looks like (none: telemetry); nothing when that does not read it.
std::optional<std::vector<Item>> read_data(const json::value* data) {
    const Format* format = data != nullptr ? find_format(guess_format(*data)) : nullptr;
    if (format == nullptr) return std::nullopt;
    auto text = json::serialize(*data);
    auto parsed = format->parse(Body{text, "application/json", {}});
    if (!parsed || (parsed->items.empty() && !parsed->rejected.empty())) return std::nullopt;
    return std::move(parsed->items);
}

// What the envelope knows and the alert does not.
void complete(Alert& alert, const Envelope& envelope, std::string id) {
    if (alert.title.empty())
        alert.title = envelope.subject.empty() ? envelope.type : envelope.type + ": " + envelope.subject;
    if (!alert.occurred_at) alert.occurred_at = envelope.at;
    if (!alert.detected_at) alert.detected_at = envelope.at;
    if (alert.rule_id.empty()) alert.rule_id = envelope.type;
    add(alert.tags, envelope.type);
    alert.external_id = std::move(id);
    finish(alert, "CloudEvent");
}

// `raw` is the event's own text. An event that carries a group (Alertmanager's) gives all of its alerts.
void add_alerts(const Envelope& envelope, const json::value* data, std::string_view raw, Parsed& out) {
    auto known = read_data(data);
    auto items = known ? std::move(*known) : std::vector<Item>(1);
    if (const auto* object = known ? nullptr : object_of(data)) read_loose(*object, items.front().alert);
    // source + id is what the specification promises to be unique.
    auto id = fmt::format("{}|{}", envelope.source, envelope.id);
    for (auto& item : items) {
        complete(item.alert, envelope, items.size() == 1 ? id : fmt::format("{}|{}", id, item.alert.external_id));
        item.raw = std::string(raw);
        out.items.push_back(std::move(item));
    }
}

Result<void> read_one(const Element& element, Parsed& out) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const json::object& in = **object;
    for (auto name : {"specversion", "id", "source", "type"})
        if (text_of(find(in, name)).empty())
            return Error{ErrorCode::unprocessable, "a CloudEvent needs this text",
                         fmt::format("{}/{}", element.where(), name)};
    Envelope envelope{first_text(in, {"id"}), first_text(in, {"source"}), first_text(in, {"type"}),
                      first_text(in, {"subject"}), time_of(find(in, "time"))};
    json::value decoded;
    const auto* data = find(in, "data");
    if (const auto* base64 = find(in, "data_base64"); data == nullptr && base64 != nullptr) {
        // Wrong Base64 leaves the envelope, which is an alert all the same.
        if (auto bytes = from_base64(text_view(base64)))
            if (auto parsed = parse_json(*bytes)) decoded = std::move(*parsed);
        data = &decoded;
    }
    add_alerts(envelope, data, element.raw, out);
    return {};
}

// Percent-decoding of the HTTP binding (§3.1.3.2).
std::string header_value(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto byte =
            text[i] == '%' && i + 2 < text.size() ? from_hex(text.substr(i + 1, 2)) : Result<std::string>(Error{});
        if (byte && byte->size() == 1) {
            out += *byte;
            i += 2;
        } else {
            out += text[i];
        }
    }
    return clean_text(out);
}

Result<Parsed> parse_binary(const Body& body) {
    Envelope envelope{header_value(body.header("ce-id")), header_value(body.header("ce-source")),
                      header_value(body.header("ce-type")), header_value(body.header("ce-subject")),
                      parse_time(body.header("ce-time"))};
    if (envelope.id.empty() || envelope.source.empty() || envelope.type.empty())
        return Error{ErrorCode::unprocessable,
                     "a CloudEvent in binary mode needs the headers ce-id, ce-source and ce-type", ""};
    auto data = parse_json(body.bytes);
    Parsed out;
    add_alerts(envelope, data ? &*data : nullptr, body.bytes, out);
    return out;
}

}  // namespace

Result<Parsed> parse_cloudevents(const Body& body) {
    if (body.header && !body.header("ce-specversion").empty()) return parse_binary(body);
    return for_each_element(body.bytes, {}, read_one);
}

}  // namespace breachd::ingest
