#include "report/paper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/telling/notice.hpp"

namespace breachd::report {

namespace {

constexpr double kLeading = 1.08;

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
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

}  // namespace

std::size_t longest_word(const std::string& text) {
    std::size_t longest = 0;
    for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
        end = std::min(text.find_first_of(" \n", at), text.size());
        longest = std::max(longest, end - at);
    }
    return longest;
}

Paper::Paper(const std::string& title, const std::string& language, Instant at) {
    surface_.reset(cairo_pdf_surface_create_for_stream(append, &bytes_, kPageWidth, kPageHeight));
    auto date = format_rfc3339(at);
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATOR, "breachd");
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, date.c_str());
    cairo_.reset(cairo_create(surface_.get()));
    context_.reset(pango_cairo_create_context(cairo_.get()));
    Owned<cairo_font_options_t> options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_.get(), options.get());
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    pango_context_set_language(context_.get(), pango_language_from_string(language.c_str()));
}

Owned<PangoLayout> Paper::layout(const std::vector<Run>& runs, const Style& style) {
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

double Paper::height(PangoLayout* of) {
    PangoRectangle logical;
    pango_layout_get_extents(of, nullptr, &logical);
    return double(logical.height) / PANGO_SCALE;
}

double Paper::text_width(const std::string& text, const Style& style) {
    auto measured = layout({{text}}, Style{style.size, style.bold, style.italic, PANGO_ALIGN_LEFT, 10 * kPageWidth});
    PangoRectangle logical;
    pango_layout_get_extents(measured.get(), nullptr, &logical);
    return double(logical.width) / PANGO_SCALE;
}

double Paper::draw(const std::string& text, double x, double y, const Style& style) {
    auto made = layout({{text}}, style);
    cairo_move_to(cairo_.get(), x, y);
    pango_cairo_show_layout(cairo_.get(), made.get());
    return height(made.get());
}

double Paper::draw_line(PangoLayoutIter* line, double x, double y) {
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(line, nullptr, &logical);
    double baseline = double(pango_layout_iter_get_baseline(line) - logical.y) / PANGO_SCALE;
    cairo_move_to(cairo_.get(), x + double(logical.x) / PANGO_SCALE, y + baseline);
    pango_cairo_show_layout_line(cairo_.get(), pango_layout_iter_get_line_readonly(line));
    return baseline;
}

void Paper::line(double from_x, double from_y, double to_x, double to_y) {
    cairo_set_line_width(cairo_.get(), 0.75);
    cairo_move_to(cairo_.get(), from_x, from_y);
    cairo_line_to(cairo_.get(), to_x, to_y);
    cairo_stroke(cairo_.get());
}

void Paper::drill_mark(double x, double y) {
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
    draw(std::string(kDrillMark), x, y, Style{12, true});
    black();
}

Result<std::string> Paper::finish() {
    auto drawn = cairo_status(cairo_.get());
    cairo_.reset();
    cairo_surface_finish(surface_.get());
    for (auto status : {drawn, cairo_surface_status(surface_.get())})
        if (status != CAIRO_STATUS_SUCCESS)
            return Error{ErrorCode::unavailable, fmt::format("PDF cannot be made: {}", cairo_status_to_string(status)),
                         ""};
    return std::move(bytes_);
}

Result<void> can_print() {
    auto* fonts = pango_cairo_font_map_get_default();
    if (!pango_font_map_get_family(fonts, kFont))
        return Error{ErrorCode::unavailable,
                     "the font Liberation Serif 2.0 or newer is not installed (package fonts-liberation2 or "
                     "fonts-liberation)",
                     ""};
    return {};
}

}  // namespace breachd::report
