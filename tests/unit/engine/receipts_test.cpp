// What is heard of a message after it was sent: receipts and bounces, with the real engine and store.
#include "unit/engine/desk.hpp"

using namespace breachd;
using namespace breachd::engine;
using testkit::at;

namespace {

std::shared_ptr<const Settings> settings() {
    auto s = desk_settings();
    Channel sms;
    sms.name = "sms";
    sms.notice_contacts = bit(ContactKind::phone);
    sms.whole_text = true;
    s.channels.push_back(sms);
    s.channels[0].on_unknown = "leave";
    s.notice.order = {"email", "sms"};
    s.public_notice.publishers.clear();  // short letters have no page to wait for
    return std::make_shared<const Settings>(std::move(s));
}

// One incident with one subject who has an e-mail address and a telephone, its notice released.
class ReceiptScene {
  public:
    ReceiptScene()
        : store_({"", "live", "test"}, store::MasterKey::of(std::string(32, 'k'))), engine_(store_, settings(), {}) {
        engine_.start(now_);
        auto opened = ask(OpenIncident{{{"title", "Rò rỉ"},
                                        {"kinds", json::array{"location"}},
                                        {"detected_how", "SIEM"},
                                        {"description", "x"},
                                        {"place", "Hà Nội"},
                                        {"consequences", "x"},
                                        {"severity_and_risks", "x"},
                                        {"measures", "x"},
                                        {"guidance", "x"}}},
                          "", "an");
        id_ = std::get<Opened>(opened).incident->id;
        auto begun = std::get<ImportBegun>(ask(BeginImport{}, id_, "an"));
        Subject subject;
        subject.subject_ref = Pii<std::string>("KH-1");
        subject.name = Pii<std::string>("Người Thử");
        set_address(subject.contacts, ContactKind::email, "thu@vidu.test");
        set_address(subject.contacts, ContactKind::phone, "0900000001");
        ask(ImportChunk{begun.import_id, listed(begun, {subject})}, id_, "an");
        ask(FinishImport{begun.import_id, "list"}, id_, "an");
        ask(ReleaseNotice{}, id_, "dpo");
    }

    // The next notice given out on `channel`, and what the provider is made to say to it.
    std::string outcome(const std::string& channel, SendResult result, const std::string& provider_id = "") {
        for (int step = 0; step < 60; ++step) {
            for (std::size_t i = 0; i < sends_.size(); ++i) {
                auto send = sends_[i];
                if (send.lane != Lane::notice || send.channel != channel) continue;
                sends_.erase(sends_.begin() + static_cast<std::ptrdiff_t>(i));
                Outcome said;
                said.result = result;
                said.provider_id = provider_id;
                tell(AttemptDone{"", send.delivery_id, said});
                return send.message.key;
            }
            pass(std::chrono::seconds{5});
        }
        FAIL("nothing was sent on " << channel);
        return "";
    }
    // The code of the refusal; none when it was taken.
    std::optional<ErrorCode> hear(Receipt receipt) {
        auto answer = attempt(std::move(receipt), "", "");
        return answer.has_error() ? std::optional(answer.error().code) : std::nullopt;
    }
    std::optional<ErrorCode> receipt(const std::string& key, ReceiptWord outcome, const std::string& webhook_id = "") {
        for (const char* channel : {"email", "sms"})
            if (key.find(channel) != key.npos) return hear(receipt_of(channel, key, outcome, webhook_id));
        return hear(receipt_of("email", key, outcome, webhook_id));
    }
    // The key of the next notice on `channel`, whose outcome is still awaited.
    Send handed_over(const std::string& channel) {
        for (int step = 0; step < 20; ++step) {
            for (const auto& send : sends_)
                if (send.lane == Lane::notice && send.channel == channel) return send;
            pass(std::chrono::seconds{5});
        }
        FAIL("nothing was sent on " << channel);
        return {};
    }
    // What the journal says of receipts, over all batches.
    std::int64_t receipts_of(const std::string& integration) {
        std::int64_t count = 0;
        store_.journal().each_entry([&](const Entry& entry) {
            if (const auto* batch = std::get_if<DeliveriesRecorded>(&entry.event))
                if (auto at = batch->receipts.find(integration); at != batch->receipts.end()) count += at->second;
        });
        return count;
    }
    NoticeRun run() const { return engine_.incident(id_)->notice_run; }
    bool met() const {
        return engine_.incident(id_)->obligation("subjects-location-biometric")->state == ObligationState::met;
    }

