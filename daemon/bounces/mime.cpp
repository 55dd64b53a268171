#include "bounces/mime.hpp"

#include "bounces/report.hpp"

namespace breachd::bounces {

namespace {

constexpr int kDepthMax = 16;  // of parts in parts

void add_parts(GMimeObject* part, int depth, std::vector<GMimeObject*>& out) {
    if (part == nullptr || depth > kDepthMax) return;
    out.push_back(part);
    if (!GMIME_IS_MULTIPART(part)) return;
    auto* many = GMIME_MULTIPART(part);
    for (int i = 0; i < g_mime_multipart_get_count(many); ++i)
        add_parts(g_mime_multipart_get_part(many, i), depth + 1, out);
}

}  // namespace

Held<GMimeMessage> message_in(std::string_view mail) {
    static const bool begun = [] {
        g_mime_init();
        return true;
    }();
    (void)begun;
    mail = mail.substr(0, kMailBytesMax);
    Held<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(mail.data(), mail.size()));
    Held<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    return Held<GMimeMessage>(g_mime_parser_construct_message(parser.get(), nullptr));
}

std::vector<GMimeObject*> parts_of(GMimeMessage* message) {
    std::vector<GMimeObject*> out;
    add_parts(g_mime_message_get_mime_part(message), 0, out);
    return out;
}

}  // namespace breachd::bounces
