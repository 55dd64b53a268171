#include "sim/outside.hpp"

#include "store/readers/reader.hpp"

namespace breachd::sim {

namespace {

constexpr std::size_t kAtOnce = 1000;

// All slices of a list, one after the other.
template <class Read>
std::vector<json::object> all_of(Read read) {
    std::vector<json::object> out;
    std::string cursor;
    do {
        auto slice = read(cursor).value();
        for (auto& item : slice.items) out.push_back(std::move(item.get_object()));
        cursor = slice.next;
    } while (!cursor.empty());
    return out;
}

}  // namespace

store::StoreOptions store_options(const std::string& directory) { return {directory, "live", "breachd"}; }
store::MasterKey master_key() { return store::MasterKey::of(std::string(32, 'k')); }

Outside::Outside(const std::string& directory)
    : reader_(std::make_unique<store::Reader>(store_options(directory), master_key())) {}

Outside::~Outside() = default;

std::map<std::string, json::object> Outside::incidents() {
    std::map<std::string, json::object> out;
    for (auto& each : all_of([&](const auto& cursor) { return reader_->incidents({}, cursor, kAtOnce); }))
        out.emplace(text_in(each, "id"), each);
    return out;
}

std::vector<json::object> Outside::alerts() {
    return all_of([&](const auto& cursor) { return reader_->alerts("", "", cursor, kAtOnce); });
}

std::vector<json::object> Outside::deliveries(const std::string& incident) {
    return all_of([&](const auto& cursor) { return reader_->deliveries(incident, "", "", cursor, kAtOnce); });
}

std::vector<json::object> Outside::timeline(const std::string& incident) {
    return all_of([&](const auto& cursor) { return reader_->timeline(incident, {}, cursor, kAtOnce); });
}

std::string text_in(const json::object& in, std::string_view member) {
    const auto& value = in.at(member);
    return value.is_string() ? std::string(value.get_string()) : "";
}

std::int64_t number_in(const json::object& in, std::string_view member) {
    return in.at(member).to_number<std::int64_t>();
}

std::optional<Instant> moment_in(const json::object& in, std::string_view member) {
    auto text = text_in(in, member);
    if (text.empty()) return std::nullopt;
    return parse_rfc3339(text).value();
}

const json::object& object_in(const json::object& in, std::string_view member) { return in.at(member).as_object(); }
const json::array& list_in(const json::object& in, std::string_view member) { return in.at(member).as_array(); }

const json::object* element_in(const json::array& list, std::string_view member, std::string_view value) {
    for (const auto& element : list)
        if (text_in(element.as_object(), member) == value) return &element.get_object();
    return nullptr;
}

}  // namespace breachd::sim
