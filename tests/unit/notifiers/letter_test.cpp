#include "notifiers/letter/letter.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

#include "notifiers/durable_file.hpp"
#include "testkit/process.hpp"
#include "unit/notifiers/provider_sample.hpp"

namespace breachd {

namespace {

using Lines = std::vector<std::string>;

Message letter(int number, const std::string& batch = "L1") {
    auto m = sample_notice("12 Nguyễn Trãi, Phường Thượng Đình, Quận Thanh Xuân, Hà Nội").front();
    m.incident = "INC-2026-0001";
    m.key = fmt::format("INC-2026-0001-{}-thu-v1", number);
    m.text = Pii<std::string>("Kính gửi Lê Ba,\n\nDữ liệu vị trí bị lộ.\n");
    if (!batch.empty()) m.data = {{"batch", batch}, {"batch_number", number}};
    return m;
}

LetterNotifier notifier(const std::string& directory, bool drill = false) {
    return LetterNotifier(sample_channel(letter_provider(),
                                         {{"directory", directory}, {"return_address", "Ví Dụ, 1 Tràng Tiền, Hà Nội"}}),
                          drill);
}

unsigned mode_of(const std::string& path) {
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    return info.st_mode & 0777;
}

}  // namespace

TEST_CASE("a letter is a PDF in its batch's directory and a row of the table beside it, written is accepted") {
    testkit::ScratchDirectory scratch;
    auto it = notifier(scratch.path());
    CHECK(it.check(letter(2)).has_value());
    CHECK(it.send(letter(2)).result == SendResult::accepted);
    CHECK(it.send(letter(1)).result == SendResult::accepted);
    auto batch = scratch / "INC-2026-0001/L1/";
    CHECK(testkit::slurp(batch + "00001.pdf").starts_with("%PDF-"));
    CHECK(mode_of(batch + "00001.pdf") == 0640);
    CHECK(mode_of(batch + "batch.csv") == 0640);
    CHECK(testkit::slurp(batch + "batch.csv") ==
          "\xEF\xBB\xBFnumber,name,address_1,address_2,address_3,address_4,address_5,pages,file\r\n"
          "1,Lê Ba,\"12 Nguyễn Trãi, Phường Thượng Đình\",\"Quận Thanh Xuân, Hà Nội\",,,,1,00001.pdf\r\n"
          "2,Lê Ba,\"12 Nguyễn Trãi, Phường Thượng Đình\",\"Quận Thanh Xuân, Hà Nội\",,,,1,00002.pdf\r\n");
    CHECK(testkit::files_below(scratch.path()).size() == 3);
}

TEST_CASE("a guardian's letter bears the guardian's name on the envelope, or says whose guardian opens it") {
    testkit::ScratchDirectory scratch;
    auto it = notifier(scratch.path());
    auto named = letter(1), nameless = letter(2);
    named.guardian_of = nameless.guardian_of = Pii<std::string>("Lê An");
    nameless.to_name = {};
    CHECK(it.check(nameless).has_value());
    it.send(named);
    it.send(nameless);
    auto table = testkit::slurp(scratch / "INC-2026-0001/L1/batch.csv");
    CHECK(table.find("1,Lê Ba,\"12 Nguyễn Trãi") != std::string::npos);
    CHECK(table.find("2,\"Cha, mẹ hoặc người giám hộ của Lê An\",\"12 Nguyễn Trãi") != std::string::npos);
}

TEST_CASE("the same letter once more is the same file and the same row, though its outcome was lost") {
    testkit::ScratchDirectory scratch;
    auto it = notifier(scratch.path());
    it.send(letter(1));
    it.send(letter(2));
    auto table = testkit::slurp(scratch / "INC-2026-0001/L1/batch.csv");
    auto pdf = testkit::slurp(scratch / "INC-2026-0001/L1/00001.pdf");
    it.send(letter(1));
    CHECK(testkit::slurp(scratch / "INC-2026-0001/L1/batch.csv") == table);
    CHECK(testkit::slurp(scratch / "INC-2026-0001/L1/00001.pdf") == pdf);
    CHECK(testkit::files_below(scratch.path()).size() == 3);
}

TEST_CASE("rows are added to the table's end, one out of its order, or after a restart, has its place all the same") {
    testkit::ScratchDirectory scratch;
    auto batch = scratch / "INC-2026-0001/L1/";
    auto numbers = [&] {
        auto table = testkit::slurp(batch + "batch.csv");
        CHECK(table.ends_with("\r\n"));
        std::string out;
        for (auto at = table.find('\n') + 1; at < table.size(); at = table.find('\n', at) + 1)
            out += table.substr(at, table.find(',', at) - at) + " ";
        return out;
    };
    auto inode = [&] {
        struct stat info {};
        REQUIRE(::stat((batch + "batch.csv").c_str(), &info) == 0);
        return info.st_ino;
    };
    auto it = notifier(scratch.path());
    it.send(letter(1));
    auto first = inode();
    for (int number : {2, 3, 5}) it.send(letter(number));
    CHECK(numbers() == "1 2 3 5 ");
    CHECK(inode() == first);  // never written anew
    it.send(letter(4));
    it.send(letter(6));
    CHECK(numbers() == "1 2 3 4 5 6 ");
    auto restarted = notifier(scratch.path());
    for (int number : {7, 6, 8}) restarted.send(letter(number));
    CHECK(numbers() == "1 2 3 4 5 6 7 8 ");
    CHECK(mode_of(batch + "batch.csv") == 0640);
}

TEST_CASE("batches that are written at the same time have their own rows, and one that was taken away begins again") {
    testkit::ScratchDirectory scratch;
    auto it = notifier(scratch.path());
    for (int number : {1, 2, 3})
        for (const char* batch : {"L1", "L2"}) it.send(letter(number, batch));
    auto table = testkit::slurp(scratch / "INC-2026-0001/L1/batch.csv");
    CHECK(std::count(table.begin(), table.end(), '\n') == 4);
    CHECK(testkit::slurp(scratch / "INC-2026-0001/L2/batch.csv") == table);
    std::filesystem::remove_all(scratch / "INC-2026-0001/L1");
    CHECK(it.send(letter(4)).result == SendResult::accepted);
    table = testkit::slurp(scratch / "INC-2026-0001/L1/batch.csv");
    CHECK(std::count(table.begin(), table.end(), '\n') == 2);
    CHECK(table.find("\r\n4,") != std::string::npos);
}

TEST_CASE("whatever a crash left of a row, the next letter mends the table and nobody stands in it twice") {
    testkit::ScratchDirectory whole;
    auto steady = notifier(whole.path());
    std::vector<std::string> tables;  // after so many letters
    for (int number : {1, 2, 3, 4}) {
        steady.send(letter(number));
        tables.push_back(testkit::slurp(whole / "INC-2026-0001/L1/batch.csv"));
    }
    auto from = tables[1].size(), end = tables[2].size();
    for (auto bytes : {from, from + 1, from + 20, end - 10, end - 2, end - 1, end}) {
        INFO(bytes);
        testkit::ScratchDirectory scratch;
        auto path = scratch / "INC-2026-0001/L1/batch.csv";
        REQUIRE(write_file_durably(path, tables[2].substr(0, bytes), 0640).has_value());
        auto next = notifier(scratch.path());
        // Its letter's outcome is unknown: it comes again, before or after others.
        for (int number : bytes % 2 == 0 ? std::vector{3, 4} : std::vector{4, 3}) next.send(letter(number));
        CHECK(testkit::slurp(path) == tables[3]);
    }
    // The disk was full in the middle of a row, or somebody wrote into the table: the size is another one.
    auto path = whole / "INC-2026-0001/L1/batch.csv";
    testkit::spill(path, tables[3] + "5,Lê B");
    steady.send(letter(5));
    CHECK(testkit::slurp(path).substr(0, tables[3].size()) == tables[3]);
    auto table = testkit::slurp(path);
    CHECK(std::count(table.begin(), table.end(), '\n') == 6);
}

TEST_CASE("a letter that goes alone does not stand in a batch") {
    testkit::ScratchDirectory scratch;
    CHECK(notifier(scratch.path()).send(letter(7, "")).result == SendResult::accepted);
    CHECK(testkit::slurp(scratch / "INC-2026-0001/alone/INC-2026-0001-7-thu-v1.pdf").starts_with("%PDF-"));
}

TEST_CASE("no name, address or batch leads out of the directory, ends a row or is a formula") {
    testkit::ScratchDirectory scratch;
    auto m = letter(1, "../../etc");
    m.incident = "../..";
    m.to_name = Pii<std::string>("=HYPERLINK(\"http://x\")\r\n2,Khác");
    m.to = Pii<std::string>("@SUM(1), +84 phố, -1 ngõ\n\"Hà Nội\"");
    CHECK(notifier(scratch / "out").send(m).result == SendResult::accepted);
    auto table = testkit::slurp(scratch / "out/_____/______etc/batch.csv");
    CHECK(table.find("1,\"'=HYPERLINK(\"\"http://x\"\") 2,Khác\",\"'@SUM(1), +84 phố, -1 ngõ, \"\"Hà Nội\"\"\"") !=
          std::string::npos);
    CHECK(std::count(table.begin(), table.end(), '\n') == 2);
    for (const auto& file : testkit::files_below(scratch.path())) CHECK(file.find(scratch / "out") == 0);
}

TEST_CASE("an address becomes lines of whole parts, in their order, five at most") {
    CHECK(address_lines("12 Nguyễn Trãi, Hà Nội") == Lines{"12 Nguyễn Trãi, Hà Nội"});
    CHECK(address_lines("Thôn Đông; xã Đông Anh\nhuyện Đông Anh , thành phố Hà Nội") ==
          Lines{"Thôn Đông, xã Đông Anh, huyện Đông Anh", "thành phố Hà Nội"});
    auto many = address_lines(
        "phần thứ nhất dài hơn bốn mươi, phần thứ hai dài hơn bốn mươi, phần thứ ba dài hơn bốn "
        "mươi, phần thứ tư dài hơn bốn mươi, phần thứ năm dài hơn bốn mươi, phần thứ sáu");
    REQUIRE(many.size() == 5);
    CHECK(many.back() == "phần thứ năm dài hơn bốn mươi, phần thứ sáu");
    CHECK(address_lines("").empty());
}

TEST_CASE("what cannot be written is tried again, nobody is charged, an address too long is the person's") {
    testkit::ScratchDirectory scratch;
    testkit::spill(scratch / "no-directory", "x");
    auto outcome = notifier(scratch / "no-directory").send(letter(1));
    CHECK(outcome.result == SendResult::retry);
    CHECK(outcome.blame == Blame::channel);
    CHECK(outcome.cause == Cause::file_not_written);
    CHECK_FALSE(notifier(scratch / "no-directory").probe().works);
    CHECK(notifier(scratch / "there").probe().works);
    auto m = letter(1);
    std::string wide;
    for (int i = 0; i < 40; ++i) wide += "một phần rất dài của địa chỉ này, ";
    m.to = Pii(wide);
    CHECK_FALSE(notifier(scratch / "there").check(m).has_value());
}

TEST_CASE("a letter of a drill says so on its pages and in its text") {
    testkit::ScratchDirectory scratch;
    CHECK(notifier(scratch.path(), true).send(letter(1)).result == SendResult::accepted);
    auto file = scratch / "INC-2026-0001/L1/00001.pdf";
    auto read = testkit::run({"pdftotext", "-enc", "UTF-8", file, "-"});
    CHECK(read.out.find("DIỄN TẬP / DRILL") != std::string::npos);
    CHECK(read.out.find("Dữ liệu vị trí bị lộ.") != std::string::npos);
}

TEST_CASE("a channel of letters names its directory and one line for the sender") {
    CHECK(errors_of_keys(letter_provider(), {{"directory", "/x"}}).size() == 1);
    CHECK(errors_of_keys(letter_provider(), {{"directory", "/x"}, {"return_address", std::string(200, 'a')}}).size() ==
          1);
    CHECK(errors_of_keys(letter_provider(), {{"directory", "/x"}, {"return_address", "Ví Dụ, Hà Nội"}}).empty());
}

}  // namespace breachd
