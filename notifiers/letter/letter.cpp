#include "notifiers/letter/letter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "core/telling/addressed_notice.hpp"
#include "core/words/words.hpp"
#include "notifiers/drill_mark.hpp"
#include "notifiers/durable_file.hpp"
#include "report/letter.hpp"

namespace breachd {

namespace {

constexpr unsigned kMode = 0640;          // a printer's group may read them
constexpr std::size_t kLineLetters = 38;  // what one line of the window shows in the usual type
constexpr std::size_t kReturnBytesMax = 160;

std::shared_ptr<const ProviderConfig> read_keys(Keys& keys) {
    auto own = std::make_shared<LetterConfig>();
    keys.need("directory");
    keys.path("directory", own->directory);
    keys.need("return_address");
    keys.text("return_address", own->return_address);
    own->return_address = clean_line(own->return_address, 4 * kReturnBytesMax);
    if (own->return_address.size() > kReturnBytesMax)
        keys.error("return_address is longer than the 160 bytes that stand above an address");
    return own;
}

std::size_t letters_in(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// The first line of the window; "": the letter goes to the address alone.
std::string name_line(const Message& message) {
    const auto& name = message.to_name.reveal();
    auto guardian = capitalised(addressee("", message.guardian_of.reveal(), message.language));
    return clean_line(name.empty() ? guardian : name, 200);
}

report::PaperLetter paper_of(const Message& message, const LetterConfig& own, bool drill) {
    report::PaperLetter out;
    out.sender = own.return_address;
    out.address = address_lines(message.to.reveal());
    if (auto name = name_line(message); !name.empty()) out.address.insert(out.address.begin(), name);
    out.date = report::letter_date(message.at, message.language);
    out.code = message.reference;
    out.subject = message.subject;
    out.text = message.text.reveal();
    out.language = message.language;
    out.drill = drill;
    out.at = message.at;
    if (drill) {
        out.subject = with_drill_mark(out.subject);
        out.text = with_drill_mark(out.text, "\n\n");
    }
    return out;
}

struct Place {
    std::string directory, file;
    int number = 0;
};

Place place_of(const Message& message, const LetterConfig& own) {
    auto incident = message.incident.empty() ? std::string("daemon") : safe_file_name(message.incident);
    const auto* batch = message.data.if_contains("batch");
    const auto* number = message.data.if_contains("batch_number");
    if (batch == nullptr || number == nullptr || !batch->is_string() || !number->is_int64())
        return {fmt::format("{}/{}/alone", own.directory, incident), safe_file_name(message.key) + ".pdf", 0};
    return {fmt::format("{}/{}/{}", own.directory, incident, safe_file_name(batch->get_string())),
            fmt::format("{:05}.pdf", number->get_int64()), static_cast<int>(number->get_int64())};
}

constexpr const char* kTable = "batch.csv";

}  // namespace

Provider letter_provider() {
    Traits traits;
    traits.idempotent = true;
    traits.by_post = true;
    traits.probe = ProbeKind::file_written;
    traits.network = false;
    auto kinds = bit(ContactKind::postal_address);
    return {"letter", 0, kinds, kinds, traits, read_keys, make_notifier<BlockingNotifier, LetterNotifier>};
}

std::vector<std::string> address_lines(std::string_view address) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= address.size();) {
        auto end = std::min(address.find_first_of(",;\r\n", at), address.size());
        if (auto part = clean_line(address.substr(at, end - at), 400); !part.empty()) parts.push_back(std::move(part));
        at = end + 1;
    }
    std::vector<std::string> lines;
    for (auto& part : parts) {
        bool joins = !lines.empty() && letters_in(lines.back()) + 2 + letters_in(part) <= kLineLetters;
        if (joins || lines.size() == kAddressLinesMax)
            lines.back() += ", " + part;
        else
            lines.push_back(std::move(part));
    }
    return lines;
}

LetterNotifier::LetterNotifier(const Channel& channel, bool drill)
    : own_(own_config<LetterConfig>(channel)), drill_(drill), tables_(kMode) {}

Result<void> LetterNotifier::check(const Message& message) const {
    if (message.key.empty()) return Error{ErrorCode::unprocessable, "no key", ""};
    if (message.to.reveal().empty()) return Error{ErrorCode::unprocessable, "no address", ""};
    return report::fits_window(paper_of(message, own_, drill_));
}

// The letter first: what stands in the table is there.
Outcome LetterNotifier::send(const Message& message) {
    auto letter = paper_of(message, own_, drill_);
    auto printed = report::print_letter(letter);
    if (!printed) return {SendResult::retry, Blame::channel, "pdf", Cause::file_not_written, "", {}};
    auto place = place_of(message, own_);
    bool named = !name_line(message).empty();
    BatchRow row{place.number, named ? letter.address.front() : "", {}, printed->pages, place.file};
    row.address.assign(letter.address.begin() + (named ? 1 : 0), letter.address.end());
    auto written = write_file_durably(place.directory + "/" + place.file, printed->pdf, kMode);
    if (written) written = tables_.add(place.directory + "/" + kTable, row);
    if (!written) return {SendResult::retry, Blame::channel, "file", Cause::file_not_written, "", {}};
    return {SendResult::accepted, Blame::none, "file", Cause::none, "", {}};
}

ProbeResult LetterNotifier::probe() {
    if (!try_directory(own_.directory, kMode)) return {false, "file", Cause::file_not_written};
    return {true, "file", Cause::none};
}

}  // namespace breachd
