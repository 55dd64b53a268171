#include "ingest/sender_table.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "core/triage/assets.hpp"
#include "ingest/cef.hpp"

namespace breachd::ingest {

namespace {

bool any_fits(const std::vector<std::string>& globs, std::string_view text) {
    return globs.empty() ||
           std::any_of(globs.begin(), globs.end(), [&](const auto& glob) { return glob_matches(glob, text); });
}

constexpr std::string_view kLabel = "Label";

// The label of each custom string: "cs1" -> "RuleName".
std::map<std::string_view, std::string_view> labels_in(const KeyValues& pairs) {
    std::map<std::string_view, std::string_view> out;
    for (const auto& [key, value] : pairs)
        if (key.size() > kLabel.size() && key.ends_with(kLabel))
            out.emplace(std::string_view(key).substr(0, key.size() - kLabel.size()), unquoted(value));
    return out;
}

}  // namespace

std::string plain_key(std::string_view key) {
    std::string out;
    for (char c : key)
        if (c != '_' && c != '-' && c != '.' && c != ' ') out += lower(c);
    return out;
}

bool Sender::wrote(std::string_view vendor, std::string_view product) const {
    return !is_general() && any_fits(vendors, vendor) && any_fits(products, product);
}

void Senders::add(Sender sender) {
    Index index;
    for (std::size_t i = 0; i < sender.keys.size(); ++i) {
        const auto& [key, field] = sender.keys[i];
        if (key.starts_with('*'))
            index.endings.emplace_back(plain_key(std::string_view(key).substr(1)), Row{field, i});
        else
            index.rows.emplace(plain_key(key), Row{field, i});
    }
    senders_.push_back(std::move(sender));
    indexes_.push_back(std::move(index));
}

const Sender* Senders::find(std::string_view name) const {
    auto found = std::find_if(senders_.begin(), senders_.end(), [&](const auto& each) { return each.name == name; });
    return found == senders_.end() ? nullptr : &*found;
}

const Senders::Row* Senders::look_up(const Index& index, const std::string& key) {
    if (auto found = index.rows.find(key); found != index.rows.end()) return &found->second;
    for (const auto& [ending, row] : index.endings)
        if (key.ends_with(ending)) return &row;
    return nullptr;
}

std::vector<FoundField> Senders::fields(std::string_view vendor, std::string_view product,
                                        const KeyValues& pairs) const {
    constexpr std::size_t kRowsMax = 100'000;  // of one table, far above what a file may hold
    std::vector<std::size_t> asked;            // the product's own tables, then the general ones
    for (bool general : {false, true})
        for (std::size_t i = 0; i < senders_.size(); ++i)
            if (general ? senders_[i].is_general() : senders_[i].wrote(vendor, product)) asked.push_back(i);
    auto labels = labels_in(pairs);
    std::vector<FoundField> out;
    for (const auto& [key, text] : pairs) {
        auto value = unquoted(text);
        if (value.empty() || value.starts_with("{{")) continue;  // a template that nobody filled in
        auto label = labels.find(key);
        std::string names[] = {label == labels.end() ? std::string() : plain_key(label->second), plain_key(key)};
        const Row* row = nullptr;
        std::size_t turn = 0;
        for (std::size_t i = 0; i < asked.size() && row == nullptr; ++i)
            for (const auto& name : names)
                if (row == nullptr && !name.empty() && (row = look_up(indexes_[asked[i]], name)) != nullptr) turn = i;
        if (row == nullptr || row->field == SenderField::nothing) continue;
        out.push_back({row->field, value, !senders_[asked[turn]].is_general(), turn * kRowsMax + row->order});
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.order < b.order; });
    return out;
}

}  // namespace breachd::ingest
