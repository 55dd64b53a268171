// What the daemon says to those who ask it: the committed state as its readers show it to HTTP. The auditor compares
// with this and with nothing of the engine's memory.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "store/store.hpp"

namespace breachd::store {
class Reader;
}

namespace breachd::sim {

store::StoreOptions store_options(const std::string& directory);
store::MasterKey master_key();

class Outside {
  public:
    explicit Outside(const std::string& directory);
    ~Outside();

    std::map<std::string, json::object> incidents();  // by id
    std::vector<json::object> alerts();
    std::vector<json::object> deliveries(const std::string& incident);
    std::vector<json::object> timeline(const std::string& incident);  // "": of the daemon itself

  private:
    std::unique_ptr<store::Reader> reader_;
};

// Members of what was said; "" and none when null.
std::string text_in(const json::object& in, std::string_view member);
std::int64_t number_in(const json::object& in, std::string_view member);
std::optional<Instant> moment_in(const json::object& in, std::string_view member);
const json::object& object_in(const json::object& in, std::string_view member);
const json::array& list_in(const json::object& in, std::string_view member);
// The element of a list whose member has this value, or null.
const json::object* element_in(const json::array& list, std::string_view member, std::string_view value);

}  // namespace breachd::sim
