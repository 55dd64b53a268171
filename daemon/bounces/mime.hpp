// gmime as the readers of mails hold it: objects that are let go by themselves, and a mail taken apart. Only they
// include it.
#pragma once

#include <gmime/gmime.h>

#include <memory>
#include <string_view>

namespace breachd::bounces {

inline constexpr int kPartsDepthMax = 16;  // of parts in parts

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

}  // namespace breachd::bounces
