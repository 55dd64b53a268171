#include "ingest/sent_fields.hpp"

#include "ingest/batch.hpp"
#include "ingest/fields.hpp"
#include "ingest/leef.hpp"
#include "ingest/syslog_message.hpp"

namespace breachd::ingest {

namespace {

bool looks_like_json(std::string_view text) { return text.starts_with('{') || text.starts_with('['); }

void add_values(const json::value& in, std::vector<std::string>& out) {
    if (out.size() >= kFieldsMax) return;
    if (const auto* list = in.if_array()) {
        for (const auto& item : *list) add_values(item, out);
    } else if (auto text = text_of(&in); !text.empty()) {
        out.push_back(std::move(text));
    }
}

SentFields from_json(const json::value& document, const std::vector<std::string>& pointers) {
    SentFields out;
    for (const auto& pointer : pointers) {
        boost::system::error_code missing;
        const auto* found = document.find_pointer(json::string_view(pointer.data(), pointer.size()), missing);
        if (found != nullptr) add_values(*found, out[pointer]);
    }
    return out;
}

SentFields from_pairs(const KeyValues& pairs, const std::vector<std::string>& pointers) {
    SentFields out;
    for (const auto& pointer : pointers)
        for (const auto& [key, value] : pairs)
            if (key == std::string_view(pointer).substr(1) && out[pointer].size() < kFieldsMax)
                out[pointer].push_back(value);
    return out;
}

}  // namespace

std::string_view json_of(std::string_view text) {
    constexpr std::string_view kCee = "@cee:";
    auto bare = trim(without_mark(text));
    if (looks_like_json(bare)) return bare;
    auto message = read_syslog(bare);
    if (!message) return text;
    auto inner = trim(message->message);
    if (inner.starts_with(kCee)) inner = trim(inner.substr(kCee.size()));
    return looks_like_json(inner) ? inner : text;
}

SentFields sent_fields(std::string_view raw, const std::vector<std::string>& pointers) {
    if (pointers.empty()) return {};
    auto text = json_of(raw);
    if (looks_like_json(text)) {
        JsonReader reader;
        std::size_t used = 0;
        auto document = reader.read_front(text, used);
        return document ? from_json(**document, pointers) : SentFields{};
    }
    if (has_cef(raw))
        if (auto event = read_cef(raw)) return from_pairs(event->extension, pointers);
    if (has_leef(raw))
        if (auto event = read_leef(raw)) return from_pairs(event->attributes, pointers);
    return {};
}

}  // namespace breachd::ingest
