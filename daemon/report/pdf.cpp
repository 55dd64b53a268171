// PDF by pango and cairo. Lengths are points (1/72 inch); sizes of type and margins are those of Decree 30/2020.
#include <algorithm>

#include "core/telling/notice.hpp"
#include "report/paper.hpp"

namespace breachd::report {

namespace {

constexpr double kTop = mm(20), kBottom = mm(20), kLeft = mm(30), kRight = mm(20);
constexpr double kWidth = kPageWidth - kLeft - kRight;
constexpr double kFloor = kPageHeight - kBottom;
constexpr double kIndent = mm(12.7);
constexpr double kBodySize = 14, kSmallSize = 12, kHeadSize = 12.5;
constexpr double kSignatureRoom = 72;  // for a hand and a stamp
constexpr double kNameRoom = 42;       // for a hand alone, above a printed name
constexpr double kSignatureHeight = 2 * 17 + kNameRoom + 18;

class PdfWriter {
  public:
    explicit PdfWriter(const Document& document)
        : document_(document), paper_(document.metadata_title, "vi", document.at) {}

    Result<std::string> write() {
        begin_page();
        head();
        title();
        body();
        closing();
        return paper_.finish();
    }

  private:
    Owned<PangoLayout> layout(const std::vector<Run>& runs, const Style& style) { return paper_.layout(runs, style); }
    static double height(PangoLayout* of) { return Paper::height(of); }
    double text_width(const std::string& text, const Style& style) { return paper_.text_width(text, style); }
    double draw(const std::string& text, double x, double y, const Style& style) {
        return paper_.draw(text, x, y, style);
    }

    void rule(double centre, double y, double length) { paper_.line(centre - length / 2, y, centre + length / 2, y); }

    void begin_page() {
        ++page_;
        if (page_ > 1) paper_.next_page();
        if (document_.drill) paper_.drill_mark(kLeft, mm(10));
        paper_.black();
        if (page_ > 1) {
            Style number{13};
            number.align = PANGO_ALIGN_CENTER;
            draw(std::to_string(page_), kLeft, mm(10), number);
        }
        y_ = kTop;
    }

    void head() {
        constexpr double kLeftColumn = kWidth * 0.41, kRightColumn = kWidth - kLeftColumn;
        constexpr double kLeftCentre = kLeft + kLeftColumn / 2, kRightCentre = kLeft + kLeftColumn + kRightColumn / 2;
        if (!document_.form_name.empty()) {
            Style small{kSmallSize, true};
            small.align = PANGO_ALIGN_RIGHT;
            draw(document_.form_name, kLeft, mm(12), small);
        }
        Style column{kHeadSize, true};
        column.align = PANGO_ALIGN_CENTER;
        column.width = kLeftColumn - 6;
        double left = y_ + draw(document_.organisation, kLeft, y_, column);
        rule(kLeftCentre - 3, left + 3, kLeftColumn * 0.4);
        column.width = kRightColumn;
        double right = y_ + draw("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", kLeft + kLeftColumn, y_, column);
        column.size = 13.5;
        const std::string motto = "Độc lập - Tự do - Hạnh phúc";
        right += draw(motto, kLeft + kLeftColumn, right, column);
        rule(kRightCentre, right + 3, text_width(motto, column));
        double row = std::max(left, right) + 12;
        Style plain{13.5};
        plain.align = PANGO_ALIGN_CENTER;
        plain.width = kLeftColumn - 6;
        draw(document_.number, kLeft, row, plain);
        plain.italic = true;
        plain.width = kRightColumn;
        y_ = row + draw(document_.place_date, kLeft + kLeftColumn, row, plain);
    }

    void title() {
        Style bold{kBodySize, true};
        bold.align = PANGO_ALIGN_CENTER;
        y_ += 20;
        double last = 0;
        for (const auto& line : document_.title) {
            y_ += draw(line, kLeft, y_, bold);
            last = text_width(line, bold);
        }
        rule(kLeft + kWidth / 2, y_ + 3, last * 0.4);
        y_ += 18;
        if (document_.addressee.empty()) return;
        Style plain;
        plain.align = PANGO_ALIGN_CENTER;
        y_ += draw(document_.addressee, kLeft, y_, plain) + 12;
    }

    Style style_of(const Paragraph& paragraph) const {
        Style style{document_.body_size};
        style.bold = paragraph.kind == Paragraph::Kind::heading;
        style.indent = kIndent;
        // A digest or an address leaves a line so short that stretching it would tear it apart.
        bool long_word = std::any_of(paragraph.runs.begin(), paragraph.runs.end(),
                                     [](const Run& run) { return longest_word(run.text) > kLongWord; });
        style.justify = !style.bold && !long_word;
        return style;
    }

