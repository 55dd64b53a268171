// Names, addresses and facts with tricks in them, taken the whole way: list, letter, mail, text message, provider,
// table. None gets through to a wire, and every value that is refused names its line.
#include <algorithm>
#include <map>
#include <set>

#include "api/views/csv.hpp"
#include "base/utf8.hpp"
#include "core/telling/addressed_notice.hpp"
#include "ingest/people/subjects.hpp"
#include "notifiers/esms/esms.hpp"
#include "notifiers/smtp/envelope.hpp"
#include "notifiers/smtp/message.hpp"
#include "notifiers/zalo/zalo.hpp"
#include "testkit/catch.hpp"
#include "unit/notifiers/provider_sample.hpp"
#include "unit/wires/tricks.hpp"

using namespace breachd;

namespace {

constexpr const char* kCode = "MA7XCODE";
constexpr std::size_t kShortBytes = 140;  // of a text message: every provider takes as much

// For a failure's report: bytes that are no letters as their numbers, and not 10 kB of them.
std::string shown(std::string_view trick) {
    std::string out;
    for (char c : trick.substr(0, 60)) {
        auto byte = static_cast<unsigned char>(c);
        out += byte >= 0x20 && byte < 0x7f ? std::string(1, c) : "<" + std::to_string(byte) + ">";
    }
    return out;
}

bool has_control(std::string_view text, std::string_view but = "") {
    return std::any_of(text.begin(), text.end(), [&](char c) {
        auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 || byte == 0x7f) && but.find(c) == but.npos;
    });
}

// Characters that turn or break the line for a reader, or that only hide.
bool has_turn(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        at += bytes;
        bool turns = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x2028 ||
                     code == 0x2029 || code == 0x85;
        if (turns) return true;
    }
    return false;
}

// A cell of nothing that is seen is an empty cell.
bool is_seen(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        at += std::max<std::size_t>(bytes, 1);
        bool hidden = code == 0xad || code == 0xfeff || code <= 0x20 || (code >= 0x200b && code <= 0x200f) ||
                      (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f);
        if (bytes == 0 || !hidden) return true;
    }
    return false;
}

