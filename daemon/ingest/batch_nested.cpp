// Lists of alerts that lie inside an element, and what every reader asks of one.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "ingest/batch.hpp"
#include "ingest/fields.hpp"

namespace breachd::ingest {

namespace {

std::string in_its_place(const json::value& item, std::string_view path) {
    json::value out = json::array{item};
    while (!path.empty()) {
        auto slash = path.rfind('/');
        auto step = path.substr(slash == std::string_view::npos ? 0 : slash + 1);
        out = json::object{{json::string_view(step.data(), step.size()), std::move(out)}};
        path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
    }
    return json::serialize(out);
}

}  // namespace

Result<void> read_nested(const Element& element, const json::array& items, std::string_view path,
                         const std::function<Taken(const Element&)>& read_one, Parsed& out) {
    auto key = fmt::format("{}/{}", element.where(), path).substr(1);
    std::vector<Rejected> rejected;
    bool understood = items.empty();
    for (std::size_t i = 0; i < items.size() && i < kBatchMax; ++i) {
        auto own = json::serialize(items[i]);
        bool alone = items.size() == 1;  // it came in a message of its own, which is the evidence
        auto taken = read_one({items[i], alone ? element.raw : own, element.raw, key, i, false});
        understood = understood || taken.has_value();
        if (taken && *taken) give_key(**taken, own);
        out.not_alerts += taken && !*taken;
        if (!taken)
            rejected.push_back({in_its_place(items[i], path), taken.error()});
        else if (*taken && alone)
            out.items.push_back({std::move(**taken), std::string(element.raw), std::move(own)});
        else if (*taken)
            out.items.push_back({std::move(**taken), std::move(own)});
    }
    if (!understood) return rejected.front().error;
    std::move(rejected.begin(), rejected.end(), std::back_inserter(out.rejected));
    return {};
}

Result<Parsed> read_alerts(std::string_view body, std::initializer_list<std::string_view> envelopes,
                           std::initializer_list<std::string_view> lists,
                           const std::function<Taken(const Element&)>& read_one) {
    return for_each_element(body, envelopes, [&](const Element& element, Parsed& out) -> Result<void> {
        bool nested = false;
        for (std::string_view list : lists) {
            const auto* items = array_of(dig(&element.value, list));
            if (items == nullptr) continue;
            std::string path(list);
            std::replace(path.begin(), path.end(), '.', '/');
            if (auto ok = read_nested(element, *items, path, read_one, out); !ok) return ok;
            nested = true;
        }
        if (nested) return {};
        Taken taken = read_one(element);
        if (!taken) return taken.error();
        take_item(element, std::move(*taken), out);
        return {};
    });
}

Result<const json::object*> must_be_object(const Element& element) {
    if (const auto* object = object_of(&element.value)) return object;
    return Error{ErrorCode::unprocessable, "must be an object", element.where()};
}

Error not_this_format(const Element& element, std::string_view what) {
    return Error{ErrorCode::unprocessable, fmt::format("not {}", what), element.where()};
}

}  // namespace breachd::ingest
