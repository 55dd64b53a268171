#include "config/kept_files.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

namespace breachd::config {

namespace {

constexpr std::string_view kMask = "(secret)";
constexpr std::string_view kNotKept = "(not kept: a secret in it is written with escapes or over several lines)\n";
constexpr std::size_t kSearchedFrom = 8;  // a secret this long is masked wherever it stands, in comments too

std::size_t offset_of(std::string_view bytes, Place place) {
    std::size_t at = 0;
    for (int line = 1; line < place.line && at != std::string_view::npos; ++line) {
        at = bytes.find('\n', at);
        if (at != std::string_view::npos) ++at;
    }
    if (at == std::string_view::npos || place.line < 1) return std::string_view::npos;
    at += static_cast<std::size_t>(std::max(0, place.column - 1));
    return at < bytes.size() ? at : std::string_view::npos;
}

// The secret as it stands at its place: plain or in quotes; "" when it does not stand there letter by letter.
std::string_view written(std::string_view bytes, const Document::Secret& secret) {
    auto at = offset_of(bytes, secret.place);
    if (at == std::string_view::npos) return "";
    bool quoted = bytes[at] == '"' || bytes[at] == '\'';
    at += (quoted ? 1 : 0) + secret.after;
    auto text = at < bytes.size() ? bytes.substr(at, secret.text.size()) : std::string_view();
    return text == secret.text ? text : std::string_view();
}

void mask_everywhere(std::string& bytes, std::string_view secret) {
    if (secret.size() < kSearchedFrom) return;
    for (auto at = bytes.find(secret); at != std::string::npos; at = bytes.find(secret, at + kMask.size()))
        bytes.replace(at, secret.size(), kMask);
}

}  // namespace

void KeptFiles::add(const std::string& file, std::string_view bytes) { files_.push_back({file, std::string(bytes)}); }

void KeptFiles::mask(const Document& document) {
    auto file = std::find_if(files_.begin(), files_.end(), [&](const File& f) { return f.path == document.file(); });
    if (file == files_.end()) return;
    std::set<std::pair<std::size_t, std::size_t>> found;  // offset and length, each place once
    for (const auto& secret : document.secrets()) {
        auto text = written(file->bytes, secret);
        if (text.empty() && !secret.text.empty()) {
            file->bytes = kNotKept;
            return;
        }
        if (!text.empty()) found.emplace(text.data() - file->bytes.data(), text.size());
    }
    // From the end, so that places before stay where they are.
    for (auto each = found.rbegin(); each != found.rend(); ++each)
        file->bytes.replace(each->first, each->second, kMask);
    for (const auto& secret : document.secrets())
        if (secret.after == 0) mask_everywhere(file->bytes, secret.text);
}

std::string KeptFiles::text() const {
    std::string out;
    for (const auto& file : files_) {
        std::filesystem::path path(file.path);
        out += "--- " + (path.parent_path().filename() / path.filename()).string() + "\n" + file.bytes;
        if (!out.ends_with('\n')) out += '\n';
    }
    return out;
}

}  // namespace breachd::config
