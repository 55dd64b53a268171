// What breachctl's commands say of themselves, and how a command line is taken: by the declarations alone, without a
// daemon.
#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include "ctl/frame/outline.hpp"
#include "ctl/frame/tree.hpp"
#include "testkit/catch.hpp"
#include "testkit/process.hpp"

using namespace breachd;
using namespace breachd::ctl;

namespace {

std::vector<Outline> all_commands() {
    Tree tree;
    return outlines_of(tree.root().app());
}

bool in_both_languages(const std::string& about) {
    auto slash = about.find(" / ");
    return slash != std::string::npos && slash > 0 && slash + 3 < about.size();
}

// What is said of a command line that cannot be taken; "" of one that can.
std::string complaint(std::vector<std::string> words) {
    Tree tree;
    auto read = tree.read(std::move(words));
    const auto* said = std::get_if<Said>(&read);
    if (said == nullptr) return "";
    CHECK(said->code == kUsage);
    return said->text;
}

std::string help(std::vector<std::string> words) {
    Tree tree;
    auto read = tree.read(std::move(words));
    const auto* said = std::get_if<Said>(&read);
    REQUIRE(said != nullptr);
    CHECK(said->code == kDone);
    return said->text;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("every command, group, word and option has a line of help in Vietnamese and English") {
    auto commands = all_commands();
    CHECK(commands.size() > 80);
    for (const auto& command : commands) {
        INFO(command.path);
        CHECK(in_both_languages(command.about));
        CHECK_FALSE(has(command.about, "\n"));
        for (const auto& option : command.options) {
            INFO(option.name);
            CHECK(in_both_languages(option.about));
        }
    }
}

TEST_CASE("no command has two options of one name, nor one of every command's") {
    auto commands = all_commands();
    std::set<std::string> of_all;
    for (const auto& option : commands.front().options) of_all.insert(option.name);
    for (std::size_t i = 1; i < commands.size(); ++i) {
        std::set<std::string> own;
        for (const auto& option : commands[i].options) {
            INFO(commands[i].path << " " << option.name);
            CHECK(own.insert(option.name).second);
            CHECK(of_all.count(option.name) == 0);
        }
    }
}

TEST_CASE("every command that the contract names is there") {
    const char* kNamed[] = {"check-config",
                            "check-playbook",
                            "incident list",
                            "incident show",
                            "incident open",
                            "incident ack",
                            "incident set",
                            "incident dismiss",
                            "incident remedy",
                            "incident close",
                            "incident hold",
                            "incident reopen",
                            "incident merge",
                            "incident assign",
                            "incident comment",
                            "clock list",
                            "subjects import",
                            "subjects status",
                            "subjects list",
                            "subjects show",
                            "subjects remove",
                            "subjects told",
                            "notice preview",
                            "notice release",
                            "notice status",
                            "notice diff",
                            "notice approve",
                            "notice test",
                            "notice refuse",
                            "inspection open",
                            "public-notice preview",
                            "public-notice publish",
                            "report build",
                            "report file",
                            "report list",
                            "channel test",
                            "channel check",
                            "oncall show",
                            "oncall override",
                            "oncall swap",
                            "oncall gaps",
                            "oncall who",
                            "account invite",
                            "account list",
                            "account revoke",
                            "evidence export",
                            "evidence verify",
                            "keys init",
                            "keys rotate",
                            "backup",
                            "backup verify",
                            "restore",
                            "drill",
                            "ingest try",
                            "triage test"};
    auto commands = all_commands();
    for (const char* name : kNamed) {
        INFO(name);
        CHECK(std::any_of(commands.begin(), commands.end(), [&](const Outline& each) { return each.path == name; }));
    }
}

TEST_CASE("help shows a needed option without brackets, a free one in them, a choice with its words") {
    auto shown = help({"incident", "dismiss", "--help"});
    CHECK(has(shown, "breachctl incident dismiss INCIDENT… --reason … [--duplicate-of INCIDENT]\n"));
    CHECK(has(help({"incident", "--help"}), "breachctl incident hold INCIDENT on|off --reason … [--id HOLD]\n"));
    CHECK(has(help({"backup", "-h"}), "breachctl backup DIRECTORY (--config FILE | --data DIRECTORY) | COMMAND …\n"));
    CHECK(has(help({"--help"}), "\n  incident dismiss "));
    CHECK(has(help({"restore", "--help"}), "breachctl restore continue --reason …\n"));
    CHECK(has(help({"--version"}), "breachctl "));
}

TEST_CASE("a wrong command line is answered with what is wrong and with the usage of that command") {
    struct {
        std::vector<std::string> words;
        const char* wrong;
        const char* usage;
    } const kCases[] = {
        {{"incident", "dismiss", "INC-1"}, "--reason", "breachctl incident dismiss INCIDENT…"},
        {{"incident", "show"}, "INCIDENT", "breachctl incident show INCIDENT"},
        {{"incident", "show", "INC-1", "more"}, "more", "breachctl incident show INCIDENT"},
        {{"incident", "list", "--stat", "open"}, "--stat; có phải / did you mean: --state?", "breachctl incident list"},
        {{"incident", "list", "--state", "new"}, "--state: new", "breachctl incident list"},
        {{"incident", "hold", "INC-1", "perhaps", "--reason", "x"}, "one of on, off", "breachctl incident hold"},
        {{"incident", "remedy", "INC-1", "--at", "hôm qua"}, "--at: hôm qua", "breachctl incident remedy"},
        {{"incident", "set", "INC-1", "--reason", "a", "--reason", "b"}, "--reason", "breachctl incident set"},
        {{"incident", "hold", "INC-1", "on", "--reason"}, "--reason", "breachctl incident hold"},
        {{"incident", "task", "INC-1", "T", "--owner", "an", "--undo"}, "--owner excludes --undo", "incident task"},
        {{"drill", "--config", "x", "--patience", "long"}, "--patience: long", "breachctl drill"},
        {{"asset", "unmatched", "--days", "-1"}, "--days: -1", "breachctl asset unmatched"},
        {{"evidence", "verify", "x.zip", "--public-key", "12"}, "64", "breachctl evidence verify"},
        {{"notice", "approve", "INC-1", "--sha256", "12345"}, "--sha256: 12345", "breachctl notice approve"},
        {{"backup", "out"}, "[--config,--data]", "breachctl backup DIRECTORY (--config FILE | --data DIRECTORY)"},
        {{"backup", "out", "--config", "a", "--data", "b"}, "2 were given", "breachctl backup"},
        {{"restore", "status", "--data", "x"}, "--data", "breachctl restore status"},
        {{"restore", "--data", "x"}, "DIRECTORY", "breachctl restore DIRECTORY"},
        {{"oncall", "override", "soc"}, "PERSON", "breachctl oncall override"},
        {{"oncall", "override", "soc", "an"}, "--until", "breachctl oncall override"},
        {{"-o", "xml", "clock", "list"}, "-o: xml", "breachctl clock list"},
        {{"clock", "list", "-o"}, "-o", "breachctl clock list"},
        {{"incident"}, "list, show, open", "breachctl incident COMMAND"},
        {{"incidnet", "list"}, "incidnet; có phải / did you mean: incident?", "breachctl"},
        {{"incident", "lits"}, "incident lits; có phải / did you mean: list?", "breachctl incident COMMAND"},
        {{"incident", "no-such-verb"}, "no such command: incident no-such-verb", "breachctl incident COMMAND"},
        {{}, "Lệnh / commands:", "breachctl"},
    };
    for (const auto& each : kCases) {
        auto said = complaint(each.words);
        INFO(said);
        CHECK(has(said, each.wrong));
        CHECK(has(said, each.usage));
    }
}

TEST_CASE("global options stand before or after the command, the last of them counts") {
    for (std::vector<std::string> words :
         {std::vector<std::string>{"-o", "json", "--server", "http://a", "clock", "list"},
          {"clock", "list", "--server", "http://b", "-o", "json", "--server=http://a"},
          {"clock", "--server", "http://a", "list", "-o", "text", "-o", "json"}}) {
        Tree tree;
        auto read = tree.read(words);
        const auto* call = std::get_if<Call>(&read);
        REQUIRE(call != nullptr);
        CHECK(call->globals.server == "http://a");
        CHECK(call->globals.json);
        CHECK(name_of(*call->command) == "list");
    }
}

TEST_CASE("words and options come to their command as they were typed") {
    auto taken = [](std::vector<std::string> words) {
        Tree tree;
        auto read = tree.read(std::move(words));
        auto* call = std::get_if<Call>(&read);
        REQUIRE(call != nullptr);
        return call->arguments;
    };
    auto set = taken({"incident", "set", "INC-1", "place=[Huế, Đà Nẵng]", "--kind", "a:1", "b=", "--kind=c"});
    CHECK(set.all("FACT") == std::vector<std::string>{"place=[Huế, Đà Nẵng]", "b="});
    CHECK(set.all("kind") == std::vector<std::string>{"a:1", "c"});
    CHECK_FALSE(set.has("from"));
    CHECK(taken({"incident", "comment", "INC-1", "[xem, thư]"}).get("TEXT") == "[xem, thư]");
    CHECK(taken({"incident", "comment", "INC-1", "--", "--đã gọi"}).get("TEXT") == "--đã gọi");
    CHECK(taken({"incident", "comment", "INC-1", "list"}).get("TEXT") == "list");
    CHECK(taken({"incident", "reopen", "INC-1", "--reason", "--nhầm"}).get("reason") == "--nhầm");
    CHECK(taken({"incident", "reopen", "INC-1", "--reason", "[a,b]"}).get("reason") == "[a,b]");
    CHECK(taken({"incident", "reopen", "INC-1", "--reason", ""}).has("reason"));
    CHECK(taken({"subjects", "import", "INC-1", "-", "--check"}).get("FILE") == "-");
}

namespace {

// The command lines of a document's blocks of code: "sudo -u breachd breachctl … ", without what explains them behind
// two blanks or a sign of a comment.
std::vector<std::string> examples_in(const std::string& document) {
    std::vector<std::string> out;
    std::istringstream lines(testkit::slurp(std::string(BREACHD_SOURCE_DIR) + "/" + document));
    const std::regex kLine(R"(^(?:sudo (?:-u \S+ )?)?breachctl ((?:\S| (?!\s|#))+).*$)");
    std::smatch found;
    for (std::string line; std::getline(lines, line);)
        if (std::regex_match(line, found, kLine)) out.push_back(found[1]);
    return out;
}

// As a shell splits them; quotes are double ones.
std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> out;
    bool quoted = false, open = false;
    for (char c : line) {
        if (c == '"') {
            quoted = !quoted;
            if (!open) out.emplace_back();
            open = true;
        } else if (c == ' ' && !quoted) {
            open = false;
        } else {
            if (!open) out.emplace_back();
            open = true;
            out.back() += c;
        }
    }
    return out;
}

}  // namespace

TEST_CASE("every example of the documents is a command line that breachctl takes") {
    std::size_t examples = 0;
    for (const char* document : {"README.md", "docs/operations.md", "docs/console.md"})
        for (const auto& line : examples_in(document)) {
            INFO(document << ": breachctl " << line);
            CHECK(complaint(split(line)) == "");
            ++examples;
        }
    CHECK(examples > 35);
}
