#include "core/telling/subject.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>

#include "base/json.hpp"
#include "base/search_text.hpp"

namespace breachd {

namespace {

// A string of JSON. Written by hand: of a list of millions each row is made so.
void put_string(std::string& out, std::string_view text) {
    constexpr char kHex[] = "0123456789abcdef";
    auto stands_for_itself = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; };
    out += '"';
    bool plain = true;  // without an early end: the compiler takes many bytes at once
    for (char c : text) plain &= stands_for_itself(c);
    if (plain) {
        out.append(text).push_back('"');
        return;
    }
    for (auto at = text.begin(); at != text.end();) {
        auto odd = std::find_if_not(at, text.end(), stands_for_itself);
        out.append(at, odd);
        at = odd;
        if (at == text.end()) break;
        auto byte = static_cast<unsigned char>(*at++);
        if (byte < 0x20)
            out.append("\\u00").append({kHex[byte >> 4], kHex[byte & 0xf]});
        else
            out.append({'\\', static_cast<char>(byte)});
    }
    out += '"';
}

void put_name(std::string& out, std::string_view name) {
    if (out.back() != '{') out += ',';
    out.append("\"").append(name).append("\":");
}

void put(std::string& out, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    put_name(out, name);
    put_string(out, value);
}

template <class Texts, class TextOf>
void put_all(std::string& out, std::string_view name, const Texts& texts, TextOf text_of) {
    put_name(out, name);
    out += '[';
    for (const auto& each : texts) {
        if (out.back() != '[') out += ',';
        put_string(out, text_of(each));
    }
    out += ']';
}

// Those after the first of each kind.
void put_further(std::string& out, const Subject& subject) {
    std::string further = "{";
    for (const auto& row : contact_kinds()) {
        auto all = addresses_of(subject, row.kind);
        if (all.size() < 2) continue;
        all.erase(all.begin());
        put_all(further, row.name, all, [](const auto& address) { return std::string_view(address.reveal()); });
    }
    if (further == "{") return;
    put_name(out, "further");
    out.append(further).append("}");
}

Result<void> get(const json::object& in, std::string_view name, Pii<std::string>& out) {
    std::string text;
    if (const auto* item = in.if_contains(name))
        if (auto ok = from_json(*item, text, "/" + std::string(name)); !ok) return ok.error();
    out = Pii(std::move(text));
    return {};
}

Result<void> get_further(const json::object& in, const ContactKindRow& row, Contacts& out) {
    const auto* all = in.if_contains("further");
    const auto* further = all != nullptr && all->is_object() ? all->get_object().if_contains(row.name) : nullptr;
    std::vector<std::string> addresses;
    if (further != nullptr)
        if (auto ok = from_json(*further, addresses, "/further"); !ok) return ok.error();
    for (auto& address : addresses) add_address(out, row.kind, std::move(address));
    return {};
}

}  // namespace

