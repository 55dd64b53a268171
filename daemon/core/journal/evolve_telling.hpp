// What the entries about telling people change; a part of evolve.cpp.
#pragma once

#include <string>

#include "core/journal/event.hpp"

namespace breachd {

// Who made the entry, a person or a token of nobody; "" when it was none of them (the daemon, a rule, a sender).
std::string person_of(const Entry& entry);

// Words that a person wrote are that person's until they are taken out or replaced; those of the daemon are nobody's.
void note_author(Incident& i, const std::string& where, const std::string& person, bool replaced);

struct FoldTelling {
    Incident& i;
    const Entry& entry;

    void operator()(const SubjectsImported& e);
    void operator()(const SubjectCorrected& e);
    void operator()(const ListComplete& e);
    void operator()(const NoticeImpossible& e);
    void operator()(const SentAgain&);
    void operator()(const ReplyNoted& e);
    void operator()(const LettersPosted& e);
    void operator()(const NoticeEdited& e);
    void operator()(const NoticeApproved& e);
    void operator()(const NoticeApprovalAsked& e);
    void operator()(const NoticeRefused& e);
    void operator()(const NoticeTested&) {}
    void operator()(const NoticeReleased& e);
    void operator()(const NoticePaused& e);
    void operator()(const NoticeResumed& e);
    void operator()(const DeliveriesRecorded& e);
    void operator()(const NoticeRunDone& e);
    void operator()(const PublicNoticeProposed& e);
    void operator()(const PublicPageApproved& e);
    void operator()(const PublicNoticeWithdrawn& e);
    void operator()(const PublicNoticeForeseen& e);
    void operator()(const PublicNoticePublishing& e);
    void operator()(const PublicNoticePublished& e);
    void operator()(const PublicNoticeAstray& e);
    void operator()(const ContentPagePublished& e);
    void operator()(const PublicNoticeFailed& e);

    void cover(const NoticeReleased& e);
};

}  // namespace breachd
