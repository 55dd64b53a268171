// Every alert that was answered is there, where it was answered to be, and nothing else is.
#include <fmt/format.h>

#include "sim/audit.hpp"

namespace breachd::sim {

namespace {

// By what their senders call them: an answer too early may have named no ids.
std::string all_answered_are_kept(Case& c) {
    std::set<std::pair<std::string, std::string>> kept;
    for (const auto& [id, row] : c.alerts) kept.emplace(text_in(row, "source"), text_in(row, "external_id"));
    for (const auto& message : c.witness.messages)
        for (const auto& alert : message.alerts)
            if (message.status == 202 && !kept.contains({message.source, alert.external_id}))
                return fmt::format("alert {} of {} was answered 202 and is gone", alert.external_id, message.source);
    return "";
}

}  // namespace

std::string audit_alerts(Case& c) {
    const auto& rows = c.alerts;
    if (auto gone = all_answered_are_kept(c); !gone.empty()) return gone;
    std::map<std::string, std::int64_t> in_incident;
    for (const auto& [id, row] : rows) ++in_incident[text_in(row, "incident_id")];
    for (const auto* messages : {&c.witness.messages, &c.witness.replayed})
        for (const auto& message : *messages)
            for (std::size_t k = 0; k < message.placed.size(); ++k) {
                auto row = rows.find(message.placed[k].alert_id);
                if (row == rows.end()) return message.placed[k].alert_id + ": was answered 202 and is gone";
                if (text_in(row->second, "external_id") != message.alerts[k].external_id)
                    return message.placed[k].alert_id + ": is another alert than was answered";
            }
    for (const auto& [id, incident] : c.books.alerts)
        if (text_in(rows.at(id), "incident_id") != incident)
            return fmt::format("{}: was answered to be in “{}” and is in “{}”", id, incident,
                               text_in(rows.at(id), "incident_id"));
    if (rows.size() != c.books.alerts.size())
        return fmt::format("{} alerts are kept, {} were answered", rows.size(), c.books.alerts.size());
    for (const auto& [id, shown] : c.incidents)
        if (number_in(shown, "alerts") != in_incident[id])
            return fmt::format("{}: counts {} alerts, {} are kept", id, number_in(shown, "alerts"), in_incident[id]);
    return "";
}

}  // namespace breachd::sim
