#include "core/incident/derived.hpp"

#include <algorithm>

namespace breachd {

namespace {

template <class HasCause>
void drop_in(json::object& members, const char* list, const char* sentence, std::size_t count, HasCause has_cause) {
    auto* items = members.if_contains(list);
    if (items == nullptr || !items->is_array()) return;
    for (std::size_t i = 0; i < std::min(items->get_array().size(), count); ++i)
        if (auto* item = items->get_array()[i].if_object(); item && has_cause(i)) item->erase(sentence);
}

void drop_sentences(json::value& incident, const Incident& folded) {
    auto* members = incident.if_object();
    if (members == nullptr) return;
    drop_in(*members, "obligations", "how", folded.obligations.size(),
            [&](std::size_t i) { return folded.obligations[i].how.cause.has_value(); });
    drop_in(*members, "proposals", "why", folded.proposals.size(),
            [&](std::size_t i) { return folded.proposals[i].why.cause.has_value(); });
    if (folded.called_for && folded.called_for->cause) members->erase("called_for");
    auto* page = members->if_contains("public_notice");
    const auto& why = folded.public_notice.why;
    if (page && page->is_object() && why && why->cause) page->get_object().erase("why");
}

bool says_nothing(const json::value& value) {
    if (const auto* text = value.if_string()) return text->empty();
    if (const auto* list = value.if_array()) return list->empty();
    if (const auto* object = value.if_object()) return object->empty();
    return value.is_null() || value == false || value == 0;
}

bool same_json(const json::value& given, const json::value& wanted);

// Of a later build, filled by entries that older builds wrote as well: the last note of a task.
constexpr std::string_view kLaterMembers[] = {"note"};

bool may_be_missing(const std::string& member, const json::value& wanted) {
    return says_nothing(wanted) ||
           std::find(std::begin(kLaterMembers), std::end(kLaterMembers), member) != std::end(kLaterMembers);
}

// The members that are not the same. One that is not there, and would say nothing, is of a later build.
std::string differing_members(const json::object& given, const json::object& wanted) {
    std::string out;
    auto name = [&](std::string_view member) { out += (out.empty() ? "" : ", ") + std::string(member); };
    for (const auto& item : wanted) {
        const auto* there = given.if_contains(item.key());
        if (there ? !same_json(*there, item.value()) : !may_be_missing(item.key(), item.value())) name(item.key());
    }
    for (const auto& item : given)
        if (!wanted.contains(item.key())) name(item.key());
    return out;
}

bool same_json(const json::value& given, const json::value& wanted) {
    if (given.is_object() && wanted.is_object())
        return differing_members(given.get_object(), wanted.get_object()).empty();
    if (!given.is_array() || !wanted.is_array()) return given == wanted;
    const auto &a = given.get_array(), &b = wanted.get_array();
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_json);
}

}  // namespace

std::string differs_from_fold(json::value incident, const Incident& folded) {
    auto wanted = to_json(folded);
    drop_sentences(wanted, folded);
    drop_sentences(incident, folded);
    const auto* given = incident.if_object();
    return given ? differing_members(*given, wanted.get_object()) : "?";
}

}  // namespace breachd
