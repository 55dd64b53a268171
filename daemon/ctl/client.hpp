// One HTTP connection to the daemon, as the person whose token it carries. Hides cpp-httplib, of which only the client
// is used here. Not thread-safe. Never prints or keeps a token anywhere else.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/percent.hpp"
#include "base/result.hpp"

namespace breachd::ctl {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method = "GET";
    std::string path;  // with its query
    std::string body;
    std::string content_type = "application/json";
    Headers headers;
    int patience_s = 120;  // for the answer
};

struct Answer {
    int status = 0;
    std::string body;
    std::string content_type;
    std::string etag;  // without quotes
    std::string date;  // the daemon's own clock, as it says it
    std::string from;  // the address that was asked, without its query
    std::string next;  // "?cursor=…" of a table that goes on (Link, RFC 8288); "" when it ends

    bool ok() const { return status >= 200 && status < 300; }
    // An error when it is no JSON: whatever answered there (a proxy, another program), it was not the daemon.
    Result<json::value> parsed() const;
};

using Queries = std::vector<std::pair<std::string, std::string>>;

class Client {
  public:
    // `token` may be empty (health, public pages, signed hooks). One that could not be read is an error of the first
    // call, so that commands which call nobody work without it.
    Client(std::string server, Result<std::string> token, std::string ca_file = {});
    ~Client();
    Client(Client&&) noexcept;

    // Headers every request carries (Idempotency-Key, If-Match).
    void always(std::string name, std::string value);

    // Another connection to the same server in the same name.
    Client another() const;
    // Reads an answer that has no end, part by part, until end_stream(), which another thread may call.
    Result<void> stream(const std::string& path, const std::function<void(std::string_view)>& part);
    void end_stream();

    // Any status is an answer; an error means that none came.
    Result<Answer> ask(const Request& request);
    // A status of 400 or more is an error too: the problem document as sentences.
    Result<Answer> call(const Request& request);

    // A call whose answer is JSON.
    Result<json::value> value_of(const Request& request);
    Result<json::value> get(const std::string& path);
    Result<json::value> post(const std::string& path, const json::value& body);
    // All items of a list, slice after slice: a person or script that lists wants the list.
    Result<json::array> items(const std::string& path, Queries queries = {});

    const std::string& server() const { return server_; }
    // The last answer was 202: recorded, and a second person must do the same.
    bool waits_for_another() const { return waits_; }

  private:
    struct Http;
    Result<void> connect();
    std::string server_;
    Result<std::string> token_;
    std::string ca_file_;
    Headers always_;
    bool waits_ = false;
    std::unique_ptr<Http> http_;
};

// "vi / en" of an English sentence that the tables of words know; another one as it is.
std::string both_languages(const std::string& english);

// The problem document (RFC 9457) as a person reads it, one line a fault.
std::string problem_text(const Answer& answer);

// "?a=1&b=2" of the pairs whose value is not empty; "" when none is.
std::string query(const Queries& pairs);

}  // namespace breachd::ctl
