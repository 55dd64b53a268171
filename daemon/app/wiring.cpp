// How the parts of a daemon are made and joined.
#include <fmt/format.h>
#include <sodium.h>
#include <sys/resource.h>

#include <filesystem>

#include "app/drill_clock.hpp"
#include "app/log.hpp"
#include "app/parts.hpp"
#include "app/views.hpp"
#include "core/journal/because.hpp"
#include "core/oncall/reach.hpp"
#include "delivery/not_sent.hpp"
#include "engine/letter.hpp"
#include "report/public_notice.hpp"
#include "start/obstacles.hpp"
#include "store/failure.hpp"
#include "store/readers/reader.hpp"
#include "store/sql/sqlite/driver.hpp"

namespace breachd::app {

namespace {

// Every connection is a descriptor; out of them, neither senders nor the database get one.
void warn_of_few_descriptors(const ServerSettings& server, const std::vector<Channel>& channels) {
    constexpr std::size_t kOthers = 256;  // database, deliveries, logs
    std::size_t wanted = server.limits.connections_max + kOthers;
    for (const auto& listener : server.syslog)
        if (listener.transport != SyslogTransport::udp) wanted += listener.connections_max;
    for (const auto& channel : channels) wanted += static_cast<std::size_t>(channel.connections);
    rlimit granted{};
    if (::getrlimit(RLIMIT_NOFILE, &granted) != 0 || granted.rlim_cur >= wanted) return;
    log(LogLevel::warning,
        "the configured connections need {} open files, the process may have {}: raise LimitNOFILE= or lower "
        "server.limits and connections_max",
        wanted, granted.rlim_cur);
}

// The first one is the answer; the log has all of them.
Result<void> nothing_in_the_way(const LoadedConfig& config) {
    Result<void> out;
    for (auto& obstacle : find_obstacles(config)) {
        if (!obstacle.stops_start)
            log(LogLevel::warning, "{}", obstacle.what.text());
        else if (!out)
            log(LogLevel::error, "{}", obstacle.what.text());
        else
            out = std::move(obstacle.what);
    }
    return out;
}

std::uint64_t random_seed() {
    std::uint64_t seed = 0;
    randombytes_buf(&seed, sizeof seed);
    return seed;
}

}  // namespace

void Daemon::Impl::push(engine::Command command, std::string incident) {
    engine::Envelope envelope;
    envelope.command = std::move(command);
    envelope.incident = std::move(incident);
    if (!commands.try_push(std::move(envelope)))
        log(LogLevel::error, "the engine's queue is full or closed: an outcome is left to the restart");
}

void Daemon::Impl::time_page(const std::string& incident) {
    const auto& awake = engine->awake();
    if (auto found = awake.find(incident); found != awake.end()) timings.page(found->second, clock.now(), began);
}

bool Daemon::Impl::submit(engine::Envelope&& envelope) {
    if (impaired || commands.size() >= kQueueForRequests) return false;
    return commands.try_push(std::move(envelope));
}

void Daemon::Impl::handle(engine::Effect effect) {
    if (auto* send = std::get_if<engine::Send>(&effect)) {
        if (send->lane == engine::Lane::page) time_page(send->message.incident);
        auto refused = delivery::not_sent_full(*send);
        if (!delivery->submit(std::move(*send))) push(std::move(refused));
    } else if (auto* publish = std::get_if<engine::Publish>(&effect)) {
        auto incident = publish->incident;
        engine::PublishDone refused{false, "", "", because::publisher_busy(), "", 0};
        if (publish->content) refused.content_version = publish->content->version;
        if (!delivery->submit(std::move(*publish))) push(std::move(refused), incident);
    } else if (auto* question = std::get_if<engine::ReadBack>(&effect)) {
        if (!delivery->submit(std::move(*question))) log(LogLevel::warning, "a read-back waits: delivery is busy");
    } else if (auto* refresh = std::get_if<engine::RefreshToken>(&effect)) {
        delivery->submit(std::move(*refresh));
    } else if (auto* poll = std::get_if<engine::Poll>(&effect)) {
        delivery->submit(std::move(*poll));
    } else if (auto* use = std::get_if<engine::UseToken>(&effect)) {
        delivery->use(std::move(*use));
    } else if (auto* moved = std::get_if<engine::JournalMoved>(&effect)) {
        server->journal_moved(moved->seq);
    } else if (auto* changed = std::get_if<engine::AccessChanged>(&effect)) {
        access = changed->book;
    } else if (std::holds_alternative<engine::AgreeClock>(effect)) {
        clock.agree();
    } else if (auto* turned = std::get_if<engine::ChannelTurned>(&effect)) {
        if (turned->down)
            log(LogLevel::warning, "channel {} is down: three attempts in a row failed, the last with \"{}\"",
                turned->channel, turned->code);
        else
            log(LogLevel::info, "channel {} works again", turned->channel);
    }
}

api::Health Daemon::Impl::health() {
    api::Health out;
    out.version = BREACHD_VERSION;
    out.started_at = began;
    out.ready = ready();
    out.impaired = impaired;
    if (prover) {
        out.verified_at = prover->verified_at();
        out.damaged_places = prover->places();
    }
    if (bounces) out.mailbox = bounces->mailbox();
    auto times = clock.view();
    out.clock_in_doubt = times.in_doubt;
    out.clock_synchronised = times.synchronised;
    if (auto now = stats.load()) {
        out.restored = now->restored != nullptr;
        out.channels_down = now->down;
    }
    if (auto last = read.load()) {
        out.warnings = last->warnings;
        out.read_at = last->at;
    }
    return out;
}

api::Services Daemon::Impl::services() {
    api::Services out;
    out.submit = [this](engine::Envelope&& envelope) { return submit(std::move(envelope)); };
    out.now = [this] { return clock.now(); };
    out.wall = [this] { return clock.real(); };
    out.clock = [this] { return clock_view(clock.view()); };
    out.steady = [] { return Clock::stopwatch(); };
    out.settings = [this] { return settings.load(); };
    out.access = [this] { return access.load(); };
    out.open_reader = [this] { return std::make_unique<store::Reader>(store_options, master); };
    out.restored = [this]() -> std::shared_ptr<const json::object> {
        auto now = stats.load();
        return now ? now->restored : nullptr;
    };
    out.damaged = [this](const std::string& why) { damaged(why); };
    out.ready = [this] { return ready(); };
    out.reload = [this](std::function<void(api::Reloaded)> done) { return reloader->begin(std::move(done)); };
    out.metrics = [this](metrics::Page& page) {
        auto now = stats.load();
        show_stats(page, now ? *now : engine::Stats{}, clock.now(), commands.size(), impaired);
        timings.show(page);
        prover->show(page);
        show_mailbox(page, bounces->mailbox());
    };
    out.in_effect = [this] {
        auto now = stats.load();
        return now && now->settings ? now->settings : settings.load();
    };
    out.health = [this] { return health(); };
    out.on_call = [settings_now = out.in_effect](Instant at) { return on_call_view(*settings_now(), at); };
    out.on_call_gaps = [settings_now = out.in_effect](Instant from, Instant to) {
        return on_call_gaps_view(*settings_now(), from, to);
    };
    out.channels_now = [this]() -> std::shared_ptr<const json::object> {
        auto now = stats.load();
        return now ? now->channels : nullptr;
    };
    out.sender_dns = [this] { return sender_dns.known(settings.load(), Clock::steady()); };
    out.channels = [this, now = out.channels_now] {
        auto channels = channels_view(*settings.load());
        auto seen = now();
        for (auto& each : channels) {
            const auto* own = seen ? seen->if_contains(each.at("name").as_string()) : nullptr;
            each.as_object()["now"] = own ? *own : json::value(nullptr);
        }
        return channels;
    };
    out.check_channel = [this](std::string name, std::string to, std::function<void(json::object)> done) {
        auto now = settings.load();
        const auto* channel = now->channel(name);
        if (!channel) return false;
        return delivery->check(name, std::move(to), [now, channel, done = std::move(done)](const auto& check) {
            done(check_view(*channel, check));
        });
    };
    out.fetch_list = [this](ListAsk ask, std::function<void(Result<ListPage>)> done) {
        return lists.submit(std::move(ask), std::move(done));
    };
    out.warn = [](const std::string& line) { log(LogLevel::warning, "{}", line); };
    out.syslog_lost = [this](const syslog::Loss& loss) {
        push(engine::NoteLost{loss.listener, static_cast<std::int64_t>(loss.messages), loss.sources});
    };
    out.version = BREACHD_VERSION;
    out.ack_key = engine->ack_key();
    return out;
}

Reloader::Reloaded Daemon::Impl::take(LoadedConfig&& loaded) {
    auto old = settings.load();
    if (loaded.settings.mode != old->mode || loaded.settings.time_scale != old->time_scale ||
        loaded.storage.directory != config.storage.directory)
        return Error{ErrorCode::conflict, "mode, time_scale and storage.directory change only by a restart",
                     config.file};
    if (auto renewed = server->renew_tls(); !renewed) return renewed.error();
    auto fresh = std::make_shared<const Settings>(std::move(loaded.settings));
    settings = fresh;
    delivery->replace(fresh);
    push(engine::ReplaceSettings{fresh});
    auto warnings = std::move(loaded.warnings);
    for (const auto& gap : roster_gaps(*fresh, clock.now())) warnings.push_back(gap.en);
    for (const auto& section : waits_for_restart(config, loaded))
        warnings.push_back(
            fmt::format("{} changed: it is read at start only, and stays as it was until a restart", section));
    for (const auto& warning : warnings) log(LogLevel::warning, "{}", warning);
    read = std::make_shared<const Read>(Read{warnings, clock.now()});
    log(LogLevel::info, "configuration read again: {}", config.file);
    return warnings;
}

namespace {

constexpr std::size_t kFeedEntriesMax = 100;

std::vector<report::PublishedNotice> for_feed(const std::vector<store::Published>& published) {
    std::vector<report::PublishedNotice> out;
    for (const auto& one : published)
        out.push_back({one.incident, one.first_at, one.last_at, one.last_name.find("-withdrawn") != std::string::npos,
                       one.last_name.find("-drill") != std::string::npos});
    return out;
}

PublicMatter public_matter(const engine::Publish& publish, const std::string& base_url, store::Reader* reader) {
    PublicMatter out{publish.incident, publish.at, false, {}, "", "", "", ""};
    std::vector<report::PublicFile> made;
    if (const auto& content = publish.content) {
        out.drill = content->drill;
        made =
            report::content_page_files({*publish.settings, content->vi, content->en, publish.folder, content->drill});
    } else {
        report::PublicNoticeInput input{*publish.facts, *publish.settings, base_url, publish.at};
        if (reader) {
            input.all = for_feed(reader->published(kFeedEntriesMax));
            input.public_key = reader->public_key();
            input.sign = [reader](std::string_view bytes) { return reader->sign(bytes); };
        }
        out.drill = publish.facts->drill || publish.settings->mode == Mode::drill;
        made = report::public_notice_files(input);
        auto body = report::public_notice_body(input);
        out.title = std::move(body.title);
        out.main = std::move(body.main);
    }
    for (auto& file : made) {
        if (file.path.ends_with("/notice.json")) out.banner = file.bytes;
        out.files.push_back({std::move(file.path), std::move(file.bytes)});
    }
    return out;
}

}  // namespace

delivery::DeliveryHooks Daemon::Impl::delivery_hooks() {
    delivery::DeliveryHooks hooks;
    hooks.attempt_done = [this](engine::AttemptDone done) { push(std::move(done)); };
    hooks.attempted = [this](const std::string& channel, const Outcome& outcome) { timings.attempt(channel, outcome); };
    hooks.publish_done = [this](std::string incident, engine::PublishDone done) {
        push(std::move(done), std::move(incident));
    };
    hooks.read_back_done = [this](std::string incident, engine::ReadBackDone done) {
        push(std::move(done), std::move(incident));
    };
    hooks.token_wanted = [this](engine::TokenWanted wanted) { push(std::move(wanted)); };
    hooks.questions = {[this](engine::TokenDone done) { push(std::move(done)); },
                       [this](engine::PollDone done) { push(std::move(done)); }, [this] { return clock.real(); }};
    hooks.write_letter = engine::write_letter;
    // A page that must go up does so without the other notices and the signature, when the store cannot be read.
    hooks.render = [this](const engine::Publish& publish, const std::string& base_url) {
        try {
            if (!public_reader) public_reader = std::make_unique<store::Reader>(store_options, master);
            return public_matter(publish, base_url, public_reader.get());
        } catch (const store::StoreError& error) {
            log(LogLevel::error, "the public notice goes up unsigned: {}", error.what());
            return public_matter(publish, base_url, nullptr);
        }
    };
    return hooks;
}

void Daemon::Impl::open_store() {
    const auto& configured = config.settings;
    std::error_code made;
    std::filesystem::create_directories(config.storage.directory, made);
    store_options = {config.storage.directory, configured.mode == Mode::drill ? "drill" : "live", "breachd"};
    store = std::make_unique<store::Store>(store_options, master);
    clock.resume(store->meta().get("clock").value_or(""));
    if (configured.mode == Mode::drill) clock.drill(drill_time(*store, clock.real(), configured.time_scale));
}

void Daemon::Impl::start_engine(std::shared_ptr<const Settings> shared) {
    engine::EngineOptions options;
    options.seed = random_seed();
    options.version = BREACHD_VERSION;
    options.steady = [] { return Clock::stopwatch(); };
    options.clock_mark = [this] { return clock.mark(); };
    options.sqlite_version = store::sqlite::version();
    options.last_seen_every =
        std::chrono::duration_cast<Duration>(std::chrono::seconds{10} * std::max(1.0, shared->time_scale));
    engine = std::make_unique<engine::Engine>(*store, std::move(shared), options);
    began = clock.now();
    engine->start(began);
    access = engine->access();
}

Result<std::unique_ptr<Daemon>> Daemon::create(LoadedConfig config, LoadOptions load_options) {
    auto impl = std::make_unique<Impl>();
    if (auto free = nothing_in_the_way(config); !free) return free.error();
    auto master = store::MasterKey::load(config.master_key_file);
    if (!master) return master.error();
    impl->master = *master;
    impl->config = std::move(config);
    impl->load_options = std::move(load_options);
    impl->open_store();
    store::FailureNote(impl->store_options.directory).checked();
    auto shared = std::make_shared<const Settings>(std::move(impl->config.settings));
    impl->settings = shared;
    impl->start_engine(shared);
    impl->read = std::make_shared<const Impl::Read>(Impl::Read{impl->config.warnings, impl->began});
    impl->delivery = std::make_unique<delivery::Delivery>(shared, impl->delivery_hooks());
    warn_of_few_descriptors(impl->config.server, shared->channels);
    impl->server = std::make_unique<api::Server>(impl->config.server, impl->services());
    if (auto bound = impl->server->listen(); !bound) return bound.error();
    impl->bounces = std::make_unique<bounces::Bounces>(
        impl->config.server.bounces,
        bounces::MailServices{[raw = impl.get()](engine::Envelope&& mail) { return raw->submit(std::move(mail)); },
                              [](const std::string& line) { log(LogLevel::warning, "{}", line); }});
    if (auto bound = impl->bounces->open(); !bound) return bound.error();
    impl->prover = std::make_unique<Prover>(
        impl->store_options, impl->store->signer().public_key(), [raw = impl.get()] { return raw->clock.real(); },
        [raw = impl.get()](const store::Damage& first, std::int64_t places) {
            raw->push(engine::NoteAltered{first.what, first.where, places});
        });
    impl->reloader =
        std::make_unique<Reloader>(impl->config.file, impl->load_options,
                                   [raw = impl.get()](LoadedConfig&& loaded) { return raw->take(std::move(loaded)); });
    return std::unique_ptr<Daemon>(new Daemon(std::move(impl)));
}

}  // namespace breachd::app
