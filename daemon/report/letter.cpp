#include "report/letter.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "report/paper.hpp"
#include "report/text.hpp"

namespace breachd::report {

namespace {

// The field of DIN 5008, form B. Its upper 17.7 mm are the sender's line, the rest is the address.
constexpr double kFieldTop = mm(45), kFieldFloor = mm(90), kFieldLeft = mm(25), kFieldWidth = mm(78);
constexpr double kSenderFloor = kFieldTop + mm(17.2), kAddressTop = kFieldTop + mm(18.2);
constexpr double kAddressSizes[] = {11, 10, 9, 8};
constexpr double kSenderSize = 7.5;

constexpr double kBlockLeft = mm(125), kBlockTop = mm(50), kBlockWidth = mm(65);  // date and code
constexpr double kLeft = mm(25), kWidth = mm(165);
constexpr double kSubjectTop = mm(98.5), kTop = mm(22), kFloor = mm(274), kFooter = mm(281);
constexpr double kFolds[] = {mm(105), mm(210)};  // in three, for a DL envelope
constexpr double kBodySize = 12, kGap = 3, kEmptyLine = 7;
constexpr double kMarkTop = mm(10);

struct Words {
    const char *code, *page;
};
Words words_in(const std::string& language) {
    return language == "en" ? Words{"Reference code", "Page {}/{}"} : Words{"Mã tra cứu", "Trang {}/{}"};
}

class LetterWriter {
  public:
    explicit LetterWriter(const PaperLetter& letter)
        : letter_(letter), words_(words_in(letter.language)), paper_(letter.subject, letter.language, letter.at) {}

    // The size of type at which the address is seen whole; 0: none.
    double address_size() {
        for (double size : kAddressSizes)
            if (kAddressTop + Paper::height(address(size).get()) <= kFieldFloor) return size;
        return 0;
    }

    Result<PrintedLetter> print() {
        auto texts = paragraphs();
        flow(texts, false);  // how many pages it takes
        pages_ = std::exchange(page_, 0);
        flow(texts, true);
        auto pdf = paper_.finish();
        if (!pdf) return pdf.error();
        return PrintedLetter{std::move(*pdf), pages_};
    }

  private:
    struct Text {
        Owned<PangoLayout> made;
        double gap;  // below it
    };

    Owned<PangoLayout> address(double size) {
        Style style{size};
        style.width = kFieldWidth;
        return paper_.layout({{clean_text(fmt::format("{}", fmt::join(letter_.address, "\n")))}}, style);
    }

    std::vector<Text> paragraphs() {
        std::vector<Text> out;
        Style style{kBodySize + 1, true};
        style.width = kWidth;
        out.push_back({paper_.layout({{clean_text(letter_.subject)}}, style), kEmptyLine});
        style = Style{kBodySize};
        style.width = kWidth;
        auto text = clean_text(letter_.text);
        for (std::size_t at = 0; at < text.size();) {
            auto end = std::min(text.find('\n', at), text.size());
            auto line = text.substr(at, end - at);
            at = end + 1;
            if (line.find_first_not_of(' ') == line.npos)
                out.back().gap = kEmptyLine;
            else
                out.push_back({paper_.layout({{line}}, style), kGap});
        }
        return out;
    }

    void flow(const std::vector<Text>& texts, bool drawing) {
        begin_page(drawing);
        for (const auto& text : texts) {
            int count = pango_layout_get_line_count(text.made.get()), left = count;
            double line_height = Paper::height(text.made.get()) / count;
            Owned<PangoLayoutIter> line(pango_layout_get_iter(text.made.get()));
            do {
                auto fit = int((kFloor - y_) / line_height);
                bool alone = left == count ? count > 1 && fit < (count == 3 ? 3 : 2) : fit == 1 && left == 2;
                if (fit < 1 || alone) begin_page(drawing);
                if (drawing) paper_.draw_line(line.get(), kLeft, y_);
                y_ += line_height;
                --left;
            } while (pango_layout_iter_next_line(line.get()));
            y_ += text.gap;
        }
    }

    void begin_page(bool drawing) {
        y_ = ++page_ == 1 ? kSubjectTop : kTop;
        if (!drawing) return;
        if (page_ > 1) paper_.next_page();
        if (letter_.drill) paper_.drill_mark(kLeft, kMarkTop);
        paper_.black();
        if (page_ == 1) head();
        Style small{9};
        small.width = kWidth;
        paper_.draw(letter_.code, kLeft, kFooter, small);
        small.align = PANGO_ALIGN_RIGHT;
        paper_.draw(fmt::format(fmt::runtime(words_.page), page_, pages_), kLeft, kFooter, small);
    }

    void head() {
        Style sender{kSenderSize};
        sender.width = kFieldWidth;
        auto line = clean_text(letter_.sender);
        auto above = Paper::height(paper_.layout({{line}}, sender).get());
        paper_.draw(line, kFieldLeft, kSenderFloor - above, sender);
        paper_.line(kFieldLeft, kSenderFloor + 1, kFieldLeft + kFieldWidth, kSenderFloor + 1);
        Style to{address_size()};
        to.width = kFieldWidth;
        paper_.draw(clean_text(fmt::format("{}", fmt::join(letter_.address, "\n"))), kFieldLeft, kAddressTop, to);
        Style block{11};
        block.width = kBlockWidth;
        double y = kBlockTop + paper_.draw(letter_.date, kBlockLeft, kBlockTop, block) + kGap;
        paper_.draw(fmt::format("{}: {}", words_.code, letter_.code), kBlockLeft, y, block);
        for (double fold : kFolds) paper_.line(mm(5), fold, mm(9), fold);
    }

    const PaperLetter& letter_;
    Words words_;
    Paper paper_;
    int page_ = 0, pages_ = 0;
    double y_ = 0;
};

constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                   "July",    "August",   "September", "October", "November", "December"};

}  // namespace

std::string letter_date(Instant at, const std::string& language) {
    auto day = local_date(at);
    if (language != "en") return document_date(day);
    return fmt::format("{} {} {}", unsigned(day.day()), kMonths[unsigned(day.month()) - 1], int(day.year()));
}

Result<void> fits_window(const PaperLetter& letter) {
    if (auto can = can_print(); !can) return {};  // said when it is printed
    if (LetterWriter(letter).address_size() > 0) return {};
    return Error{ErrorCode::unprocessable, "the address is longer than the window of an envelope shows", ""};
}

Result<PrintedLetter> print_letter(const PaperLetter& letter) {
    if (auto can = can_print(); !can) return can.error();
    if (auto fits = fits_window(letter); !fits) return fits.error();
    return LetterWriter(letter).print();
}

}  // namespace breachd::report
