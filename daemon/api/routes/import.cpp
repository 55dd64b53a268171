// POST …/subjects: the list of people to be told, read as it streams in. Rows go to the engine in chunks, each staged
// and committed there; they become visible together, or not at all.
//
//   pieces ─▶ SubjectReader ─▶ rows waiting ─▶ BeginImport, ImportChunk (two under way at most) … FinishImport
//
// With check=true what was staged is counted and then aborted: nothing of the list stays.
//
// The client is only read while fewer than two chunks wait: the engine's pace is the upload's. A line that cannot be
// read ends the import (AbortImport), but the reading goes on, so that the answer names every such line; with
// strict=true so does a value that cannot be used. Names and addresses live in Pii<> from the reader on and appear in
// no answer.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>

#include "api/access/front_door.hpp"
#include "api/events.hpp"
#include "api/imports/sink.hpp"
#include "api/routes/handlers.hpp"
#include "api/vietnamese.hpp"
#include "api/views/list_body.hpp"
#include "api/views/list_report.hpp"
#include "base/digest.hpp"
#include "http/query.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kChunkRows = 4000;            // some 15 ms of the engine
constexpr int kChunksInFlight = 2;                  // one waits while the engine is with the other
constexpr std::size_t kRejectedBytes = 512 * 1024;  // go to the engine, also without a row

