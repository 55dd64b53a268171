// Shell completion: made of the declared commands, and taken by a real bash.
#include "ctl/frame/completion.hpp"

#include <algorithm>
#include <sstream>

#include "ctl/frame/outline.hpp"
#include "ctl/frame/tree.hpp"
#include "testkit/catch.hpp"
#include "testkit/process.hpp"

using namespace breachd;
using namespace breachd::ctl;

namespace {

std::string script(std::string_view shell) {
    Tree tree;
    return completion_of(tree.root().app(), shell);
}

bool has(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// What bash proposes for the last of these words.
std::vector<std::string> proposed(const std::string& file, const std::vector<std::string>& words) {
    std::string command = "source '" + file + "'; COMP_WORDS=(breachctl";
    for (const auto& word : words) command += " '" + word + "'";
    command += "); COMP_CWORD=" + std::to_string(words.size()) + "; _breachctl; printf '%s\\n' \"${COMPREPLY[@]}\"";
    auto ran = testkit::run({"bash", "-c", command});
    INFO(ran.err);
    CHECK(ran.code == 0);
    std::vector<std::string> out;
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) out.push_back(line);
    return out;
}

}  // namespace

TEST_CASE("the completion of every shell names every command and every option") {
    Tree tree;
    for (const char* shell : {"bash", "zsh", "fish"}) {
        auto text = script(shell);
        for (const auto& command : outlines_of(tree.root().app())) {
            INFO(shell << ": " << command.path);
            CHECK(text.find(command.path) != std::string::npos);
            for (const auto& option : command.options) {
                if (option.word) continue;
                auto name = option.name;
                if (std::string_view(shell) == "fish") name.erase(0, name.find_first_not_of('-'));
                CHECK(text.find(name) != std::string::npos);
            }
        }
    }
}

TEST_CASE("bash takes its completion, and proposes commands, options, choices and files by it") {
    testkit::ScratchDirectory scratch;
    auto file = scratch / "breachctl";
    testkit::spill(file, script("bash"));
    auto checked = testkit::run({"bash", "-n", file});
    INFO(checked.err);
    REQUIRE(checked.code == 0);

    Tree tree;
    for (const auto& command : tree.root().below()) CHECK(has(proposed(file, {""}), name_of(command)));
    for (const auto& group : tree.root().below())
        for (const auto& command : group.below()) CHECK(has(proposed(file, {name_of(group), ""}), name_of(command)));

    CHECK(proposed(file, {"inci"}) == std::vector<std::string>{"incident"});
    CHECK(proposed(file, {"incident", "re"}) == std::vector<std::string>{"remedy", "reopen"});
    CHECK(has(proposed(file, {"incident", "list", "--"}), "--due-before"));
    CHECK(has(proposed(file, {"incident", "list", "--"}), "--token-file"));
    CHECK(proposed(file, {"incident", "list", "--state", "op"}) == std::vector<std::string>{"open"});
    CHECK(proposed(file, {"-o", "json", "incident", "hold", "INC-1", "of"}) == std::vector<std::string>{"off"});
    CHECK(proposed(file, {"incident", "list", "-o", ""}) == std::vector<std::string>{"text", "json"});
    CHECK(proposed(file, {"--server", "incident", "notice", "rel"}) == std::vector<std::string>{"release"});
    CHECK(has(proposed(file, {"restore", ""}), "status"));
    testkit::spill(scratch / "people.csv", "x");
    CHECK(has(proposed(file, {"subjects", "import", "INC-1", scratch / "peop"}), scratch / "people.csv"));
    CHECK(has(proposed(file, {"clock", "list", "--token-file", scratch / "peop"}), scratch / "people.csv"));
    // A free text is not completed.
    CHECK(proposed(file, {"incident", "reopen", "INC-1", "--reason", "in"}) == std::vector<std::string>{""});
}
