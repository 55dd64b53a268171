#include "bounces/mime.hpp"

#include "bounces/report.hpp"

namespace breachd::bounces {

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

}  // namespace breachd::bounces
