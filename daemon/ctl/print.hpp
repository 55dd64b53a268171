// What people read on a terminal: aligned tables, JSON members as text, moments with Vietnamese time first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "ctl/command.hpp"

namespace breachd::ctl {

// Rows of cells under a head, columns as wide as their widest cell (counted in letters, not bytes).
class Table {
  public:
    explicit Table(std::vector<std::string> head) { rows_.push_back(std::move(head)); }
    void row(std::vector<std::string> cells);
    std::string text() const;
    bool empty() const { return rows_.size() == 1; }

  private:
    std::vector<std::vector<std::string>> rows_;
};

// Letters of a UTF-8 text (our texts are NFC, one column a letter).
std::size_t letters(std::string_view text);

// A value as people read it: "a, b" of a list, "name: a; line: 2" of an object; numbers in their JSON form.
std::string text_of(const json::value& in);
// A member as text, null and absent as `otherwise`. `path`: "a.b".
std::string text_at(const json::value& in, std::string_view path, std::string otherwise = {});
std::int64_t number_at(const json::value& in, std::string_view path);  // 0 when it is none
// A member that is an array; empty when it is not.
const json::array& array_at(const json::value& in, std::string_view path);
const json::value* find_at(const json::value& in, std::string_view path);
// Both point into `in`, which must outlive them.
const json::array& array_at(json::value&& in, std::string_view path) = delete;
const json::value* find_at(json::value&& in, std::string_view path) = delete;

// "2026-11-23 17:30:05 +07:00" of a member that holds an RFC 3339 time, `-` when there is none.
std::string local_at(const json::value& in, std::string_view path);
// "17 giờ 30 phút ngày 23/11/2026 · 2026-11-23T10:30:00Z"
std::string both_times(const std::string& rfc3339);

// A content item that the draft of a notice lacks, as one line.
std::string missing_line(const json::value& item);

// What a channel said of a test message; an error when it did not take it.
Result<void> show_test(const Context& context, const Result<json::value>& answer, const std::string& channel);

// The only ways to the terminal: titles, notes and names of strangers are in what is said, so control characters are
// spelled out here.
void say(std::string_view text);            // standard output, with a line end
void complain(std::string_view text);       // standard error, with a line end
void print_json(const json::value& value);  // one line, as `-o json` prints

// Into this file, `-` is standard output; says what was written.
Result<void> save_as(const Context& context, const std::string& file, std::string_view bytes, unsigned mode = 0644);

// An answer as the command line asks for it: as JSON, or as text.
template <class Value>
Result<void> show_answer(const Context& context, const Result<Value>& answer, std::string (*text)(const Value&)) {
    if (answer && !context.globals.json && context.client.waits_for_another())
        say("ĐÃ GHI NHẬN, CHƯA CÓ HIỆU LỰC: người thứ hai phải gọi lại chính lệnh này bằng mã truy cập của họ / "
            "RECORDED, NOT IN FORCE: a second person must give the same command, with a token of their own\n");
    if (!answer) return answer.error();
    if (context.globals.json)
        print_json(*answer);
    else
        say(text(*answer));
    return {};
}

}  // namespace breachd::ctl
