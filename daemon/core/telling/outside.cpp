#include "core/telling/outside.hpp"

#include <fmt/format.h>

#include <array>

#include "core/telling/notice.hpp"
#include "core/words/reasons.hpp"
#include "core/words/terms.hpp"
#include "core/words/words.hpp"

namespace breachd {

namespace {

// Provinces and cities since 1.7.2025 (Nghị quyết 202/2025/QH15); of "Hồ Chí Minh" with its title.
constexpr std::array<std::string_view, 34> kProvinces = {
    "Hà Nội",     "Huế",      "Lai Châu",  "Điện Biên", "Sơn La",      "Lạng Sơn",    "Quảng Ninh",
    "Thanh Hóa",  "Nghệ An",  "Hà Tĩnh",   "Cao Bằng",  "Tuyên Quang", "Lào Cai",     "Thái Nguyên",
    "Phú Thọ",    "Bắc Ninh", "Hưng Yên",  "Hải Phòng", "Ninh Bình",   "Quảng Trị",   "Đà Nẵng",
    "Quảng Ngãi", "Gia Lai",  "Khánh Hòa", "Lâm Đồng",  "Đắk Lắk",     "Hồ Chí Minh", "Đồng Nai",
    "Tây Ninh",   "Cần Thơ",  "Vĩnh Long", "Đồng Tháp", "Cà Mau",      "An Giang"};

std::string province_in(std::string_view place) {
    std::size_t first = place.npos;
    std::string_view found;
    for (auto name : kProvinces)
        if (auto at = place.rfind(name); at != place.npos && (first == place.npos || at > first))
            first = at, found = name;
    return found == "Hồ Chí Minh" ? "Thành phố Hồ Chí Minh" : std::string(found);
}

std::string all_of(const std::vector<json::value>& parties, std::string_view language) {
    std::string out;
    for (const auto& party : parties) join(out, "; ", party_text(party, language));
    return out;
}

// Nobody by name: the roles, and how many have none.
std::string roles_of(const std::vector<json::value>& parties, std::string_view language) {
    std::string out;
    std::int64_t others = 0;
    for (const auto& party : parties) {
        auto role = party.is_object() ? words::role(text_member(party.get_object(), "role"), language) : std::string();
        others += role.empty();
        join(out, "; ", role);
    }
    if (others == 0) return out;
    auto word = pick(language, "tổ chức, cá nhân liên quan", others == 1 ? "party concerned" : "parties concerned");
    join(out, "; ", fmt::format("{} {}", count_text(others, language), word));
    return out;
}

std::string without_source(std::string how, std::string_view language) {
    auto of_daemon = detected_how_text(detected_by(""), language);  // Cảnh báo từ … “”
    constexpr std::string_view kQuotes = " “”";
    of_daemon.resize(of_daemon.size() - kQuotes.size());
    return how.starts_with(of_daemon) ? of_daemon : how;
}

}  // namespace

std::string outside_text(const Incident& incident, const Settings& settings, std::string_view fact,
                         std::string_view language, Outside reader) {
    bool page = reader == Outside::page;
    auto typed = [&] { return fact_text(incident, settings, fact, language); };
    // English words were written for the English letter, and for nothing else.
    auto given = [&](const std::optional<std::string>& en, const std::optional<std::string>& to_public) {
        const auto& typed_for = !page && is_english(language) && en && !trimmed(*en).empty() ? en : to_public;
        return typed_for ? trimmed(*typed_for) : std::string();
    };
    if (fact == "place") {
        if (auto told = given(incident.place_en, incident.place_public); !told.empty()) return told;
        return page ? province_in(incident.place.value_or("")) : typed();
    }
    if (fact == "description") {
        if (auto told = given(incident.description_en, incident.description_public); !told.empty()) return told;
        return page ? "" : typed();
    }
    if (fact == "parties") {
        if (!incident.parties_public.empty()) return all_of(incident.parties_public, language);
        return page ? std::string() : roles_of(incident.parties, language);
    }
    if (fact == "detected_how") return without_source(typed(), language);
    return typed();
}

}  // namespace breachd
