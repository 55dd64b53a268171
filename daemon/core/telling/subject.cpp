#include "core/telling/subject.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/json.hpp"

namespace breachd {

namespace {

void put(json::object& out, std::string_view name, std::string_view value) {
    if (!value.empty()) out[name] = json::string_view(value.data(), value.size());
}

Result<void> get(const json::object& in, std::string_view name, Pii<std::string>& out) {
    std::string text;
    if (const auto* item = in.if_contains(name))
        if (auto ok = from_json(*item, text, "/" + std::string(name)); !ok) return ok.error();
    out = Pii(std::move(text));
    return {};
}

}  // namespace

std::string group_of(std::vector<std::string> kinds) {
    std::sort(kinds.begin(), kinds.end());
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    return fmt::format("{}", fmt::join(kinds, "+"));
}

std::vector<std::string> kinds_in(std::string_view group) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < group.size();) {
        auto end = std::min(group.find('+', at), group.size());
        out.emplace_back(group.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

Reach normalise(Subject& subject) {
    Contacts usable;
    for (const auto& row : contact_kinds())
        if (auto address = row.normalise(subject.address(row.kind).reveal()); row.imported && address)
            set_address(usable, row.kind, std::move(*address));
    subject.contacts = std::move(usable);
    if (subject.language != "en") subject.language = "vi";
    return kinds_of(subject.contacts);
}

namespace {

std::vector<std::string> kinds_of_both(const Subject& a, const Subject& b) {
    auto out = a.kinds;
    out.insert(out.end(), b.kinds.begin(), b.kinds.end());
    return kinds_in(group_of(std::move(out)));
}

}  // namespace

Subject united(Subject first, const Subject& second, bool& differs) {
    if (first.name.reveal().empty()) first.name = second.name;
    for (const auto& contact : second.contacts) {
        const auto& has = first.address(contact.kind).reveal();
        differs = differs || (!has.empty() && has != contact.address.reveal());
        if (has.empty()) set_address(first.contacts, contact.kind, contact.address.reveal());
    }
    first.kinds =
        first.kinds.empty() || second.kinds.empty() ? std::vector<std::string>() : kinds_of_both(first, second);
    return first;
}

Subject corrected(Subject known, const Subject& given) {
    if (!given.name.reveal().empty()) known.name = given.name;
    for (const auto& contact : given.contacts) set_address(known.contacts, contact.kind, contact.address.reveal());
    if (given.language != "vi") known.language = given.language;
    if (!known.kinds.empty() && !given.kinds.empty()) known.kinds = kinds_of_both(known, given);
    return known;
}

std::string serialise(const Subject& subject) {
    json::object out;
    put(out, "ref", subject.subject_ref.reveal());
    put(out, "name", subject.name.reveal());
    for (const auto& contact : subject.contacts) put(out, row_of(contact.kind).name, contact.address.reveal());
    if (subject.language != "vi") put(out, "language", subject.language);
    if (!subject.kinds.empty()) out["kinds"] = to_json(subject.kinds);
    return json::serialize(out);
}

Result<Subject> deserialise_subject(std::string_view text) {
    auto value = parse_json(text);
    if (!value) return value.error();
    if (!value->is_object()) return Error{ErrorCode::unprocessable, "must be an object", ""};
    const auto& in = value->get_object();
    Subject out;
    if (auto ok = get(in, "ref", out.subject_ref); !ok) return ok.error();
    if (auto ok = get(in, "name", out.name); !ok) return ok.error();
    for (const auto& row : contact_kinds()) {
        Pii<std::string> address;
        if (auto ok = get(in, row.name, address); !ok) return ok.error();
        set_address(out.contacts, row.kind, address.reveal());
    }
    if (const auto* item = in.if_contains("language"))
        if (auto ok = from_json(*item, out.language, "/language"); !ok) return ok.error();
    if (const auto* item = in.if_contains("kinds"))
        if (auto ok = from_json(*item, out.kinds, "/kinds"); !ok) return ok.error();
    return out;
}

}  // namespace breachd
