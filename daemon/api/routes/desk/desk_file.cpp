#include "api/routes/desk/desk_file.hpp"

#include <bit>
#include <charconv>

#include "core/telling/addressed_notice.hpp"
#include "core/telling/masked.hpp"
#include "core/telling/released_notice.hpp"
#include "core/telling/sms_size.hpp"
#include "core/telling/ways.hpp"

namespace breachd::api {

namespace {

json::object document_of(store::Reader& reader, const std::string& incident, const std::string& sha256) {
    auto kept = sha256.empty() ? std::nullopt : reader.document(incident, sha256);
    auto parsed = kept ? parse_json(kept->bytes) : Result<json::value>(json::object());
    return parsed && parsed->is_object() ? parsed->as_object() : json::object();
}

// Null when nothing told the person, or the text is not kept any more.
json::value text_of(store::Reader& reader, const Settings& settings, const std::string& id,
                    const store::Reader::DeskFile& file, bool opened) {
    auto incident = file.version > 0 ? facts_of(reader, id) : Result<Incident>(store_down());
    const auto* cover = incident ? incident->cover_of(file.version) : nullptr;
    auto texts = cover != nullptr ? document_of(reader, id, cover->sha256) : json::object();
    if (texts.empty()) return nullptr;
    auto notice = thawed(texts, document_of(reader, id, cover->by_kinds_sha256), *incident, file.version,
                         without_content_url(settings));
    const auto& person = file.person;
    auto shown = [&](const Pii<std::string>& name) { return opened ? name.reveal() : masked(name.reveal()); };
    auto text = address_notice(notice->text_for(person), person.language, shown(person.name), file.code, notice->drill,
                               shown(person.guardian_of));
    return json::object{{"version", file.version},  {"language", person.language},
                        {"subject", text.subject},  {"body", text.text},
                        {"short", text.short_text}, {"sms_parts", sms_size(text.short_text).parts}};
}

json::array channels_of(const Settings& settings, const store::Reader::DeskFile& file) {
    json::array out;
    for (const auto& channel : settings.channels) {
        auto contact = contact_used(contacts_of(channel), file.reach);
        if (contact == 0) continue;
        auto kind = static_cast<ContactKind>(std::countr_zero(contact));
        out.push_back({{"channel", channel.name},
                       {"contact", row_of(kind).name},
                       {"shape", masked_addresses(file.person, kind)},
                       {"short", only_short_text(channel, contact)}});
    }
    return out;
}

}  // namespace

std::int64_t subject_in(const CallPtr& call) {
    const auto& text = call->part(1);
    std::int64_t number = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc{} && end == text.data() + text.size() ? number : 0;
}

Result<json::object> desk_file(store::Reader& reader, const Settings& settings, const std::string& incident,
                               std::int64_t number, bool opened) {
    auto file = reader.desk_file(incident, number, opened);
    if (!file) return file.error();
    auto out = std::move(file->item);
    out["code"] = file->code;
    out["channels"] = channels_of(settings, *file);
    out["text"] = text_of(reader, settings, incident, *file, opened);
    return out;
}

}  // namespace breachd::api
