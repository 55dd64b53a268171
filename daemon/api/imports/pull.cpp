// POST …/subjects/import: a list that an endpoint of the organisation hands out in pages.
//
//   ask ─▶ services.fetch_list (delivery's thread) ─▶ page ─▶ ImportSink.piece ─▶ ask for the next … ─▶ finish
//
// A page is asked for when the one before is with the engine: memory holds one. What goes wrong ends the import, and
// the answer names the page and the cause. The import goes on when the caller leaves.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "api/access/front_door.hpp"
#include "api/imports/sink.hpp"
#include "api/routes/handlers.hpp"
#include "core/telling/list_page.hpp"
#include "http/json_body.hpp"
#include "ingest/people/list_pages.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kParameterBytesMax = 256;

using Parameters = std::vector<std::pair<std::string, std::string>>;

class Pull : public std::enable_shared_from_this<Pull> {
  public:
    Pull(Context& context, ListSource source, Parameters parameters, std::shared_ptr<ImportSink> sink)
        : context_(context),
          source_(std::move(source)),
          parameters_(std::move(parameters)),
          sink_(std::move(sink)),
          pages_(source_.format, source_.items, source_.next),
          began_(context.steady()) {}

    void ask(const std::string& before, const std::string& next) {
        ++page_;
        if (page_ > source_.pages_max) return stop(fmt::format("is one more than pages_max, {}", source_.pages_max));
        if (context_.steady() - began_ > source_.patience) return stop("was not asked: `patience` is over");
        ListAsk ask{source_, before.empty() ? std::move(parameters_) : Parameters(), before, next};
        auto take = [self = shared_from_this(), loop = context_.loop](Result<ListPage> page) {
            loop->post([self, page = std::move(page)]() mutable { self->take(std::move(page)); });
        };
        if (!context_.services.fetch_list || !context_.services.fetch_list(std::move(ask), std::move(take)))
            sink_->fail(problem(Error{ErrorCode::unavailable, "too many lists are being fetched; try again", ""}));
    }

  private:
    void take(Result<ListPage> page) {
        if (sink_->over()) return;
        if (!page) return stop(page.error().message);
        bytes_ += page->body.size();
        if (bytes_ > source_.bytes_max) return stop(fmt::format("goes beyond bytes_max, {}", source_.bytes_max));
        if (!seen_.insert(page->url).second) return stop("was read already: the pages go round");
        auto slice = pages_.take(std::move(page->body), page->link);
        if (!slice) return stop(slice.error().message);
        sink_->piece(std::move(slice->bytes),
                     [self = shared_from_this(), loop = context_.loop, url = page->url, next = slice->next] {
                         loop->post([self, url, next] { self->go_on(url, next); });
                     });
    }

    void go_on(const std::string& url, const std::string& next) {
        if (sink_->over()) return;
        next.empty() ? sink_->finish() : ask(url, next);
    }

    void stop(const std::string& why) {
        sink_->fail(
            problem(Error{ErrorCode::failed, fmt::format("page {} of list {}: {}", page_, source_.name, why), ""}));
    }

    Context& context_;
    ListSource source_;
    Parameters parameters_;
    std::shared_ptr<ImportSink> sink_;
    ingest::ListPages pages_;
    std::chrono::nanoseconds began_;
    std::int64_t page_ = 0;
    std::size_t bytes_ = 0;
    std::set<std::string> seen_;
};

Result<Parameters> parameters_of(const ListSource& source, const json::object& given) {
    Parameters out;
    for (const auto& member : given) {
        std::string name(member.key());
        if (std::find(source.parameters.begin(), source.parameters.end(), name) == source.parameters.end())
            return Error{ErrorCode::unprocessable, "the configuration does not let this list take such a parameter",
                         "/parameters"};
        if (!member.value().is_string() || member.value().get_string().size() > kParameterBytesMax)
            return Error{ErrorCode::unprocessable, "must be a text of at most 256 bytes", "/parameters"};
        out.emplace_back(std::move(name), member.value().get_string());
    }
    return out;
}

}  // namespace

void import_from(Context& context, const CallPtr& call) {
    auto wanted = import_wanted(call->request);
    if (!wanted) return call->respond(problem(wanted.error()));
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    http::Members members(std::move(*body));
    auto name = members.needed("from");
    auto given = members.object("parameters");
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    const auto& sources = context.options.list_sources;
    auto source = std::find_if(sources.begin(), sources.end(), [&](const auto& each) { return each.name == name; });
    if (source == sources.end())
        return call->respond(problem(Error{ErrorCode::unprocessable, "the configuration names no such list", "/from"}));
    auto parameters = parameters_of(*source, given);
    if (!parameters) return call->respond(problem(parameters.error()));
    wanted->format = source->format == ListFormat::csv ? ingest::SubjectFormat::csv : ingest::SubjectFormat::ndjson;
    auto sink = make_import(context, call, *wanted, std::nullopt);
    std::make_shared<Pull>(context, *source, std::move(*parameters), std::move(sink))->ask("", "");
}

}  // namespace breachd::api
