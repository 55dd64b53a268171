// The store's counts fit its rows whenever somebody is taken off the list: a count that does not is read as damage.
#include "store/proof/proof.hpp"
#include "testkit/process.hpp"
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::minutes;

namespace {

std::vector<std::string> wrong_counts(const testkit::ScratchDirectory& directory) {
    std::vector<std::string> out;
    store::Proof proof({directory.path(), "live", "test"}, std::string(32, 'p'));
    while (proof.slice()) {
    }
    for (const auto& damage : proof.damages())
        if (damage.what == "counts") out.push_back(damage.where);
    return out;
}

void remove(Scene& scene, const std::string& id) {
    REQUIRE(scene.desk.ask(RemoveSubject{1, "nhập nhầm"}, id, "dpo").has_value());
}

}  // namespace

TEST_CASE("counts fit when somebody is removed: told, while the message is being sent, or before its receipt") {
    for (auto grade : {TellingGrade::accepted, TellingGrade::delivered})
        for (bool while_sending : {false, true}) {
            INFO(while_sending);
            auto settings = email_settings(50);
            settings.channels[0].told_when = grade;
            testkit::ScratchDirectory directory;
            Scene scene(settings, directory.path());
            auto id = scene.release(2);
            bool removed = !while_sending;
            scene.serve(minutes{2}, [&](const Send&) {
                if (!std::exchange(removed, true)) remove(scene, id);
                return kAccepted;
            });
            if (!while_sending) remove(scene, id);
            CHECK(scene.run(id).subjects == 1);
            CHECK(scene.run(id).in_flight == (grade == TellingGrade::delivered ? 1 : 0));
            CHECK(wrong_counts(directory).empty());
        }
}
