#include "delivery/dns/answer.hpp"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace breachd::delivery {

namespace {

// The strings of one TXT record, put together (RFC 1035, 3.3.14).
std::string text_in(std::string_view data) {
    std::string out;
    while (!data.empty()) {
        auto length = static_cast<std::size_t>(static_cast<unsigned char>(data.front()));
        data.remove_prefix(1);
        out += data.substr(0, length);
        data.remove_prefix(std::min(length, data.size()));
    }
    return out;
}

// The value of "name=" in a list of them between semicolons; "\n": there is none.
std::string tag_in(std::string_view text, std::string_view name) {
    while (!text.empty()) {
        auto end = text.find(';');
        auto one = trim(text.substr(0, end));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        auto equals = one.find('=');
        if (equals != one.npos && same_word(trim(one.substr(0, equals)), name))
            return std::string(trim(one.substr(equals + 1)));
    }
    return "\n";
}

std::vector<std::string> that_begin(const std::vector<std::string>& texts, std::string_view with) {
    std::vector<std::string> out;
    for (const auto& text : texts)
        if (starts_with_word(text, with)) out.push_back(text);
    return out;
}

}  // namespace

std::string_view dns_word(DnsState state) {
    static constexpr std::array<std::string_view, 6> kWords = {"found",  "missing", "broken",
                                                               "failed", "unknown", "pending"};
    return kWords[static_cast<std::size_t>(state)];
}

DnsRecords read_dns(std::span<const unsigned char> answer, DnsType type) {
    DnsRecords out;
    ns_msg message;
    if (answer.size() > NS_MAXMSG || ns_initparse(answer.data(), static_cast<int>(answer.size()), &message) != 0)
        return out;
    auto code = ns_msg_getflag(message, ns_f_rcode);
    out.no_such_name = code == ns_r_nxdomain;
    out.readable = code == ns_r_noerror || out.no_such_name;
    auto wanted = type == DnsType::txt ? ns_t_txt : ns_t_ptr;
    for (int i = 0; i < ns_msg_count(message, ns_s_an) && out.values.size() < kDnsValuesMax; ++i) {
        ns_rr record;
        if (ns_parserr(&message, ns_s_an, i, &record) != 0) break;
        if (ns_rr_type(record) != wanted) continue;
        std::string_view data(reinterpret_cast<const char*>(ns_rr_rdata(record)), ns_rr_rdlen(record));
        if (type == DnsType::txt) {
            out.values.push_back(text_in(data));
            continue;
        }
        std::array<char, NS_MAXDNAME> name{};
        if (ns_name_uncompress(ns_msg_base(message), ns_msg_end(message), ns_rr_rdata(record), name.data(),
                               name.size()) >= 0)
            out.values.emplace_back(name.data());
    }
    return out;
}

DnsState judge_spf(const std::vector<std::string>& texts) {
    auto found = that_begin(texts, "v=spf1");
    std::erase_if(found, [](const auto& text) { return text.size() > 6 && text[6] != ' '; });
    if (found.empty()) return DnsState::missing;
    return found.size() == 1 ? DnsState::found : DnsState::broken;
}

DnsState judge_dmarc(const std::vector<std::string>& texts) {
    auto found = that_begin(texts, "v=DMARC1");
    if (found.empty()) return DnsState::missing;
    auto policy = tag_in(found.front(), "p");
    bool known = same_word(policy, "none") || same_word(policy, "quarantine") || same_word(policy, "reject");
    return found.size() == 1 && known ? DnsState::found : DnsState::broken;
}

DnsState judge_dkim(const std::vector<std::string>& texts) {
    for (const auto& text : texts) {
        auto key = tag_in(text, "p");
        if (key != "\n") return key.empty() ? DnsState::broken : DnsState::found;
    }
    return texts.empty() ? DnsState::missing : DnsState::broken;
}

}  // namespace breachd::delivery
