#include "ingest/learn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/in_quotes.hpp"
#include "base/network.hpp"
#include "ingest/batch.hpp"
#include "ingest/cef.hpp"
#include "ingest/fields.hpp"
#include "ingest/found_fields.hpp"
#include "ingest/leef.hpp"
#include "ingest/syslog_message.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

constexpr std::size_t kMessagesMax = 10'000;
constexpr std::size_t kKeysMax = 1'000;

// What was seen of one key over all samples.
struct Seen {
    std::size_t times = 0, addresses = 0, mails = 0, moments = 0, paths = 0;
};

struct Samples {
    std::string vendor, product;
    std::map<std::string, Seen> keys;      // of text formats, as written
    std::map<std::string, Seen> pointers;  // of JSON
    std::size_t messages = 0;
};

bool is_path(std::string_view text) {
    return text.size() > 2 && (text.starts_with('/') || text.substr(1).starts_with(":\\") || text.starts_with("\\\\"));
}

void look_at(std::map<std::string, Seen>& keys, const std::string& key, std::string_view value) {
    if (keys.size() >= kKeysMax && !keys.contains(key)) return;
    auto& seen = keys[key];
    value = unquoted(value);
    ++seen.times;
    seen.addresses += parse_network(value).has_value();
    seen.mails += value.find('@') != std::string_view::npos && value.find(' ') == std::string_view::npos;
    auto moment = read_moment(value);
    seen.moments += moment && value.size() > 9;
    seen.paths += is_path(value);
}

// A custom string counts under its label.
void look_at_pairs(const KeyValues& pairs, Samples& out) {
    for (const auto& [key, value] : pairs) {
        if (key.ends_with("Label")) continue;
        auto label =
            std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == key + "Label"; });
        look_at(out.keys, label == pairs.end() ? key : std::string(unquoted(label->second)), value);
    }
}

