// What an HTTP answer means when the provider says nothing more exact: shared by the providers that speak HTTP. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>

#include "notifiers/notifier.hpp"

namespace breachd {

// Retry-After, in seconds or as a date, which is taken against the same answer's Date: our clock may differ from
// theirs. None beyond a day: then the run's own plan decides.
std::optional<Duration> retry_after(const HttpAnswer& answer);

// Of an answer that is no success: not sent: later, the channel; lost: unknown; 400, 413, 422: this recipient; 408,
// 425, 429: later, the destination; 500, 502, 504: later, and unclear (gateways stumble over one message); all others:
// later, the channel (address, credentials, an outage).
Outcome outcome_of_failure(const HttpAnswer& answer);

inline bool is_success(const HttpAnswer& answer) {
    return answer.transport == Transport::answered && answer.status >= 200 && answer.status < 300;
}

// Of a probe: whoever answers is there. 401, 403 and 407 are refusals of us, 5xx is no service; every other status
// (also 404 and 405, which many receivers give to anything but a POST) proves name, route, TLS and HTTP.
ProbeResult probe_of_answer(const HttpAnswer& answer);

// An id in an answer, whether it is written as a text or as a number; "": there is none.
std::string id_member(const json::object& in, std::string_view name);

// One line of a provider's table of answers: what its own word, or number, means.
template <class Word>
struct AnswerRow {
    Word word;
    SendResult result;
    Blame blame;
    Cause cause;
};

// Null: the table does not know it.
template <class Word, std::size_t Size, class Said>
const AnswerRow<Word>* row_of(const AnswerRow<Word> (&rows)[Size], const Said& said) {
    const auto* row =
        std::find_if(std::begin(rows), std::end(rows), [&](const auto& each) { return each.word == said; });
    return row == std::end(rows) ? nullptr : row;
}

}  // namespace breachd
