// The arguments of a reason as words of one language; a part of reasons.cpp.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "core/words/causes.hpp"
#include "core/words/terms.hpp"
#include "core/words/words.hpp"

namespace breachd {

struct ReasonArgs {
    const json::object& args_;
    std::string_view language_;

    bool en() const { return is_english(language_); }

    template <class... Args>
    std::string say(fmt::format_string<const Args&...> vi, fmt::format_string<const Args&...> english,
                    const Args&... args) const {
        return en() ? fmt::format(english, args...) : fmt::format(vi, args...);
    }

    const json::value* arg(const char* name) const { return args_.if_contains(name); }
    std::string text(const char* name) const {
        const auto* value = arg(name);
        return value && value->is_string() ? words::one_line(std::string_view(value->get_string())) : "?";
    }
    std::string n(const char* name) const {
        const auto* value = arg(name);
        return value && value->is_number() ? count_text(value->to_number<std::int64_t>(), language_) : "?";
    }
    std::string time(const char* name) const {
        auto at = parse_rfc3339(text(name));
        return at ? time_text(*at, language_) : "?";
    }
    std::string period(const char* name) const {
        const auto* value = arg(name);
        if (!value || !value->is_number()) return "?";
        return words::period(Duration{value->to_number<std::int64_t>()}, language_);
    }
    std::vector<std::string> names(const char* name) const {
        std::vector<std::string> out;
        if (const auto* value = arg(name); !value || !from_json(*value, out)) return {"?"};
        return out;
    }
    // "; tài sản: a, b", or nothing for an empty list.
    // `word` puts an id into words; none for names.
    std::string list(const char* name, std::string_view vi, std::string_view english,
                     std::string (*word)(std::string_view id, std::string_view language) = nullptr) const {
        auto items = names(name);
        if (word)
            for (auto& item : items) item = word(item, language_);
        return items.empty() ? "" : fmt::format("{}{}", pick(language_, vi, english), fmt::join(items, ", "));
    }
    // The same for an argument that not every reason of its kind has.
    std::string list_if(const char* name, std::string_view vi, std::string_view english) const {
        return arg(name) == nullptr ? std::string() : list(name, vi, english);
    }
    // What a public notice still waits for.
    std::string wanting() const {
        auto what = text("wanting");
        if (what == "decision") return say("; cần người quyết định công bố", "; a person must decide to publish it");
        if (what == "content")
            return say("; chưa công bố được vì còn thiếu nội dung bắt buộc",
                       "; it cannot be published yet, because required content is missing");
        if (what == "approval")
            return say("; trang đã khác với trang được duyệt khi phát hành: cần người xem và quyết định công bố",
                       "; the page is not the one that was approved with the release: a person must look at it and "
                       "publish it");
        return what;
    }
    // What a provider said: ": http 403 …", or nothing.
    std::string provider() const {
        auto said = text("code");
        if (arg("cause")) join(said, " ", words::cause(cause_from(text("cause")), language_));
        if (arg("words")) join(said, " ", text("words"));  // of old entries
        return said.empty() ? "" : ": " + said;
    }
    std::string published() const {
        auto up = say("đã đăng tại {}", "published at {}", text("url"));
        if (!arg("withdrawn")) return up;
        return up + say(", rút lại khi không còn ai phải dựa vào trang này",
                        ", and withdrawn when nobody depended on it any more");
    }
    std::string channel_came() const {
        return say("đã có kênh “{}”, tới được người trước đó không liên hệ được",
                   "channel “{}” is there, and reaches people whom nothing had reached", text("channel"));
    }
    std::string_view forward_or_back() const {
        const auto* by = arg("by_ms");
        bool back = by && by->is_number() && by->to_number<std::int64_t>() < 0;
        return back ? pick(language_, "lùi", "back") : pick(language_, "tới", "forward");
    }
};

}  // namespace breachd
