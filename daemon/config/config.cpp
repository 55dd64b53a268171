#include "config/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "config/kept_files.hpp"
#include "config/law_file.hpp"
#include "config/sections.hpp"
#include "config/sender_file.hpp"
#include "core/telling/template.hpp"

namespace breachd {

namespace config {

namespace fs = std::filesystem;

void check_email(Map& map, std::string_view key, const std::string& text) {
    if (text.empty()) return;
    auto at = text.find('@');
    bool ok = at != std::string::npos && at > 0 && at + 1 < text.size() &&
              text.find('@', at + 1) == std::string::npos &&
              std::none_of(text.begin(), text.end(),
                           [](unsigned char c) { return c <= 0x20 || c == ',' || c == '<' || c == '>'; });
    if (ok) return;
    if (auto value = map.find(key)) value->error("not an e-mail address (local@domain, without a display name)");
}

void check_url(Map& map, std::string_view key, const std::string& text,
               std::initializer_list<std::string_view> schemes) {
    if (text.empty()) return;
    auto value = map.find(key);
    if (!value) return;
    auto scheme = std::find_if(schemes.begin(), schemes.end(), [&](auto each) { return text.starts_with(each); });
    if (scheme == schemes.end())
        return value->error(fmt::format("a URL that begins with {} is wanted", fmt::join(schemes, " or ")));
    auto host = std::string_view(text).substr(scheme->size());
    host = host.substr(0, host.find('/'));
    if (host.empty()) value->error("the URL has no host");
    if (host.find('@') != std::string_view::npos) value->error("no credentials in a URL: URLs are logged");
    if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7f; }))
        value->error("a URL has no blanks");
}

bool is_url_of_this_machine(std::string_view url) {
    auto host = url.substr(url.find("//") + 2);
    host = host.substr(0, host.find_first_of("/?"));
    if (!host.starts_with('[')) host = host.substr(0, host.find(':'));
    bool numbers = std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    return host == "localhost" || host == "[::1]" || host.starts_with("[::1]:") ||
           (numbers && host.starts_with("127."));
}

namespace {

bool is_label(std::string_view text) {
    return text.size() <= 128 &&
           std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

void need_unique(Map& map, std::string_view key, std::string& out, std::vector<std::string>& seen,
                 bool (*fits)(std::string_view), const char* rule) {
    auto value = map.need(key);
    auto text = value ? value->text() : std::nullopt;
    if (!text) return;
    if (!fits(*text)) value->error(rule);
    if (std::find(seen.begin(), seen.end(), *text) != seen.end())
        value->error(fmt::format("\"{}\" is given twice", *text));
    seen.push_back(*text);
    out = std::move(*text);
}

}  // namespace

void need_name(Map& map, std::string_view key, std::string& out, std::vector<std::string>& seen) {
    need_unique(map, key, out, seen, is_plain_name, "a name is made of letters, digits, . _ and - (at most 64)");
}

void need_label(Map& map, std::string_view key, std::string& out, std::vector<std::string>& seen) {
    need_unique(map, key, out, seen, is_label, "a name is one line of at most 128 bytes");
}

std::vector<const Edition*> usable_editions(const Settings& settings) {
    std::vector<const Edition*> out;
    for (const auto& edition : settings.editions)
        if (settings.edition == "auto" ? edition.in_force_from.has_value() : edition.id == settings.edition)
            out.push_back(&edition);
    std::stable_sort(out.begin(), out.end(),
                     [](const Edition* a, const Edition* b) { return a->in_force_from > b->in_force_from; });
    return out;
}

namespace {

// <name> under /etc/breachd, else where the program was installed, else the source tree it was built from.
std::string shipped_directory(const LoadOptions& options, const char* etc_name, const char* share_name) {
    std::error_code unknown;
    fs::path etc = fs::path(options.etc_directory) / etc_name;
    fs::path installed = options.share_directory.empty() ? BREACHD_INSTALLED_SHARE_DIR : options.share_directory;
    for (const auto& candidate : {etc, installed / share_name, fs::path(BREACHD_SHARE_DIR) / share_name})
        if (fs::is_directory(candidate, unknown)) return candidate.string();
    return etc.string();
}

class Loader {
  public:
    Loader(const std::string& file, const LoadOptions& options) : options_(options) {
        std::error_code failed;
        auto absolute = fs::absolute(file, failed);
        report_.config.file = failed ? file : absolute.lexically_normal().string();
    }

    ConfigReport load() {
        Document document(report_.config.file);
        if (auto bytes = read_file(report_.config.file, kFileBytesMax)) {
            kept_.add(report_.config.file, *bytes);
            if (auto value = parse(*bytes, document)) read(*value, document);
        } else {
            document.error({}, bytes.error().message);
        }
        kept_.mask(document);
        collect(document);
        for (const auto& each : documents_) collect(each);
        for (const auto& warning : report_.warnings) report_.config.warnings.push_back(warning.text());
        report_.config.settings.as_read = kept_.text();
        report_.config.settings.sha256 = hex(sha256(report_.config.settings.as_read));
        return std::move(report_);
    }

