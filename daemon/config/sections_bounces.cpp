#include "config/sections.hpp"

namespace breachd::config {

namespace {

bool on_this_machine(const std::string& listen) {
    for (const char* place : {"unix:/", "127.", "[::1]:", "localhost:"})
        if (listen.starts_with(place)) return true;
    return false;
}

}  // namespace

void read_bounces(Map& root, const Context& context, LoadedConfig& out) {
    auto value = root.find("bounces");
    if (!value) return;
    Map map(*value);
    auto& bounces = out.server.bounces;
    path(map, "directory", bounces.directory, context);
    if (auto section = map.find("lmtp")) {
        Map lmtp(*section);
        if (auto listen = lmtp.need("listen")) {
            auto text = listen->text().value_or("");
            if (text.starts_with("unix:"))
                bounces.lmtp_listen = text;
            else
                read_address(*listen, bounces.lmtp_listen, "unix:/path");
            if (lmtp.ok() && !on_this_machine(text))
                listen->error("what comes in by LMTP is not proven: listen on unix:/path or on the loopback");
        }
    }
    if (map.ok() && bounces.directory.empty() && bounces.lmtp_listen.empty())
        map.error("bounces needs lmtp or directory");
}

}  // namespace breachd::config
