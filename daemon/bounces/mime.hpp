// gmime as the readers of mails hold it: objects that are let go by themselves, and a mail taken apart. Only they
// include it.
#pragma once

#include <gmime/gmime.h>

#include <memory>
#include <string_view>
#include <vector>

namespace breachd::bounces {

struct Unref {
    template <class Object>
    void operator()(Object* object) const {
        g_object_unref(object);
    }
};
template <class Object>
using Held = std::unique_ptr<Object, Unref>;

// The first kMailBytesMax of it; null when that is no message.
Held<GMimeMessage> message_in(std::string_view mail);

// In the order of the mail, what holds parts before them; into attached mails nobody looks. The message owns them.
std::vector<GMimeObject*> parts_of(GMimeMessage* message);

}  // namespace breachd::bounces
