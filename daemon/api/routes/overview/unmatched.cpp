// The register of assets beside what alerts really name: hosts that nothing in it fits, so that it can be completed.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "api/routes/handlers.hpp"
#include "core/triage/assets.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kAlertsMax = 50'000;  // looked at, the newest first
constexpr std::size_t kHostsMax = 500;

struct Unmatched {
    std::int64_t alerts = 0;
    std::set<std::string> sources;
    std::string last_at;
};

bool in_register(const std::vector<Asset>& assets, const std::string& host) {
    return std::any_of(assets.begin(), assets.end(), [&](const Asset& asset) {
        return std::any_of(asset.hosts.begin(), asset.hosts.end(),
                           [&](const auto& pattern) { return host_fit(pattern, host) != AssetFit::none; });
    });
}

class Tally {
  public:
    explicit Tally(const std::vector<Asset>& assets) : assets_(assets) {}

    void add(const store::NamedHosts& alert) {
        ++alerts_;
        for (const auto& host : alert.hosts) {
            auto [known, first] = registered_.try_emplace(host, false);
            if (first) known->second = in_register(assets_, host);
            if (known->second) continue;
            auto& row = rows_[host];
            ++row.alerts;
            row.sources.insert(alert.source);
            if (row.last_at.empty()) row.last_at = format_rfc3339(alert.received_at);  // the newest comes first
        }
    }

    json::object shown() const {
        std::vector<std::pair<std::string, Unmatched>> rows(rows_.begin(), rows_.end());
        std::stable_sort(rows.begin(), rows.end(),
                         [](const auto& a, const auto& b) { return a.second.alerts > b.second.alerts; });
        json::array items;
        for (std::size_t i = 0; i < rows.size() && i < kHostsMax; ++i) {
            const auto& [host, row] = rows[i];
            json::array sources;
            for (const auto& source : row.sources) sources.push_back(json::string(source));
            items.push_back(
                {{"host", host}, {"alerts", row.alerts}, {"sources", std::move(sources)}, {"last_at", row.last_at}});
        }
        return {{"items", std::move(items)}, {"alerts", alerts_}, {"hosts", rows_.size()}, {"next", nullptr}};
    }

  private:
    const std::vector<Asset>& assets_;
    std::map<std::string, bool> registered_;
    std::map<std::string, Unmatched> rows_;
    std::int64_t alerts_ = 0;
};

Result<int> days_asked(const Request& request) {
    auto text = request.query_value("days");
    if (text.empty()) return 7;
    int days = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (failed != std::errc{} || end != text.data() + text.size() || days < 1 || days > 31)
        return Error{ErrorCode::invalid, "must be a number of days from 1 to 31", "days"};
    return days;
}

}  // namespace

void list_unmatched(Context& context, const CallPtr& call) {
    auto days = days_asked(call->request);
    if (!days) return call->respond(problem(days.error()));
    auto since = context.now() - std::chrono::hours{24 * *days};
    context.read(call, [settings = context.services.settings(), since](store::Reader& reader) {
        Tally tally(settings->assets);
        reader.hosts_since(since, kAlertsMax, [&](const store::NamedHosts& alert) { tally.add(alert); });
        return json_response(tally.shown());
    });
}

}  // namespace breachd::api
