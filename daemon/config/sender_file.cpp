#include "config/sender_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/enum_words.hpp"
#include "base/text.hpp"
#include "config/embedded_senders.hpp"
#include "config/files.hpp"

namespace breachd::config {

namespace {

// A pointer with its place, so that a wrong one is named where it stands.
using Pointers = std::vector<std::pair<std::string, Value>>;

void note(const Value& item, std::vector<std::string>& out, Pointers& all) {
    auto text = item.text();
    if (!text) return;
    all.emplace_back(*text, item);
    out.push_back(std::move(*text));
}

// One pointer, or a list of them.
void places(Map& map, std::string_view key, std::vector<std::string>& out, Pointers& all) {
    auto value = map.find(key);
    if (!value) return;
    if (!value->is_list()) return note(*value, out, all);
    for (const auto& item : value->items()) note(item, out, all);
}

void read_pointers(Map& map, ingest::MappedFields& out, Pointers& all) {
    map.text("alerts", out.alerts);
    if (auto value = map.find("alerts")) all.emplace_back(out.alerts, *value);
    for (auto [key, field] :
         std::initializer_list<std::pair<const char*, std::vector<std::string>*>>{{"id", &out.id},
                                                                                  {"title", &out.title},
                                                                                  {"severity", &out.severity},
                                                                                  {"occurred_at", &out.occurred_at},
                                                                                  {"detected_at", &out.detected_at},
                                                                                  {"status", &out.status},
                                                                                  {"test", &out.test},
                                                                                  {"rule", &out.rule},
                                                                                  {"records", &out.records},
                                                                                  {"hosts", &out.hosts},
                                                                                  {"users", &out.users},
                                                                                  {"kinds", &out.kinds},
                                                                                  {"tables", &out.tables},
                                                                                  {"tags", &out.tags}})
        places(map, key, *field, all);
}

void read_severities(Map& map, ingest::MappedFields& out) {
    if (auto top = map.find("severity_top"))
        if (auto number = top->number(0.001, 1e9)) out.severity_top = *number;
    auto value = map.find("severities");
    if (!value) return;
    Map words(*value);
    for (const auto& [sent, severity] : words.entries())
        if (auto number = severity.integer(0, 100)) out.severities[lower(sent)] = static_cast<int>(*number);
}

void read_only(Map& map, ingest::MappedFields& out, Pointers& all) {
    auto value = map.find("alerts_only");
    if (!value) return;
    Map only(*value);
    only.need_text("pointer", out.only.pointer);
    if (auto pointer = only.find("pointer")) all.emplace_back(out.only.pointer, *pointer);
    only.need("values");
    only.texts("values", out.only.values);
}

}  // namespace

std::shared_ptr<const ingest::MappedFields> read_mapped_fields(const Value& value) {
    Map map(value);
    ingest::MappedFields fields;
    Pointers all;
    read_pointers(map, fields, all);
    map.text("title_default", fields.title_default);
    read_severities(map, fields);
    read_only(map, fields, all);
    if (!map.ok()) return nullptr;
    if (auto good = ingest::check_mapped(fields); !good) {
        auto wrong =
            std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == good.error().where; });
        (wrong == all.end() ? value : wrong->second).error(good.error().message);
    }
    return std::make_shared<const ingest::MappedFields>(std::move(fields));
}

bool is_sender(const Value& value) { return value.is_map() && value.yaml()["sender"].IsDefined(); }

namespace {

constexpr std::size_t kKeysMax = 2000;
constexpr std::size_t kKeyBytesMax = 128;

void read_key(const Value& item, ingest::SenderField field, std::vector<std::string>& seen, ingest::Sender& out) {
    auto key = item.text();
    if (!key) return;
    auto plain = (key->starts_with('*') ? "*" : "") + ingest::plain_key(*key);
    if (plain.size() > kKeyBytesMax || plain == "*") return item.error("a key has 1 to 128 signs, and more than *");
    if (std::find(seen.begin(), seen.end(), plain) != seen.end())
        return item.error(fmt::format("the key \"{}\" is given twice (case, _ - . and blanks do not matter)", *key));
    if (out.keys.size() == kKeysMax) return item.error(fmt::format("more than {} keys", kKeysMax));
    seen.push_back(std::move(plain));
    out.keys.emplace_back(std::move(*key), field);
}

void read_keys(Map& sender, ingest::Sender& out) {
    auto value = sender.find("keys");
    if (!value) return;
    Map map(*value);
    std::vector<std::string> seen;
    for (const auto& [word, keys] : map.entries()) {
        ingest::SenderField field{};
        if (!enum_from_word(word, field)) {
            unknown_reference(keys, "field of an alert", word, enum_words<ingest::SenderField>());
            continue;
        }
        if (!keys.is_list()) {
            read_key(keys, field, seen, out);
            continue;
        }
        for (const auto& item : keys.items()) read_key(item, field, seen, out);
    }
}

}  // namespace

ingest::Sender read_sender(const Value& value) {
    Map map(value);
    ingest::Sender out;
    map.need_text("sender", out.name);
    if (!out.name.empty() && !is_plain_name(out.name))
        map.error("a sender's name is made of letters, digits, . _ and - (at most 64)");
    map.text("about", out.about);
    map.texts("vendor", out.vendors);
    map.texts("product", out.products);
    read_keys(map, out);
    if (auto json = map.find("json")) out.json = read_mapped_fields(*json);
    if (map.ok() && out.keys.empty() && out.json == nullptr) map.error("names no keys and no json: it says nothing");
    return out;
}

namespace {

// Replaces the one of its name.
void put(std::vector<ingest::Sender>& senders, ingest::Sender sender) {
    auto same =
        std::find_if(senders.begin(), senders.end(), [&](const auto& each) { return each.name == sender.name; });
    if (same == senders.end())
        senders.push_back(std::move(sender));
    else
        *same = std::move(sender);
}

void read_own(const std::string& file, std::vector<std::string>& own, Document& document, KeptFiles& kept,
              std::vector<ingest::Sender>& senders) {
    auto bytes = read_file(file, kFileBytesMax);
    if (!bytes) return document.error({}, bytes.error().message);
    kept.add(file, *bytes);
    auto value = parse(*bytes, document);
    if (!value) return;
    auto sender = read_sender(*value);
    if (std::find(own.begin(), own.end(), sender.name) != own.end())
        value->error(fmt::format("the sender {} is in two files", sender.name));
    own.push_back(sender.name);
    put(senders, std::move(sender));
}

}  // namespace

std::shared_ptr<const ingest::Senders> read_senders(const std::string& directory, std::vector<Document>& documents,
                                                    KeptFiles& kept) {
    std::vector<ingest::Sender> senders;
    for (const auto& [name, text] : kEmbeddedSenders) {
        Document document(fmt::format("senders/{}.yaml (built in)", name));
        if (auto value = parse(std::string(text), document)) put(senders, read_sender(*value));
        documents.push_back(std::move(document));
    }
    auto files = directory.empty() ? Result<std::vector<std::string>>(std::vector<std::string>{})
                                   : files_in(directory, {".yaml", ".yml"});
    if (!files) documents.emplace_back(directory).error({}, files.error().message);
    std::vector<std::string> own;
    for (const auto& file : files ? *files : std::vector<std::string>{}) {
        Document document(file);
        read_own(file, own, document, kept, senders);
        documents.push_back(std::move(document));
    }
    auto out = std::make_shared<ingest::Senders>();
    for (auto& sender : senders) out->add(std::move(sender));
    return out;
}

}  // namespace breachd::config
