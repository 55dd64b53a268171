#include "ingest/people/workbook.hpp"

#include <zip.h>

#include <algorithm>
#include <array>
#include <utility>

#include "ingest/people/cell.hpp"
#include "ingest/people/encoding.hpp"
#include "ingest/people/nobody.hpp"
#include "ingest/people/workbook_xml.hpp"

namespace breachd::ingest {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr std::uint64_t kUnpackedBytesMax = 2ULL * 1024 * 1024 * 1024;
constexpr std::uint64_t kSmallPartBytesMax = 4ULL * 1024 * 1024;
constexpr std::uint64_t kRatioMax = 200;  // a list of people is packed ten to forty times
constexpr std::uint64_t kRatioFree = 1024 * 1024;
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
    struct Sheet {
        std::string name, part;
        bool hidden = false;
        HeaderSearch search = {};
        bool has_rows = false, has_people = false;  // people: rows below a header with a reference
        std::vector<std::string> first = {}, header = {};
        int contacts = 0;  // rows of several cells with a contact

        void look_at(std::int64_t line, const std::vector<std::string>& cells);
        std::size_t reference() const;
        bool goes_on(const Sheet& list) const;
        bool known() const { return search.settled() && (has_people || !search.has_reference()); }
    };

    Zip zip{nullptr, &zip_discard};
    Part part;
    NumberStyles styles;
    SharedTexts shared;
    std::string shared_part;
    std::vector<Sheet> sheets;
    std::size_t present = 0;
    std::unique_ptr<SheetRows> rows;
    enum class At { styles, shared, looking, reading } at = At::looking;

    std::string open(const std::string& bytes);
    std::string other_archive() const;
    std::string small_part(const std::string& name, XmlPart& xml);
    void begin_shared();
    bool open_sheet();
    std::string choose(SubjectReader& reader);
    std::vector<std::string> names_of_others() const;
};

void WorkbookReader::Book::Sheet::look_at(std::int64_t line, const std::vector<std::string>& cells) {
    if (cells.empty()) return;
    has_rows = true;
    has_people = has_people || (search.has_reference() && line > *search.line());
    auto filled = cells.size() - static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), is_empty_cell));
    if (filled > 0 && first.empty()) first = cells;
    contacts += filled > 1 && std::any_of(cells.begin(), cells.end(), is_surely_a_contact);
    if (search.settled()) return;
    search.add(line, header_score(cells));
    if (search.line() == line) header = cells;
}

// The column of the references by the header, from 0; the header's width without one.
std::size_t WorkbookReader::Book::Sheet::reference() const {
    auto titles = list_titles(std::vector<std::string_view>(header.begin(), header.end()));
    std::size_t at = 0;
    while (at < titles.size() &&
           !(titles[at].column && list_columns()[*titles[at].column].holds == ListColumn::Holds::ref))
        ++at;
    return at;
}

// People without a header: rows with contacts, or a first row that is no wider than the list's header and has digits
// where a reference stands.
bool WorkbookReader::Book::Sheet::goes_on(const Sheet& list) const {
    constexpr int kSure = 2;
    if (contacts >= kSure) return true;
    auto ref = list.reference();
    return ref < first.size() && has_digit(first[ref]) && first.size() > 1 && first.size() <= list.header.size();
}

std::string WorkbookReader::Book::small_part(const std::string& name, XmlPart& xml) {
    Part one;
    if (!one.open(zip.get(), name)) return kDamaged;
    while (!one.ended)
        if (auto failure = one.step(xml, kSmallPartBytesMax); !failure.empty()) return failure;
    return "";
}

