#include "delivery/list_fetcher.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/percent.hpp"
#include "base/text.hpp"
#include "core/words/causes.hpp"
#include "delivery/http_loop.hpp"

namespace breachd::delivery {

namespace {

Error refused(std::string what) { return {ErrorCode::failed, std::move(what), ""}; }

struct Address {
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts{curl_url(), &curl_url_cleanup};

    bool set(const std::string& text) { return curl_url_set(parts.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK; }
    std::string get(CURLUPart part, unsigned flags = 0) const {
        char* text = nullptr;
        if (curl_url_get(parts.get(), part, &text, flags) != CURLUE_OK) return "";
        std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
        return text;
    }
    std::string origin() const {
        return get(CURLUPART_SCHEME) + "://" + lower(get(CURLUPART_HOST)) + ":" +
               get(CURLUPART_PORT, CURLU_DEFAULT_PORT);
    }
};

std::string first_address(const ListAsk& ask) {
    auto out = ask.source.url;
    for (const auto& [name, value] : ask.parameters)
        out += (out.find('?') == std::string::npos ? "?" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
    return out;
}

bool for_a_while(int status) { return status == 408 || status == 429 || status >= 500; }

}  // namespace

Result<std::string> next_address(const std::string& base, const std::string& reference) {
    Address from, to;
    if (!from.set(base) || !to.set(base) || !to.set(reference)) return refused("names no address as the next page");
    if (!to.get(CURLUPART_USER).empty() || !to.get(CURLUPART_PASSWORD).empty() || from.origin() != to.origin())
        return refused("names a next page at another origin: it is not asked");
    return to.get(CURLUPART_URL);
}

ListFetcher::ListFetcher(Duration first_pause) : first_pause_(first_pause), thread_([this] { run(); }) {}

ListFetcher::~ListFetcher() {
    stop();
    thread_.join();
}

bool ListFetcher::submit(ListAsk ask, Done done) { return jobs_.try_push({std::move(ask), std::move(done)}); }

void ListFetcher::stop() {
    stopping_.close();
    jobs_.close();
}

void ListFetcher::run() {
    for (;;) {
        auto taken = jobs_.take(1, std::chrono::seconds{30});
        if (taken.empty() && jobs_.closed()) return;
        for (const auto& job : taken) job.done(fetch(job.ask));
    }
}

Result<ListPage> ListFetcher::fetch(const ListAsk& ask) {
    auto url = ask.before.empty() ? Result<std::string>(first_address(ask)) : next_address(ask.before, ask.next);
    if (!url) return url.error();
    auto pause = first_pause_;
    for (int attempt = 1;; ++attempt) {
        if (stopping_.closed()) return refused("the daemon is stopping");
        bool again = false;
        auto page = fetch_once(ask, *url, again);
        if (page || !again || attempt == kListTries || stopping_.closed()) return page;
        (void)stopping_.take(1, pause);
        pause *= 3;
    }
}

Result<ListPage> ListFetcher::fetch_once(const ListAsk& ask, const std::string& url, bool& again) {
    HttpRequest request;
    request.method = "GET";
    request.url = url;
    if (!ask.source.bearer.empty()) request.headers.emplace_back("Authorization", "Bearer " + ask.source.bearer);
    request.headers.emplace_back("Accept", ask.source.format == ListFormat::csv    ? "text/csv"
                                           : ask.source.format == ListFormat::json ? "application/json"
                                                                                   : "application/x-ndjson");
    request.timeout = ask.source.timeout;
    request.ca_file = ask.source.ca_file;
    // One byte more: an answer that is cut off at the limit is no page.
    auto answer =
        HttpLoop::fetch(std::move(request), ask.source.page_bytes_max + 1, [this] { return stopping_.closed(); });
    again = answer.transport != Transport::answered || for_a_while(answer.status);
    if (answer.transport != Transport::answered)
        return refused(fmt::format("did not come: {}", words::cause(answer.cause, "en")));
    if (answer.status != 200) return refused(fmt::format("was answered with status {}", answer.status));
    if (answer.body.size() > ask.source.page_bytes_max)
        return refused(fmt::format("is longer than page_bytes_max, {} bytes", ask.source.page_bytes_max));
    return ListPage{url, answer.headers["link"], std::move(answer.body)};
}

}  // namespace breachd::delivery
