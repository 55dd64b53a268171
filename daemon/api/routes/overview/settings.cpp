// The configuration as the daemon has it, without secrets, and the assets that it names.
#include "api/lists.hpp"
#include "api/routes/handlers.hpp"
#include "core/readiness/readiness.hpp"

namespace breachd::api {

namespace {

// Each file stands after a line "--- <folder>/<name>" (config/kept_files.hpp).
json::array files_of(const std::string& as_read) {
    constexpr std::string_view kMark = "--- ";
    json::array out;
    for (std::size_t at = 0; at < as_read.size();) {
        auto end = std::min(as_read.find('\n', at), as_read.size());
        std::string_view line(as_read.data() + at, end - at);
        at = end + 1;
        if (line.starts_with(kMark)) {
            out.push_back(json::object{{"name", line.substr(kMark.size())}, {"text", ""}});
        } else if (!out.empty()) {
            auto& text = out.back().as_object()["text"].as_string();
            text.append(line);
            text.append("\n");
        }
    }
    return out;
}

json::array names_of(const auto& rows) {
    json::array out;
    for (const auto& row : rows) out.emplace_back(row.name);
    return out;
}

json::array tokens_of(const Settings& settings) {
    json::array out;
    for (const auto& token : settings.tokens)
        out.push_back(json::object{{"name", token.name}, {"role", role_name(token.role)}});
    return out;
}

json::object effective(const Settings& settings) {
    json::array editions;
    for (const auto& edition : settings.editions) editions.emplace_back(edition.id);
    json::array playbooks;
    for (const auto& playbook : settings.playbooks) playbooks.emplace_back(playbook.id);
    return {{"mode", settings.mode == Mode::drill ? "drill" : "live"},
            {"time_scale", settings.time_scale},
            {"public_url", settings.public_url},
            {"organisation", settings.organisation.name},
            {"law", json::object{{"edition", settings.edition},
                                 {"editions", std::move(editions)},
                                 {"keep_years", settings.keep_years}}},
            {"tokens", tokens_of(settings)},
            {"sources", names_of(settings.sources)},
            {"hooks", names_of(settings.hooks)},
            {"assets", names_of(settings.assets)},
            {"rules", names_of(settings.rules)},
            {"rosters", names_of(settings.on_call.rosters)},
            {"channels", names_of(settings.channels)},
            {"notice", json::object{{"order", to_json(settings.notice.order)},
                                    {"second_person", settings.notice.second_person},
                                    {"links_allowed", settings.notice.links_allowed}}},
            {"public_notice", json::object{{"publish", settings.public_notice.automatic ? "auto" : "propose"},
                                           {"margin_s", settings.public_notice.margin.count() / 1000},
                                           {"publishers", settings.public_notice.publishers.size()}}},
            {"playbooks", std::move(playbooks)}};
}

json::object asset_view(const Asset& asset, const Settings& settings, Instant now) {
    json::object out{{"provenance", nullptr}};
    if (const auto& from = asset.provenance)
        out["provenance"] = json::object{
            {"provider", from->provider}, {"sharing", from->sharing}, {"agreement_id", from->agreement_id}};
    out["name"] = asset.name;
    out["hosts"] = to_json(asset.hosts);
    out["users"] = to_json(asset.users);
    out["tables"] = to_json(asset.tables);
    out["kinds"] = to_json(asset.kinds);
    out["subjects"] = asset.subjects;
    out["records"] = asset.records;
    out["forecast"] = nullptr;
    if (asset.subjects <= 0) return out;
    auto told = forecast_for(asset, settings, now);
    out["forecast"] = json::object{{"channel", told.channel.empty() ? json::value(nullptr) : json::value(told.channel)},
                                   {"ends_at", to_json(told.ends_at)},
                                   {"due_at", to_json(told.due_at)},
                                   {"people", told.people},
                                   {"in_time", told.in_time}};
    return out;
}

}  // namespace

void get_configuration(Context& context, const CallPtr& call) {
    auto settings = context.services.settings();
    auto health = context.services.health();
    call->respond(json_response(json::object{{"sha256", settings->sha256},
                                             {"read_at", to_json(health.read_at)},
                                             {"warnings", to_json(health.warnings)},
                                             {"effective", effective(*settings)},
                                             {"files", files_of(settings->as_read)}}));
}

void list_assets(Context& context, const CallPtr& call) {
    auto settings = context.services.settings();
    store::Slice slice;
    for (const auto& asset : settings->assets) slice.items.push_back(asset_view(asset, *settings, context.now()));
    call->respond(list_response(std::move(slice)));
}

}  // namespace breachd::api
