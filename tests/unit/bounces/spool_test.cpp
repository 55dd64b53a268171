#include "bounces/spool.hpp"

#include <fstream>

#include "testkit/catch.hpp"
#include "testkit/process.hpp"
#include "unit/bounces/mails.hpp"

using namespace breachd;
using namespace breachd::bounces;
namespace fs = std::filesystem;

namespace {

struct Office {
    testkit::ScratchDirectory scratch;
    fs::path directory = fs::path(scratch.path()) / "bounces";
    std::vector<engine::MailReport> reports;
    bool full = false;
    int warnings = 0;
    std::vector<std::function<void()>> posted;
    Spool spool{directory, services(), [this](std::function<void()> work) { posted.push_back(std::move(work)); }};

    MailServices services() {
        return {[this](engine::Envelope&& envelope) {
                    if (full) return false;
                    if (auto* report = std::get_if<engine::MailReport>(&envelope.command)) {
                        reports.push_back(*report);
                        envelope.answer(engine::Answer(engine::Done{}));
                    } else {
                        envelope.answer(Error{ErrorCode::unprocessable, "kept", ""});
                    }
                    return true;
                },
                [this](const std::string&) { ++warnings; }};
    }
    void put(const std::string& name, const std::string& text) {
        fs::create_directories((directory / name).parent_path());
        std::ofstream(directory / name) << text;
    }
    void look() {
        spool.look();
        for (auto& work : std::exchange(posted, {})) work();
    }
    bool has(const std::string& name) const { return fs::exists(directory / name); }
};

}  // namespace

TEST_CASE("a file is read when it has not changed between two looks, and moves to done") {
    Office office;
    office.look();
    office.put("a.eml", "From: half");
    office.look();
    office.put("a.eml", report_mail("failed", "5.1.1"));
    office.look();
    CHECK(office.reports.empty());
    office.look();
    CHECK(office.reports.size() == 1);
    CHECK(office.has("done/a.eml"));
    CHECK_FALSE(office.has("a.eml"));
}

TEST_CASE("what is no report of ours, or cannot be read, moves to failed, and nothing is overwritten") {
    Office office;
    for (int i = 0; i < 3; ++i) {
        office.put("a.eml", "From: x@y.test\n\nRẻ!\n");
        office.look();
        office.look();
    }
    CHECK(office.has("failed/a.eml"));
    CHECK(office.has("failed/a.eml.1"));
    CHECK(office.has("failed/a.eml.2"));
    office.put("b.eml", kQmail);
    office.look();
    office.look();
    CHECK(office.has("failed/b.eml"));
}

TEST_CASE("a file stays while the engine has no room, and is taken then") {
    Office office;
    office.full = true;
    office.put("a.eml", report_mail("failed", "5.1.1"));
    for (int i = 0; i < 4; ++i) office.look();
    CHECK(office.has("a.eml"));
    office.full = false;
    office.look();
    CHECK(office.has("done/a.eml"));
    CHECK(office.reports.size() == 1);
}

TEST_CASE("a Maildir's new mails are whole, links, folders and hidden files are left alone") {
    Office office;
    office.put("new/1.mail", report_mail("failed", "5.1.1"));
    office.put("elsewhere/secret", report_mail("failed", "5.1.1"));
    office.put(".part", report_mail("failed", "5.1.1"));
    fs::create_symlink(office.directory / "elsewhere/secret", office.directory / "link.eml");
    for (int i = 0; i < 3; ++i) office.look();
    CHECK(office.has("done/1.mail"));
    CHECK(office.reports.size() == 1);
    CHECK(office.has("link.eml"));
    CHECK(office.has(".part"));
}
