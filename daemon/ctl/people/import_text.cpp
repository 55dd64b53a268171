#include "ctl/people/import_text.hpp"

#include <fmt/format.h>

#include "ctl/client.hpp"
#include "ctl/labels.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

constexpr std::size_t kLinesShown = 50;

std::string notes_text(const json::value& import, const char* member, const char* sentence, std::string_view head) {
    const auto& notes = array_at(import, member);
    if (notes.empty()) return "";
    std::string out = fmt::format("\n{}: {}\n", head, text_at(import, std::string(member) + "_total"));
    for (std::size_t i = 0; i < notes.size() && i < kLinesShown; ++i)
        out += fmt::format("  dòng / line {} {} {} {}\n", text_at(notes[i], "line"), text_at(notes[i], "field"),
                           text_at(notes[i], "value"), both_languages(text_at(notes[i], sentence)));
    if (number_at(import, std::string(member) + "_total") > static_cast<std::int64_t>(kLinesShown)) out += "  …\n";
    return out;
}

}  // namespace

std::string import_text(const json::value& incident) {
    const auto* import = find_at(incident, "import");
    if (import == nullptr || !import->is_object()) return members_text(incident);
    auto numbers = import->get_object();
    for (const char* member : {"repaired", "rejected", "repaired_total", "rejected_total"}) numbers.erase(member);
    numbers.erase("imported_at");
    std::string head;
    if (!text_at(*import, "imported_at").empty())
        head = fmt::format(
            "ĐÃ NHẬP ĐÚNG DANH SÁCH NÀY lúc {0}; lần này không đổi gì (nhập lại: --again)\n"
            "THIS VERY LIST was imported at {0}; nothing was changed now (to import it again: --again)\n",
            local_at(*import, "imported_at"));
    auto out = head + members_text(numbers) + notes_text(*import, "repaired", "what", "ĐÃ SỬA / REPAIRED") +
               notes_text(*import, "rejected", "cause", "KHÔNG DÙNG ĐƯỢC / CANNOT BE USED");
    return out;
}

}  // namespace breachd::ctl
