// The bytes of a DNS answer (RFC 1035) as values, read by libresolv; and what the texts in it say of a sender. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace breachd::delivery {

enum class DnsState { found, missing, broken, failed, unknown, pending };
std::string_view dns_word(DnsState state);

struct DnsRecords {
    bool readable = false;            // false: these bytes are no answer
    bool no_such_name = false;        // the name does not exist
    std::vector<std::string> values;  // texts of TXT, names of PTR; at most kDnsValuesMax
};
inline constexpr std::size_t kDnsValuesMax = 100;

enum class DnsType { txt, ptr };
DnsRecords read_dns(std::span<const unsigned char> answer, DnsType type);

// One record that begins with v=spf1; two are an error (RFC 7208, 4.5).
DnsState judge_spf(const std::vector<std::string>& texts);
// v=DMARC1 with a policy (RFC 7489, 6.3).
DnsState judge_dmarc(const std::vector<std::string>& texts);
// A key that is not revoked: p= with something in it (RFC 6376, 3.6.1).
DnsState judge_dkim(const std::vector<std::string>& texts);

}  // namespace breachd::delivery