std::string quoted(std::string_view value) {
    std::string out = "\"";
    for (char c : value) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

struct Row {
    std::vector<Subject> people;
    std::vector<std::int64_t> named;  // lines that an error or a note speaks of
};

// A list of one row in bytes that are no text is refused as a file, at its line 1, with its encoding named.
std::int64_t first_line(std::string_view trick) { return is_utf8(trick) ? 2 : 1; }

// One line of a list with this value in that column; the header is line 1.
Row read_row(std::string_view column, std::string_view value) {
    ingest::SubjectReader reader(ingest::SubjectFormat::csv);
    Row out;
    bool is_ref = column == "subject_ref";
    auto text = "subject_ref,name,guardian_of,email,phone\n" + (is_ref ? quoted(value) : std::string("KH-1")) + "," +
                (column == "name" ? quoted(value) : "Người Thử") + "," +
                (column == "guardian_of" ? quoted(value) : "") + "," +
                (column == "email" ? quoted(value) : "an@hopthu.test") + "," +
                (column == "phone" ? quoted(value) : "+84901000003") + "\n";
    reader.feed(text, out.people);
    reader.finish(out.people);
    for (const auto& error : reader.errors()) out.named.push_back(error.line);
    for (const auto& note : reader.take_notes())
        if (note.rejected) out.named.push_back(note.line);
    return out;
}

Message letter_to(const Subject& person) {
    NoticeText text{"Thông báo cho {{name}}", "Kính gửi {{name}},\n\nDữ liệu bị lộ.\n", "Vi Du gui {{name}}"};
    auto made = address_notice(text, "vi", person.name.reveal(), kCode, false, person.guardian_of.reveal());
    Message out;
    out.key = "INC-2026-0001-1-kenh-v1";
    out.kind = "notice";
    out.to_name = person.name;
    out.guardian_of = person.guardian_of;
    out.reference = kCode;
    out.subject = made.subject;
    out.text = Pii(made.text);
    out.html = Pii(made.html);
    out.short_text = Pii(made.short_text);
    out.at = instant_from_ms(1'700'000'000'000);
    return out;
}

// Every line of the head is one that we write, or the rest of the one before.
void check_head(const std::string& mail) {
    static const std::set<std::string> kOurs{"From",
                                             "To",
                                             "Subject",
                                             "Date",
                                             "Message-ID",
                                             "MIME-Version",
                                             "Auto-Submitted",
                                             "Reply-To",
                                             "Content-Type",
                                             "Content-Language",
                                             "X-Auto-Response-Suppress"};
    auto head = mail.substr(0, mail.find("\r\n\r\n"));
    std::map<std::string, int> seen;
    for (std::size_t at = 0; at < head.size();) {
        auto end = std::min(head.find("\r\n", at), head.size());
        auto line = head.substr(at, end - at);
        at = end + 2;
        REQUIRE_FALSE(has_control(line));
        REQUIRE(line.size() < 998);
        if (line.starts_with(' ')) continue;
        auto name = line.substr(0, line.find(':'));
        REQUIRE(kOurs.contains(name));
        REQUIRE(++seen[name] == 1);
    }
}

void check_letter(Message message) {
    // No value is a template: the code stands nowhere, because the texts do not ask for it.
    for (const std::string* text :
         {static_cast<const std::string*>(&message.subject), &message.text.reveal(), &message.short_text.reveal()}) {
        REQUIRE(text->find(kCode) == std::string::npos);
        REQUIRE(is_utf8(*text));
        REQUIRE_FALSE(has_turn(*text));
    }
    REQUIRE(message.html.reveal().find("<script") == std::string::npos);
    REQUIRE(message.html.reveal().find("<img") == std::string::npos);
    REQUIRE_FALSE(has_control(message.subject));
    check_head(build_mail(message, "thongbao@vidu.test", "an@hopthu.test", false, {message.to_name.reveal(), ""}));
}

void check_text_message(const EsmsNotifier& esms, Message message) {
    message.to = Pii(std::string("+84901000003"));
    auto request = esms.build(std::span(&message, 1));
    if (!request) {  // a text longer than the provider takes is refused as it is
        REQUIRE(message.short_text.reveal().size() > kShortBytes);
        return;
    }
    auto body = object_in(request->body);
    REQUIRE(body.at("Phone") == "84901000003");
    std::string content(body.at("Content").as_string());
    REQUIRE_FALSE(has_control(content));
    REQUIRE_FALSE(has_turn(content));
    static const std::size_t kMembers = body.size();
    REQUIRE(body.size() == kMembers);
    for (const auto& [name, value] : request->headers) REQUIRE_FALSE(has_control(value));
}

void check_zalo(const ZaloNotifier& zalo, Message message) {
    message.to = Pii(std::string("+84901000003"));
    auto request = zalo.build(std::span(&message, 1));
    if (!request) return;  // a parameter that is too long is refused as it is
    auto data = object_in(request->body).at("template_data").as_object();
    REQUIRE(data.size() == 2);
    for (const auto& member : data) REQUIRE_FALSE(has_control(std::string(member.value().as_string())));
}

}  // namespace

TEST_CASE("no name, and no child's, gets more through to a wire than a name, one that cannot be used names its line") {
    const std::string column = GENERATE("name", "guardian_of");
    EsmsNotifier esms(sample_channel(esms_provider(), {{"api_key", "a"}, {"secret_key", "b"}, {"brandname", "VIDU"}}),
                      false);
    ZaloNotifier zalo(sample_channel(zalo_provider(), {{"app_id", "4711"},
                                                       {"app_secret", "a"},
                                                       {"refresh_token", "b"},
                                                       {"template_id", "643118"},
                                                       {"parameters", "ten: {name}\nnoi_dung: {text}"}}),
                      false);
    std::size_t taken = 0, refused = 0;
    for (const auto& trick : tricks("Lê Ba")) {
        INFO(shown(trick));
        auto row = read_row(column, trick);
        if (row.people.empty()) REQUIRE_FALSE(row.named.empty());
        for (auto line : row.named) REQUIRE(line >= first_line(trick));
        row.named.empty() ? ++taken : ++refused;
        for (const auto& person : row.people) {
            bool kept = column == "name" || !person.guardian_of.reveal().empty();
            bool nobody = !is_seen(trick) || ingest::is_placeholder(trick);
            REQUIRE((kept || nobody || !row.named.empty()));
            auto letter = letter_to(person);
            check_letter(letter);
            check_text_message(esms, letter);
            check_zalo(zalo, letter);
        }
    }
    CHECK(taken > 100);
    CHECK(refused > 0);
}