  private:
    void read(const Value& value, Document& document) {
        Map root(value);
        if (!root.ok()) return;
        Context context{document, options_, fs::path(report_.config.file).parent_path()};
        LoadedConfig& out = report_.config;
        read_mode(root, context, out);
        read_organisation(root, context, out);
        read_law(root, context);
        read_playbook_directory(root, context);
        read_templates(root, context);
        read_server(root, context, out);
        read_storage_and_keys(root, context, out);
        read_sign_in(root, context, out);
        read_sender_directory(root, context);
        read_sources(root, context, out);
        read_syslog(root, context, out);
        read_bounces(root, context, out);
        read_lists(root, context, out);
        read_assets(root, context, out);
        read_triage(root, context, out);
        read_channels(root, context, out);
        read_people(root, context, out);
        read_access(root, context, out);
        check_tokens_differ(root, out);
        warn_of_unowned_tokens(root, out);
        read_hooks(root, context, out);
        check_receipts(root, out);
        read_on_call(root, context, out);
        read_notice(root, context, out);
        tell_nobody_by_files(root, out);
        read_public_notice(root, context, out);
        warn_of_paging_gaps(root, out);
        read_retention(root);
        read_log(root, context, out);
    }

    std::string directory(Map* section, const Context& context, const char* etc_name, const char* share_name) {
        std::string named;
        if (section) path(*section, "directory", named, context);
        return named.empty() ? shipped_directory(options_, etc_name, share_name) : named;
    }

    void read_law(Map& root, const Context& context) {
        Settings& settings = report_.config.settings;
        auto value = root.find("law");
        std::optional<Map> law;
        if (value) law.emplace(*value);
        Map* map = law ? &*law : nullptr;
        std::string where = directory(map, context, "law", "law");
        settings.editions = read_editions(where, documents_, kept_);
        if (!map) return;
        map->text("edition", settings.edition);
        if (auto edition = map->find("edition");
            edition && settings.edition != "auto" && !settings.edition_of(settings.edition)) {
            std::vector<std::string> known = {"auto"};
            for (const auto& each : settings.editions) known.push_back(each.id);
            unknown_reference(*edition, "edition of the law", settings.edition, known);
        }
        if (const auto* pinned = settings.edition_of(settings.edition);
            pinned && pinned->is_draft() && settings.mode == Mode::live)
            map->find("edition")->warning(fmt::format(
                "{} is a draft and never was in force: in live mode no notice under it is released", pinned->id));
        map->text("authority", settings.authority);
        map->texts("authority_copies", settings.authority_copies);
        read_holidays(*map, settings);
        map->duration("controller_inform_within", settings.controller_inform_within, std::chrono::minutes{1},
                      std::chrono::hours{24 * 30});
        for (const auto& item : map->list("packs")) read_pack_file(item, where);
    }

    void read_pack_file(const Value& item, const std::string& law_directory) {
        auto name = item.text();
        if (!name) return;
        std::string packs = (fs::path(law_directory) / "packs").string();
        std::string file = (fs::path(packs) / (*name + ".yaml")).string();
        auto bytes = is_plain_name(*name) ? read_file(file, kFileBytesMax) : Result<std::string>(Error{});
        if (!bytes) {
            std::vector<std::string> known;
            if (auto files = files_in(packs, {".yaml"}))
                for (const auto& each : *files) known.push_back(fs::path(each).stem().string());
            return unknown_reference(item, "pack in " + packs, *name, known);
        }
        kept_.add(file, *bytes);
        Document document(file);
        if (auto value = parse(*bytes, document)) add_pack(read_pack(*value), report_.config.settings.editions, *value);
        documents_.push_back(std::move(document));
    }

    void read_playbook_directory(Map& root, const Context& context) {
        auto value = root.find("playbooks");
        std::optional<Map> map;
        if (value) map.emplace(*value);
        auto where = directory(map ? &*map : nullptr, context, "playbooks", "response");
        report_.config.settings.playbooks = read_playbooks(where, report_.config.settings.editions, documents_, kept_);
    }

    // Most products' words are part of the program; a directory adds to them.
    void read_sender_directory(Map& root, const Context& context) {
        std::string named;
        if (auto value = root.find("senders")) {
            Map map(*value);
            map.need("directory");
            path(map, "directory", named, context);
        }
        fs::path etc = fs::path(options_.etc_directory) / "senders";
        std::error_code unknown;
        if (named.empty() && fs::is_directory(etc, unknown)) named = etc.string();
        report_.config.settings.senders = read_senders(named, documents_, kept_);
    }

