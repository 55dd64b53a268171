#include "api/views/list_body.hpp"

#include <utility>

namespace breachd::api {

namespace {

constexpr std::size_t kHeadBytes = 4;

}  // namespace

void ListBody::begin(std::vector<Subject>& out) {
    begun_ = true;
    auto head = std::exchange(head_, {});
    if (format_ != ingest::SubjectFormat::csv || !ingest::is_workbook(head)) return reader_->feed(head, out);
    reader_.emplace(ingest::SubjectFormat::rows, options_);
    workbook_ = std::make_unique<ingest::WorkbookReader>(*reader_);
    workbook_->feed(head);
}

void ListBody::feed(std::string_view bytes, std::vector<Subject>& out) {
    if (workbook_) return workbook_->feed(bytes);
    if (begun_) return reader_->feed(bytes, out);
    head_ += bytes;
    if (head_.size() >= kHeadBytes) begin(out);
}

bool ListBody::pull(std::vector<Subject>& out) {
    if (!begun_) begin(out);
    if (workbook_ && workbook_->step(out)) return true;
    reader_->finish(out);
    return false;
}

}  // namespace breachd::api
