#include "engine/channels/window.hpp"

#include <algorithm>

namespace breachd::engine {

Window::Window(int width_max) : width_max_(std::max(1, width_max)), width_(width_max_) {}

void Window::came_back() {
    out_ = std::max(0, out_ - 1);
    forgiven_ = std::min(std::max(0, forgiven_ - 1), out_);
}

void Window::worked() {
    came_back();
    width_ = std::min(width_max_, width_ + 1);
}

void Window::neither() { came_back(); }

void Window::refused(Instant now, std::optional<Duration> retry_after) {
    bool counts = forgiven_ == 0;
    came_back();
    if (retry_after) closed_until_ = std::max(closed_until_, now + *retry_after);
    if (!counts) return;
    if (width_ == 1 && !retry_after) closed_until_ = std::max(closed_until_, now + kDestinationPause);
    width_ = std::max(1, width_ / 2);
    forgiven_ = out_;
}

}  // namespace breachd::engine
