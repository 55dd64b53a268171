#include "core/journal/merkle.hpp"

#include "testkit/catch.hpp"

namespace breachd {
namespace {

std::vector<Digest> numbered_leaves(std::uint64_t count) {
    std::vector<Digest> out;
    for (std::uint64_t i = 0; i < count; ++i) out.push_back(leaf_hash("leaf " + std::to_string(i)));
    return out;
}

LeafAt reader_of(const std::vector<Digest>& leaves) {
    return [&leaves](std::uint64_t index) { return leaves[index]; };
}

// The definition of RFC 9162, 2.1.1, word by word: the oracle for the frontier.
Digest root_by_definition(const std::vector<Digest>& leaves, std::size_t from, std::size_t to) {
    if (from == to) return sha256("");
    if (to - from == 1) return leaves[from];
    std::size_t k = 1;
    while (k * 2 < to - from) k *= 2;
    return node_hash(root_by_definition(leaves, from, from + k), root_by_definition(leaves, from + k, to));
}

const std::vector<std::string> kVectorLeaves = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> kVectorRoots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                               "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                               "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                               "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                               "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                               "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                               "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

TEST_CASE("the published vectors of the log's tree hash as published") {
    MerkleFrontier frontier;
    CHECK(hex(frontier.root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (std::size_t i = 0; i < kVectorLeaves.size(); ++i) {
        frontier.append(leaf_hash(from_hex(kVectorLeaves[i]).value()));
        CHECK(hex(frontier.root()) == kVectorRoots[i]);
    }
}

TEST_CASE("the growing edge gives the root that the definition gives, at every size") {
    auto leaves = numbered_leaves(130);
    MerkleFrontier frontier;
    for (std::size_t size = 0; size < leaves.size(); ++size) {
        CHECK(frontier.size() == size);
        CHECK(frontier.root() == root_by_definition(leaves, 0, size));
        CHECK(merkle_root(0, size, reader_of(leaves)) == frontier.root());
        frontier.append(leaves[size]);
    }
}

TEST_CASE("every leaf of every tree up to 64 has a proof that holds, for its place only") {
    auto leaves = numbered_leaves(64);
    auto at = reader_of(leaves);
    int failures = 0;
    for (std::uint64_t size = 1; size <= 64; ++size) {
        Digest root = merkle_root(0, size, at);
        for (std::uint64_t index = 0; index < size; ++index) {
            auto proof = inclusion_proof(index, size, at);
            failures += !verify_inclusion(leaves[index], index, size, proof, root);
            if (size > 1) failures += verify_inclusion(leaves[(index + 1) % size], index, size, proof, root);
            if (size > 1) failures += verify_inclusion(leaves[index], (index + 1) % size, size, proof, root);
        }
    }
    CHECK(failures == 0);
}

TEST_CASE("every older tree up to 64 is proved to be the beginning of every newer one") {
    auto leaves = numbered_leaves(64);
    auto at = reader_of(leaves);
    int failures = 0;
    for (std::uint64_t size = 0; size <= 64; ++size)
        for (std::uint64_t old = 0; old <= size; ++old) {
            auto proof = consistency_proof(old, size, at);
            Digest old_root = merkle_root(0, old, at);
            Digest root = merkle_root(0, size, at);
            failures += !verify_consistency(old, old_root, size, root, proof);
            if (old > 0 && old < size)
                failures += verify_consistency(old, merkle_root(0, old - 1, at), size, root, proof);
            if (old > 0 && old < size) failures += verify_consistency(old, old_root, size, old_root, proof);
        }
    CHECK(failures == 0);
}

TEST_CASE("a proof with one bit turned, one step missing or one step more does not hold") {
    auto leaves = numbered_leaves(37);
    auto at = reader_of(leaves);
    Digest root = merkle_root(0, 37, at);
    auto inclusion = inclusion_proof(20, 37, at);
    auto consistency = consistency_proof(21, 37, at);
    Digest old_root = merkle_root(0, 21, at);
    REQUIRE(verify_inclusion(leaves[20], 20, 37, inclusion, root));
    REQUIRE(verify_consistency(21, old_root, 37, root, consistency));
    for (std::size_t step = 0; step < inclusion.size(); ++step) {
        auto turned = inclusion;
        turned[step][7] ^= 1;
        CHECK_FALSE(verify_inclusion(leaves[20], 20, 37, turned, root));
    }
    for (std::size_t step = 0; step < consistency.size(); ++step) {
        auto turned = consistency;
        turned[step][31] ^= 0x80;
        CHECK_FALSE(verify_consistency(21, old_root, 37, root, turned));
    }
    auto shorter = inclusion;
    shorter.pop_back();
    CHECK_FALSE(verify_inclusion(leaves[20], 20, 37, shorter, root));
    auto longer = consistency;
    longer.push_back(root);
    CHECK_FALSE(verify_consistency(21, old_root, 37, root, longer));
    CHECK_FALSE(verify_inclusion(leaves[20], 37, 37, inclusion, root));
}

TEST_CASE("a rewritten older leaf cannot be proved to be the same log") {
    auto leaves = numbered_leaves(20);
    Digest old_root = merkle_root(0, 10, reader_of(leaves));
    leaves[3] = leaf_hash("rewritten");
    auto at = reader_of(leaves);
    CHECK_FALSE(verify_consistency(10, old_root, 20, merkle_root(0, 20, at), consistency_proof(10, 20, at)));
}

TEST_CASE("a signed note is read back as it was made") {
    Checkpoint head{"breachd.example.test", 42, sha256("root")};
    std::string signed_text;
    std::string note = signed_note(head, "breachd.example.test", std::string(32, 'k'), [&](std::string_view body) {
        signed_text = body;
        return std::string(64, 's');
    });
    CHECK(note.find("\n\n\u2014 breachd.example.test ") != std::string::npos);
    auto parsed = parse_signed_note(note);
    REQUIRE(parsed.has_value());
    CHECK(parsed->checkpoint.origin == head.origin);
    CHECK(parsed->checkpoint.size == 42);
    CHECK(parsed->checkpoint.root == head.root);
    CHECK(parsed->key_name == "breachd.example.test");
    CHECK(parsed->key_id == note_key_id("breachd.example.test", std::string(32, 'k')));
    CHECK(parsed->signature == std::string(64, 's'));
    CHECK(parsed->body == signed_text);
    CHECK(signed_text == "breachd.example.test\n42\n" + base64(as_bytes(head.root)) + "\n");
}

TEST_CASE("a head that signs the chains of the incidents says so in one line, and no other line is taken") {
    Checkpoint head{"breachd.example.test", 42, sha256("root"), Checkpoint::Chains{7, 3, sha256("chains")}};
    auto sign = [](std::string_view) { return std::string(64, 's'); };
    auto note = signed_note(head, "breachd.example.test", std::string(32, 'k'), sign);
    auto parsed = parse_signed_note(note);
    REQUIRE(parsed.has_value());
    REQUIRE(parsed->checkpoint.chains.has_value());
    CHECK(parsed->checkpoint.chains->head == 7);
    CHECK(parsed->checkpoint.chains->size == 3);
    CHECK(parsed->checkpoint.chains->root == sha256("chains"));
    CHECK(parsed->body == checkpoint_body(head));
    for (auto [from, to] : {std::pair("chains 7 ", "chains 07 "), {"chains 7 3", "chains 7"}, {"chains", "others"}}) {
        auto other = note;
        other.replace(other.find(from), std::string_view(from).size(), to);
        CHECK_FALSE(parse_signed_note(other).has_value());
    }
    auto more = note;
    more.insert(more.find("\n\n") + 1, "one line more\n");
    CHECK_FALSE(parse_signed_note(more).has_value());
}

TEST_CASE("text that is no signed note is refused with a reason") {
    std::string root = base64(as_bytes(sha256("root")));
    for (const std::string& note : std::vector<std::string>{
             "", "\n\n", "origin\n1\n", "origin\n1\n" + root + "\n", "origin\n1\n" + root + "\n\nno dash",
             "origin\n01\n" + root + "\n\n\u2014 origin AAAA\n", "origin\n1\nAAAA\n\n\u2014 origin AAAA\n",
             "origin\n1\n" + root + "\n\n\u2014 origin AAAA\n"}) {
        auto parsed = parse_signed_note(note);
        REQUIRE_FALSE(parsed.has_value());
        CHECK_FALSE(parsed.error().message.empty());
    }
}

}  // namespace
}  // namespace breachd
