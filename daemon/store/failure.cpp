#include "store/failure.hpp"

#include <filesystem>
#include <fstream>

namespace breachd::store {

namespace {

constexpr Duration kPageEvery = std::chrono::hours{1};
constexpr const char* kUnchecked = "unchecked";

}  // namespace

std::optional<FailureNote::Content> FailureNote::read() const {
    std::ifstream in(path_);
    std::string at, state, words;
    if (!(in >> at >> state)) return std::nullopt;
    std::getline(in >> std::ws, words);
    auto moment = parse_rfc3339(at);
    if (!moment) return std::nullopt;
    return Content{*moment, state == kUnchecked, words};
}

bool FailureNote::put(const Content& content) const {
    auto fresh = path_ + ".new";
    std::ofstream out(fresh, std::ios::trunc);
    out << format_rfc3339(content.at) << ' ' << (content.unchecked ? kUnchecked : "checked") << '\n'
        << content.words << '\n';
    out.close();
    std::error_code failed;
    if (out) std::filesystem::rename(fresh, path_, failed);
    return out && !failed;
}

bool FailureNote::write(Instant now, const std::string& words) const {
    auto before = read();
    bool lately = before && now - before->at < kPageEvery && now >= before->at;
    put({lately ? before->at : now, true, words});
    return !lately;
}

bool FailureNote::unchecked() const {
    auto content = read();
    return content && content->unchecked;
}

void FailureNote::checked() const {
    auto content = read();
    if (!content) return;
    content->unchecked = false;
    put(*content);
}

}  // namespace breachd::store
