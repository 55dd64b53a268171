// Who wrote a mail that came to us, by its head alone: a mail server, a program that answers by itself (RFC 3834), or,
// as far as can be told, a person. A mail server is one although its mail calls itself auto-replied.
#pragma once

#include <string>

#include "bounces/mime.hpp"

namespace breachd::bounces {

enum class Writer { server, program, person };

Writer writer_of(GMimeMessage* message);

// The address of the first mailbox in From; "" when there is none.
std::string sender_of(GMimeMessage* message);

// A field of a head, trimmed; "" when there is none.
std::string header(GMimeObject* object, const char* name);

}  // namespace breachd::bounces
