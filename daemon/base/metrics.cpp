#include "base/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

namespace breachd::metrics {

namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

std::map<std::string, std::string> as_map(const Labels& labels) { return {labels.begin(), labels.end()}; }

// One family of the library, with its registry: the library leaves out a family that has no value yet.
template <class Metric>
struct Kept {
    std::string name, help;
    MetricType type;
    prometheus::Registry registry;
    prometheus::Family<Metric>* family = nullptr;

    void show(Page& page) const {
        auto collected = registry.Collect();
        page.add(collected.empty() ? MetricFamily{name, help, type, {}} : std::move(collected.front()));
    }
};

}  // namespace

Page& Page::counter(std::string name, std::string help) {
    families_.push_back({std::move(name), std::move(help), MetricType::Counter, {}});
    return *this;
}

Page& Page::gauge(std::string name, std::string help) {
    families_.push_back({std::move(name), std::move(help), MetricType::Gauge, {}});
    return *this;
}

Page& Page::value(double number, const Labels& labels) {
    auto& family = families_.back();
    auto& metric = family.metric.emplace_back();
    for (const auto& [name, label] : labels) metric.label.push_back({name, label});
    (family.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = number;
    return *this;
}

void Page::add(MetricFamily family) { families_.push_back(std::move(family)); }

std::string Page::text() const { return prometheus::TextSerializer().Serialize(families_); }

struct Histogram::Impl : Kept<prometheus::Histogram> {
    std::vector<double> bounds;
};

Histogram::Histogram(std::string name, std::string help, std::vector<double> bounds) : impl_(new Impl) {
    impl_->name = std::move(name);
    impl_->help = std::move(help);
    impl_->type = MetricType::Histogram;
    impl_->bounds = std::move(bounds);
    impl_->family = &prometheus::BuildHistogram().Name(impl_->name).Help(impl_->help).Register(impl_->registry);
}

Histogram::~Histogram() = default;

Histogram::Series Histogram::with(const Labels& labels) {
    return Series(impl_->family->Add(as_map(labels), impl_->bounds));
}

void Histogram::Series::observe(std::chrono::nanoseconds took) {
    series_->Observe(std::chrono::duration<double>(took).count());
}

void Histogram::show(Page& page) const { impl_->show(page); }

struct Counter::Impl : Kept<prometheus::Counter> {};

Counter::Counter(std::string name, std::string help) : impl_(new Impl) {
    impl_->name = std::move(name);
    impl_->help = std::move(help);
    impl_->type = MetricType::Counter;
    impl_->family = &prometheus::BuildCounter().Name(impl_->name).Help(impl_->help).Register(impl_->registry);
}

Counter::~Counter() = default;

void Counter::count(const Labels& labels) { impl_->family->Add(as_map(labels)).Increment(); }

void Counter::show(Page& page) const { impl_->show(page); }

}  // namespace breachd::metrics