  private:
    Answer ask(Command command, const std::string& incident, const std::string& person) {
        auto answer = attempt(std::move(command), incident, person);
        INFO((answer.has_error() ? answer.error().text() : std::string()));
        REQUIRE(answer.has_value());
        return *answer;
    }
    Result<Answer> attempt(Command command, const std::string& incident, const std::string& person) {
        Envelope envelope;
        envelope.command = std::move(command);
        envelope.incident = incident;
        envelope.actor = person.empty() ? "hook:provider" : "token:" + person;
        envelope.person = person;
        envelope.is_dpo = person == "dpo";
        std::optional<Result<Answer>> answer;
        envelope.answer = [&](Result<Answer> given) { answer = std::move(given); };
        step(std::move(envelope));
        REQUIRE(answer.has_value());
        return *answer;
    }
    void tell(Command command) {
        Envelope envelope;
        envelope.command = std::move(command);
        step(std::move(envelope));
    }
    void pass(Duration d) {
        now_ += d;
        handle(engine_.step({}, now_));
    }
    void step(Envelope envelope) {
        now_ += std::chrono::seconds{1};
        std::vector<Envelope> batch;
        batch.push_back(std::move(envelope));
        handle(engine_.step(std::move(batch), now_));
    }
    void handle(StepOutput out) {
        for (auto& effect : out.effects)
            if (auto* send = std::get_if<Send>(&effect)) sends_.push_back(*send);
        for (auto& [to, answer] : out.answers) to(std::move(answer));
    }

    static inline const bool sodium_ = sodium_init() >= 0;
    Instant now_ = at("2026-11-20T17:30:00+07:00");
    store::Store store_;
    Engine engine_;
    std::string id_;
    std::vector<Send> sends_;
};

}  // namespace

TEST_CASE("a bounce sends the person to the next channel, and the duty that was met is owed again") {
    ReceiptScene s;
    auto key = s.outcome("email", SendResult::accepted);
    CHECK(s.run().told == 1);
    CHECK(s.met());
    s.receipt(key, ReceiptWord::failed);
    CHECK(s.run().told == 0);
    CHECK_FALSE(s.met());
    s.outcome("sms", SendResult::accepted);
    CHECK(s.run().told == 1);
    CHECK(s.met());
}

TEST_CASE("a person told on one channel is not untold by a late bounce of another") {
    ReceiptScene s;
    auto email = s.outcome("email", SendResult::unknown);  // moved on, because nobody knows
    s.outcome("sms", SendResult::accepted);
    REQUIRE(s.run().told == 1);
    s.receipt(email, ReceiptWord::failed);
    CHECK(s.run().told == 1);
    CHECK(s.run().unreachable == 0);
    CHECK(s.met());
}

TEST_CASE("a bounce on the last channel makes the person unreachable, and still owed") {
    ReceiptScene s;
    s.outcome("email", SendResult::rejected);
    auto sms = s.outcome("sms", SendResult::accepted);
    REQUIRE(s.run().told == 1);
    s.receipt(sms, ReceiptWord::failed);
    CHECK(s.run().told == 0);
    CHECK(s.run().unreachable == 1);
    CHECK_FALSE(s.met());
}

TEST_CASE("a receipt heard twice counts once") {
    ReceiptScene s;
    auto key = s.outcome("email", SendResult::accepted);
    s.receipt(key, ReceiptWord::delivered);
    s.receipt(key, ReceiptWord::delivered);
    CHECK(s.run().told == 1);
    s.receipt(key, ReceiptWord::failed);
    s.receipt(key, ReceiptWord::failed);
    CHECK(s.run().told == 0);
}

TEST_CASE("what came back stays so: a delivery that is said afterwards tells nobody") {
    ReceiptScene s;
    auto key = s.outcome("email", SendResult::accepted);
    REQUIRE_FALSE(s.receipt(key, ReceiptWord::failed));
    CHECK(s.receipt(key, ReceiptWord::delivered) == ErrorCode::conflict);
    CHECK(s.run().told == 0);
    CHECK_FALSE(s.met());
    CHECK(s.receipts_of("provider") == 1);
}

