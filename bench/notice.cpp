// What one letter costs, from the release to the last outcome; a store in a directory, each step one transaction and
// one sync. Without a relay: a provider that answers at once, no network; letters a second of the engine's processor,
// its share a letter, and the entries of the journal that are left. With a relay: end to end, over delivery, by the
// clock on the wall.
//
//   bench_notice DIRECTORY [PEOPLE=20000] [smtp://RELAY [CONNECTIONS=4]]
#include <sodium.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "config/config.hpp"
#include "delivery/delivery.hpp"
#include "engine/engine.hpp"
#include "notifiers/smtp/smtp.hpp"

using namespace breachd;

namespace {

double us_of(const timeval& time) { return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec); }

double us_used(int who = RUSAGE_THREAD) {
    rusage used{};
    ::getrusage(who, &used);
    return us_of(used.ru_utime) + us_of(used.ru_stime);
}

std::shared_ptr<const Settings> settings(const std::string& relay, int connections) {
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
    email.connections = connections;
    auto own = std::make_shared<SmtpConfig>();
    own->relay = relay;
    own->from = "thongbao@vidu.test";
    email.own = own;
    out->channels.push_back(email);
    out->notice.order = {"email"};
    out->public_notice.automatic = false;
    return out;
}

class Bench {
  public:
    Bench(const char* directory, std::size_t people, const std::string& relay, int connections)
        : settings_(settings(relay, connections)),
          store_({directory, "live", "bench"}, store::MasterKey::of(std::string(32, 'k'))),
          engine_(store_, settings_, {}),
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

    // The engine's thread is this one; delivery has its own.
    int run_over_the_relay() {
        begin();
        BoundedQueue<engine::AttemptDone> outcomes(65536);
        delivery::DeliveryHooks hooks;
        hooks.attempt_done = [&](engine::AttemptDone done) { (void)outcomes.try_push(std::move(done)); };
        hooks.write_letter = engine::write_letter;
        delivery::Delivery delivery(settings_, hooks);
        const auto began = std::chrono::steady_clock::now();
        const auto from = now_ + Duration{2};
        auto before = us_used(), all_before = us_used(RUSAGE_SELF);
        auto out = ask(engine::ReleaseNotice{}, "dpo");
        std::size_t done = 0;
        while (done < people_) {
            for (auto& effect : out.effects)
                if (auto* send = std::get_if<engine::Send>(&effect)) submit(delivery, outcomes, std::move(*send));
            std::vector<engine::Envelope> answers;
            for (auto& outcome : outcomes.take(4096, std::chrono::milliseconds{20})) {
                done += outcome.outcome.result == SendResult::accepted;
                answers.emplace_back().command = std::move(outcome);
            }
            now_ = from + std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began);
            out = engine_.step(std::move(answers), now_);
            engine_.rest();
            (void)engine_.next_wake(now_);
        }
        std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        auto each = static_cast<double>(people_);
        std::printf("%zu letters: %.0f a second end to end, %.1f us of the engine's thread, %.1f us of all a letter\n",
                    people_, each / took.count(), (us_used() - before) / each,
                    (us_used(RUSAGE_SELF) - all_before) / each);
        return engine_.incident(id_)->notice_run.told == static_cast<std::int64_t>(people_) ? 0 : 1;
    }

  private:
    static void submit(delivery::Delivery& delivery, BoundedQueue<engine::AttemptDone>& outcomes, engine::Send&& send) {
        engine::AttemptDone back{send.page_id, send.delivery_id, {}, false, std::chrono::seconds{1}};
        back.outcome = {SendResult::retry, Blame::none, "", Cause::not_begun, "", {}};
        if (!delivery.submit(std::move(send))) (void)outcomes.try_push(std::move(back));
    }

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
            engine::ImportChunk chunk{import_.import_id, {}};
            for (int i = 0; i < 500 && number < people_; ++i, ++number) {
                Subject subject;
                subject.subject_ref = Pii("KH-" + std::to_string(number));
                subject.name = Pii<std::string>("Nguyễn Văn Thử");
                set_address(subject.contacts, ContactKind::email, "kh" + std::to_string(number) + "@vidu.test");
                import_.add_row(chunk.rows, subject);
            }
            ask(std::move(chunk), "an");
        }
        ask(engine::FinishImport{import_.import_id, "hash"}, "an");
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
            if (const auto* begun = std::get_if<engine::ImportBegun>(&*given)) import_ = *begun;
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
    std::shared_ptr<const Settings> settings_;
    store::Store store_;
    engine::Engine engine_;
    std::size_t people_;
    std::string id_;
    engine::ImportBegun import_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || sodium_init() < 0) return 2;
    auto people = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 20000;
    if (argc <= 3) return Bench(argv[1], people, "smtp://127.0.0.1", 32).run();
    return Bench(argv[1], people, argv[3], argc > 4 ? std::atoi(argv[4]) : 4).run_over_the_relay();
}
