#include "core/journal/documents.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/incident/filings.hpp"

namespace breachd {

namespace {

constexpr std::size_t kDigestInName = 12;  // letters

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

std::vector<NamedDocument> documents_named(const Event& event) {
    std::vector<NamedDocument> out;
    auto name = [&](const std::string& sha256, const char* kind, std::string what) {
        if (!sha256.empty()) out.push_back({sha256, kind, std::move(what)});
    };
    if (const auto* filed = std::get_if<ReportFiled>(&event)) {
        name(filed->filing.sha256, "report", filed->filing.form);
    } else if (const auto* approved = std::get_if<NoticeApproved>(&event)) {
        name(approved->document, "notice", "approved");
    } else if (const auto* released = std::get_if<NoticeReleased>(&event)) {
        name(released->sha256, "notice", fmt::format("v{}", released->version));
        name(released->by_kinds_sha256, "notice", fmt::format("v{}-by-kinds", released->version));
    } else if (const auto* published = std::get_if<PublicNoticePublished>(&event)) {
        name(published->sha256, "public-notice", published->withdrawal ? "withdrawn" : "page");
    } else if (const auto* content = std::get_if<ContentPagePublished>(&event)) {
        name(content->sha256, "content-page", fmt::format("v{}", content->version));
    }
    return out;
}

std::string file_name(const NamedDocument& document, std::string_view bytes) {
    std::string_view end = document.kind == "notice" ? "json" : document.kind == "report" ? "bin" : "html";
    if (auto format = document_format(bytes); document.kind == "report" && !format.empty()) end = format;
    auto what = document.what;
    std::replace_if(
        what.begin(), what.end(), [](char c) { return !is_plain(c); }, '-');
    return fmt::format("{}-{}-{}.{}", document.kind, document.sha256.substr(0, kDigestInName), what, end);
}

}  // namespace breachd