std::string pointer_step(std::string_view key) {
    std::string out = "/";
    for (char c : key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

void look_at_json(const json::value& in, const std::string& pointer, int depth, Samples& out) {
    if (const auto* object = object_of(&in)) {
        if (depth > 0)
            for (const auto& member : *object)
                look_at_json(member.value(), pointer + pointer_step(member.key()), depth - 1, out);
    } else if (const auto* list = array_of(&in)) {
        if (!list->empty() && !list->front().is_structured()) look_at(out.pointers, pointer, text_of(&list->front()));
        if (!list->empty() && list->front().is_object()) look_at_json(list->front(), pointer + "/0", depth - 1, out);
    } else if (!in.is_null()) {
        look_at(out.pointers, pointer, text_of(&in));
    }
}

void read_message(std::string_view text, Samples& out) {
    if (has_cef(text)) {
        if (auto event = read_cef(text)) {
            out.vendor = unquoted(event->vendor), out.product = unquoted(event->product);
            look_at_pairs(event->extension, out);
        }
    } else if (has_leef(text)) {
        if (auto event = read_leef(text)) {
            out.vendor = trim(event->vendor), out.product = trim(event->product);
            look_at_pairs(event->attributes, out);
        }
    } else if (text.starts_with('{')) {
        if (auto document = parse_json(text)) look_at_json(*document, "", 6, out);
    } else {
        look_at_pairs(read_pairs(text), out);
    }
    ++out.messages;
}

Samples read_samples(std::string_view text) {
    Samples out;
    if (auto document = parse_json(trim(text))) {
        const auto* list = array_of(&*document);
        if (list == nullptr) look_at_json(*document, "", 6, out);
        if (list != nullptr)
            for (const auto& item : *list) look_at_json(item, "", 6, out);
        out.messages = list == nullptr ? 1 : list->size();
        return out;
    }
    while (!text.empty() && out.messages < kMessagesMax) {
        auto end = text.find('\n');
        if (auto line = trim(text.substr(0, end)); !line.empty()) read_message(line, out);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return out;
}

struct Guess {
    SenderField field;
    std::initializer_list<std::string_view> parts;  // of the key without separators
};

// The first that fits; what a key is called says more than what its values look like.
std::optional<SenderField> guess_by_name(std::string_view key) {
    static const Guess kGuesses[] = {
        {SenderField::zone, {"timezone", "tzoffset", "utcoffset"}},
        {SenderField::user, {"username", "user", "account", "login", "upn", "mailbox", "recipient", "tàikhoản"}},
        {SenderField::severity, {"severity", "sev", "risk", "threatlevel", "criticality", "mucdo", "mứcđộ"}},
        {SenderField::rank, {"priority"}},
        {SenderField::rule, {"ruleid", "signatureid", "policyid", "sigid"}},
        {SenderField::title,
         {"rulename", "alertname", "threatname", "signature", "title", "eventname", "message", "description", "policy",
          "tencanhbao", "têncảnhbáo"}},
        {SenderField::host,
         {"hostname", "computer", "machine", "workstation", "endpoint", "ipaddr", "srcip", "dstip", "deviceip", "host",
          "server", "máy"}},
        {SenderField::table, {"filepath", "filename", "database", "table", "bucket", "share"}},
        {SenderField::records, {"recordcount", "matchcount", "records"}},
        {SenderField::status, {"status"}},
        {SenderField::tag, {"category", "tactic", "technique", "action"}},
    };
    auto plain = plain_key(key);
    for (const auto& guess : kGuesses)
        for (auto part : guess.parts)
            if (plain.find(part) != std::string::npos && (guess.field == SenderField::rule || !plain.ends_with("id")))
                return guess.field;
    return std::nullopt;
}

std::optional<SenderField> guess(std::string_view key, const Seen& seen) {
    auto mostly = [&](std::size_t count) { return count * 2 > seen.times; };
    if (mostly(seen.addresses)) return SenderField::host;
    if (mostly(seen.moments)) {
        auto plain = plain_key(key);
        bool raised = plain.find("detect") != std::string::npos || plain.find("creat") != std::string::npos ||
                      plain.find("receiv") != std::string::npos || plain.find("end") != std::string::npos;
        return raised ? SenderField::detected_at : SenderField::occurred_at;
    }
    if (mostly(seen.mails)) return SenderField::user;
    if (auto named = guess_by_name(key)) return named;
    return mostly(seen.paths) ? std::optional(SenderField::table) : std::nullopt;
}

std::string yaml_word(std::string_view text) {
    bool plain = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/") ==
                     std::string_view::npos &&
                 !text.empty() && (text.front() < '0' || text.front() > '9');
    return plain ? std::string(text) : in_quotes(text);
}

std::string one_line(std::string_view text) { return clean_text(text, 64); }

using Found = std::map<SenderField, std::vector<std::string>>;

void append_list(std::string& out, std::string_view name, const std::vector<std::string>& keys) {
    out += fmt::format("  {}: [", name);
    for (const auto& key : keys) out += (&key == &keys.front() ? "" : ", ") + yaml_word(one_line(key));
    out += "]\n";
}

bool is_known(const Senders& known, const Samples& samples, const std::string& key) {
    static const std::set<std::string, std::less<>> kDictionary = {
        "src",        "dst",           "shost",         "dhost",   "suser",         "duser",
        "suid",       "duid",          "dvc",           "dvchost", "start",         "end",
        "rt",         "cat",           "act",           "msg",     "fname",         "filePath",
        "externalId", "cnt",           "proto",         "spt",     "dpt",           "app",
        "devTime",    "devTimeFormat", "sev",           "usrName", "identHostName", "policy",
        "name",       "request",       "requestMethod", "in",      "out",           "deviceDirection"};
    KeyValues one = {{key, "x"}};
    return kDictionary.contains(key) || !known.fields(samples.vendor, samples.product, one).empty();
}

void propose_keys(const Samples& samples, const Senders& known, std::string& out) {
    Found found;
    std::vector<std::string> others, there;
    for (const auto& [key, seen] : samples.keys) {
        if (is_known(known, samples, key))
            there.push_back(key);
        else if (auto field = guess(key, seen))
            found[*field].push_back(key);
        else
            others.push_back(key);
    }
    out += found.empty() ? "# Every key that it could place is known already: no file is needed.\n" : "keys:\n";
    for (const auto& [field, keys] : found) append_list(out, boost::describe::enum_to_string(field, "?"), keys);
    for (const auto& key : there) out += fmt::format("  # known already: {}\n", one_line(key));
    for (const auto& key : others) out += fmt::format("  # not used: {}\n", one_line(key));
}

// The key of a mapping that a field belongs to; "" for those that it has not.
std::string_view mapping_key(SenderField field) {
    switch (field) {
        case SenderField::host:
            return "hosts";
        case SenderField::user:
            return "users";
        case SenderField::table:
            return "tables";
        case SenderField::tag:
            return "tags";
        case SenderField::kind:
            return "kinds";
        case SenderField::rank:
            return "severity";
        case SenderField::zone:
        case SenderField::nothing:
            return "";
        default:
            return boost::describe::enum_to_string(field, "");
    }
}

void propose_json(const Samples& samples, std::string& out) {
    std::map<std::string_view, std::vector<std::string>> found;
    std::vector<std::string> others;
    for (const auto& [pointer, seen] : samples.pointers) {
        auto name = std::string_view(pointer).substr(pointer.rfind('/') + 1);
        auto plain = plain_key(name);
        bool id = plain == "id" || plain == "uuid" || plain == "alertid" || plain == "eventid" || plain == "incidentid";
        auto field = guess(name, seen);
        auto key = id ? "id" : field ? mapping_key(*field) : std::string_view{};
        (key.empty() ? others : found[key]).push_back(pointer);
    }
    out += "json:\n";
    for (const auto& [key, pointers] : found) append_list(out, key, pointers);
    if (!found.contains("title")) out += "  title_default: Alert\n";
    for (const auto& pointer : others) out += fmt::format("  # not used: {}\n", one_line(pointer));
}

}  // namespace

Result<std::string> learn_sender(std::string_view text, std::string_view name, const Senders& known) {
    auto samples = read_samples(without_mark(text));
    if (samples.keys.empty() && samples.pointers.empty())
        return Error{ErrorCode::unprocessable, "no sample has keys: CEF, LEEF, key=value text or JSON is wanted", ""};
    std::string out = fmt::format(
        "# Proposed from {} messages; read it before it is used. A key that is in the wrong "
        "field\n# shows in `breachctl ingest try`.\nsender: {}\n",
        samples.messages, yaml_word(name));
    if (!samples.vendor.empty()) out += fmt::format("vendor: [{}]\n", yaml_word(one_line(samples.vendor)));
    if (!samples.product.empty()) out += fmt::format("product: [{}]\n", yaml_word(one_line(samples.product)));
    if (!samples.keys.empty()) propose_keys(samples, known, out);
    if (!samples.pointers.empty()) propose_json(samples, out);
    return out;
}

}  // namespace breachd::ingest
