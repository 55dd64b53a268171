// "I am not that person": of whom a reply says that what told them reached somebody else. For store/ only.
#pragma once

// Of a row `s` of subjects, with the incident and the number within it: see is_disowned(). The last of such replies
// came after the present telling, or after another message to the same contacts.
#define BREACHD_DISOWNING_REPLY(incident, number)                                                               \
    "(SELECT max(p.at) FROM replies p WHERE p.incident = " incident " AND p.subject = " number                  \
    " AND p.kind = 'wrong_person' AND s.told_version > 0 AND s.state <> 'removed' AND (p.at > s.changed_at OR " \
    "EXISTS "                                                                                                   \
    "(SELECT 1 FROM deliveries d WHERE d.subject = s.id AND d.state IN ('accepted', 'delivered') "              \
    "AND d.updated_at < p.at AND d.id > s.anew_after AND d.id > s.corrected_after)))"