std::optional<ingest::SubjectFormat> format_of(const Request& request) {
    std::string type = request.media_type();
    // A workbook is known by its bytes, whatever it is said to be; an .xls that is said to be one is named in the
    // error.
    if (type == "text/csv" || type == "text/tab-separated-values" || type == "application/vnd.ms-excel" ||
        type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        return ingest::SubjectFormat::csv;
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

// With strict=true: what would have been left out.
Response not_usable(const ListReport& report) {
    std::vector<Fault> faults;
    for (const auto& item : report.rejected_shown()) {
        if (faults.size() == ingest::kSubjectErrorsMax) break;
        faults.push_back({fmt::format("line {} column {}", item.at("line").as_int64(), item.at("column").as_int64()),
                          std::string(item.at("cause").as_string())});
    }
    return problem(422, "the list has values that cannot be used; nothing was imported", faults);
}

// Of the list, as the head of the request says; none when it does not know itself.
std::optional<std::int64_t> bytes_said(const Request& request) {
    auto text = request.header("content-length");
    std::int64_t out = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    return read.ec == std::errc() ? std::optional(out) : std::nullopt;
}

class Import : public ImportSink, public std::enable_shared_from_this<Import> {
  public:
    Import(Context& context, CallPtr call, const ImportWanted& wanted, std::optional<std::int64_t> bytes)
        : context_(context),
          call_(std::move(call)),
          wanted_(wanted),
          body_(wanted.format, wanted.options),
          report_(wants_vietnamese(call_->request), !wanted.check),
          bytes_total_(bytes) {}

    void piece(std::string bytes, std::function<void()> more) override {
        digest_.add(bytes);
        bytes_ += static_cast<std::int64_t>(bytes.size());
        body_.feed(bytes, rows_);
        take_read();
        more_ = std::move(more);
        advance();
    }

    void finish() override {
        came_ = true;
        pull();
        advance();
    }

    void abandon() noexcept override {
        over_ = true;
        more_ = nullptr;
        context_.events.import_over(import_id_);
        if (in_flight_ == 0) abort_staged();
    }

    void fail(Response why) override { answer(std::move(why)); }
    bool over() const override { return over_; }

  private:
    using Then = void (Import::*)(engine::Answer);

    void take_read() {
        report_.add(body_.reader().take_notes());
        auto lines = body_.reader().take_lines();
        lines_.insert(lines_.end(), lines.begin(), lines.end());
    }

    // Nothing of the list stays, but the rest of it is read: the answer names every line.
    void drop_rows() {
        forget_read();
        pull();
        forget_read();
    }

    void forget_read() {
        rows_.clear();
        lines_.clear();
        report_.take_rejected();
    }

    bool fills_chunk() const { return rows_.size() >= kChunkRows || report_.bytes_to_keep() >= kRejectedBytes; }

    // The rest of the list, a piece at a time: a workbook is read when all of it is here.
    void pull() {
        if (!came_ || whole_ || over_ || pulling_ || fills_chunk()) return;
        whole_ = !body_.pull(rows_);
        take_read();
        if (whole_ || fills_chunk()) return;
        pulling_ = true;
        context_.loop->post([self = shared_from_this()] {
            self->pulling_ = false;
            self->pull();
            self->advance();
        });
    }

    bool may_send_beside() const {
        bool good = !failure_ && body_.reader().errors().empty() && !(wanted_.strict && report_.rejected() > 0);
        return good && !import_id_.empty() && in_flight_ < kChunksInFlight && fills_chunk();
    }

    // The one place that decides what comes next.
    void advance() {
        if (over_) return read_on();
        if (in_flight_ > 0) {
            if (may_send_beside()) send_chunk();
            return read_on();
        }
        if (!body_.reader().errors().empty()) {
            drop_rows();
            abort_staged();
            if (whole_) return answer(bad_lines(body_.reader().errors()));
            return read_on();
        }
        if (wanted_.strict && report_.rejected() > 0) {
            drop_rows();
            abort_staged();
            if (whole_) return answer(not_usable(report_));
            return read_on();
        }
        if (failure_) {
            if (more_ || came_) answer(std::move(*failure_));
            return;
        }
        if (import_id_.empty() && (whole_ || !rows_.empty() || fills_chunk())) {
            send(engine::BeginImport{}, true, &Import::begun);
        } else if (fills_chunk() || (whole_ && !rows_.empty())) {
            send_chunk();
        } else if (whole_) {
            send_finish();
        }
        read_on();
    }

    void read_on() {
        if (!more_ || over_ || rows_.size() >= 2 * kChunkRows || report_.bytes_to_keep() >= 2 * kRejectedBytes) return;
        std::exchange(more_, nullptr)();
    }

    void send_chunk() {
        auto count = static_cast<std::ptrdiff_t>(std::min(rows_.size(), kChunkRows));
        engine::ImportChunk chunk{import_id_, {}, report_.take_rejected()};
        chunk.rows.reserve(static_cast<std::size_t>(count));
        for (auto row = rows_.begin(); row != rows_.begin() + count; ++row) add_row_(chunk.rows, *row);
        rows_.erase(rows_.begin(), rows_.begin() + count);
        sent_lines_.emplace_back(lines_.begin(), lines_.begin() + count);
        lines_.erase(lines_.begin(), lines_.begin() + count);
        send(std::move(chunk), false, &Import::staged);
    }

    void send_finish() {
        std::string sha256_text = hex(digest_.finish());
        auto envelope =
            context_.envelope(*call_, call_->part(0),
                              engine::FinishImport{import_id_, sha256_text, wanted_.check, report_.take_rejected(),
                                                   wanted_.again, report_.rejected()});
        if (!envelope) return answer(problem(envelope.error()));
        if (wanted_.check) envelope->idempotency_key.clear();  // a list that was only looked at may come again to stay
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
        ++in_flight_;
        context_.submit(std::move(envelope), [self = shared_from_this(), then](Result<engine::Answer> answer) {
            --self->in_flight_;
            if (!answer)
                self->failure_ = response_of(answer);
            else
                (self.get()->*then)(std::move(*answer));
            if (self->over_) return self->abort_staged();
            self->pull();
            self->advance();
        });
    }

    void begun(engine::Answer answer) {
        auto* begun = std::get_if<engine::ImportBegun>(&answer);
        if (begun == nullptr) return;
        import_id_ = std::move(begun->import_id);
        add_row_ = std::move(begun->add_row);
    }
    void tell_progress() {
        context_.events.import_progress(
            import_id_, {{"import_id", import_id_},
                         {"incident_id", call_->part(0)},
                         {"check", wanted_.check},
                         {"rows", body_.reader().rows()},
                         {"rejected", report_.rejected()},
                         {"bytes", bytes_},
                         {"bytes_total", bytes_total_ ? json::value(*bytes_total_) : json::value(nullptr)}});
    }

    void staged(engine::Answer answer) {
        if (!over_) tell_progress();
        const auto* staged = std::get_if<engine::ImportStaged>(&answer);
        if (staged == nullptr || sent_lines_.empty()) return;
        auto lines = std::move(sent_lines_.front());
        sent_lines_.pop_front();
        auto note = [&](const std::vector<std::size_t>& rows, const char* field, const char* what) {
            std::vector<ingest::ListNote> notes;
            for (auto row : rows)
                if (row < lines.size()) notes.push_back({lines[row], 0, field, true, what, ""});
            report_.add(std::move(notes));
        };
        note(staged->differing, "",
             "another row of this reference has another name, another address or too many children: the first ones are "
             "used");
        note(staged->others, "",
             "an earlier list has another name under this reference: nothing of this row was taken");
        note(staged->told, "kinds", "this person was told already: the kinds of data named now are not in that letter");
    }
    void finished(engine::Answer made) {
        context_.events.import_over(import_id_);
        // A repeated key was answered from memory, and what this request staged is still there; so it is after a check.
        if (!keyed_ && !wanted_.check) import_id_.clear();
        answer(imported_response(made, report_.view(body_.reader().reading(), body_.reader().rows())));
    }

    void answer(Response response) {
        if (over_) return;
        over_ = true;
        more_ = nullptr;
        context_.events.import_over(import_id_);
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
    ImportWanted wanted_;
    ListBody body_;
    ListReport report_;
    Sha256Stream digest_;
    std::vector<Subject> rows_;
    std::vector<std::int64_t> lines_;                   // where they began
    std::deque<std::vector<std::int64_t>> sent_lines_;  // of the chunks under way
    std::string import_id_;                             // staged and neither finished nor aborted
    std::function<void(store::ListedRows&, const Subject&)> add_row_;
    std::function<void()> more_;  // the session waits for this
    std::optional<Response> failure_;
    std::int64_t bytes_ = 0;  // that came
    std::optional<std::int64_t> bytes_total_;
    int in_flight_ = 0;   // commands
    bool came_ = false;   // the last byte is here
    bool whole_ = false;  // and read
    bool pulling_ = false;
    bool keyed_ = false;
    bool over_ = false;  // answered, or the client has left
};

}  // namespace

Result<ImportWanted> import_wanted(const Request& request) {
    ImportWanted out;
    for (auto [name, flag] : {std::pair{"check", &out.check},
                              {"strict", &out.strict},
                              {"again", &out.again},
                              {"ignore_columns", &out.options.ignore_columns}}) {
        auto value = http::query_flag(request, name);
        if (!value) return value.error();
        *flag = *value;
    }
    return out;
}

std::shared_ptr<ImportSink> make_import(Context& context, CallPtr call, const ImportWanted& wanted,
                                        std::optional<std::int64_t> bytes) {
    return std::make_shared<Import>(context, std::move(call), wanted, bytes);
}

Result<std::size_t> admit_import(Context& context, Call& call) {
    auto caller = authorise(context, call.request, Role::responder | Role::dpo);
    if (!caller) return caller.error();
    call.caller = std::move(*caller);
    if (!format_of(call.request))
        return Error{ErrorCode::unsupported,
                     "the list must be text/csv, application/x-ndjson or an Excel workbook (.xlsx)", ""};
    if (auto ok = import_wanted(call.request); !ok) return ok.error();
    return context.options.limits.import_bytes_max;
}

std::shared_ptr<BodySink> open_import(Context& context, const CallPtr& call) {
    auto wanted = *import_wanted(call->request);
    wanted.format = *format_of(call->request);
    return make_import(context, call, wanted, bytes_said(call->request));
}

void get_rejected(Context& context, const CallPtr& call) {
    context.read(call, [call, vietnamese = wants_vietnamese(call->request)](store::Reader& reader) {
        auto kept = reader.rejected_rows(call->part(0), call->part(1));
        if (!kept) return problem(kept.error());
        Response out;
        out.content_type = "text/csv; charset=utf-8";
        out.body = rejected_table(*kept, vietnamese);
        out.with("Content-Disposition", "attachment; filename=\"rejected.csv\"");
        return out;
    });
}

}  // namespace breachd::api
