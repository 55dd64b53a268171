// Who we are: the organisation as the law's forms print it, and the people named there. Plain values.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <vector>

namespace breachd {

// A person or an office as forms and notices print it.
struct ContactPoint {
    std::string name, title, phone, email;
};

// Which of the form's four papers registers the organisation.
enum class RegistrationPaper { decision, enterprise, business_household, investment };
BOOST_DESCRIBE_ENUM(RegistrationPaper, decision, enterprise, business_household, investment)

struct Registration {
    RegistrationPaper paper = RegistrationPaper::enterprise;
    std::string number, issuer, place;
    std::string date;  // "2015-03-02"
};

// Sectors that a rule of the law asks for. "finance": tài chính, ngân hàng, hoạt động thông tin tín dụng (Điều 8).
inline const std::vector<std::string> kSectors = {"finance"};

struct Organisation {
    std::string name, address, transaction_office, tax_code, phone, website, place;
    std::vector<std::string> sector;  // words of kSectors
    Registration registration;
    ContactPoint data_protection_officer;
    ContactPoint incident_desk;
};

}  // namespace breachd