    // The programme has its texts compiled in; files replace them one by one.
    void read_templates(Map& root, const Context& context) {
        auto value = root.find("templates");
        std::optional<Map> map;
        if (value) map.emplace(*value);
        auto where = directory(map ? &*map : nullptr, context, "templates", "templates");
        auto files = files_in(where, {".txt", ".html", ".mustache"});
        if (!files) {
            if (map) map->error(files.error().text());
            return;
        }
        Templates& templates = report_.config.settings.templates;
        for (const auto& file : *files) {
            Document document(file);
            std::string name = fs::path(file).stem().string();
            auto bytes = read_file(file, kFileBytesMax);
            if (!bytes) {
                document.error({}, bytes.error().message);
            } else if (auto ok = check_template(*bytes); !ok) {
                document.error({}, ok.error().message);
            } else {
                if (default_template(name).empty())
                    document.warning({}, fmt::format("no template is called \"{}\": nothing will use it", name));
                kept_.add(file, *bytes);
                templates.texts[name] = std::move(*bytes);
                templates.files[name] = file;
            }
            documents_.push_back(std::move(document));
        }
    }

    void read_retention(Map& root) {
        Settings& settings = report_.config.settings;
        const Edition* strictest = nullptr;
        for (const Edition* edition : usable_editions(settings))
            if (!strictest || edition->keep_years > strictest->keep_years) strictest = edition;
        int least = strictest ? strictest->keep_years : 5;
        settings.keep_years = least;
        auto value = root.find("retention");
        if (!value) return;
        Map map(*value);
        map.integer("years", settings.keep_years, 0, 100);
        if (auto years = map.find("years"); years && settings.keep_years < least)
            years->error(fmt::format("the file is kept at least {} years ({} of {})", least,
                                     strictest ? strictest->keep_citation : "", strictest ? strictest->id : ""));
    }

    void collect(const Document& document) {
        for (auto& error : document.errors()) report_.errors.push_back(std::move(error));
        for (auto& warning : document.warnings()) report_.warnings.push_back(std::move(warning));
    }

    const LoadOptions& options_;
    ConfigReport report_;
    std::vector<Document> documents_;
    KeptFiles kept_;
};

Error all_of(const std::vector<Error>& errors) {
    std::string lines;
    for (const auto& error : errors) lines += (lines.empty() ? "" : "\n") + error.text();
    return Error{ErrorCode::invalid, std::move(lines), ""};
}

std::vector<Error> errors_of(const std::vector<Document>& documents) {
    std::vector<Error> out;
    for (const auto& document : documents)
        for (auto& error : document.errors()) out.push_back(std::move(error));
    return out;
}

std::string describe(const Value& value, const LoadOptions& options) {
    if (is_sender(value)) {
        auto sender = read_sender(value);
        return fmt::format("sender {}: {} keys{}", sender.name, sender.keys.size(), sender.json ? ", json" : "");
    }
    if (is_law(value) && is_pack(value)) {
        auto pack = read_pack(value);
        return fmt::format("pack {}: {} duties", pack.id, pack.obligations.size());
    }
    if (is_law(value)) {
        auto edition = read_edition(value);
        return fmt::format("edition {}: {} kinds of data, {} duties", edition.id, edition.kinds.size(),
                           edition.obligations.size());
    }
    std::vector<Document> documents;
    config::KeptFiles unused;
    auto editions = read_editions(shipped_directory(options, "law", "law"), documents, unused);
    auto playbook = read_playbook(value, editions);
    return fmt::format("playbook {}: {} tasks", playbook.id, playbook.tasks.size());
}

}  // namespace
}  // namespace config

ConfigReport read_config(const std::string& path, const LoadOptions& options) {
    return config::Loader(path, options).load();
}

Result<LoadedConfig> load_config(const std::string& path, const LoadOptions& options) {
    auto report = read_config(path, options);
    if (!report.errors.empty()) return config::all_of(report.errors);
    return std::move(report.config);
}

Result<std::string> check_playbook(const std::string& path, const LoadOptions& options) {
    auto bytes = config::read_file(path, config::kFileBytesMax);
    if (!bytes) return bytes.error();
    config::Document document(path);
    std::string about;
    if (auto value = config::parse(*bytes, document)) about = config::describe(*value, options);
    if (!document.clean()) return config::all_of(document.errors());
    return about;
}

std::shared_ptr<const ingest::Senders> shipped_senders() {
    std::vector<config::Document> documents;
    config::KeptFiles unused;
    return config::read_senders("", documents, unused);
}

Result<std::vector<Edition>> load_editions(const std::string& directory) {
    std::vector<config::Document> documents;
    config::KeptFiles unused;
    auto editions = config::read_editions(directory, documents, unused);
    if (auto errors = config::errors_of(documents); !errors.empty()) return config::all_of(errors);
    return editions;
}

Result<std::vector<Playbook>> load_playbooks(const std::string& directory, const std::vector<Edition>& editions) {
    std::vector<config::Document> documents;
    config::KeptFiles unused;
    auto playbooks = config::read_playbooks(directory, editions, documents, unused);
    if (auto errors = config::errors_of(documents); !errors.empty()) return config::all_of(errors);
    return playbooks;
}

}  // namespace breachd