TEST_CASE("no address is more than one address on the wire, and one that is none names its line") {
    std::size_t refused = 0;
    for (const char* column : {"email", "phone"})
        for (const auto& trick : tricks(column == std::string("email") ? "an@hopthu.test" : "0901000003")) {
            INFO(column << " " << shown(trick));
            auto row = read_row(column, trick);
            bool all = !row.people.empty();
            for (auto line : row.named) REQUIRE(line >= first_line(trick));
            refused += !row.named.empty();
            for (const auto& person : row.people) {
                auto phone = person.address(ContactKind::phone).reveal();
                REQUIRE(phone.find_first_not_of("+0123456789") == std::string::npos);
                auto email = person.address(ContactKind::email).reveal();
                bool whole = !email.empty() && !phone.empty();
                bool nobody = !is_seen(trick) || ingest::is_placeholder(trick);
                if (!whole) REQUIRE((!row.named.empty() || nobody));
                if (email.empty()) continue;
                auto to = mail_address(email);
                if (!to) continue;  // refused before a word of it is said
                Mail mail;
                mail.to = to->text;
                auto command = rcpt_command(mail, {});
                REQUIRE(std::count(command.begin(), command.end(), '\n') == 1);
                REQUIRE(std::count(command.begin(), command.end(), '>') == 1);
                REQUIRE_FALSE(has_control(command, "\r\n"));
            }
            if (!all) REQUIRE_FALSE(row.named.empty());
        }
    CHECK(refused > 300);
}

TEST_CASE("a fact with tricks in it is a text in the letter, and no head, no markup and no template") {
    for (const auto& trick : tricks("tài khoản bị chiếm")) {
        INFO(shown(trick));
        auto typed = printable(trick).text;  // as the console and the API take it
        NoticeText text{"Thông báo", "Kính gửi {{name}},\n\n" + typed + "\n", "Vi Du: " + clean_line(typed, 200)};
        auto made = address_notice(text, "vi", "Lê Ba", "", false);
        Message message;
        message.subject = made.subject;
        message.text = Pii(made.text);
        message.html = Pii(made.html);
        REQUIRE(message.html.reveal().find("<script") == std::string::npos);
        REQUIRE(message.html.reveal().find("<img") == std::string::npos);
        REQUIRE_FALSE(has_control(made.text, "\n\t"));
        REQUIRE_FALSE(has_control(made.short_text));
        check_head(build_mail(message, "thongbao@vidu.test", "an@hopthu.test", false));
    }
}

TEST_CASE("no reference and no text makes a formula, a cell or a row of its own in a table") {
    std::size_t kept = 0;
    for (const auto& trick : tricks("KH-0001")) {
        INFO(shown(trick));
        auto row = read_row("subject_ref", trick);
        if (row.people.empty()) REQUIRE_FALSE(row.named.empty());
        for (const auto& person : row.people) {
            auto ref = person.subject_ref.reveal();
            REQUIRE_FALSE(has_control(ref));
            ++kept;
        }
        // Whatever stands in a cell, also one that no list would have let in.
        auto value = valid_utf8(trick);
        auto table = api::csv_text({json::object{{"a", value}, {"b", "x"}}}, {"a", "b"});
        auto line = table.substr(table.find("\r\n") + 2);
        auto first = line.starts_with('"') ? line[1] : line[0];
        REQUIRE(std::string_view("=+-@\t\r").find(first) == std::string_view::npos);
        bool open = false;
        int rows = 0;
        for (std::size_t at = 0; at < line.size(); ++at) {
            if (line[at] == '"') open = !open;
            if (!open && line[at] == '\n') ++rows;
        }
        REQUIRE_FALSE(open);
        REQUIRE(rows == 1);
    }
    CHECK(kept > 100);
}

TEST_CASE("there are two thousand of them") {
    CHECK(3 * tricks("Lê Ba").size() + 2 * tricks("an@hopthu.test").size() + tricks("KH-0001").size() >= 2'000);
}
