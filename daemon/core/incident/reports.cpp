#include "core/incident/reports.hpp"

#include <algorithm>

namespace breachd {

bool is_authority_form(std::string_view form) { return form.starts_with("mau-"); }

std::vector<const Filing*> authority_filings(const Incident& incident) {
    std::vector<const Filing*> out;
    for (const auto& filing : incident.filings)
        if (is_authority_form(filing.form)) out.push_back(&filing);
    return out;
}

int supplement_number(const Incident& incident, std::string_view form) {
    auto like = [&](const Filing& earlier) {
        return is_authority_form(form) ? is_authority_form(earlier.form) : earlier.form == form;
    };
    return static_cast<int>(std::count_if(incident.filings.begin(), incident.filings.end(), like));
}

}  // namespace breachd
