// What a parser promises of its answer whatever the bytes were; used by the mutation test and by the fuzz targets.
// Plain code instead of CHECK, because it runs millions of times.
#pragma once

#include <algorithm>

#include "ingest/fields.hpp"
#include "ingest/format.hpp"

namespace breachd::ingest {

// What is broken, or nullptr.
inline const char* broken_promise(const Alert& alert) {
    if (alert.title.empty() || alert.title.size() > kAlertTitleBytesMax) return "title";
    if (alert.external_id.empty()) return "external_id";
    if (alert.severity < 0 || alert.severity > 100) return "severity";
    auto bad = [](const std::string& text) {
        return !is_utf8(text) ||
               std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    };
    if (bad(alert.title) || bad(alert.external_id) || bad(alert.rule_id) || bad(alert.severity_native)) return "text";
    for (const auto* list : {&alert.hosts, &alert.users, &alert.tables, &alert.tags, &alert.data_kinds}) {
        if (list->size() > kFieldsMax) return "list";
        if (std::any_of(list->begin(), list->end(), bad)) return "list text";
    }
    return nullptr;
}

inline const char* broken_promise(const Result<Parsed>& parsed) {
    if (!parsed) return parsed.error().message.empty() || !is_utf8(parsed.error().text()) ? "error" : nullptr;
    for (const auto& item : parsed->items)
        if (const char* what = broken_promise(item.alert)) return what;
    for (const auto& item : parsed->rejected)
        if (item.error.message.empty() || !is_utf8(item.error.text())) return "rejected error";
    return nullptr;
}

}  // namespace breachd::ingest
