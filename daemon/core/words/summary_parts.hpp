// What the sentences of entries share (summary.cpp, summary_daemon.cpp): language, numbers, moments, reasons.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/journal/event.hpp"
#include "core/words/reasons.hpp"
#include "core/words/terms.hpp"

namespace breachd {

struct SentenceParts {
    std::string_view language;

    bool en() const { return is_english(language); }
    std::string say(std::string vi_text, std::string en_text) const {
        return en() ? std::move(en_text) : std::move(vi_text);
    }
    std::string n(std::int64_t value) const { return count_text(value, language); }
    std::string at(Instant moment) const { return time_text(moment, language); }
    // The last day of a time that ends at this moment: 28/11/2031.
    static std::string last_day(Instant end) { return day_text(end - Duration{1}); }
    std::string duty(std::string_view id) const { return words::duty(id, language); }
    static std::string text(std::string_view typed) { return words::one_line(typed); }
    // Older entries have no names beside their ids.
    static std::string who(std::string_view name, std::string_view id) { return text(name.empty() ? id : name); }
    // "; lý do: …" or nothing: a person's words, the program's reason, or both.
    std::string because(const std::optional<Reason>& cause, const std::string& typed) const {
        auto line = explanation_text({cause, text(typed)}, language);
        return line.empty() ? "" : std::string(en() ? "; reason: " : "; lý do: ") + line;
    }
    std::string because(const std::string& typed) const { return because({}, typed); }
    std::string because(const Reason& reason) const { return because(reason, ""); }
    std::string task(const auto& e) const { return e.title.empty() ? e.id : text(e.title); }
    std::string note(std::string_view free) const { return tail("; ghi chú: ", "; note: ", free); }
    std::string tail(std::string_view vi, std::string_view en_text, std::string_view free) const {
        auto line = text(free);
        return line.empty() ? "" : std::string(en() ? en_text : vi) + line;
    }
    // English wants "1 alert", "2 alerts"; Vietnamese has one form.
    static std::string_view s(std::int64_t count) { return count == 1 ? "" : "s"; }
    static std::string_view people(std::int64_t count) { return count == 1 ? "person" : "people"; }
};

// Sentences of the daemon's own entries.
struct DaemonSentence : SentenceParts {
    std::string operator()(const AlertsReceived& e) const;
    std::string operator()(const AlertQuarantined& e) const;
    std::string operator()(const QuarantineReplayed& e) const;
    std::string operator()(const QuarantineDiscarded& e) const;
    std::string operator()(const SourceSilent& e) const;
    std::string operator()(const SourceHeard& e) const;
    std::string operator()(const MessagesLost& e) const;
    std::string operator()(const DaemonStarted& e) const;
    std::string operator()(const DaemonStopped& e) const;
    std::string operator()(const ClockStepped& e) const;
    std::string operator()(const ClockAgreed& e) const;
    std::string operator()(const ConfigurationLoaded& e) const;
    std::string operator()(const ChannelState& e) const;
    std::string operator()(const StoreRestored& e) const;
    std::string operator()(const StoreContinued& e) const;
    std::string operator()(const OnCallOverridden& e) const;
    std::string operator()(const OnCallOverrideEnded& e) const;
    std::string operator()(const AccountInvited& e) const;
    std::string operator()(const AccountMade& e) const;
    std::string operator()(const AccountRevoked& e) const;
    std::string operator()(const SignedIn& e) const;
    std::string operator()(const SignInRefused& e) const;
    std::string operator()(const SteppedUp& e) const;
    std::string operator()(const SignedOut& e) const;
    std::string operator()(const PasskeyAdded& e) const;
    std::string operator()(const PasskeyRemoved& e) const;
    std::string operator()(const PasswordChanged& e) const;
};

}  // namespace breachd
