#include "core/journal/merkle.hpp"

#include <algorithm>
#include <bit>
#include <charconv>

#include "base/check.hpp"

namespace breachd {

namespace {

constexpr std::string_view kLeafPrefix("\x00", 1);
constexpr std::string_view kNodePrefix("\x01", 1);
constexpr std::string_view kSignatureLine = "\u2014 ";  // an em dash and a space
constexpr char kEd25519 = 0x01;

// The largest power of two smaller than n; n is at least 2.
std::uint64_t split(std::uint64_t n) {
    std::uint64_t k = 1;
    while (k * 2 < n) k *= 2;
    return k;
}

// RFC 9162, 2.1.4.1: SUBPROOF over the leaves [from, to), of which the first `old` were the old tree.
void consistency_subproof(std::uint64_t old, std::uint64_t from, std::uint64_t to, bool whole, const LeafAt& leaf,
                          std::vector<Digest>& out) {
    std::uint64_t n = to - from;
    if (old == n) {
        if (!whole) out.push_back(merkle_root(from, to, leaf));
        return;
    }
    std::uint64_t k = split(n);
    if (old <= k) {
        consistency_subproof(old, from, from + k, whole, leaf, out);
        out.push_back(merkle_root(from + k, to, leaf));
    } else {
        consistency_subproof(old - k, from + k, to, false, leaf, out);
        out.push_back(merkle_root(from, from + k, leaf));
    }
}

void inclusion_path(std::uint64_t index, std::uint64_t from, std::uint64_t to, const LeafAt& leaf,
                    std::vector<Digest>& out) {
    if (to - from == 1) return;
    std::uint64_t middle = from + split(to - from);
    if (index < middle) {
        inclusion_path(index, from, middle, leaf, out);
        out.push_back(merkle_root(middle, to, leaf));
    } else {
        inclusion_path(index, middle, to, leaf, out);
        out.push_back(merkle_root(from, middle, leaf));
    }
}

Error bad_note(const char* what) { return Error{ErrorCode::invalid, what, "signed note"}; }

// Takes the text up to the next line end off the front; false when there is no line end.
bool take_line(std::string_view& text, std::string_view& line) {
    auto end = text.find('\n');
    if (end == std::string_view::npos) return false;
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return true;
}

bool read_number(std::string_view text, std::uint64_t& into) {
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), into);
    return failed == std::errc() && end == text.data() + text.size() && std::to_string(into) == text;
}

bool read_digest(std::string_view text, Digest& into) {
    auto bytes = from_base64_exact(text);
    if (!bytes || bytes->size() != into.size()) return false;
    std::copy(bytes->begin(), bytes->end(), into.begin());
    return true;
}

constexpr std::string_view kChains = "chains ";

bool read_chains(std::string_view line, Checkpoint::Chains& into) {
    if (!line.starts_with(kChains)) return false;
    line.remove_prefix(kChains.size());
    auto first = line.find(' '), second = line.rfind(' ');
    return first != second && read_number(line.substr(0, first), into.head) &&
           read_number(line.substr(first + 1, second - first - 1), into.size) &&
           read_digest(line.substr(second + 1), into.root);
}

Result<Checkpoint> parse_body(std::string_view body) {
    std::string_view origin, size, root;
    if (!take_line(body, origin) || !take_line(body, size) || !take_line(body, root) || origin.empty())
        return bad_note("has not the three lines origin, size, root");
    Checkpoint out;
    out.origin = origin;
    if (!read_number(size, out.size)) return bad_note("the size is not a decimal number");
    if (!read_digest(root, out.root)) return bad_note("the root is not 32 bytes in base64");
    std::string_view extension;
    if (take_line(body, extension)) {
        Checkpoint::Chains chains;
        if (!read_chains(extension, chains)) return bad_note("has a line that this program does not know");
        out.chains = chains;
    }
    if (!body.empty()) return bad_note("has more lines than a head has");
    return out;
}

}  // namespace

Digest leaf_hash(std::string_view leaf) { return sha256({kLeafPrefix, leaf}); }

Digest node_hash(const Digest& left, const Digest& right) {
    return sha256({kNodePrefix, as_bytes(left), as_bytes(right)});
}

// The peaks are the one bits of the size: each zero that a carry passes joins two of them.
std::optional<MerkleFrontier> MerkleFrontier::of(std::uint64_t size, std::vector<Digest> peaks) {
    if (static_cast<std::size_t>(std::popcount(size)) != peaks.size()) return std::nullopt;
    MerkleFrontier out;
    out.peaks_ = std::move(peaks);
    out.size_ = size;
    return out;
}

void MerkleFrontier::append(const Digest& leaf) {
    Digest carry = leaf;
    for (std::uint64_t bits = size_; bits & 1; bits >>= 1) {
        carry = node_hash(peaks_.back(), carry);
        peaks_.pop_back();
    }
    peaks_.push_back(carry);
    ++size_;
}

