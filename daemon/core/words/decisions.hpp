// The sentences of entries about what people decide and correct (dismissal, closing, releases, filings); a part of
// summary(), with its rules.
#pragma once

#include <string>
#include <string_view>

#include "core/journal/event.hpp"

namespace breachd {

std::string decision_sentence(const DismissalProposed& e, std::string_view language);
std::string decision_sentence(const DismissalUnconfirmed& e, std::string_view language);
std::string decision_sentence(const ProposalWithdrawn& e, std::string_view language);
std::string decision_sentence(const Dismissed& e, std::string_view language);
std::string decision_sentence(const DuplicateMerged& e, std::string_view language);
std::string decision_sentence(const Remedied& e, std::string_view language);
std::string decision_sentence(const Closed& e, std::string_view language);
std::string decision_sentence(const Reopened& e, std::string_view language);
std::string decision_sentence(const ObligationNotApplicable& e, std::string_view language);
std::string decision_sentence(const NoticeApproved& e, std::string_view language);
std::string decision_sentence(const NoticeApprovalAsked& e, std::string_view language);
std::string decision_sentence(const NoticeRefused& e, std::string_view language);
std::string decision_sentence(const NoticeTested& e, std::string_view language);
std::string decision_sentence(const NoticeReleased& e, std::string_view language);
std::string decision_sentence(const ReportFiled& e, std::string_view language);
std::string decision_sentence(const FilingCorrected& e, std::string_view language);
std::string decision_sentence(const FilingWithdrawn& e, std::string_view language);
std::string decision_sentence(const FilingChecked& e, std::string_view language);

template <class E>
concept DecisionEntry = requires(const E& e) {
    decision_sentence(e, std::string_view());
};

}  // namespace breachd
