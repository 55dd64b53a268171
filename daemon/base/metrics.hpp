// What /metrics shows: families of values, and histograms of durations. prometheus-cpp writes the text.
// Guarantees: a name, its help and its type stand once on the page, also while a family has no value yet; label values
// are escaped. Who adds a label answers for it: names of the configuration and words of enums, never a person's data.
#pragma once

#include <prometheus/metric_family.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace prometheus {
class Histogram;
}

namespace breachd::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;

// The content type of text().
inline constexpr const char* kContentType = "text/plain; version=0.0.4; charset=utf-8";

// The page as it is filled. Every family is begun, then its values are given; values that were counted elsewhere.
class Page {
  public:
    Page& counter(std::string name, std::string help);
    Page& gauge(std::string name, std::string help);
    // A value of the family that was begun last.
    Page& value(double number, const Labels& labels = {});
    // A family as the library collected it.
    void add(prometheus::MetricFamily family);
    std::string text() const;

  private:
    std::vector<prometheus::MetricFamily> families_;
};

// Durations of one kind, by labels. Any thread may observe, any other may show.
class Histogram {
  public:
    // `bounds`: upper bounds of the buckets in seconds, ascending.
    Histogram(std::string name, std::string help, std::vector<double> bounds);
    ~Histogram();
    void observe(const Labels& labels, std::chrono::nanoseconds took) { with(labels).observe(took); }
    // Those of one set of labels, looked up once for many observations; lives as long as the histogram.
    class Series {
      public:
        void observe(std::chrono::nanoseconds took);

      private:
        friend class Histogram;
        explicit Series(prometheus::Histogram& series) : series_(&series) {}
        prometheus::Histogram* series_;
    };
    Series with(const Labels& labels);
    void show(Page& page) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// Events of one kind, by labels. Any thread may count, any other may show.
class Counter {
  public:
    Counter(std::string name, std::string help);
    ~Counter();
    void count(const Labels& labels);
    void show(Page& page) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace breachd::metrics
