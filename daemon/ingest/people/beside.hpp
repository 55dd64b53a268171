// Notes that stand beside the contacts of a cell: "0912345678 (sai)", "lan@b.vn cũ", "(hàng xóm)", "đã đổi sang …".
// Pure.
#pragma once

#include <string>
#include <string_view>

namespace breachd::ingest {

enum class BesideWhat { phone, email };

// What of a cell may be sent to.
struct Usable {
    std::string text;         // "" when nothing may
    bool not_to_use = false;  // a part was left out: wrong, old, replaced by another
    bool of_another = false;  // a part was left out: a neighbour's, a daughter's
};
// A note behind a contact is of that one; one in front of it is of all up to the next note. Beside contacts that are
// said to be new the others are left out.
Usable usable_parts(std::string_view cell, BesideWhat what);

}  // namespace breachd::ingest
