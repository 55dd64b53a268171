#include "bounces/bounces.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <thread>

#include "bounces/lmtp.hpp"
#include "bounces/mailbox.hpp"
#include "bounces/spool.hpp"

namespace breachd::bounces {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kTick{1};

}  // namespace

struct Bounces::Impl {
    asio::io_context io;
    asio::steady_timer timer{io};
    std::optional<Lmtp> lmtp;
    std::optional<Spool> spool;
    std::optional<Mailbox> mailbox;  // on a thread of its own
    std::thread thread;

    void tick() {
        if (lmtp) lmtp->tick();
        if (spool) spool->look();
        timer.expires_after(kTick);
        timer.async_wait([this](boost::system::error_code failed) {
            if (!failed) tick();
        });
    }
};

Bounces::Bounces(const BounceSettings& settings, MailServices services) : impl_(std::make_unique<Impl>()) {
    if (!settings.lmtp_listen.empty()) impl_->lmtp.emplace(impl_->io, settings.lmtp_listen, services);
    if (settings.imap) impl_->mailbox.emplace(*settings.imap, services);
    auto post = [&io = impl_->io](std::function<void()> work) { asio::post(io, std::move(work)); };
    if (!settings.directory.empty()) impl_->spool.emplace(settings.directory, std::move(services), post);
}

Bounces::~Bounces() { stop(); }

Result<void> Bounces::open() { return impl_->lmtp ? impl_->lmtp->open() : Result<void>(); }

std::vector<std::uint16_t> Bounces::ports() const {
    return impl_->lmtp ? impl_->lmtp->ports() : std::vector<std::uint16_t>{};
}

std::optional<Cause> Bounces::mailbox() const { return impl_->mailbox ? impl_->mailbox->state() : std::nullopt; }

void Bounces::start() {
    if (impl_->mailbox) impl_->mailbox->start();
    if (!impl_->lmtp && !impl_->spool) return;
    if (impl_->lmtp) impl_->lmtp->start();
    asio::post(impl_->io, [this] { impl_->tick(); });
    impl_->thread = std::thread([this] { impl_->io.run(); });
}

// What the engine still has is answered into nothing: the mail server, the file or the mailbox has it.
void Bounces::stop() {
    if (impl_->mailbox) impl_->mailbox->stop();
    if (!impl_->thread.joinable()) return;
    asio::post(impl_->io, [this] {
        impl_->timer.cancel();
        if (impl_->lmtp) impl_->lmtp->close();
        impl_->io.stop();
    });
    impl_->thread.join();
}

}  // namespace breachd::bounces