TEST_CASE("a receipt never turns a refusal into told") {
    ReceiptScene s;
    auto key = s.outcome("email", SendResult::rejected);
    CHECK(s.receipt(key, ReceiptWord::delivered) == ErrorCode::conflict);
    CHECK(s.receipt(key, ReceiptWord::accepted) == ErrorCode::conflict);
    CHECK(s.run().told == 0);
    CHECK_FALSE(s.met());
}

TEST_CASE("a message that its provider put off is told by its own outcome, not by a receipt") {
    ReceiptScene s;
    auto key = s.outcome("email", SendResult::retry);
    CHECK(s.receipt(key, ReceiptWord::delivered) == ErrorCode::conflict);
    CHECK(s.run().told == 0);
    s.outcome("email", SendResult::accepted);
    CHECK(s.run().told == 1);
}

TEST_CASE("a receipt that overtakes our own outcome is to be said again, and counts then") {
    ReceiptScene s;
    auto key = s.handed_over("email").message.key;
    CHECK(s.receipt(key, ReceiptWord::delivered, "msg-1") == ErrorCode::unavailable);
    CHECK(s.run().told == 0);
    s.outcome("email", SendResult::accepted);
    CHECK_FALSE(s.receipt(key, ReceiptWord::failed, "msg-0"));
    CHECK(s.run().told == 0);
    s.outcome("sms", SendResult::accepted);
    CHECK(s.receipt(key, ReceiptWord::delivered, "msg-1") == ErrorCode::conflict);
    CHECK(s.receipts_of("provider") == 1);
}

TEST_CASE("an integration speaks of messages on its own channels only, and learns nothing of others") {
    ReceiptScene s;
    auto key = s.outcome("email", SendResult::accepted);
    CHECK(s.hear(receipt_of("sms", key, ReceiptWord::failed)) == ErrorCode::not_found);
    CHECK(s.hear(receipt_of("sms", "no-such-key", ReceiptWord::failed)) == ErrorCode::not_found);
    CHECK(s.run().told == 1);
    CHECK(s.receipts_of("provider") == 0);
}

TEST_CASE("a receipt may name the message by the provider's own id, of which only a tag is kept") {
    ReceiptScene s;
    s.outcome("email", SendResult::accepted, "0912345678");
    Receipt receipt = receipt_of("email", "", ReceiptWord::failed);
    receipt.provider_id = "0912345679";
    CHECK(s.hear(receipt) == ErrorCode::not_found);
    receipt.provider_id = "0912345678";
    CHECK_FALSE(s.hear(receipt));
    CHECK(s.run().told == 0);
    receipt.channels = {"sms"};
    CHECK(s.hear(receipt) == ErrorCode::not_found);
}

TEST_CASE("a provider that has a message of which nothing was heard settles the doubt") {
    ReceiptScene s;
    auto key = s.outcome("email", SendResult::unknown);
    REQUIRE_FALSE(s.receipt(key, ReceiptWord::retry));
    CHECK(s.run().told == 0);
    REQUIRE_FALSE(s.receipt(key, ReceiptWord::accepted));
    CHECK(s.run().told == 1);
}

TEST_CASE("the same signed receipt changes nothing when it comes again") {
    ReceiptScene s;
    auto key = s.outcome("email", SendResult::accepted);
    REQUIRE_FALSE(s.receipt(key, ReceiptWord::delivered, "msg-1"));
    REQUIRE_FALSE(s.receipt(key, ReceiptWord::failed, "msg-2"));
    CHECK_FALSE(s.receipt(key, ReceiptWord::delivered, "msg-1"));
    CHECK(s.run().told == 0);
}

TEST_CASE("the journal says whose receipts changed a batch, also when the run was done") {
    ReceiptScene s;
    auto key = s.outcome("email", SendResult::accepted);
    REQUIRE(s.run().state == RunState::done);
    CHECK(s.receipts_of("provider") == 0);
    s.receipt(key, ReceiptWord::delivered);
    CHECK(s.receipts_of("provider") == 1);
    s.receipt(key, ReceiptWord::failed);
    CHECK(s.receipts_of("provider") == 2);
}