    // Adds dots up to the right margin, and a whole dotted line when little room was left for a hand to write on.
    Paragraph with_leader(const Paragraph& paragraph) {
        if (!paragraph.leader) return paragraph;
        auto style = style_of(paragraph);
        auto made = layout(paragraph.runs, style);
        int lines = pango_layout_get_line_count(made.get());
        PangoRectangle last;
        pango_layout_line_get_extents(pango_layout_get_line_readonly(made.get(), lines - 1), nullptr, &last);
        double used = double(last.width) / PANGO_SCALE + (lines == 1 ? kIndent : 0) + 5;
        double dot = text_width(std::string(100, '.'), style) / 100;
        auto dots = [&](double room) { return std::string(std::size_t(std::max(0.0, room / dot)), '.'); };
        auto out = paragraph;
        bool empty = paragraph.runs.empty() || paragraph.runs.back().text.empty();
        if (auto first = dots(kWidth - used); first.size() >= 10) out.runs.push_back({(empty ? "" : " ") + first});
        if (kWidth - used < kWidth / 3) out.runs.push_back({" " + dots(kWidth - 1)});
        return out;
    }

    void body() {
        const auto& all = document_.paragraphs;
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto made = layout(with_leader(all[i]).runs, style_of(all[i]));
            if (all[i].kind == Paragraph::Kind::heading || all[i].keep_next) {
                constexpr double kTwoLines = 3 * kBodySize;
                if (y_ + height(made.get()) + document_.gap + kTwoLines > kFloor) begin_page();
            }
            flow(made.get());
        }
    }

    // Lines of a paragraph over pages; neither its first nor its last line stands alone.
    void flow(PangoLayout* made) {
        int count = pango_layout_get_line_count(made), done = 0;
        Owned<PangoLayoutIter> line(pango_layout_get_iter(made));
        double line_height = height(made) / count;
        do {
            int left = count - done, fit = int((kFloor - y_) / line_height);
            bool alone = done == 0 ? count > 1 && fit < (count == 3 ? 3 : 2) : fit == 1 && left == 2;
            if (fit < 1 || alone) begin_page();
            paper_.draw_line(line.get(), kLeft, y_);
            y_ += line_height;
            ++done;
        } while (pango_layout_iter_next_line(line.get()));
        y_ += document_.gap;
    }

    // The last paragraphs and the signatures stay together: nobody signs an otherwise empty page.
    void closing() {
        constexpr double kNames = 3 * kBodySize + kSignatureRoom;
        std::vector<Owned<PangoLayout>> last;
        double texts = 0, rows = double((document_.signatures.size() + 3) / 3);  // two in the first, then three
        for (const auto& paragraph : document_.closing) {
            last.push_back(layout(paragraph.runs, style_of(paragraph)));
            texts += height(last.back().get()) + document_.gap;
        }
        // With all rows, where one page has room for them below these paragraphs.
        double names = rows > 1 ? 10 + rows * kSignatureHeight : kNames;
        if (kTop + texts + names > kFloor) names = kNames;
        if (y_ + texts + names > kFloor) begin_page();
        for (const auto& made : last) flow(made.get());
        y_ += 10;
        recipients();
        signatures();
    }

    void recipients() {
        if (document_.recipients.empty()) return;
        Style left{kSmallSize, true, true};
        left.width = kWidth * 0.42;
        double y = y_ + draw("Nơi nhận:", kLeft, y_, left);
        left = Style{11};
        left.width = kWidth * 0.42;
        for (const auto& line : document_.recipients) y += draw(line, kLeft, y, left);
    }

    void signatures() {
        const auto& all = document_.signatures;
        if (all.size() == 1) {
            constexpr double kOneWidth = kWidth * 0.55;
            sign(all.front(), kLeft + kWidth - kOneWidth, y_, kOneWidth);
            return;
        }
        if (!document_.recipients.empty()) y_ += 2 * kBodySize;
        for (std::size_t i = 0, row = 2; i < all.size(); i += row, row = 3) {
            if (i > 0 && y_ + kSignatureHeight > kFloor) begin_page();
            double width = kWidth / double(row);
            for (std::size_t k = i; k < std::min(i + row, all.size()); ++k)
                sign(all[k], kLeft + double(k - i) * width, y_, width);
            y_ += kSignatureHeight;
        }
    }

    void sign(const Signature& signature, double x, double y, double width) {
        Style bold{13.5, true}, italic{13, false, true};
        bold.align = italic.align = PANGO_ALIGN_CENTER;
        bold.width = italic.width = width;
        y += draw(signature.who, x, y, bold);
        y += draw(signature.note, x, y, italic);
        if (!signature.name.empty()) draw(signature.name, x, y + kNameRoom, bold);
    }

    const Document& document_;
    Paper paper_;
    int page_ = 0;
    double y_ = 0;
};

}  // namespace

Result<std::string> render_pdf(const Document& document) {
    if (auto can = can_print(); !can) return can.error();
    return PdfWriter(document).write();
}

}  // namespace breachd::report
