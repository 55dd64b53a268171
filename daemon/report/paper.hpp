// A4 paper that pango and cairo write on: what the documents (pdf.cpp) and the letters (letter.cpp) share. Lengths are
// points (1/72 inch), from the top left corner. The same calls give the same bytes.
#pragma once

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <vector>

#include "report/document.hpp"

namespace breachd::report {

constexpr double mm(double millimetres) { return millimetres * 72 / 25.4; }

inline constexpr double kPageWidth = mm(210), kPageHeight = mm(297);
inline constexpr const char* kFont = "Liberation Serif";  // Times metrics, Vietnamese letters since 2.0

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
    double size = 14;
    bool bold = false, italic = false;
    PangoAlignment align = PANGO_ALIGN_LEFT;
    double width = mm(160);  // of the text of a document
    double indent = 0;
    bool justify = false;
};

class Paper {
  public:
    Paper(const std::string& title, const std::string& language, Instant at);

    Owned<PangoLayout> layout(const std::vector<Run>& runs, const Style& style);
    static double height(PangoLayout* of);
    double text_width(const std::string& text, const Style& style);
    // Draws a block that is not split; gives back its height.
    double draw(const std::string& text, double x, double y, const Style& style);
    // One line of a layout, whose block begins at x, and the line at y; gives back its baseline's distance from y.
    double draw_line(PangoLayoutIter* line, double x, double y);
    void line(double from_x, double from_y, double to_x, double to_y);
    void next_page() { cairo_show_page(cairo_.get()); }
    void black() { cairo_set_source_rgb(cairo_.get(), 0, 0, 0); }
    // The mark of a drill: as text at (x, y), to be found by a search, and large behind the text as shapes, so that the
    // words do not get between the lines when the page is searched or copied.
    void drill_mark(double x, double y);
    // After an error of its own cairo draws nothing more: a paper must not end there as if it were whole.
    Result<std::string> finish();

  private:
    std::string bytes_;
    Owned<cairo_surface_t> surface_;
    Owned<cairo_t> cairo_;
    Owned<PangoContext> context_;
};

constexpr std::size_t kLongWord = 48;  // bytes
std::size_t longest_word(const std::string& text);

// The font is installed.
Result<void> can_print();

}  // namespace breachd::report
