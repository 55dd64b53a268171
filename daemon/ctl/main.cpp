// breachctl: the twin of the daemon for people and scripts.
#include <fmt/format.h>

#include <cstdio>

#include "ctl/frame/tree.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

Result<std::string> read_token(const std::string& path) {
    if (path.empty()) return std::string();
    auto text = read_file(path);
    if (!text) return text.error();
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r' || text->back() == ' ')) text->pop_back();
    return *text;
}

Result<void> make(const Call& call, const Command& root) {
    const auto& globals = call.globals;
    Client client(globals.server, read_token(globals.token_file), globals.ca_file);
    if (!globals.idempotency_key.empty()) client.always("Idempotency-Key", globals.idempotency_key);
    if (!globals.if_match.empty()) client.always("If-Match", "\"" + globals.if_match + "\"");
    return call.command->run()(Context{globals, call.arguments, client, root});
}

int run(const std::vector<std::string>& words) {
    Tree tree;
    auto read = tree.read(words);
    if (const auto* said = std::get_if<Said>(&read)) {
        said->code == kDone ? say(said->text) : complain(said->text);
        return said->code;
    }
    const auto& call = std::get<Call>(read);
    auto result = make(call, tree.root());
    if (result) return std::fflush(stdout) == 0 ? kDone : kNo;
    bool wrong = result.error().code == ErrorCode::invalid;
    const auto& error = result.error();
    auto said = "breachctl: " + (error.where.empty() ? "" : error.where + ": ") + both_languages(error.message);
    complain(wrong ? said + "\n" + usage_of(*call.command) : said);
    return wrong ? kUsage : kNo;
}

}  // namespace

}  // namespace breachd::ctl

int main(int argc, char** argv) { return breachd::ctl::run({argv + 1, argv + argc}); }
