#include "core/words/citation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "core/words/words.hpp"

namespace breachd {

namespace {

constexpr std::string_view kLaw = "Luật ", kArticle = "Điều ";

bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// One letter: đ has two bytes.
bool is_letter(std::string_view text) { return text == "đ" || (text.size() == 1 && text >= "a" && text <= "z"); }

std::vector<std::string_view> split(std::string_view text, std::string_view mark) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at <= text.size();) {
        auto end = std::min(text.find(mark, at), text.size());
        if (end > at) out.push_back(text.substr(at, end - at));
        at = end + mark.size();
    }
    return out;
}

// "Điều 29.1.a" in words; none when the text is anything else.
std::optional<std::string> article_text(std::string_view text, std::string_view language) {
    if (!text.starts_with(kArticle)) return {};
    auto parts = split(text.substr(kArticle.size()), ".");
    if (parts.empty() || parts.size() > 3 || !all_digits(parts[0])) return {};
    if (parts.size() > 1 && !all_digits(parts[1])) return {};
    if (parts.size() > 2 && !is_letter(parts[2])) return {};
    bool en = is_english(language);
    std::string out;
    if (parts.size() > 2) out += fmt::format("{} {}{} ", en ? "point" : "điểm", parts[2], en ? "," : "");
    if (parts.size() > 1) out += fmt::format("{} {}{} ", en ? "clause" : "khoản", parts[1], en ? "," : "");
    return out + fmt::format("{} {}", en ? "Article" : "Điều", parts[0]);
}

// Articles of one text.
struct Group {
    enum class Of { law, decree, other } of;
    std::vector<std::string> articles;
};

class Groups {
  public:
    explicit Groups(std::string_view language) : language_(language) {}

    void add(std::string_view part) {
        auto of = part.starts_with(kLaw) ? Group::Of::law : Group::Of::decree;
        std::vector<std::string> articles;
        for (auto item : split(of == Group::Of::law ? part.substr(kLaw.size()) : part, ", ")) {
            auto text = article_text(item, language_);
            if (!text) return add(Group::Of::other, std::string(part));
            articles.push_back(std::move(*text));
        }
        for (auto& article : articles) add(of, std::move(article));
    }

    std::string text(std::string_view decree) const {
        std::vector<std::string> out;
        for (const auto& group : groups_) {
            auto all = fmt::format("{}", fmt::join(group.articles, ", "));
            auto source = group.of == Group::Of::law
                              ? pick(language_, "Luật Bảo vệ dữ liệu cá nhân", "the Law on Personal Data Protection")
                          : group.of == Group::Of::decree ? decree
                                                          : std::string_view();
            out.push_back(source.empty() ? all : fmt::format("{}{}{}", all, pick(language_, " ", " of "), source));
        }
        return fmt::format("{}", fmt::join(out, pick(language_, " và ", " and ")));
    }

  private:
    void add(Group::Of of, std::string article) {
        auto same = std::find_if(groups_.begin(), groups_.end(),
                                 [&](const Group& group) { return group.of == of && of != Group::Of::other; });
        if (same == groups_.end()) same = groups_.insert(groups_.end(), {of, {}});
        auto& articles = same->articles;
        if (std::find(articles.begin(), articles.end(), article) == articles.end())
            articles.push_back(std::move(article));
    }

    std::string_view language_;
    std::vector<Group> groups_;
};

}  // namespace

std::string citation_text(std::string_view short_form, std::string_view decree, std::string_view language) {
    Groups groups(language);
    for (auto part : split(short_form, "; ")) groups.add(part);
    return groups.text(decree);
}

std::string decree_name(const Edition* edition, std::string_view language) {
    if (!edition) return "";
    constexpr std::string_view kDecree = "Nghị định ", kDraft = "Dự thảo Nghị định ngày ";
    auto name = std::string_view(edition->name);
    name = name.substr(0, name.find(" và "));
    bool numbered = name.starts_with(kDecree) && all_digits(name.substr(kDecree.size()).substr(0, 1));
    if (is_english(language)) {
        if (numbered) return fmt::format("Decree {}", name.substr(kDecree.size()));
        if (name.starts_with(kDraft)) return fmt::format("the draft Decree of {}", name.substr(kDraft.size()));
        return std::string(name);
    }
    return numbered ? fmt::format("Nghị định số {}", name.substr(kDecree.size())) : std::string(name);
}

}  // namespace breachd
