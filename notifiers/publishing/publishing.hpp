// Publishers of the public notice: one type a file and a row (registry.cpp). A place puts what is given up and says
// where the public sees it; delivery/ moves the bytes (Wire) and reads the page back, which alone is the proof.
//
// Guarantees
//  1. put() may be done again at any time, after any failure: it ends in the same state and makes no second page.
//  2. A failure names the type, the place and the cause; never a secret, and no word of the server's answer.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/journal/reason.hpp"
#include "notifiers/keys.hpp"
#include "notifiers/notifier.hpp"
#include "settings/publication.hpp"

namespace breachd {

struct PublicFile {
    std::string path;  // relative to the publisher's root
    std::string bytes;
};

struct PublicMatter {
    std::string incident;
    Instant at{};
    bool drill = false;
    std::vector<PublicFile> files;  // the first is the page whose read-back is the proof
    // Of a public notice; "" of a content page.
    std::string title;
    std::string main;      // HTML of both languages, without what stands around it
    std::string banner;    // notice.json
    std::string page_url;  // where the first publisher shows the page; for a banner
};

// What the public is to see. `mark`: "" the page's bytes are `page`; else a text that stands in the page, where a site
// dresses it up.
struct Shown {
    std::string url;  // "": nothing to read back
    std::string page;
    std::string mark;
};
using PutUp = std::variant<Shown, Reason>;

struct SftpTarget {
    std::string host_and_port;
    std::string username, password;
    std::string key_file, key_passphrase;
    std::string known_hosts_file, host_sha256;  // one of them; without a proven host nothing is sent
    std::string folder;                         // below which the files go
    Duration timeout{std::chrono::seconds{60}};
};

struct SftpAnswer {
    bool done = false;
    Cause cause{};
};

// The way to the outside, which only delivery/ has.
class Wire {
  public:
    virtual ~Wire() = default;
    virtual HttpAnswer http(HttpRequest request) = 0;
    // Each file whole under its path, or as it was before; folders below the target's are made, for everybody to read.
    virtual SftpAnswer upload(const SftpTarget& target, std::span<const PublicFile> files) = 0;
};

class Place {
  public:
    virtual ~Place() = default;
    virtual PutUp put(const PublicMatter& matter, Wire& wire) const = 0;
};

struct PublisherKind {
    std::string_view type;
    PublisherCarries carries;
    void (*read)(Keys& keys, Publisher& out);  // its own keys; `url` is everybody's but a banner's
    std::unique_ptr<Place> (*make)(const Publisher&);
};

std::span<const PublisherKind> publisher_kinds();
const PublisherKind* find_publisher_kind(std::string_view type);
// Of a publisher whose type was accepted when the configuration was read.
std::unique_ptr<Place> make_place(const Publisher& publisher);

// What `read` of this publisher's own row made.
template <class Config>
const Config& own_config(const Publisher& publisher) {
    return static_cast<const Config&>(*publisher.own);
}

PublisherKind directory_publisher();
PublisherKind webdav_publisher();
PublisherKind sftp_publisher();
PublisherKind s3_publisher();
PublisherKind wordpress_publisher();
PublisherKind webhook_publisher();

}  // namespace breachd
