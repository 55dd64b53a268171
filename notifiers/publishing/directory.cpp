// A directory that a web server serves, or the daemon itself (server.serve_notices).
#include "core/journal/because.hpp"
#include "notifiers/durable_file.hpp"
#include "notifiers/publishing/publishing.hpp"

namespace breachd {

namespace {

constexpr unsigned kForEverybody = 0644;  // whatever the umask: the web server is another user

class DirectoryPlace : public Place {
  public:
    explicit DirectoryPlace(const Publisher& publisher) : path_(publisher.path), url_(publisher.url) {}

    PutUp put(const PublicMatter& matter, Wire&) const override {
        for (const auto& file : matter.files)
            if (auto written = write_file_durably(path_ + "/" + file.path, file.bytes, kForEverybody); !written)
                return because::page_not_written(written.error().text());
        const auto& page = matter.files.front();
        return Shown{url_ + "/" + page.path, page.bytes, ""};
    }

  private:
    std::string path_, url_;
};

void read_keys(Keys& keys, Publisher& out) {
    keys.need("path");
    keys.path("path", out.path);
}

std::unique_ptr<Place> make(const Publisher& publisher) { return std::make_unique<DirectoryPlace>(publisher); }

}  // namespace

PublisherKind directory_publisher() { return {"directory", PublisherCarries::files, read_keys, make}; }

}  // namespace breachd
