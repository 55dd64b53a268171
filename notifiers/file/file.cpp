#include "notifiers/file/file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.hpp"
#include "notifiers/drill_mark.hpp"
#include "notifiers/durable_file.hpp"

namespace breachd {

namespace {

// Keys and ids are ours, but a file name must not depend on that.
std::string safe_name(std::string_view text) {
    std::string out(text.substr(0, 180));
    std::replace_if(
        out.begin(), out.end(),
        [](char c) { return !std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_'; }, '_');
    return out;
}

constexpr std::string_view kProbeFile = ".channel-check";

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
    auto folder = message.incident.empty() ? std::string("daemon") : safe_name(message.incident);
    auto path = fmt::format("{}/{}/{}.txt", own_.directory, folder, safe_name(message.key));
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
    auto path = fmt::format("{}/{}", own_.directory, kProbeFile);
    auto written = write_file_durably(path, "", 0600);
    if (!written) return {false, "file", Cause::file_not_written};
    ::unlink(path.c_str());
    return {true, "file", Cause::none};
}

}  // namespace breachd
