// Notes that stand beside the contacts of a cell: "0912345678 (sai)", "lan@b.vn cũ", "(hàng xóm)", "đã đổi sang …".
// Pure.
#pragma once

#include <string>
#include <string_view>

namespace breachd::ingest {

enum class BesideWhat { phone, email };
struct Beside {
    BesideWhat what;
    bool parents = false;  // the row is a child's, and its parent is written to: "(mẹ)" is right there
};

// What of a cell may be sent to.
struct Usable {
    std::string text;         // "" when nothing may
    bool not_to_use = false;  // a part was left out: wrong, old, replaced by another
    bool of_another = false;  // a part was left out: a neighbour's, a daughter's
    bool no_contact = false;  // a part was left out: the number of an account, a paper or a fax
};
// A note behind a contact is of that one; one in front of it is of all up to the next note. Beside contacts that are
// said to be new the others are left out.
Usable usable_parts(std::string_view cell, const Beside& beside);

}  // namespace breachd::ingest