Digest MerkleFrontier::root() const {
    if (peaks_.empty()) return sha256("");
    Digest out = peaks_.back();
    for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) out = node_hash(*peak, out);
    return out;
}

// One pass with a frontier: reads each leaf once and needs no recursion over a large range.
Digest merkle_root(std::uint64_t from, std::uint64_t to, const LeafAt& leaf) {
    BREACHD_CHECK(from <= to);
    MerkleFrontier frontier;
    for (std::uint64_t i = from; i < to; ++i) frontier.append(leaf(i));
    return frontier.root();
}

std::vector<Digest> inclusion_proof(std::uint64_t index, std::uint64_t size, const LeafAt& leaf) {
    BREACHD_CHECK(index < size);
    std::vector<Digest> out;
    inclusion_path(index, 0, size, leaf, out);
    return out;
}

// RFC 9162, 2.1.3.2.
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, const std::vector<Digest>& proof,
                      const Digest& root) {
    if (index >= size) return false;
    std::uint64_t node = index;
    std::uint64_t last = size - 1;
    Digest hash = leaf;
    for (const auto& step : proof) {
        if (last == 0) return false;
        if ((node & 1) || node == last) {
            hash = node_hash(step, hash);
            while (!(node & 1) && node != 0) node >>= 1, last >>= 1;
        } else {
            hash = node_hash(hash, step);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && hash == root;
}

std::vector<Digest> consistency_proof(std::uint64_t old_size, std::uint64_t size, const LeafAt& leaf) {
    BREACHD_CHECK(old_size <= size);
    std::vector<Digest> out;
    if (old_size != 0 && old_size != size) consistency_subproof(old_size, 0, size, true, leaf, out);
    return out;
}

// RFC 9162, 2.1.4.2; the empty tree is consistent with every tree.
bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t size, const Digest& root,
                        const std::vector<Digest>& proof) {
    if (old_size > size) return false;
    if (old_size == size) return proof.empty() && old_root == root;
    if (old_size == 0) return proof.empty() && old_root == sha256("");
    std::uint64_t node = old_size - 1;
    std::uint64_t last = size - 1;
    while (node & 1) node >>= 1, last >>= 1;
    // A whole power of two is not in the proof: its root is the old root itself.
    std::size_t next = 0;
    if (node != 0 && proof.empty()) return false;
    Digest old_hash = node == 0 ? old_root : proof[next++];
    Digest hash = old_hash;
    for (; next < proof.size(); ++next) {
        if (last == 0) return false;
        const Digest& step = proof[next];
        if ((node & 1) || node == last) {
            old_hash = node_hash(step, old_hash);
            hash = node_hash(step, hash);
            while (!(node & 1) && node != 0) node >>= 1, last >>= 1;
        } else {
            hash = node_hash(hash, step);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && old_hash == old_root && hash == root;
}

std::string checkpoint_body(const Checkpoint& checkpoint) {
    auto out =
        checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + base64(as_bytes(checkpoint.root)) + "\n";
    if (const auto& chains = checkpoint.chains)
        out += std::string(kChains) + std::to_string(chains->head) + " " + std::to_string(chains->size) + " " +
               base64(as_bytes(chains->root)) + "\n";
    return out;
}

std::string note_key_id(std::string_view key_name, std::string_view public_key) {
    const std::string type(1, kEd25519);
    Digest digest = sha256({key_name, "\n", type, public_key});
    return std::string(as_bytes(digest).substr(0, 4));
}

std::string signed_note(const Checkpoint& checkpoint, std::string_view key_name, std::string_view public_key,
                        const std::function<std::string(std::string_view)>& sign) {
    std::string body = checkpoint_body(checkpoint);
    std::string signature = note_key_id(key_name, public_key) + sign(body);
    return body + "\n" + std::string(kSignatureLine) + std::string(key_name) + " " + base64(signature) + "\n";
}

Result<ParsedNote> parse_signed_note(std::string_view note) {
    auto blank = note.find("\n\n");
    if (blank == std::string_view::npos) return bad_note("has no blank line between text and signatures");
    ParsedNote out;
    out.body = note.substr(0, blank + 1);
    auto checkpoint = parse_body(out.body);
    if (!checkpoint) return checkpoint.error();
    out.checkpoint = *checkpoint;
    std::string_view rest = note.substr(blank + 2);
    std::string_view line;
    if (!take_line(rest, line) || line.substr(0, kSignatureLine.size()) != kSignatureLine)
        return bad_note("has no signature line");
    line.remove_prefix(kSignatureLine.size());
    auto space = line.find(' ');
    if (space == 0 || space == std::string_view::npos) return bad_note("the signature line has no key name");
    out.key_name = line.substr(0, space);
    auto bytes = from_base64_exact(line.substr(space + 1));
    if (!bytes || bytes->size() != 4 + 64) return bad_note("the signature is not a key id and 64 bytes in base64");
    out.key_id = bytes->substr(0, 4);
    out.signature = bytes->substr(4);
    return out;
}

}  // namespace breachd
