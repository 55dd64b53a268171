#include "api/events.hpp"

#include <charconv>

#include "api/access/front_door.hpp"
#include "api/routes/handlers.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kBatch = 256;
constexpr std::chrono::seconds kProgressEvery{1};

std::string event_text(const json::object& entry, std::int64_t& seq) {
    if (const auto* number = entry.if_contains("seq"); number != nullptr && number->is_number())
        seq = number->to_number<std::int64_t>();
    const auto* kind = entry.if_contains("kind");
    std::string name = kind != nullptr && kind->is_string() ? std::string(kind->get_string()) : "entry";
    // serialize() writes no line breaks, so that one data line holds it all.
    return "id: " + std::to_string(seq) + "\nevent: " + name + "\ndata: " + json::serialize(entry) + "\n\n";
}

Result<EventText> events_after(store::Reader& reader, std::int64_t after) {
    auto entries = reader.entries_after(after, kBatch);
    EventText out{"", after, entries.size() == kBatch};
    for (const auto& entry : entries) out.text += event_text(entry, out.seq);
    return out;
}

}  // namespace

class EventHub::Stream : public std::enable_shared_from_this<Stream> {
  public:
    Stream(const Context& context, const Caller& caller, std::int64_t after)
        : context_(context), caller_(caller), after_(after) {}

    void start(std::shared_ptr<http::Outflow> out) {
        out_ = std::move(out);
        send(": breachd\nretry: 3000\n\n", after_);
    }

    // Something may be new, or it is time for a sign of life.
    void look() {
        look_again_ = true;
        if (busy_ || ended_ || !out_) return;
        busy_ = true;
        look_again_ = false;
        context_.events.read_after(context_, after_,
                                   [self = shared_from_this()](const auto& events) { self->take(events); });
    }

    void tick(std::chrono::milliseconds passed, std::chrono::milliseconds heartbeat) {
        if (!still_here(context_, caller_)) return end();
        quiet_ += passed;
        if (quiet_ < heartbeat || busy_ || ended_ || !out_) return;
        send(": \n\n", after_);
    }

    // What is only of this moment: a stream that is still writing goes without.
    void mention(const std::string& text) {
        if (!busy_ && !ended_ && out_) send(text, after_);
    }

    void end() {
        if (std::exchange(ended_, true)) return;
        if (out_) out_->end();
    }
    bool ended() const { return ended_ || (out_ && out_->closed()); }

  private:
    void take(const Result<EventText>& events) {
        busy_ = false;
        if (ended_) return;
        if (!events) {
            look_again_ = true;  // after the next heartbeat, or when the journal moves
            return;
        }
        if (events->text.empty()) return look_if_due();
        if (events->more) look_again_ = true;
        send(events->text, events->seq);
    }

    void send(std::string text, std::int64_t after) {
        busy_ = true;
        quiet_ = {};
        out_->write(std::move(text), [self = shared_from_this(), after](bool good) {
            self->busy_ = false;
            if (!good) {
                self->ended_ = true;
                return;
            }
            self->after_ = after;
            self->look_if_due();
        });
    }

    void look_if_due() {
        if (look_again_) look();
    }

    const Context& context_;
    Caller caller_;  // who signs out, or is thrown out, hears no more
    std::int64_t after_;
    std::shared_ptr<http::Outflow> out_;
    std::chrono::milliseconds quiet_{};
    bool busy_ = false;
    bool look_again_ = true;
    bool ended_ = false;
};

void EventHub::moved(std::int64_t seq) {
    if (seq <= newest_) return;
    newest_ = seq;
    for (auto& stream : streams_) stream->look();
}

void EventHub::read_after(const Context& context, std::int64_t after,
                          std::function<void(const Result<EventText>&)> then) {
    if (batch_ && batch_->after == after && batch_->newest == newest_) {
        if (batch_->made) return then(*batch_->made);
        return batch_->waiting.push_back(std::move(then));
    }
    batch_ = std::make_shared<Batch>();
    batch_->after = after;
    batch_->newest = newest_;
    batch_->waiting.push_back(std::move(then));
    context.read_then<EventText>([after](store::Reader& reader) { return events_after(reader, after); },
                                 [this, batch = batch_](Result<EventText> made) {
                                     if (!made && batch_ == batch) batch_.reset();  // the next one reads again
                                     batch->made = std::move(made);
                                     for (auto& each : std::exchange(batch->waiting, {})) each(*batch->made);
                                 });
}

void EventHub::tick(const Context& context) {
    for (auto& stream : streams_) stream->tick(context.options.limits.tick, context.options.limits.heartbeat);
    tell_progress(context.options.limits.tick);
    forget_ended(context.counters);
}

void EventHub::tell_progress(std::chrono::milliseconds passed) {
    untold_ += passed;
    if (untold_ < kProgressEvery || imports_.empty()) return;
    untold_ = {};
    std::string text;
    for (const auto& [id, said] : std::exchange(imports_, {}))
        text += "event: import_progress\ndata: " + json::serialize(said) + "\n\n";
    for (auto& stream : streams_) stream->mention(text);
}

void EventHub::forget_ended(Counters& counters) {
    std::erase_if(streams_, [](const auto& stream) { return stream->ended(); });
    counters.streams = streams_.size();
}

void EventHub::open(const Context& context, const CallPtr& call, std::int64_t after) {
    forget_ended(context.counters);
    if (streams_.size() >= context.options.limits.streams_max)
        return call->respond(problem(503, "too many event streams are open"));
    auto stream = std::make_shared<Stream>(context, *call->caller, after);
    streams_.push_back(stream);
    Response out;
    out.content_type = "text/event-stream";
    out.with("X-Accel-Buffering", "no");  // a proxy in front passes each event on at once
    out.stream = [stream](std::shared_ptr<http::Outflow> flow) { stream->start(std::move(flow)); };
    call->respond(std::move(out));
}

void EventHub::stop() {
    for (auto& stream : streams_) stream->end();
    streams_.clear();
}

void get_events(Context& context, const CallPtr& call) {
    std::int64_t after = context.events.newest();
    std::string_view last = call->request.header("last-event-id");
    if (last.empty()) last = call->request.query_value("after");
    if (!last.empty()) {
        auto read = std::from_chars(last.data(), last.data() + last.size(), after);
        if (read.ec != std::errc() || read.ptr != last.data() + last.size() || after < 0)
            return call->respond(problem(Error{ErrorCode::invalid, "must be the number of an entry", "Last-Event-ID"}));
    }
    context.events.open(context, call, after);
}

}  // namespace breachd::api
