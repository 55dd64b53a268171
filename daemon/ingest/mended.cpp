#include "ingest/mended.hpp"

#include <array>

#include "base/text.hpp"

namespace breachd::ingest {

namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Length of NaN or Infinity at the front, with its sign; 0: neither.
std::size_t odd_number(std::string_view text) {
    std::size_t sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
    for (std::string_view word : {"infinity", "inf", "nan"}) {
        if (!starts_with_word(text.substr(sign), word)) continue;
        auto end = sign + word.size();
        if (end == text.size() || !is_word(text[end])) return end;
    }
    return 0;
}

struct Entity {
    std::string_view written;
    char meant;
};
constexpr std::array kEntities = {
    Entity{"&quot;", '"'},  Entity{"&#34;", '"'},  Entity{"&#x22;", '"'}, Entity{"&apos;", '\''}, Entity{"&#39;", '\''},
    Entity{"&#x27;", '\''}, Entity{"&lt;", '<'},   Entity{"&gt;", '>'},   Entity{"&#123;", '{'},  Entity{"&#125;", '}'},
    Entity{"&#61;", '='},   Entity{"&#x2F;", '/'}, Entity{"&#47;", '/'},  Entity{"&#x3D;", '='},  Entity{"&amp;", '&'}};

}  // namespace

std::string without_nan(std::string_view document) {
    std::string out;
    bool quoted = false;
    for (std::size_t at = 0; at < document.size(); ++at) {
        char c = document[at];
        if (quoted) {
            if (c == '\\') ++at;
            quoted = c != '"';
            continue;
        }
        quoted = c == '"';
        bool begins = at == 0 || std::string_view(":,[ \t\r\n").find(document[at - 1]) != std::string_view::npos;
        auto length = begins ? odd_number(document.substr(at)) : 0;
        if (length == 0) continue;
        if (out.empty()) out = document;
        // Three signs have no room for null; an empty text is absence just as well.
        std::string absent = length == 3 ? "\"\"" : "null";
        absent.resize(length, ' ');
        out.replace(at, length, absent);  // of the same length: nothing behind it moves
        at += length - 1;
    }
    return out;
}

std::string without_html(std::string_view body) {
    if (body.find('"') != std::string_view::npos) return {};  // JSON as it should be, found in its first bytes
    bool escaped = false;
    for (std::string_view quote : {"&quot;", "&#34;", "&#x22;"})
        escaped = escaped || body.find(quote) != std::string_view::npos;
    if (!escaped) return {};
    std::string out;
    for (std::size_t at = 0; at < body.size();) {
        const Entity* found = nullptr;
        if (body[at] == '&')
            for (const Entity& entity : kEntities)
                if (found == nullptr && starts_with_word(body.substr(at), entity.written)) found = &entity;
        out += found != nullptr ? found->meant : body[at];
        at += found != nullptr ? found->written.size() : 1;
    }
    return out;
}

}  // namespace breachd::ingest
