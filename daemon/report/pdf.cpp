// PDF by pango and cairo. Lengths are points (1/72 inch); sizes of type and margins are those of Decree 30/2020.
#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/telling/notice.hpp"
#include "report/document.hpp"

namespace breachd::report {

namespace {

constexpr double mm(double millimetres) { return millimetres * 72 / 25.4; }

constexpr double kPageWidth = mm(210), kPageHeight = mm(297);
constexpr double kTop = mm(20), kBottom = mm(20), kLeft = mm(30), kRight = mm(20);
constexpr double kWidth = kPageWidth - kLeft - kRight;
constexpr double kFloor = kPageHeight - kBottom;
constexpr double kIndent = mm(12.7);
constexpr double kBodySize = 14, kSmallSize = 12, kHeadSize = 12.5;
constexpr double kLeading = 1.08;
constexpr double kSignatureRoom = 72;  // for a hand and a stamp
constexpr double kNameRoom = 42;       // for a hand alone, above a printed name
constexpr double kSignatureHeight = 2 * 17 + kNameRoom + 18;
constexpr const char* kFont = "Liberation Serif";  // Times metrics, Vietnamese letters since 2.0

struct Free {
    void operator()(PangoLayout* p) const { g_object_unref(p); }
    void operator()(PangoFontDescription* p) const { pango_font_description_free(p); }
    void operator()(PangoLayoutIter* p) const { pango_layout_iter_free(p); }
    void operator()(cairo_t* p) const { cairo_destroy(p); }
    void operator()(cairo_surface_t* p) const { cairo_surface_destroy(p); }
    void operator()(cairo_font_options_t* p) const { cairo_font_options_destroy(p); }
    void operator()(PangoContext* p) const { g_object_unref(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

struct Style {
    double size = kBodySize;
    bool bold = false, italic = false;
    PangoAlignment align = PANGO_ALIGN_LEFT;
    double width = kWidth;
    double indent = 0;
    bool justify = false;
};

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

constexpr std::size_t kLongWord = 48;  // bytes

std::size_t longest_word(const std::string& text) {
    std::size_t longest = 0;
    for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
        end = std::min(text.find_first_of(" \n", at), text.size());
        longest = std::max(longest, end - at);
    }
    return longest;
}

// Lines may break at spaces only: never behind the slashes and hyphens of the form's fixed labels, so that a label is
// found whole by a search. Runs too long for a line (addresses, digests) may break anywhere.
void keep_words_whole(PangoAttrList* attributes, const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find_first_of(" \n", at), text.size());
        if (end - at > 1 && end - at <= kLongWord) {
            auto* whole = pango_attr_allow_breaks_new(FALSE);
            whole->start_index = guint(at);
            whole->end_index = guint(end);
            pango_attr_list_insert(attributes, whole);
        }
        at = end + 1;
    }
}

void add_style(PangoAttrList* attributes, const Run& run, std::size_t from, std::size_t to) {
    auto insert = [&](PangoAttribute* attribute) {
        attribute->start_index = guint(from);
        attribute->end_index = guint(to);
        pango_attr_list_insert(attributes, attribute);
    };
    if (run.bold) insert(pango_attr_weight_new(PANGO_WEIGHT_BOLD));
    if (run.italic) insert(pango_attr_style_new(PANGO_STYLE_ITALIC));
    if (run.struck) insert(pango_attr_strikethrough_new(TRUE));
}

class PdfWriter {
  public:
    explicit PdfWriter(const Document& document) : document_(document) {
        surface_.reset(cairo_pdf_surface_create_for_stream(append, &bytes_, kPageWidth, kPageHeight));
        auto date = format_rfc3339(document.at);
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, document.metadata_title.c_str());
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATOR, "breachd");
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, date.c_str());
        cairo_.reset(cairo_create(surface_.get()));
        context_.reset(pango_cairo_create_context(cairo_.get()));
        Owned<cairo_font_options_t> options(cairo_font_options_create());
        cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(context_.get(), options.get());
        pango_context_set_round_glyph_positions(context_.get(), FALSE);
        pango_context_set_language(context_.get(), pango_language_from_string("vi"));
    }

    Result<std::string> write() {
        begin_page();
        head();
        title();
        body();
        closing();
        // After an error of its own cairo draws nothing more: a paper must not end there as if it were whole.
        auto drawn = cairo_status(cairo_.get());
        cairo_.reset();
        cairo_surface_finish(surface_.get());
        for (auto status : {drawn, cairo_surface_status(surface_.get())})
            if (status != CAIRO_STATUS_SUCCESS)
                return Error{ErrorCode::unavailable,
                             fmt::format("PDF cannot be made: {}", cairo_status_to_string(status)), ""};
        return std::move(bytes_);
    }

  private:
    Owned<PangoLayout> layout(const std::vector<Run>& runs, const Style& style) {
        Owned<PangoLayout> out(pango_layout_new(context_.get()));
        Owned<PangoFontDescription> font(pango_font_description_new());
        pango_font_description_set_family(font.get(), kFont);
        pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
        pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_font_description_set_style(font.get(), style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
        pango_layout_set_font_description(out.get(), font.get());
        pango_layout_set_width(out.get(), int(style.width * PANGO_SCALE));
        pango_layout_set_wrap(out.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(out.get(), style.align);
        pango_layout_set_indent(out.get(), int(style.indent * PANGO_SCALE));
        pango_layout_set_justify(out.get(), style.justify);
        pango_layout_set_line_spacing(out.get(), float(kLeading));
        std::string text;
        auto* attributes = pango_attr_list_new();
        for (const auto& run : runs) {
            add_style(attributes, run, text.size(), text.size() + run.text.size());
            text += run.text;
        }
        keep_words_whole(attributes, text);
        pango_layout_set_text(out.get(), text.data(), int(text.size()));
        pango_layout_set_attributes(out.get(), attributes);
        pango_attr_list_unref(attributes);
        return out;
    }

    static double height(PangoLayout* of) {
        PangoRectangle logical;
        pango_layout_get_extents(of, nullptr, &logical);
        return double(logical.height) / PANGO_SCALE;
    }

    double text_width(const std::string& text, const Style& style) {
        auto measured = layout({{text}}, Style{style.size, style.bold, style.italic, PANGO_ALIGN_LEFT, 10 * kWidth});
        PangoRectangle logical;
        pango_layout_get_extents(measured.get(), nullptr, &logical);
        return double(logical.width) / PANGO_SCALE;
    }

    // Draws a block that is not split; gives back its height.
    double draw(const std::string& text, double x, double y, const Style& style) {
        auto made = layout({{text}}, style);
        cairo_move_to(cairo_.get(), x, y);
        pango_cairo_show_layout(cairo_.get(), made.get());
        return height(made.get());
    }

    void rule(double centre, double y, double length) {
        cairo_set_line_width(cairo_.get(), 0.75);
        cairo_move_to(cairo_.get(), centre - length / 2, y);
        cairo_line_to(cairo_.get(), centre + length / 2, y);
        cairo_stroke(cairo_.get());
    }

    void begin_page() {
        ++page_;
        if (page_ > 1) cairo_show_page(cairo_.get());
        if (document_.drill) watermark();
        cairo_set_source_rgb(cairo_.get(), 0, 0, 0);
        if (page_ > 1) {
            Style number{13};
            number.align = PANGO_ALIGN_CENTER;
            draw(std::to_string(page_), kLeft, mm(10), number);
        }
        y_ = kTop;
    }

    // The words are text at the head of the page; the large ones behind the text are drawn as shapes, so that they do
    // not get between the lines when the page is searched or copied.
    void watermark() {
        Style large{64, true};
        large.width = kPageHeight;
        large.align = PANGO_ALIGN_CENTER;
        auto words = layout({{std::string(kDrillMark)}}, large);
        cairo_save(cairo_.get());
        cairo_translate(cairo_.get(), kPageWidth / 2, kPageHeight / 2);
        cairo_rotate(cairo_.get(), -std::atan2(kPageHeight, kPageWidth));
        cairo_move_to(cairo_.get(), -kPageHeight / 2, -height(words.get()) / 2);
        pango_cairo_layout_path(cairo_.get(), words.get());
        cairo_set_source_rgb(cairo_.get(), 0.92, 0.92, 0.92);
        cairo_fill(cairo_.get());
        cairo_restore(cairo_.get());
        cairo_set_source_rgb(cairo_.get(), 0.7, 0, 0);
        draw(std::string(kDrillMark), kLeft, mm(10), Style{12, true});
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
            PangoRectangle logical;
            pango_layout_iter_get_line_extents(line.get(), nullptr, &logical);
            double baseline = double(pango_layout_iter_get_baseline(line.get()) - logical.y) / PANGO_SCALE;
            cairo_move_to(cairo_.get(), kLeft + double(logical.x) / PANGO_SCALE, y_ + baseline);
            pango_cairo_show_layout_line(cairo_.get(), pango_layout_iter_get_line_readonly(line.get()));
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
    std::string bytes_;
    Owned<cairo_surface_t> surface_;
    Owned<cairo_t> cairo_;
    Owned<PangoContext> context_;
    int page_ = 0;
    double y_ = 0;
};

}  // namespace

Result<std::string> render_pdf(const Document& document) {
    auto* fonts = pango_cairo_font_map_get_default();
    if (!pango_font_map_get_family(fonts, kFont))
        return Error{ErrorCode::unavailable,
                     "the font Liberation Serif 2.0 or newer is not installed (package fonts-liberation2 or "
                     "fonts-liberation)",
                     ""};
    return PdfWriter(document).write();
}

}  // namespace breachd::report
