// The corpus folder that a fuzz target is given as its last argument: seeds are written there before the first run.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace breachd::fuzz {

class Seeds {
  public:
    // As of LLVMFuzzerInitialize; without a folder nothing is written.
    Seeds(const int* argc, char*** argv) : folder_((*argv)[*argc - 1]) {
        given_ = *argc >= 2 && std::filesystem::is_directory(folder_);
    }
    void add(std::string_view bytes) { add(std::to_string(number_++), bytes); }
    void add(const std::string& name, std::string_view bytes) {
        if (given_) std::ofstream(folder_ / ("seed-" + name), std::ios::binary) << bytes;
    }

  private:
    std::filesystem::path folder_;
    bool given_ = false;
    int number_ = 0;
};

}  // namespace breachd::fuzz
