// Response playbooks: YAML -> Playbook.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "config/files.hpp"
#include "config/law_file.hpp"
#include "core/incident/playbook.hpp"

namespace breachd::config {

namespace {

bool known(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

TaskCondition read_when(const Value& value, const std::string& text, const std::vector<Edition>& editions) {
    auto when = parse_task_condition(text);
    if (!when) {
        value.error(when.error().message);
        return {};
    }
    auto check = [&](std::string_view what, TaskCondition::About about, const std::vector<std::string>& words) {
        if (when->about == about && !known(words, when->word)) unknown_reference(value, what, when->word, words);
    };
    check("kind of data", TaskCondition::About::kind, kind_ids(editions));
    check("act", TaskCondition::About::act, act_ids(editions));
    check("role", TaskCondition::About::role, kRoles);
    return std::move(*when);
}

PlaybookTask read_task(const Value& value, const std::vector<Edition>& editions, std::set<std::string>& seen) {
    Map map(value);
    PlaybookTask task;
    map.need_text("id", task.id);
    if (!task.id.empty() && !is_plain_name(task.id)) map.error("an id is made of letters, digits, . _ and -");
    if (!task.id.empty() && !seen.insert(task.id).second) map.error(fmt::format("task \"{}\" is given twice", task.id));
    map.bilingual("title", task.title);
    map.duration("due_after", task.due_after, std::chrono::minutes{0}, std::chrono::hours{24 * 366});
    std::string action;  // absent: none
    map.choice("action", action, {"page", "propose_public_notice"});
    enum_from_word(action, task.action);
    if (task.action != TaskAction::none && !task.due_after)
        map.error("an automatic action needs `due_after`: when it is done");
    std::string act;  // absent: none
    map.choice("done_by", act,
               {"acknowledged", "decided", "filed", "recorded", "released", "remedied", "controller_informed",
                "partner_informed", "filing_checked"});
    enum_from_word(act, task.done_by);
    std::string text;
    map.text("when", text);
    if (auto when = map.find("when"); when && !text.empty()) task.when = read_when(*when, text, editions);
    return task;
}

}  // namespace

Playbook read_playbook(const Value& value, const std::vector<Edition>& editions) {
    Map map(value);
    Playbook playbook;
    map.need_text("id", playbook.id);
    if (!playbook.id.empty() && !is_plain_name(playbook.id)) map.error("an id is made of letters, digits, . _ and -");
    map.bilingual("title", playbook.title);
    map.texts("kinds", playbook.kinds);
    auto kinds = kind_ids(editions);
    for (const auto& item : map.list("kinds"))
        if (item.is_scalar() && !known(kinds, item.yaml().Scalar()))
            unknown_reference(item, "kind of data", item.yaml().Scalar(), kinds);
    std::set<std::string> seen;
    for (const auto& each : map.list("tasks")) playbook.tasks.push_back(read_task(each, editions, seen));
    if (map.ok() && playbook.tasks.empty()) map.error("\"tasks\" is missing: a playbook without tasks does nothing");
    return playbook;
}

std::vector<Playbook> read_playbooks(const std::string& directory, const std::vector<Edition>& editions,
                                     std::vector<Document>& documents, KeptFiles& kept) {
    std::vector<Playbook> playbooks;
    auto files = files_in(directory, {".yaml", ".yml"});
    if (!files) {
        documents.emplace_back(directory).error({}, files.error().message);
        return playbooks;
    }
    for (const auto& file : *files) {
        Document document(file);
        if (auto bytes = read_file(file, kFileBytesMax)) {
            kept.add(file, *bytes);
            if (auto value = parse(*bytes, document)) {
                auto playbook = read_playbook(*value, editions);
                bool twice = std::any_of(playbooks.begin(), playbooks.end(),
                                         [&](const auto& other) { return other.id == playbook.id; });
                if (twice) value->error(fmt::format("playbook {} is in two files", playbook.id));
                playbooks.push_back(std::move(playbook));
            }
        } else {
            document.error({}, bytes.error().message);
        }
        documents.push_back(std::move(document));
    }
    return playbooks;
}

}  // namespace breachd::config
