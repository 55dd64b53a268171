// What the engine's thread spends on one letter, from the release to the last outcome: a provider that answers at once,
// no network, a store in a directory, each step one transaction and one sync. Prints letters a second of the engine's
// processor, its share a letter, and the entries of the journal that are left.
//
//   bench_notice DIRECTORY [PEOPLE=20000]
#include <sodium.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>

#include "config/config.hpp"
#include "engine/engine.hpp"

using namespace breachd;

namespace {

double us_of(const timeval& time) { return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec); }

double us_used() {
    rusage used{};
    ::getrusage(RUSAGE_THREAD, &used);
    return us_of(used.ru_utime) + us_of(used.ru_stime);
}

std::shared_ptr<const Settings> settings() {
    auto out = std::make_shared<Settings>();
    out->editions = load_editions(BREACHD_SOURCE_DIR "/playbooks/law").value();
    out->organisation.name = "Công ty Cổ phần Ví Dụ";
    out->organisation.data_protection_officer = {"Người Phụ Trách", "Trưởng bộ phận", "+842400000001", "dpo@vidu.test"};
    out->organisation.incident_desk = {"Bộ phận tiếp nhận", "", "+842400000002", "suco@vidu.test"};
    out->sources.push_back({});
    Channel email;
    email.name = "email";
    email.type = "smtp";
    email.notice_contacts = bit(ContactKind::email);
    email.rate_per_second = 1e6;
    email.connections = 32;
    out->channels.push_back(email);
    out->notice.order = {"email"};
    out->public_notice.automatic = false;
    return out;
}

class Bench {
  public:
    Bench(const char* directory, std::size_t people)
        : store_({directory, "live", "bench"}, store::MasterKey::of(std::string(32, 'k'))),
          engine_(store_, settings(), {}),
          people_(people) {
        engine_.start(now_);
    }

    int run() {
        begin();
        auto entries = store_.journal().size();
        auto before = us_used();
        std::size_t sent = 0;
        auto out = ask(engine::ReleaseNotice{}, "dpo");
        while (sent < people_) {
            std::vector<engine::Envelope> answers;
            for (auto& effect : out.effects)
                if (auto* send = std::get_if<engine::Send>(&effect); send && send->lane == engine::Lane::notice)
                    answers.push_back(answer(send->delivery_id));
            sent += answers.size();
            now_ += Duration{2};
            out = engine_.step(std::move(answers), now_);
            engine_.rest();
            (void)engine_.next_wake(now_);
        }
        auto used = us_used() - before;
        auto each = static_cast<double>(people_);
        auto told = engine_.incident(id_)->notice_run.told;
        std::printf("%zu letters: %.0f a second, %.1f us a letter, %lld entries, %lld told\n", people_,
                    each * 1e6 / used, used / each, static_cast<long long>(store_.journal().size() - entries),
                    static_cast<long long>(told));
        return told == static_cast<std::int64_t>(people_) ? 0 : 1;
    }

  private:
    void begin() {
        ask(engine::OpenIncident{{{"title", "x"},
                                  {"detected_at", format_rfc3339(now_)},
                                  {"kinds", json::array{"location"}},
                                  {"detected_how", "x"},
                                  {"description", "x"},
                                  {"place", "x"},
                                  {"consequences", "x"},
                                  {"severity_and_risks", "x"},
                                  {"measures", "x"},
                                  {"guidance", "x"}}},
            "an");
        id_ = engine_.awake().begin()->first;
        ask(engine::BeginImport{}, "an");
        for (std::size_t number = 0; number < people_;) {
            engine::ImportChunk chunk{import_, {}};
            for (int i = 0; i < 500 && number < people_; ++i, ++number) {
                Subject subject;
                subject.subject_ref = Pii("KH-" + std::to_string(number));
                subject.name = Pii<std::string>("Nguyễn Văn Thử");
                set_address(subject.contacts, ContactKind::email, "kh" + std::to_string(number) + "@vidu.test");
                chunk.rows.push_back(std::move(subject));
            }
            ask(std::move(chunk), "an");
        }
        ask(engine::FinishImport{import_, "hash"}, "an");
    }

    engine::StepOutput ask(engine::Command command, const std::string& person) {
        engine::Envelope envelope;
        envelope.command = std::move(command);
        envelope.incident = id_;
        envelope.actor = "token:" + person;
        envelope.person = person;
        envelope.is_dpo = person == "dpo";
        envelope.answer = [this](Result<engine::Answer> given) {
            if (!given) {
                std::fprintf(stderr, "%s\n", given.error().text().c_str());
                std::exit(1);
            }
            if (const auto* begun = std::get_if<engine::ImportBegun>(&*given)) import_ = begun->import_id;
        };
        std::vector<engine::Envelope> batch;
        batch.push_back(std::move(envelope));
        now_ += Duration{2};
        auto out = engine_.step(std::move(batch), now_);
        for (auto& [answer, given] : out.answers) answer(std::move(given));
        return out;
    }

    static engine::Envelope answer(std::int64_t delivery) {
        engine::Envelope out;
        out.command =
            engine::AttemptDone{"", delivery, {SendResult::accepted, Blame::none, "250 2.0.0", Cause::none, "q1", {}}};
        return out;
    }

    Instant now_ = instant_from_ms(1'795'402'800'000);
    store::Store store_;
    engine::Engine engine_;
    std::size_t people_;
    std::string id_, import_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || sodium_init() < 0) return 2;
    return Bench(argv[1], argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 20000).run();
}
