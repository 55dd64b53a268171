// Products' own words as data (playbooks/senders/*.yaml): which key of a CEF extension, of LEEF's attributes or of
// `key=value` text, or which label of a custom string, holds which field of an alert. Keys are compared without case,
// `_`, `-`, `.` and blanks, so that "src_ip", "srcIp" and "Source IP" need one row each at most; a key may begin with
// *. Made by config/, read by the parsers through Body::senders; never changes while it is used.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace breachd::ingest {

struct MappedFields;  // ingest/mapped.hpp

using KeyValues = std::vector<std::pair<std::string, std::string>>;

// `address` is a host where its value is an IP address; `rank` is a severity that counts down from 1, the gravest;
// `nothing` is a key that looks like another field and is
// none.
enum class SenderField {
    host,
    address,
    user,
    table,
    tag,
    kind,
    records,
    title,
    severity,
    rank,
    rule,
    occurred_at,
    detected_at,
    zone,
    status,
    nothing
};
BOOST_DESCRIBE_ENUM(SenderField, host, address, user, table, tag, kind, records, title, severity, rank, rule,
                    occurred_at, detected_at, zone, status, nothing)

// One product; without vendor and product the words that many use.
struct Sender {
    std::string name;
    std::string about;                                      // one line for people
    std::vector<std::string> vendors, products;             // globs over the header of CEF and LEEF; empty: any
    std::vector<std::pair<std::string, SenderField>> keys;  // in the order in which they are looked for
    std::shared_ptr<const MappedFields> json;               // its JSON messages, for `sender:` of a source; may be none

    bool is_general() const { return vendors.empty() && products.empty(); }
    bool wrote(std::string_view vendor, std::string_view product) const;
};

struct FoundField {
    SenderField field;
    std::string_view value;  // into the pairs, without blanks and quotes around
    bool own;                // by the product's own table, not by the general one
    std::size_t order;
};

class Senders {
  public:
    void add(Sender sender);
    const Sender* find(std::string_view name) const;
    const std::vector<Sender>& all() const { return senders_; }

    // What the tables know of these pairs, in the tables' order: the product's own first. A custom string (cs1, with
    // its label in cs1Label) is asked for by its label.
    std::vector<FoundField> fields(std::string_view vendor, std::string_view product, const KeyValues& pairs) const;

  private:
    struct Row {
        SenderField field;
        std::size_t order;
    };
    struct Index {
        std::map<std::string, Row, std::less<>> rows;
        std::vector<std::pair<std::string, Row>> endings;  // of keys that begin with *
    };
    static const Row* look_up(const Index& index, const std::string& key);

    std::vector<Sender> senders_;
    std::vector<Index> indexes_;  // one each
};

// "src_ip", "Source IP" -> "srcip", "sourceip".
std::string plain_key(std::string_view key);

}  // namespace breachd::ingest