std::string group_of(std::vector<std::string> kinds) {
    if (kinds.empty()) return "";
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

std::vector<Pii<std::string>> addresses_of(const Subject& subject, ContactKind kind) {
    std::vector<Pii<std::string>> out;
    for (const auto& contact : subject.contacts)
        if (contact.kind == kind) out.push_back(contact.address);
    return out;
}

bool add_address(Contacts& contacts, ContactKind kind, std::string address) {
    if (address.empty()) return true;
    std::size_t of_kind = 0;
    for (const auto& contact : contacts) {
        if (contact.kind != kind) continue;
        if (contact.address.reveal() == address) return true;
        ++of_kind;
    }
    if (of_kind == kAddressesMax) return false;
    contacts.push_back({kind, Pii(std::move(address))});
    return true;
}

Reach differing_contacts(const Subject& a, const Subject& b) {
    Reach out = 0;
    for (const auto& row : contact_kinds())
        if (addresses_of(a, row.kind) != addresses_of(b, row.kind)) out |= bit(row.kind);
    return out;
}

Reach normalise(Subject& subject) {
    Contacts usable;
    usable.reserve(subject.contacts.size());
    for (const auto& row : contact_kinds())
        for (const auto& contact : subject.contacts)
            if (contact.kind == row.kind && row.imported)
                if (auto address = row.normalise(contact.address.reveal()))
                    add_address(usable, row.kind, std::move(*address));
    subject.contacts = std::move(usable);
    if (subject.language != "en") subject.language = "vi";
    return kinds_of(subject.contacts);
}

namespace {

constexpr std::size_t kChildrenBytesMax = 400;  // of the children's names together

// A list kept by guardian has a row a child under one reference: the letter names them all. False when there is no
// room.
bool add_child(Subject& subject, const std::string& child) {
    const auto& children = subject.guardian_of.reveal();
    auto is_among = [&] { return (", " + children + ", ").find(", " + child + ", ") != std::string::npos; };
    if (child.empty() || is_among()) return true;
    if (!children.empty() && children.size() + child.size() > kChildrenBytesMax) return false;
    subject.guardian_of = Pii(children.empty() ? child : children + ", " + child);
    return true;
}

// "LE AN" is "Lê An".
bool same_name(const Subject& a, const Subject& b) {
    const auto &one = a.name.reveal(), &other = b.name.reveal();
    return one == other || folded_for_search(one) == folded_for_search(other);
}

// Of a name: folded, i for y ("Kỳ" is "Kì"), without what somebody is called by before it.
std::vector<std::string> words_of(std::string_view name) {
    constexpr std::string_view kBefore[] = {"anh", "chi", "co", "chu", "bac", "ong", "ba", "em", "mr", "mrs", "ms"};
    auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; };
    auto folded = folded_for_search(name);
    std::replace(folded.begin(), folded.end(), 'y', 'i');
    std::vector<std::string> out;
    for (auto at = folded.begin(); at != folded.end();) {
        auto begin = std::find_if(at, folded.end(), is_letter);
        at = std::find_if_not(begin, folded.end(), is_letter);
        if (begin != at) out.emplace_back(begin, at);
    }
    bool called = out.size() > 1 && std::find(std::begin(kBefore), std::end(kBefore), out[0]) != std::end(kBefore);
    if (called) out.erase(out.begin());
    return out;
}

// "N.T. Lan" of "Nguyễn Thị Lan", "Cty A" of "Công ty A": words in their order, those before the last perhaps short.
bool shortens(const std::vector<std::string>& words, const std::vector<std::string>& of) {
    if (words.empty() || words.back() != of.back()) return false;
    auto at = of.begin();
    return std::all_of(words.begin(), words.end(), [&](const auto& word) {
        constexpr std::size_t kShort = 3;
        constexpr std::string_view kCompany = "cti";  // of two words
        at = std::find_if(at, of.end(), [&](const auto& whole) {
            return whole == word || (word.size() <= kShort && (whole.starts_with(word) || word == kCompany));
        });
        return at != of.end() && (++at, true);
    });
}

// But for one that is more, missing or another.
bool same_letters(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    auto front = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
    auto back = static_cast<std::size_t>(std::mismatch(a.rbegin(), a.rend(), b.rbegin()).first - a.rbegin());
    return front + back + 1 >= b.size();
}

std::vector<std::string> kinds_of_both(const Subject& a, const Subject& b) {
    auto out = a.kinds;
    out.insert(out.end(), b.kinds.begin(), b.kinds.end());
    return kinds_in(group_of(std::move(out)));
}

}  // namespace

bool may_be_one_name(const Subject& a, const Subject& b) {
    auto one = words_of(a.name.reveal()), other = words_of(b.name.reveal());
    if (one.empty() || other.empty() ||
        same_letters(fmt::to_string(fmt::join(one, "")), fmt::to_string(fmt::join(other, ""))))
        return true;
    if (shortens(one, other) || shortens(other, one)) return true;
    if (one.size() > other.size()) std::swap(one, other);
    std::sort(one.begin(), one.end());
    std::sort(other.begin(), other.end());
    return std::includes(other.begin(), other.end(), one.begin(), one.end());
}

