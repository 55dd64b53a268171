// Import of the people to be told: streamed in chunks, sealed at once, visible only when the whole file was good.
#include "core/incident/lifecycle.hpp"
#include "core/incident/view.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

namespace {

// A restart throws away what was staged; whoever was sending must begin again.
Error import_gone(const std::string& id) {
    return {ErrorCode::conflict, "this import is not open any more: send the list again", id};
}

}  // namespace

Result<Reply> Engine::State::begin_import(Incident& incident) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    Reply reply{200, "", "{}", store.begin_import(incident.id), nullptr};
    wrote = true;
    return reply;
}

Result<Reply> Engine::State::import_chunk(const Envelope& envelope, const ImportChunk& command) {
    if (!store.import_open(command.import_id, envelope.incident)) return import_gone(command.import_id);
    std::vector<store::ImportRow> rows;
    rows.reserve(command.rows.size());
    for (const auto& given : command.rows) {
        store::ImportRow row{given, 0};
        row.reach = normalise(row.subject);
        rows.push_back(std::move(row));
    }
    store.stage_subjects(command.import_id, envelope.incident, rows);
    wrote = true;
    return Reply{200, "", "{}", command.import_id, nullptr};
}

Result<Reply> Engine::State::finish_import(const Envelope& envelope, Incident& incident, const FinishImport& command) {
    if (!store.import_open(command.import_id, incident.id)) return import_gone(command.import_id);
    auto counts = store.finish_import(command.import_id, incident.id);
    record(incident.id, envelope.actor,
           SubjectsImported{counts.rows, counts.duplicates, command.sha256, counts.reachable, counts.unreachable});
    auto& run = runs[incident.id];
    run.plan = run.count = true;
    settle(incident.id);
    auto body = incident_view(incident, now);
    body["import"] = json::object{{"rows", counts.rows},
                                  {"duplicates", counts.duplicates},
                                  {"unreachable", counts.unreachable},
                                  {"reachable", to_json(counts.reachable)}};
    return Reply{200, std::to_string(incident.version), json::serialize(body), "", nullptr};
}

}  // namespace breachd::engine
