// POST …/subjects: the list of people to be told, read as it streams in. Rows go to the engine in chunks, each staged
// and committed there; they become visible together, or not at all.
//
//   pieces ─▶ SubjectReader ─▶ rows waiting ─▶ BeginImport, ImportChunk (one under way at a time) … FinishImport
//
// With check=true what was staged is counted and then aborted: nothing of the list stays.
//
// The client is only read while fewer than two chunks wait: the engine's pace is the upload's. A bad line ends the
// import (AbortImport), but the reading goes on, so that the answer names every bad line. Names and addresses live in
// Pii<> from the reader on and appear in no answer.
#include <algorithm>

#include "api/access/front_door.hpp"
#include "api/routes/handlers.hpp"
#include "base/digest.hpp"
#include "http/query.hpp"
#include "ingest/subjects.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kChunkRows = 500;

std::optional<ingest::SubjectFormat> format_of(const Request& request) {
    std::string type = request.media_type();
    if (type == "text/csv") return ingest::SubjectFormat::csv;
    if (type == "application/x-ndjson" || type == "application/ndjson" || type == "application/jsonl")
        return ingest::SubjectFormat::ndjson;
    return std::nullopt;
}

Response bad_lines(const std::vector<ingest::LineError>& errors) {
    std::vector<Fault> faults;
    for (const auto& error : errors) {
        std::string place = "line " + std::to_string(error.line);
        if (error.column > 0) place += " column " + std::to_string(error.column);
        faults.push_back({std::move(place), error.what});
    }
    return problem(422, "the list has faults; nothing was imported", faults);
}

class Import : public BodySink, public std::enable_shared_from_this<Import> {
  public:
    Import(Context& context, CallPtr call, ingest::SubjectFormat format, bool check)
        : context_(context), call_(std::move(call)), reader_(format), check_(check) {}

    void piece(std::string bytes, std::function<void()> more) override {
        digest_.add(bytes);
        reader_.feed(bytes, rows_);
        more_ = std::move(more);
        advance();
    }

    void finish() override {
        reader_.finish(rows_);
        whole_ = true;
        advance();
    }

    void abandon() noexcept override {
        over_ = true;
        more_ = nullptr;
        if (!in_flight_) abort_staged();
    }

  private:
    using Then = void (Import::*)(engine::Answer);

    // The one place that decides what comes next.
    void advance() {
        if (over_ || in_flight_) return read_on();
        if (!reader_.errors().empty()) {
            rows_.clear();
            abort_staged();
            if (whole_) return answer(bad_lines(reader_.errors()));
            return read_on();
        }
        if (failure_) {
            if (more_ || whole_) answer(std::move(*failure_));
            return;
        }
        if (import_id_.empty() && (whole_ || !rows_.empty())) {
            send(engine::BeginImport{}, true, &Import::begun);
        } else if (rows_.size() >= kChunkRows || (whole_ && !rows_.empty())) {
            send_chunk();
        } else if (whole_) {
            send_finish();
        }
        read_on();
    }

    void read_on() {
        if (!more_ || over_ || rows_.size() >= 2 * kChunkRows) return;
        std::exchange(more_, nullptr)();
    }

    void send_chunk() {
        auto count = static_cast<std::ptrdiff_t>(std::min(rows_.size(), kChunkRows));
        engine::ImportChunk chunk{import_id_, {}};
        chunk.rows.assign(std::make_move_iterator(rows_.begin()), std::make_move_iterator(rows_.begin() + count));
        rows_.erase(rows_.begin(), rows_.begin() + count);
        send(std::move(chunk), false, &Import::staged);
    }

    void send_finish() {
        std::string sha256_text = hex(digest_.finish());
        auto envelope =
            context_.envelope(*call_, call_->part(0), engine::FinishImport{import_id_, sha256_text, check_});
        if (!envelope) return answer(problem(envelope.error()));
        if (check_) envelope->idempotency_key.clear();  // a list that was only looked at may come again to stay
        keyed_ = !envelope->idempotency_key.empty();
        if (keyed_) envelope->idempotency_body_sha256 = hex(sha256({"POST ", call_->request.path, "\n", sha256_text}));
        submit(std::move(*envelope), &Import::finished);
    }

    void send(engine::Command command, bool conditional, Then then) {
        auto envelope = context_.envelope(*call_, call_->part(0), std::move(command));
        if (!envelope) return answer(problem(envelope.error()));
        if (!conditional) envelope->if_match.reset();
        envelope->idempotency_key.clear();
        submit(std::move(*envelope), then);
    }

    void submit(engine::Envelope envelope, Then then) {
        in_flight_ = true;
        context_.submit(std::move(envelope), [self = shared_from_this(), then](Result<engine::Answer> answer) {
            self->in_flight_ = false;
            if (!answer)
                self->failure_ = response_of(answer);
            else
                (self.get()->*then)(std::move(*answer));
            if (self->over_) return self->abort_staged();
            self->advance();
        });
    }

    void begun(engine::Answer answer) {
        if (auto* begun = std::get_if<engine::ImportBegun>(&answer)) import_id_ = std::move(begun->import_id);
    }
    void staged(engine::Answer) {}
    void finished(engine::Answer made) {
        // A repeated key was answered from memory, and what this request staged is still there; so it is after a check.
        if (!keyed_ && !check_) import_id_.clear();
        answer(response_of(made));
    }

    void answer(Response response) {
        if (over_) return;
        over_ = true;
        more_ = nullptr;
        abort_staged();
        call_->respond(std::move(response));
    }

    // Of no effect on an import that is finished.
    void abort_staged() noexcept {
        if (import_id_.empty()) return;
        engine::Envelope envelope;
        envelope.command = engine::AbortImport{std::exchange(import_id_, {})};
        envelope.incident = call_->part(0);
        envelope.actor = call_->caller ? call_->caller->actor() : "system";
        (void)context_.services.submit(std::move(envelope));  // when the engine is full, the next start clears it up
    }

    Context& context_;
    CallPtr call_;
    ingest::SubjectReader reader_;
    Sha256Stream digest_;
    std::vector<Subject> rows_;
    std::string import_id_;       // staged and neither finished nor aborted
    std::function<void()> more_;  // the session waits for this
    std::optional<Response> failure_;
    bool check_;  // the list is looked at and nothing of it stays
    bool in_flight_ = false;
    bool whole_ = false;
    bool keyed_ = false;
    bool over_ = false;  // answered, or the client has left
};

}  // namespace

Result<std::size_t> admit_import(Context& context, Call& call) {
    auto caller = authorise(context, call.request, Role::responder | Role::dpo);
    if (!caller) return caller.error();
    call.caller = std::move(*caller);
    if (!format_of(call.request))
        return Error{ErrorCode::unsupported, "the list must be text/csv or application/x-ndjson", ""};
    if (auto check = http::query_flag(call.request, "check"); !check) return check.error();
    return context.options.limits.import_bytes_max;
}

std::shared_ptr<BodySink> open_import(Context& context, const CallPtr& call) {
    return std::make_shared<Import>(context, call, *format_of(call->request),
                                    *http::query_flag(call->request, "check"));
}

}  // namespace breachd::api
