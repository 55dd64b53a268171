// A list on its way in: takes the bytes of a body, from the client or from a page of a source, and answers the call
// once. Net thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "api/context.hpp"
#include "ingest/people/subjects.hpp"

namespace breachd::api {

struct ImportWanted {
    ingest::SubjectFormat format = ingest::SubjectFormat::csv;
    bool check = false;   // the list is looked at and nothing of it stays
    bool strict = false;  // all of it or nothing
    bool again = false;   // though it was imported already
    ingest::ListOptions options;
};

// What the query of the call asks for, but for the format.
Result<ImportWanted> import_wanted(const http::Request& request);

class ImportSink : public BodySink {
  public:
    virtual void fail(Response why) = 0;  // the list does not come: nothing of it stays
    virtual bool over() const = 0;        // answered, or the client has left
};

// `bytes`: how long the list is; none: nobody knows yet.
std::shared_ptr<ImportSink> make_import(Context& context, CallPtr call, const ImportWanted& wanted,
                                        std::optional<std::int64_t> bytes);

}  // namespace breachd::api
