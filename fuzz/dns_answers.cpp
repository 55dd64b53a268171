// Feeds any bytes to the reader of DNS answers: it takes no more than it promises, and every judgement has a word.
#include <cstdint>

#include "base/check.hpp"
#include "delivery/dns/answer.hpp"
#include "seeds.hpp"
#include "unit/delivery/dns_bytes.hpp"

using namespace breachd;
using namespace breachd::delivery;

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    fuzz::Seeds seeds(argc, argv);
    for (const auto& answer : {txt_answer({"v=spf1 -all"}), txt_answer({"v=DMARC1; p=none", "x"}), no_answer(3)})
        seeds.add(answer);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    for (auto type : {DnsType::txt, DnsType::ptr}) {
        auto read = read_dns({data, size}, type);
        BREACHD_CHECK(read.values.size() <= kDnsValuesMax);
        BREACHD_CHECK(read.readable || !read.no_such_name);
        for (auto judge : {judge_spf, judge_dmarc, judge_dkim}) BREACHD_CHECK(!dns_word(judge(read.values)).empty());
    }
    return 0;
}
