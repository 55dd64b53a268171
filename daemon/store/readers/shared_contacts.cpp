// Contacts that several people of a list have: one person under two references, a household, or the guardian of several
// children.
#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>

#include "base/search_text.hpp"
#include "core/telling/masked.hpp"
#include "store/readers/reader_impl.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::store {

namespace {

// A part of the people's contacts is compared at a time, so that ten million of them fit.
constexpr std::int64_t kPeopleAtOnce = 1'000'000;
constexpr std::size_t kPeopleShown = 20;

struct Tagged {
    std::uint64_t tag = 0;
    std::uint32_t number = 0;
    ContactKind kind{};
    bool operator<(const Tagged& other) const { return std::tie(tag, number) < std::tie(other.tag, other.number); }
};

class People {
  public:
    People(Connection& connection, const Opener& opener, std::string_view incident, std::int64_t run)
        : connection_(connection), opener_(opener), incident_(incident), run_(run) {}

    std::int64_t count() {
        Statement read(connection_, "SELECT count(*) FROM subjects WHERE id >= ? AND id < ?");
        read.bind(subject_row(run_, 0)).bind(subject_row(run_ + 1, 0)).step();
        return read.integer(0);
    }
    template <class Use>
    void each(Use use) {
        Statement read(connection_,
                       "SELECT s.id, s.sealed FROM subjects s JOIN imports i ON i.import = s.import "
                       "AND i.state = 'finished' WHERE s.id >= ? AND s.id < ? AND s.state <> 'removed' ORDER BY s.id");
        read.bind(subject_row(run_, 0)).bind(subject_row(run_ + 1, 0));
        while (read.step())
            if (auto person = opened(subject_number(read.integer(0)), read.blob(1)))
                use(subject_number(read.integer(0)), *person);
    }
    std::optional<Subject> one(std::int64_t number) {
        Statement read(connection_, "SELECT sealed FROM subjects WHERE id = ?");
        if (!read.bind(subject_row(run_, number)).step()) return std::nullopt;
        return opened(number, read.blob(0));
    }
    std::uint64_t tag(const Contact& contact) const {
        auto full = opener_.tag("contact|" + std::string(row_of(contact.kind).name) + "|" + contact.address.reveal());
        std::uint64_t out;
        std::memcpy(&out, full.data(), sizeof out);
        return out;
    }
    std::string code(std::int64_t number) const { return reference_code(opener_, number); }

  private:
    std::optional<Subject> opened(std::int64_t number, std::string_view sealed) const {
        auto plain = opener_.open(sealed, subject_place(incident_, number));
        auto person = plain ? deserialise_subject(*plain) : plain.error();
        return person ? std::optional(std::move(*person)) : std::nullopt;
    }

    Connection& connection_;
    const Opener& opener_;
    std::string incident_;
    std::int64_t run_;
};

using Group = std::vector<Tagged>;  // of one contact, by number

void keep_groups(std::vector<Tagged>& tagged, std::size_t limit, std::vector<Group>& groups) {
    std::sort(tagged.begin(), tagged.end());
    for (auto from = tagged.begin(); from != tagged.end();) {
        auto to = std::find_if(from, tagged.end(), [&](const Tagged& each) { return each.tag != from->tag; });
        if (to - from > 1) groups.emplace_back(from, to);
        from = to;
    }
    std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.size() > b.size(); });
    if (groups.size() > limit) groups.resize(limit);
}

json::object shown(People& people, const Group& group) {
    json::object out;
    json::array who;
    // With the child's: for each child its guardian is listed once.
    std::set<std::pair<std::string, std::string>> names;
    bool same_name = false, guardian = false;
    for (const auto& each : group) {
        if (who.size() == kPeopleShown) break;
        auto person = people.one(each.number);
        if (!person) continue;
        for (const auto& contact : person->contacts)
            if (contact.kind == each.kind && people.tag(contact) == each.tag)
                out["contact"] = masked(contact.address.reveal());
        auto name = folded_for_search(person->name.reveal());
        auto child = folded_for_search(person->guardian_of.reveal());
        guardian = guardian || !child.empty();
        same_name = same_name || (!name.empty() && !names.emplace(name, child).second);
        who.push_back(json::object{{"subject", each.number},
                                   {"code", people.code(each.number)},
                                   {"subject_ref", person->subject_ref.reveal()}});
    }
    out["kind"] = row_of(group.front().kind).name;
    out["count"] = group.size();
    out["likely"] = same_name ? "same_person" : guardian ? "guardian" : "household";
    out["people"] = std::move(who);
    return out;
}

}  // namespace

Result<Slice> Reader::shared_contacts(std::string_view incident, std::size_t limit) {
    Snapshot snapshot(impl_->connection);
    Statement run(impl_->connection, "SELECT run FROM runs WHERE incident = ?");
    auto opener = impl_->vault.opener(incident);
    if (!run.bind(incident).step() || !opener) return Slice{};
    People people(impl_->connection, *opener, incident, run.integer(0));
    auto parts = static_cast<std::uint64_t>(people.count() / kPeopleAtOnce + 1);
    std::vector<Group> groups;
    for (std::uint64_t part = 0; part < parts; ++part) {
        std::vector<Tagged> tagged;
        people.each([&](std::int64_t number, const Subject& person) {
            for (const auto& contact : person.contacts)
                if (auto tag = people.tag(contact); tag % parts == part)
                    tagged.push_back({tag, static_cast<std::uint32_t>(number), contact.kind});
        });
        keep_groups(tagged, limit, groups);
    }
    Slice out;
    for (const auto& group : groups) out.items.push_back(shown(people, group));
    return out;
}

}  // namespace breachd::store