Subject united(Subject first, const Subject& second, bool& differs) {
    if (first.name.reveal().empty()) first.name = second.name;
    // Another name may be another person, whose contacts are not this one's.
    bool another = !second.name.reveal().empty() && !same_name(first, second);
    differs = another || !add_child(first, second.guardian_of.reveal()) || differs;
    const auto known = kinds_of(first.contacts);
    for (const auto& contact : second.contacts) {
        if (!another && !has(known, contact.kind))
            add_address(first.contacts, contact.kind, contact.address.reveal());
        else if (std::find(first.contacts.begin(), first.contacts.end(), contact) == first.contacts.end())
            differs = true;
    }
    first.kinds =
        first.kinds.empty() || second.kinds.empty() ? std::vector<std::string>() : kinds_of_both(first, second);
    return first;
}

Subject corrected(Subject known, const Subject& given) {
    if (!given.name.reveal().empty()) known.name = given.name;
    if (!given.guardian_of.reveal().empty()) known.guardian_of = given.guardian_of;
    const auto replaced = kinds_of(given.contacts);
    std::erase_if(known.contacts, [&](const Contact& contact) { return has(replaced, contact.kind); });
    for (const auto& contact : given.contacts) add_address(known.contacts, contact.kind, contact.address.reveal());
    if (given.language != "vi") known.language = given.language;
    if (!known.kinds.empty() && !given.kinds.empty()) known.kinds = kinds_of_both(known, given);
    return known;
}

namespace {

constexpr auto kByKind = [](const Contact& a, const Contact& b) { return a.kind < b.kind; };

}  // namespace

// In the order of the kinds, whatever columns a list has: two texts are equal when the people are.
std::string serialise(const Subject& subject) {
    if (!std::is_sorted(subject.contacts.begin(), subject.contacts.end(), kByKind)) {
        auto ordered = subject;
        std::stable_sort(ordered.contacts.begin(), ordered.contacts.end(), kByKind);
        return serialise(ordered);
    }
    std::string out = "{";
    out.reserve(256);
    put(out, "ref", subject.subject_ref.reveal());
    put(out, "name", subject.name.reveal());
    put(out, "guardian_of", subject.guardian_of.reveal());
    Reach named = 0;
    for (const auto& contact : subject.contacts) {
        if (!has(named, contact.kind)) put(out, row_of(contact.kind).name, contact.address.reveal());
        named |= bit(contact.kind);
    }
    if (std::popcount(named) < std::ssize(subject.contacts)) put_further(out, subject);
    if (subject.language != "vi") put(out, "language", subject.language);
    if (!subject.kinds.empty())
        put_all(out, "kinds", subject.kinds, [](const auto& kind) { return std::string_view(kind); });
    return out += '}';
}

Result<Subject> deserialise_subject(std::string_view text) {
    auto value = parse_json(text);
    if (!value) return value.error();
    if (!value->is_object()) return Error{ErrorCode::unprocessable, "must be an object", ""};
    const auto& in = value->get_object();
    Subject out;
    if (auto ok = get(in, "ref", out.subject_ref); !ok) return ok.error();
    if (auto ok = get(in, "name", out.name); !ok) return ok.error();
    if (auto ok = get(in, "guardian_of", out.guardian_of); !ok) return ok.error();
    for (const auto& row : contact_kinds()) {
        Pii<std::string> address;
        if (auto ok = get(in, row.name, address); !ok) return ok.error();
        add_address(out.contacts, row.kind, address.reveal());
        if (auto ok = get_further(in, row, out.contacts); !ok) return ok.error();
    }
    if (const auto* item = in.if_contains("language"))
        if (auto ok = from_json(*item, out.language, "/language"); !ok) return ok.error();
    if (const auto* item = in.if_contains("kinds"))
        if (auto ok = from_json(*item, out.kinds, "/kinds"); !ok) return ok.error();
    return out;
}

}  // namespace breachd
