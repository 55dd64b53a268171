// Import of the people to be told: streamed in chunks, sealed at once, visible only when the whole file was good.
#include "core/incident/lifecycle.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

// A restart throws away what was staged; the sender of the list must begin again.
Error import_gone(const std::string& id) {
    return {ErrorCode::conflict, "this import is not open any more: send the list again", id};
}

}  // namespace

Result<Answer> Telling::handle(Step& step, const Envelope&, const Incident& incident, const BeginImport&) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    return Answer(ImportBegun{step.store.imports().begin(incident.id)});
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const ImportChunk& command) {
    if (!step.store.imports().is_open(command.import_id, envelope.incident)) return import_gone(command.import_id);
    std::vector<store::ImportRow> rows;
    rows.reserve(command.rows.size());
    for (const auto& given : command.rows) {
        store::ImportRow row{given, 0};
        row.reach = normalise(row.subject);
        rows.push_back(std::move(row));
    }
    step.store.imports().stage(command.import_id, envelope.incident, rows);
    return Answer(Done{});
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const FinishImport& command) {
    if (!step.store.imports().is_open(command.import_id, incident.id)) return import_gone(command.import_id);
    auto counts = step.store.imports().finish(command.import_id, incident.id);
    step.ledger.append(
        incident.id, envelope.actor,
        SubjectsImported{counts.rows, counts.duplicates, command.sha256, counts.reachable, counts.unreachable});
    auto& run = runs_[incident.id];
    run.plan = run.count = true;
    step.ledger.settle(incident.id);
    return Answer(Imported{std::make_shared<const Incident>(incident), step.now, counts.rows, counts.duplicates,
                           counts.unreachable, counts.reachable});
}

Result<Answer> Telling::handle(Step& step, const Envelope&, const AbortImport& command) {
    step.store.imports().abort(command.import_id);
    return Answer(Done{});
}

}  // namespace breachd::engine
