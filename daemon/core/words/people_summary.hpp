// The sentences of entries about the people to be told. Inner header of core/words/summary.cpp.
#pragma once

#include <string>
#include <string_view>

#include "core/journal/event.hpp"

namespace breachd {

std::string people_summary(const SubjectsImported& e, std::string_view language);
std::string people_summary(const DeliveriesRecorded& e, std::string_view language);
std::string people_summary(const ListComplete& e, std::string_view language);
std::string people_summary(const ToldByHand& e, std::string_view language);
std::string people_summary(const LettersPosted& e, std::string_view language);
std::string people_summary(const LetterCameBack& e, std::string_view language);
std::string people_summary(const NoticeImpossible& e, std::string_view language);
std::string people_summary(const SubjectRemoved& e, std::string_view language);
std::string people_summary(const SubjectCorrected& e, std::string_view language);
std::string people_summary(const SubjectShown& e, std::string_view language);

}  // namespace breachd
