#include "config/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <system_error>

namespace breachd::config {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kCredentials = "${CREDENTIALS_DIRECTORY}";

// A secret that every account of the machine can read is none.
void warn_when_open(const Value& value, const std::string& file) {
    std::error_code failed;
    auto rights = fs::status(file, failed).permissions();
    if (!failed && (rights & fs::perms::others_read) != fs::perms::none)
        value.warning(fmt::format("every account of this machine can read {}: chmod 600", file));
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
    std::error_code failed;
    auto status = fs::status(path, failed);
    if (status.type() == fs::file_type::not_found) return Error{ErrorCode::not_found, "no such file", path};
    if (status.type() == fs::file_type::none)
        return Error{ErrorCode::failed, "cannot be read: " + failed.message(), path};
    if (status.type() != fs::file_type::regular) return Error{ErrorCode::failed, "is not a regular file", path};
    std::ifstream in(path, std::ios::binary);
    std::string bytes(bytes_max + 1, '\0');
    if (!in || (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) && !in.eof()))
        return Error{ErrorCode::failed, "cannot be read (rights?)", path};
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > bytes_max)
        return Error{ErrorCode::too_large, fmt::format("has more than {} bytes", bytes_max), path};
    return bytes;
}

Result<std::vector<std::string>> files_in(const std::string& directory,
                                          std::initializer_list<std::string_view> endings) {
    std::error_code failed;
    std::vector<std::string> out;
    for (fs::directory_iterator at(directory, failed), end; !failed && at != end; at.increment(failed)) {
        std::string name = at->path().filename().string();
        bool wanted = std::any_of(endings.begin(), endings.end(), [&](auto ending) { return name.ends_with(ending); });
        std::error_code unknown;
        if (wanted && !name.starts_with('.') && at->is_regular_file(unknown)) out.push_back(at->path().string());
    }
    if (failed) return Error{ErrorCode::not_found, "the directory cannot be read: " + failed.message(), directory};
    std::sort(out.begin(), out.end());
    return out;
}

std::string resolve(const Value& value, const Context& context) {
    auto text = value.text();
    if (!text) return "";
    if (auto at = text->find(kCredentials); at != std::string::npos) {
        if (context.options.credentials_directory.empty()) {
            if (context.options.read_secrets) {
                value.error(
                    "${CREDENTIALS_DIRECTORY} is not set: it exists only in a systemd unit with LoadCredential=");
                return "";
            }
        } else {
            text->replace(at, kCredentials.size(), context.options.credentials_directory);
        }
    } else if (text->find("${") != std::string::npos) {
        value.error("only ${CREDENTIALS_DIRECTORY} expands");
        return "";
    }
    fs::path path(*text);
    return (path.is_absolute() ? path : context.base / path).lexically_normal().string();
}

void path(Map& map, std::string_view key, std::string& out, const Context& context) {
    if (auto value = map.find(key)) out = resolve(*value, context);
}

std::string secret(Map& map, std::string_view key, const Context& context, bool needed) {
    std::string file_key = std::string(key) + "_file";
    auto inline_value = map.find(key);
    auto file_value = map.find(file_key);
    if (inline_value && file_value) {
        file_value->error(fmt::format("\"{}\" and \"{}\" exclude each other", key, file_key));
        return "";
    }
    if (inline_value) {
        auto text = inline_value->text().value_or("");
        inline_value->document().hide(inline_value->place(), text);
        return text;
    }
    if (!file_value) {
        if (needed && map.ok() && !map.has(key) && !map.has(file_key))
            map.error(fmt::format("\"{}\" (or \"{}\") is missing", file_key, key));
        return "";
    }
    std::string file = resolve(*file_value, context);
    if (file.empty() || !context.options.read_secrets) return "";
    auto bytes = read_file(file, kSecretBytesMax);
    if (!bytes) {
        file_value->error(bytes.error().text());
        return "";
    }
    warn_when_open(*file_value, file);
    while (!bytes->empty() && (bytes->back() == '\n' || bytes->back() == '\r')) bytes->pop_back();
    if (bytes->empty()) file_value->error(file + ": the file is empty");
    return std::move(*bytes);
}

}  // namespace breachd::config
