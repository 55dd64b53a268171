// Notes that stand beside the contacts of a cell: "0912345678 (sai)", "lan@b.vn cũ", "(hàng xóm)", "đã đổi sang …".
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breachd::ingest {

enum class BesideWhat { phone, email };
struct Beside {
    BesideWhat what;
    bool parents = false;  // the row is a child's, and its parent is written to: "(mẹ)" is right there
};

enum class NotUsable {
    of_another,  // a neighbour's, a daughter's
    not_to_use,  // wrong, old, replaced by another
    no_contact,  // the number of an account, a paper or a fax
};
struct NotUsablePart {
    NotUsable why;
    std::string text;
};
// What of a cell may be sent to.
struct Usable {
    std::string text;                      // "" when nothing may
    std::vector<NotUsablePart> left = {};  // the contacts that were left out

    // The gravest; none when nothing was left out.
    std::optional<NotUsable> why() const;
};
// A note behind a contact is of that one; one in front of it is of all up to the next note. Beside contacts that are
// said to be new the others are left out.
Usable usable_parts(std::string_view cell, const Beside& beside);

}  // namespace breachd::ingest
