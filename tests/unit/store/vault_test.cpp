#include "store/vault/vault.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>

#include "store/vault/signer.hpp"
#include "store_helpers.hpp"

namespace breachd::store {
namespace {

std::string keys_path(const ScratchDirectory& scratch) { return scratch.path() + "/keys.db"; }

std::string written(const ScratchDirectory& scratch, const std::string& bytes, mode_t mode) {
    std::string path = scratch.path() + "/master.key";
    std::ofstream(path, std::ios::binary) << bytes;
    ::chmod(path.c_str(), mode);
    return path;
}

TEST_CASE("what is sealed is opened under the same scope and place only") {
    Connection keys(":memory:", Connection::Kind::writer);
    Vault vault(keys, master_key());
    vault.ensure("INC-2026-0001");
    vault.ensure("INC-2026-0002");
    std::string sealed = vault.seal("INC-2026-0001", "thu@vidu.test", "subject|INC-2026-0001|1");
    CHECK(sealed.find("vidu") == std::string::npos);
    CHECK(vault.open("INC-2026-0001", sealed, "subject|INC-2026-0001|1").value() == "thu@vidu.test");
    CHECK_FALSE(vault.open("INC-2026-0001", sealed, "subject|INC-2026-0001|2").has_value());
    CHECK_FALSE(vault.open("INC-2026-0002", sealed, "subject|INC-2026-0001|1").has_value());
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string turned = sealed;
        turned[i] = static_cast<char>(turned[i] ^ 1);
        CHECK_FALSE(vault.open("INC-2026-0001", turned, "subject|INC-2026-0001|1").has_value());
    }
    CHECK_FALSE(vault.open("INC-2026-0001", "", "").has_value());
    CHECK(vault.open("INC-2026-0001", vault.seal("INC-2026-0001", "", "a"), "a").value().empty());
}

TEST_CASE("the same text sealed twice gives other bytes, tagged twice the same tag") {
    Connection keys(":memory:", Connection::Kind::writer);
    Vault vault(keys, master_key());
    vault.ensure("a");
    vault.ensure("b");
    CHECK(vault.seal("a", "text", "") != vault.seal("a", "text", ""));
    CHECK(vault.tag("a", "text") == vault.tag("a", "text"));
    CHECK(vault.tag("a", "text") != vault.tag("b", "text"));
    CHECK(vault.tag("a", "text") != vault.tag("a", "text "));
}

TEST_CASE("keys survive the process") {
    ScratchDirectory scratch;
    std::string sealed;
    Digest tag;
    {
        Connection keys(keys_path(scratch), Connection::Kind::writer);
        Vault vault(keys, master_key());
        vault.ensure("scope");
        sealed = vault.seal("scope", "text", "place");
        tag = vault.tag("scope", "text");
    }
    Connection keys(keys_path(scratch), Connection::Kind::writer);
    Vault vault(keys, master_key());
    CHECK(vault.open("scope", sealed, "place").value() == "text");
    CHECK(vault.tag("scope", "text") == tag);
}

TEST_CASE("a wrong master key is refused at once, with a sentence that names no secret") {
    ScratchDirectory scratch;
    {
        Connection keys(keys_path(scratch), Connection::Kind::writer);
        Vault vault(keys, master_key('m'));
    }
    Connection keys(keys_path(scratch), Connection::Kind::writer);
    try {
        Vault vault(keys, master_key('w'));
        FAIL("opened with a wrong key");
    } catch (const StoreError& error) {
        CHECK(error.cause == StoreError::Cause::not_ours);
        CHECK(std::string(error.what()).find("master key") != std::string::npos);
        CHECK(std::string(error.what()).find("wwww") == std::string::npos);
    }
}

TEST_CASE("rotation keeps everything readable under the new master key and nothing under the old one") {
    ScratchDirectory scratch;
    std::string sealed, public_key;
    {
        Connection keys(keys_path(scratch), Connection::Kind::writer);
        Vault vault(keys, master_key('m'));
        vault.ensure("one");
        vault.ensure("two");
        sealed = vault.seal("one", "text", "place");
        public_key = open_signer(keys, master_key('m'))->public_key();
        CHECK(vault.rotate(master_key('n')) == 2);
        CHECK(vault.open("one", sealed, "place").value() == "text");
        vault.ensure("three");
    }
    Connection keys(keys_path(scratch), Connection::Kind::writer);
    CHECK_THROWS_AS(Vault(keys, master_key('m')), StoreError);
    Vault vault(keys, master_key('n'));
    CHECK(vault.open("one", sealed, "place").value() == "text");
    CHECK(vault.has("three"));
    CHECK(open_signer(keys, master_key('n'))->public_key() == public_key);
}

TEST_CASE("after a data key is destroyed its rows are noise and no file holds its bytes") {
    ScratchDirectory scratch;
    Connection keys(keys_path(scratch), Connection::Kind::writer);
    Vault vault(keys, master_key());
    vault.ensure("gone");
    vault.ensure("kept");
    std::string sealed = vault.seal("gone", "text", "place");
    std::string other = vault.seal("kept", "text", "place");
    std::string wrapped;
    {
        Statement read(keys, "SELECT wrapped FROM data_keys WHERE scope = 'gone'");
        REQUIRE(read.step());
        wrapped = read.blob(0);
    }
    REQUIRE(all_bytes(scratch).find(wrapped) != std::string::npos);
    vault.destroy("gone");
    CHECK(all_bytes(scratch).find(wrapped) == std::string::npos);
    CHECK_FALSE(vault.has("gone"));
    CHECK_FALSE(vault.open("gone", sealed, "place").has_value());
    CHECK(vault.open("kept", other, "place").value() == "text");
    vault.ensure("gone");  // a new key does not bring the old rows back
    CHECK_FALSE(vault.open("gone", sealed, "place").has_value());
}

TEST_CASE("a reader forgets a key that the writer has destroyed") {
    ScratchDirectory scratch;
    Connection keys(keys_path(scratch), Connection::Kind::writer);
    Vault vault(keys, master_key());
    vault.ensure("scope");
    std::string sealed = vault.seal("scope", "text", "place");
    Connection read_only(keys_path(scratch), Connection::Kind::reader);
    Vault reader(read_only, master_key());
    CHECK(reader.open("scope", sealed, "place").value() == "text");
    vault.destroy("scope");
    CHECK_FALSE(reader.open("scope", sealed, "place").has_value());
}

TEST_CASE("OpenSSL verifies what the signer signs") {
    Connection keys(":memory:", Connection::Kind::writer);
    auto signer = open_signer(keys, master_key());
    std::string key = signer->public_key();
    std::string signature = signer->sign("message");
    REQUIRE(key.size() == 32);
    REQUIRE(signature.size() == 64);
    CHECK(verify_signature(key, "message", signature));
    CHECK_FALSE(verify_signature(key, "messagf", signature));
    CHECK_FALSE(verify_signature(key, "message", signature.substr(1)));
    EVP_PKEY* other = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                                  reinterpret_cast<const unsigned char*>(key.data()), key.size());
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    REQUIRE(EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, other) == 1);
    CHECK(EVP_DigestVerify(context, reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                           reinterpret_cast<const unsigned char*>("message"), 7) == 1);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(other);
}

TEST_CASE("a master key file holds 32 bytes, 64 hex digits or 44 base64 characters and is private") {
    ScratchDirectory scratch;
    std::string key(32, '\x7f');
    key[31] = '\n';  // raw bytes may end like a line
    CHECK(MasterKey::load(written(scratch, key, 0600))->bytes == key);
    CHECK(MasterKey::load(written(scratch, hex(key) + "\n", 0400))->bytes == key);
    CHECK(MasterKey::load(written(scratch, base64(key) + "\n", 0600))->bytes == key);
    auto readable = MasterKey::load(written(scratch, key, 0640));
    REQUIRE_FALSE(readable.has_value());
    CHECK(readable.error().text().find("master.key") != std::string::npos);
    CHECK_FALSE(MasterKey::load(written(scratch, "short", 0600)).has_value());
    CHECK_FALSE(MasterKey::load(written(scratch, "", 0600)).has_value());
    CHECK_FALSE(MasterKey::load(scratch.path() + "/none").has_value());
    CHECK(MasterKey::generate().bytes != MasterKey::generate().bytes);
}

}  // namespace
}  // namespace breachd::store