// What a zip archive is that is no workbook of ours.
std::string WorkbookReader::Book::other_archive() const {
    auto has = [&](const char* name) { return zip_name_locate(zip.get(), name, 0) >= 0; };
    if (has("xl/workbook.xml")) return "";
    if (has("xl/workbook.bin")) return refused_as("a binary Excel workbook (.xlsb)");
    if (has("word/document.xml")) return refused_as("a Word document (.docx)");
    if (has("ppt/presentation.xml")) return refused_as("a presentation (.pptx)");
    if (has("content.xml") && has("mimetype")) return refused_as("an OpenDocument file (.ods)");
    return refused_as("an archive (.zip)");
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
    if (auto other = other_archive(); !other.empty()) return other;
    SheetNames names;
    Relations relations;
    for (auto [name, xml] :
         {std::pair<const char*, XmlPart*>{"xl/workbook.xml", &names}, {"xl/_rels/workbook.xml.rels", &relations}})
        if (auto failure = small_part(name, *xml); !failure.empty()) return failure;
    int number = 0;
    for (const auto& sheet : names.sheets) {
        ++number;
        auto target = relations.targets.find(sheet.relation);
        if (target == relations.targets.end() || target->second.find("chartsheet") != std::string::npos) continue;
        auto name = shown_title(sheet.name);
        sheets.push_back({name.empty() ? "sheet " + std::to_string(number) : name, target->second, sheet.hidden});
    }
    if (sheets.empty()) return "the workbook has no sheet";
    shared_part = relations.shared;
    if (!relations.styles.empty() && part.open(zip.get(), relations.styles))
        at = At::styles;
    else
        begin_shared();
    return "";
}

void WorkbookReader::Book::begin_shared() {
    at = !shared_part.empty() && part.open(zip.get(), shared_part) ? At::shared : At::looking;
}

bool WorkbookReader::Book::open_sheet() {
    rows = std::make_unique<SheetRows>(shared, styles);
    if (at == At::reading) rows->set_reference(sheets[present].reference());
    return part.open(zip.get(), sheets[present].part);
}

// The sheet to read becomes the present one. A sentence where there are several.
std::string WorkbookReader::Book::choose(SubjectReader& reader) {
    auto best = sheets.end();
    std::string lists;
    int count = 0;
    bool several = false;
    for (auto sheet = sheets.begin(); sheet != sheets.end(); ++sheet) {
        if (sheet->hidden) continue;
        if (best == sheets.end() || (sheet->search.has_reference() && !best->search.has_reference())) best = sheet;
        if (!sheet->has_people) continue;
        if (count++ == 0) best = sheet;
        several = count > 1;
        lists += (lists.empty() ? "" : ", ") + sheet->name;
    }
    if (best == sheets.end()) return "the workbook has no sheet";
    for (const auto& sheet : sheets) {
        bool more = count == 1 && !sheet.hidden && !sheet.has_people && sheet.goes_on(*best);
        if (more) lists += ", " + sheet.name;
        several |= more;
    }
    if (several) return "the list is in several sheets: " + lists + "; send one sheet a file";
    present = static_cast<std::size_t>(best - sheets.begin());
    reader.header_at(best->search.line());
    reader.set_sheets(best->name, names_of_others());
    return "";
}

std::vector<std::string> WorkbookReader::Book::names_of_others() const {
    std::vector<std::string> out;
    for (const auto& sheet : sheets)
        if (&sheet != &sheets[present] && (sheet.hidden || sheet.has_rows)) out.push_back(sheet.name);
    return out;
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
    if (book.at == Book::At::styles) {
        if (auto failure = book.part.step(book.styles); !failure.empty()) return fail(failure);
        if (book.part.ended || book.styles.done()) book.begin_shared();
        return true;
    }
    if (book.at == Book::At::shared) {
        if (auto failure = book.part.step(book.shared); !failure.empty()) return fail(failure);
        if (book.part.ended) book.at = Book::At::looking;
        return true;
    }
    if (book.at == Book::At::looking && book.present == book.sheets.size()) {
        if (auto failure = book.choose(reader_); !failure.empty()) return fail(failure);
        book.at = Book::At::reading;
    }
    auto& sheet = book.sheets[book.present];
    if (book.at == Book::At::looking && sheet.hidden) return ++book.present, true;
    if (!book.rows && !book.open_sheet()) return fail(kDamaged);
    book.rows->set_taker([&](std::int64_t line, std::vector<std::string>& cells) {
        if (book.at == Book::At::looking)
            sheet.look_at(line, cells);
        else if (!cells.empty())
            reader_.feed_row(line, cells, out);
    });
    if (auto failure = book.part.step(*book.rows); !failure.empty()) return fail(failure);
    if (book.at == Book::At::reading) return !book.part.ended;
    if (book.part.ended || sheet.known()) {
        book.rows.reset();
        ++book.present;
    }
    return true;
}

}  // namespace breachd::ingest
