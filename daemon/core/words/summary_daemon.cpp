#include <fmt/format.h>

#include "core/journal/because.hpp"
#include "core/words/reasons.hpp"
#include "core/words/summary_parts.hpp"

namespace breachd {

std::string restored_words(RestoredBy cause, std::string_view language) {
    bool en = is_english(language);
    switch (cause) {
        case RestoredBy::by_command:
            return en ? "The database was put back by breachctl restore"
                      : "Cơ sở dữ liệu được phục hồi bằng breachctl restore";
        case RestoredBy::moved:
            return en ? "The database is a copy: its file or its machine is another one than before"
                      : "Cơ sở dữ liệu là một bản sao: tệp hoặc máy khác trước";
        case RestoredBy::older:
            return en ? "The database is older than the last signed head kept outside of it"
                      : "Cơ sở dữ liệu cũ hơn dấu ký cuối cùng giữ bên ngoài";
        case RestoredBy::foreign:
            return en ? "The signed head kept outside of the database is of another journal"
                      : "Dấu ký giữ bên ngoài thuộc về một nhật ký khác";
        case RestoredBy::unwitnessed:
            return en ? "The signed head kept outside of the database is gone (last-head)"
                      : "Dấu ký giữ bên ngoài cơ sở dữ liệu bị mất (last-head)";
    }
    return "";
}

std::string restored_words(const std::string& cause, std::string_view language) {
    RestoredBy by{};
    return enum_from_word(cause, by) ? restored_words(by, language) : "";
}

std::string DaemonSentence::operator()(const AlertsReceived& e) const {
    return say(
        fmt::format("Nhận và lưu {} cảnh báo, trong đó {} cảnh báo đã có từ trước.", n(e.count), n(e.duplicates)),
        fmt::format("{} alert{} received and kept, {} of them known already.", n(e.count), s(e.count),
                    n(e.duplicates)));
}

std::string DaemonSentence::operator()(const AlertQuarantined& e) const {
    if (e.count > 1)
        return say(fmt::format("{} tin từ nguồn “{}” không đọc được, giữ nguyên để xem lại (từ mã {}).", n(e.count),
                               e.source, e.quarantine_id),
                   fmt::format("{} messages from “{}” could not be read and are kept whole for review (from {} on).",
                               n(e.count), e.source, e.quarantine_id));
    return say(fmt::format("Một cảnh báo từ nguồn “{}” không đọc được, giữ nguyên để xem lại (mã {}).", e.source,
                           e.quarantine_id),
               fmt::format("An alert from “{}” could not be read and is kept whole for review ({}).", e.source,
                           e.quarantine_id));
}

std::string DaemonSentence::operator()(const QuarantineReplayed& e) const {
    return say(
        fmt::format("Đã đọc lại tin cách ly {} của nguồn “{}”: {} cảnh báo.", e.quarantine_id, e.source, n(e.alerts)),
        fmt::format("Quarantined message {} of “{}” was read again: {} alert{}.", e.quarantine_id, e.source,
                    n(e.alerts), s(e.alerts)));
}

std::string DaemonSentence::operator()(const QuarantineDiscarded& e) const {
    return say(
        fmt::format("Tin cách ly {} được xem và bỏ qua{}.", e.quarantine_id, because(e.reason)),
        fmt::format("Quarantined message {} was looked at and set aside{}.", e.quarantine_id, because(e.reason)));
}

std::string DaemonSentence::operator()(const SourceSilent& e) const {
    auto last_vi = e.last_heard_at ? "nhận tin lần cuối lúc " + at(*e.last_heard_at)
                                   : "chưa từng nhận tin kể từ " + at(e.expected_since);
    auto last_en =
        e.last_heard_at ? "last heard at " + at(*e.last_heard_at) : "never heard since " + at(e.expected_since);
    return say(fmt::format("Nguồn “{}” im lặng lâu hơn mức cho phép, {}.", e.source, last_vi),
               fmt::format("Source “{}” is silent for longer than expected, {}.", e.source, last_en));
}

std::string DaemonSentence::operator()(const SourceHeard& e) const {
    auto period = words::period(std::chrono::seconds{e.silent_s}, language);
    return say(fmt::format("Nguồn “{}” hoạt động trở lại sau {} im lặng.", e.source, period),
               fmt::format("Source “{}” is heard again after a silence of {}.", e.source, period));
}

std::string DaemonSentence::operator()(const MessagesLost& e) const {
    return say(fmt::format("Cổng nhận syslog “{}” đánh mất {} tin.", e.listener, n(e.count)),
               fmt::format("Syslog listener “{}” lost {} message{}.", e.listener, n(e.count), s(e.count)));
}

std::string DaemonSentence::operator()(const DaemonStarted& e) const {
    auto seen = parse_rfc3339(e.last_seen);
    bool drill = e.mode == "drill";
    return say(fmt::format("Chương trình breachd {} khởi động{}{}.", e.version, drill ? " ở chế độ diễn tập" : "",
                           seen ? "; lần hoạt động gần nhất lúc " + at(*seen) : ""),
               fmt::format("breachd {} started{}{}.", e.version, drill ? " in drill mode" : "",
                           seen ? "; last known running at " + at(*seen) : ""));
}

std::string DaemonSentence::operator()(const DaemonStopped& e) const {
    return say("Chương trình dừng" + because(e.why) + ".", "The program stopped" + because(e.why) + ".");
}

std::string DaemonSentence::operator()(const ClockStepped& e) const {
    auto by = words::period(Duration{e.by_ms}, language);
    if (e.in_doubt) return reason_sentence(because::clock_doubted(Duration{e.by_ms}), language);
    return say(
        fmt::format("Đồng hồ hệ thống nhảy {} {}; các thời hạn không thay đổi.", e.by_ms < 0 ? "lùi" : "tới", by),
        fmt::format("The system clock jumped {} by {}; no deadline moves.", e.by_ms < 0 ? "back" : "forward", by));
}

std::string DaemonSentence::operator()(const ClockAgreed& e) const {
    auto why = e.how == ClockAgreement::put_back ? say("nó đã được chỉnh về đúng", "it was put back")
               : e.how == ClockAgreement::synchronised
                   ? say("dịch vụ đồng bộ thời gian xác nhận", "the time service vouches for it")
                   : say(fmt::format("{} xác nhận: {}", e.by, words::one_line(e.reason)),
                         fmt::format("{} confirmed it: {}", e.by, words::one_line(e.reason)));
    return say("Lại theo đồng hồ hệ thống: " + why + ".", "The system clock is believed again: " + why + ".");
}

std::string DaemonSentence::operator()(const ConfigurationLoaded& e) const {
    auto mark = e.sha256.substr(0, 12);
    return say(fmt::format("Nạp cấu hình (dấu vân tay {}).", mark),
               fmt::format("Configuration loaded (fingerprint {}).", mark));
}

std::string DaemonSentence::operator()(const StoreRestored& e) const {
    std::string runs;
    for (const auto& run : e.runs)
        runs += fmt::format("{}{} ({}/{})", runs.empty() ? "" : ", ", run.incident, n(run.told), n(run.subjects));
    auto seen_vi = e.last_seen ? ", hoạt động lần cuối lúc " + at(*e.last_seen) : "";
    auto seen_en = e.last_seen ? ", last seen running at " + at(*e.last_seen) : "";
    return say(fmt::format("{}{}; tạm giữ thông báo và công bố cho đến khi có người cho chạy tiếp{}.",
                           restored_words(e.cause, "vi"), seen_vi,
                           runs.empty() ? "" : "; các đợt đang gửi (đã báo/tổng số): " + runs),
               fmt::format("{}{}; notices and publication wait until a person says that work goes on{}.",
                           restored_words(e.cause, "en"), seen_en,
                           runs.empty() ? "" : "; runs under way (told/people): " + runs));
}

std::string DaemonSentence::operator()(const StoreContinued& e) const {
    return say("Cho chạy tiếp sau khi phục hồi" + because(e.reason) + ".",
               "Work goes on after the restore" + because(e.reason) + ".");
}

std::string DaemonSentence::operator()(const OnCallOverridden& e) const {
    return say(fmt::format("Lịch trực “{}”: {} trực thay từ {} đến {}{}.", e.roster, who(e.name, e.person), at(e.from),
                           at(e.until), because(e.reason)),
               fmt::format("Roster “{}”: {} stands in from {} until {}{}.", e.roster, who(e.name, e.person), at(e.from),
                           at(e.until), because(e.reason)));
}

std::string DaemonSentence::operator()(const OnCallOverrideEnded& e) const {
    return say(fmt::format("Lịch trực “{}”: bỏ lượt trực thay {}{}.", e.roster, e.override_id, because(e.reason)),
               fmt::format("Roster “{}”: the turn {} is taken back{}.", e.roster, e.override_id, because(e.reason)));
}

std::string DaemonSentence::operator()(const ChannelState& e) const {
    if (!e.down)
        return say(fmt::format("Kênh “{}” hoạt động trở lại.", e.channel),
                   fmt::format("Channel “{}” works again.", e.channel));
    if (e.why.code != ReasonCode::none) return reason_sentence(e.why, language);
    return say(fmt::format("Kênh “{}” ngừng hoạt động.", e.channel), fmt::format("Channel “{}” is down.", e.channel));
}

}  // namespace breachd
