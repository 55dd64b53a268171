#include "ingest/people/workbook.hpp"

#include <zip.h>

#include <algorithm>
#include <array>
#include <utility>

#include "ingest/people/workbook_xml.hpp"

namespace breachd::ingest {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr std::uint64_t kUnpackedBytesMax = 2ULL * 1024 * 1024 * 1024;
constexpr std::uint64_t kSmallPartBytesMax = 4ULL * 1024 * 1024;
constexpr std::uint64_t kRatioMax = 200;  // a list of people is packed ten to forty times
constexpr std::uint64_t kRatioFree = 1024 * 1024;
constexpr std::size_t kRowsBeforeHeaderMax = 30;
constexpr const char* kDamaged = "the workbook is damaged";
constexpr const char* kTooLarge = "the workbook is too large";

using Zip = std::unique_ptr<zip_t, decltype(&zip_discard)>;
using ZipFile = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

// Reads one part of the workbook, and counts what comes out.
struct Part {
    ZipFile file{nullptr, &zip_fclose};
    std::uint64_t packed = 0, unpacked = 0;
    bool ended = false;

    bool open(zip_t* zip, const std::string& name) {
        zip_stat_t about;
        zip_stat_init(&about);
        if (zip_stat(zip, name.c_str(), 0, &about) != 0 || (about.valid & ZIP_STAT_COMP_SIZE) == 0) return false;
        file.reset(zip_fopen(zip, name.c_str(), 0));
        packed = about.comp_size;
        unpacked = 0;
        ended = false;
        return file != nullptr;
    }
    // A sentence after a failure; "" else.
    std::string step(XmlPart& xml, std::uint64_t bytes_max = kUnpackedBytesMax) {
        std::array<char, kPieceBytes> piece;
        auto read = zip_fread(file.get(), piece.data(), piece.size());
        if (read < 0) return kDamaged;
        unpacked += static_cast<std::uint64_t>(read);
        if (unpacked > bytes_max || unpacked > packed * kRatioMax + kRatioFree) return kTooLarge;
        ended = read == 0;
        xml.parse({piece.data(), static_cast<std::size_t>(read)}, ended);
        return xml.failure();
    }
};

}  // namespace

bool is_workbook(std::string_view head) { return head.starts_with("PK\x03\x04"); }

struct WorkbookReader::Book {
    Zip zip{nullptr, &zip_discard};
    Part part;
    SharedTexts shared;
    std::vector<std::string> sheets;  // not yet looked at, the next one last
    std::unique_ptr<SheetRows> rows;
    enum class At { shared, sheet } at = At::sheet;
    bool has_header = false, first_sheet = true;

    struct Row {
        std::int64_t line;
        std::vector<std::string> cells;
    };
    std::vector<Row> waiting;         // of a sheet whose header was not found yet
    std::vector<Row> of_first_sheet;  // what an error is to be about

    std::string open(const std::string& bytes);
    std::string small_part(const std::string& name, XmlPart& xml);
    void take(SubjectReader& reader, std::vector<Subject>& out, std::int64_t line, std::vector<std::string>& cells);
    static bool is_header(const std::vector<std::string>& cells);
};

std::string WorkbookReader::Book::small_part(const std::string& name, XmlPart& xml) {
    Part one;
    if (!one.open(zip.get(), name)) return kDamaged;
    while (!one.ended)
        if (auto failure = one.step(xml, kSmallPartBytesMax); !failure.empty()) return failure;
    return "";
}

std::string WorkbookReader::Book::open(const std::string& bytes) {
    zip_error_t error;
    zip_error_init(&error);
    auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) return kDamaged;
    zip.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    zip_error_fini(&error);
    if (!zip) {
        zip_source_free(source);
        return kDamaged;
    }
    SheetNames names;
    Relations relations;
    for (auto [name, xml] :
         {std::pair<const char*, XmlPart*>{"xl/workbook.xml", &names}, {"xl/_rels/workbook.xml.rels", &relations}})
        if (auto failure = small_part(name, *xml); !failure.empty()) return failure;
    for (const auto& id : names.relations)
        if (auto target = relations.targets.find(id);
            target != relations.targets.end() && target->second.find("chartsheet") == std::string::npos)
            sheets.insert(sheets.begin(), target->second);
    if (sheets.empty()) return "the workbook has no sheet";
    at = At::sheet;
    if (!relations.shared.empty() && part.open(zip.get(), relations.shared)) at = At::shared;
    return "";
}

bool WorkbookReader::Book::is_header(const std::vector<std::string>& cells) {
    return std::any_of(cells.begin(), cells.end(), [](const auto& cell) {
        auto known = list_column(cell);
        return known && list_columns()[*known].holds == ListColumn::Holds::ref;
    });
}

void WorkbookReader::Book::take(SubjectReader& reader, std::vector<Subject>& out, std::int64_t line,
                                std::vector<std::string>& cells) {
    if (cells.empty()) return;
    if (has_header) return reader.feed_row(line, cells, out);
    if (waiting.size() == kRowsBeforeHeaderMax) return;
    bool header = is_header(cells);
    waiting.push_back({line, std::move(cells)});
    if (!header) return;
    has_header = true;
    for (auto& row : std::exchange(waiting, {})) reader.feed_row(row.line, row.cells, out);
}

WorkbookReader::WorkbookReader(SubjectReader& reader) : reader_(reader) {}
WorkbookReader::~WorkbookReader() = default;

void WorkbookReader::feed(std::string_view bytes) {
    if (bytes_.size() <= kWorkbookBytesMax) bytes_ += bytes;
}

bool WorkbookReader::step(std::vector<Subject>& out) {
    auto fail = [&](std::string why) {
        reader_.fail(std::move(why));
        return false;
    };
    if (reader_.ended()) return false;
    if (!book_) {
        if (bytes_.size() > kWorkbookBytesMax) return fail(kTooLarge);
        book_ = std::make_unique<Book>();
        if (auto failure = book_->open(bytes_); !failure.empty()) return fail(failure);
        return true;
    }
    auto& book = *book_;
    if (book.at == Book::At::shared) {
        if (auto failure = book.part.step(book.shared); !failure.empty()) return fail(failure);
        if (book.part.ended) book.at = Book::At::sheet;
        return true;
    }
    if (!book.rows) {
        if (book.sheets.empty()) {  // none has a header: the errors are about the first one
            for (auto& row : std::exchange(book.of_first_sheet, {})) reader_.feed_row(row.line, row.cells, out);
            return false;
        }
        if (!book.part.open(book.zip.get(), book.sheets.back())) return fail(kDamaged);
        book.sheets.pop_back();
        book.rows = std::make_unique<SheetRows>(book.shared);
    }
    book.rows->set_taker(
        [&](std::int64_t line, std::vector<std::string>& cells) { book.take(reader_, out, line, cells); });
    if (auto failure = book.part.step(*book.rows); !failure.empty()) return fail(failure);
    if (book.part.ended && book.has_header) return false;
    if (book.part.ended || (!book.has_header && book.waiting.size() == kRowsBeforeHeaderMax)) {
        if (std::exchange(book.first_sheet, false)) book.of_first_sheet = std::move(book.waiting);
        book.waiting.clear();
        book.rows.reset();
    }
    return true;
}

}  // namespace breachd::ingest
