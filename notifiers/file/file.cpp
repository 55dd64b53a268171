#include "notifiers/file/file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "notifiers/drill_mark.hpp"
#include "notifiers/durable_file.hpp"

namespace breachd {

namespace {

std::shared_ptr<const ProviderConfig> read_keys(Keys& keys) {
    auto own = std::make_shared<FileConfig>();
    keys.need("directory");
    keys.path("directory", own->directory);
    return own;
}

}  // namespace

Provider file_provider() {
    Traits traits;
    traits.idempotent = true;
    traits.says_delivered = true;
    traits.probe = ProbeKind::file_written;
    traits.network = false;
    return {"file",
            bit(ContactKind::person),
            imported_kinds(),
            imported_kinds(),
            traits,
            read_keys,
            make_notifier<BlockingNotifier, FileNotifier>};
}

Result<void> FileNotifier::check(const Message& message) const {
    if (message.key.empty()) return Error{ErrorCode::unprocessable, "no key", ""};
    return {};
}

Outcome FileNotifier::send(const Message& message) {
    auto folder = message.incident.empty() ? std::string("daemon") : safe_file_name(message.incident);
    auto path = fmt::format("{}/{}/{}.txt", own_.directory, folder, safe_file_name(message.key));
    // Of a letter also what a telephone would show, which is otherwise seen nowhere in a drill.
    const auto& short_text = message.short_text.reveal();
    auto tail =
        short_text.empty() || message.kind != "notice"
            ? std::string()
            : fmt::format("\n--- tin ngắn / short text ---\n{}\n", drill_ ? with_drill_mark(short_text) : short_text);
    auto text =
        fmt::format("To: {} <{}>\nSubject: {}\nDate: {}\nMessage-ID: <{}@breachd>\nContent-Language: {}\n\n{}\n{}",
                    without_controls(message.to_name.reveal()), without_controls(message.to.reveal()),
                    without_controls(drill_ ? with_drill_mark(message.subject) : message.subject),
                    format_rfc3339(message.at), without_controls(message.key), without_controls(message.language),
                    drill_ ? with_drill_mark(message.text.reveal(), "\n\n") : message.text.reveal(), tail);
    if (auto written = write_file_durably(path, text, 0600); !written)
        return {SendResult::retry, Blame::channel, "file", Cause::file_not_written, "", {}};
    return {SendResult::delivered, Blame::none, "file", Cause::none, "", {}};
}

ProbeResult FileNotifier::probe() {
    if (!try_directory(own_.directory, 0600)) return {false, "file", Cause::file_not_written};
    return {true, "file", Cause::none};
}

}  // namespace breachd
