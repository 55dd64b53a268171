#include "api/read_pool.hpp"

#include <exception>

namespace breachd::api {

ReadPool::ReadPool(unsigned threads, std::size_t queue_max, Open open) : jobs_(queue_max), open_(std::move(open)) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

ReadPool::~ReadPool() { stop(); }

bool ReadPool::submit(Job job) { return jobs_.try_push(std::move(job)); }

void ReadPool::stop() {
    jobs_.close();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
    threads_.clear();
}

void ReadPool::work() {
    std::unique_ptr<store::Reader> reader;
    while (!jobs_.closed() || jobs_.size() != 0) {
        for (auto& job : jobs_.take(1, std::chrono::minutes(1))) {
            try {
                if (!reader && open_) reader = open_();
            } catch (const std::exception&) {
                // The job answers 503; the next one tries again.
            }
            job(reader.get());
        }
    }
}

}  // namespace breachd::api
