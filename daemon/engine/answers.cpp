#include "engine/answers.hpp"

#include <array>

namespace breachd::engine {

namespace {

constexpr std::array<std::string_view, std::variant_size_v<Answer>> kKinds = {
    "done",          "accepted", "unreadable", "replayed", "discarded", "changed", "opened",      "import_begun",
    "import_staged", "imported", "kept",       "tested",   "signed",    "decided", "conflicting", "overridden"};

constexpr const char* kDecided = "decided";
constexpr const char* kFactsChanged = "facts_changed";

template <class T>
json::value value_of(const T& member) {
    if constexpr (std::is_same_v<T, IncidentPtr>) {
        if (!member) return nullptr;
        auto out = to_json(*member);
        out.get_object()[kDecided] = member->version_by_people;
        out.get_object()[kFactsChanged] = to_json(member->facts_changed);
        return out;
    } else {
        return to_json(member);
    }
}

template <class T>
Result<void> read_into(T& member, const json::value& in, const char* name) {
    if constexpr (std::is_same_v<T, IncidentPtr>) {
        Incident incident;
        if (auto ok = from_json(in, incident, name); !ok) return ok;
        // What the API shows beside the incident's own members.
        const auto* members = in.if_object();
        if (const auto* at = members ? members->if_contains(kDecided) : nullptr)
            if (auto ok = from_json(*at, incident.version_by_people, name); !ok) return ok;
        if (const auto* marks = members ? members->if_contains(kFactsChanged) : nullptr)
            if (auto ok = from_json(*marks, incident.facts_changed, name); !ok) return ok;
        member = std::make_shared<const Incident>(std::move(incident));
        return {};
    } else {
        return from_json(in, member, name);
    }
}

template <class T, class Use>
void each_member(Use use) {
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(use);
}

}  // namespace

std::string_view answer_kind(const Answer& answer) { return kKinds[answer.index()]; }

json::value answer_data(const Answer& answer) {
    json::object out;
    std::visit(
        [&](const auto& each) {
            using T = std::decay_t<decltype(each)>;
            each_member<T>([&](auto member) { out[member.name] = value_of(each.*member.pointer); });
        },
        answer);
    return out;
}

Result<Answer> answer_from(std::string_view kind, const json::value& data) {
    const auto* object = data.if_object();
    for (std::size_t i = 0; object != nullptr && i < kKinds.size(); ++i) {
        if (kKinds[i] != kind) continue;
        return boost::mp11::mp_with_index<std::variant_size_v<Answer>>(i, [&](auto index) -> Result<Answer> {
            std::variant_alternative_t<index, Answer> answer;
            Result<void> read;
            each_member<decltype(answer)>([&](auto member) {
                const auto* value = object->if_contains(member.name);
                if (read && value != nullptr) read = read_into(answer.*member.pointer, *value, member.name);
            });
            if (!read) return read.error();
            return Answer(std::in_place_index<index>, std::move(answer));
        });
    }
    return Error{ErrorCode::failed, "a kept answer cannot be read; was it written by another breachd?",
                 std::string(kind)};
}

}  // namespace breachd::engine
