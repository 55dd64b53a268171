// What is known of an alert after a further message about it. Pure.
#pragma once

#include "core/triage/alert.hpp"

namespace breachd {

// Names only ever come in addition: hosts, users, tables, tags and kinds of both, the known ones first; a name that the
// newer message leaves out while it brings no other is noted in left_out. Of single values the newer counts where it
// says one; the event began at the earlier moment. `detected_at` is the newer's own: which one starts clocks is the
// intake's business.
Alert merged(const Alert& known, const Alert& newer);

}  // namespace breachd
